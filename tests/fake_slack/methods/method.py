"""What every method has, and what several of them need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fake_slack.workspace import Json, SlackError, User, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

_CHANNELS = ("C", "G")


@dataclass(frozen=True, slots=True)
class Method:
    """What a method takes and needs."""

    run: Callable[[Workspace, Json], Json]
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    scope: str = ""


def need_scope(workspace: Workspace, scope: str) -> None:
    """Refuse a call for which the app has no permission, naming what it lacks and what it has."""
    if scope not in workspace.scopes:
        provided = ",".join(sorted(workspace.scopes))
        raise SlackError("missing_scope", needed=scope, provided=provided)


def user_called(workspace: Workspace, name: str) -> User:
    """The person with that id."""
    if name not in workspace.users:
        raise SlackError("user_not_found")
    return workspace.users[name]


def user_list(users: Any) -> list[str]:
    """Ids from a form, with commas between them, or from JSON."""
    return users.split(",") if isinstance(users, str) else list(users)


def is_yes(value: object) -> bool:
    """Whether an argument is true, in any of the ways in which it may be written."""
    return str(value).casefold() in {"1", "true"}


def channel_called(workspace: Workspace, name: str) -> str:
    """The conversation to post to; a user's id stands for the direct one with them, unless they are gone.

    A channel takes posts of the bot where it was invited, and a public one also where the app has the
    scope for that: https://docs.slack.dev/reference/methods/chat.postMessage.
    """
    if name.startswith("U") and name in workspace.users and not workspace.users[name].deleted:
        return workspace.private_channel(name)
    if name in workspace.groups.values() or (name.startswith("D") and f"U{name[1:]}" in workspace.users):
        return name
    channel = workspace.channels.get(name) if name.startswith(_CHANNELS) else None
    if channel is None or (channel.is_private and not channel.has_bot):
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if not channel.has_bot and "chat:write.public" not in workspace.scopes:
        raise SlackError("not_in_channel")
    return name

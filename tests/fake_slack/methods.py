"""The Web API methods that a bot of this kind calls, with their arguments, scopes and refusals.

Arguments and error codes: https://docs.slack.dev/reference/methods.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fake_slack import block_kit
from tests.fake_slack.workspace import (
    APP,
    BOT_ID,
    BOT_TOKEN,
    BOT_USER,
    TEAM,
    Json,
    Message,
    SlackError,
    User,
    View,
    Workspace,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
LARGEST_GROUP = 8
_JSON_ARGUMENTS = ("blocks", "view", "metadata", "attachments")


@dataclass(frozen=True, slots=True)
class Method:
    """What a method takes and needs."""

    run: Callable[[Workspace, Json], Json]
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    scope: str = ""


def call(workspace: Workspace, name: str, token: str, arguments: Json) -> Json:
    """Slack's answer to one call.

    Raises:
        SlackError: Slack refuses it.

    """
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method")
    if token != BOT_TOKEN:
        raise SlackError("invalid_auth" if token else "not_authed")
    if method.scope and method.scope not in workspace.scopes:
        provided = ",".join(sorted(workspace.scopes))
        raise SlackError("missing_scope", needed=method.scope, provided=provided)
    _check_names(method, arguments)
    return {"ok": True, **method.run(workspace, _parsed(arguments))}


def _check_names(method: Method, arguments: Json) -> None:
    missing = method.required - arguments.keys()
    unknown = arguments.keys() - method.required - method.optional
    if missing or unknown:
        complaints = [f"missing {name}" for name in sorted(missing)]
        complaints += [f"unknown {name}" for name in sorted(unknown)]
        raise SlackError("invalid_arguments", response_metadata={"messages": complaints})


def _parsed(arguments: Json) -> Json:
    """Structured arguments arrive as JSON text in a form or a query."""
    return {
        name: json.loads(value) if name in _JSON_ARGUMENTS and isinstance(value, str) else value
        for name, value in arguments.items()
    }


def _auth_test(_: Workspace, __: Json) -> Json:
    return {
        "url": "https://fake.slack.test/",
        "team": "Fake Trust",
        "user": "crossbrew",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def _post_message(workspace: Workspace, arguments: Json) -> Json:
    channel = _channel(workspace, arguments["channel"])
    if not workspace.poison.isdisjoint(workspace.people_in(channel)):
        raise SlackError("restricted_action")
    check_content(arguments)
    metadata = arguments.get("metadata") or {}
    if metadata and not {"event_type", "event_payload"} == metadata.keys():
        raise SlackError("invalid_metadata_format")
    message = Message(
        channel=channel,
        ts=workspace.new_ts(),
        text=arguments.get("text", ""),
        blocks=arguments.get("blocks") or [],
        metadata=metadata,
        client_msg_id=arguments.get("client_msg_id", ""),
    )
    workspace.messages.append(message)
    return {"channel": channel, "ts": message.ts, "message": message_json(message)}


def _update(workspace: Workspace, arguments: Json) -> Json:
    check_content(arguments)
    if len(arguments.get("text", "")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    for message in workspace.messages:
        if (message.channel, message.ts) == (arguments["channel"], arguments["ts"]) and not message.only_for:
            replace_content(message, arguments)
            return {"channel": message.channel, "ts": message.ts, "text": message.text}
    raise SlackError("message_not_found")


def _open_conversation(workspace: Workspace, arguments: Json) -> Json:
    users = _user_list(arguments["users"])
    if len(users) > LARGEST_GROUP:
        raise SlackError("too_many_users")
    people = [_user(workspace, name) for name in users]
    if any(user.deleted for user in people):
        raise SlackError("user_disabled")
    if len(set(users)) == 1:
        return {"channel": {"id": workspace.private_channel(users[0])}}
    members = frozenset(users)
    if members not in workspace.groups:
        workspace.groups[members] = workspace.new_id("G")
        return {"channel": {"id": workspace.groups[members]}}
    return {"no_op": True, "already_open": True, "channel": {"id": workspace.groups[members]}}


def _history(workspace: Workspace, arguments: Json) -> Json:
    """Newest first, a page at a time; the payload of metadata only where it is asked for."""
    channel, oldest = arguments["channel"], float(arguments.get("oldest") or 0)
    needed = "im:history" if channel.startswith("D") else "mpim:history"
    if needed not in workspace.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(workspace.scopes)))
    said = [one for one in workspace.messages if one.channel == channel and not one.only_for]
    wanted = [one for one in reversed(said) if float(one.ts) > oldest]
    start, size = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
    whole = str(arguments.get("include_all_metadata", "")).casefold() in {"1", "true"}
    messages = [
        {"type": "message", "ts": one.ts, "text": one.text}
        | (
            {"metadata": one.metadata if whole else {"event_type": one.metadata["event_type"]}}
            if one.metadata
            else {}
        )
        for one in wanted[start : start + size]
    ]
    more = start + size < len(wanted)
    page = {"next_cursor": str(start + size)} if more else {}
    return {"messages": messages, "has_more": more, "response_metadata": page}


def _users_info(workspace: Workspace, arguments: Json) -> Json:
    return {"user": user_json(workspace, _user(workspace, arguments["user"]))}


def _views_open(workspace: Workspace, arguments: Json) -> Json:
    user = workspace.use_trigger(arguments["trigger_id"])
    check_view(arguments["view"], block_kit.MODAL)
    return {"view": view_json(workspace.open_modal(user, arguments["view"]))}


def _views_update(workspace: Workspace, arguments: Json) -> Json:
    view = workspace.view(arguments["view_id"])
    check_view(arguments["view"], block_kit.MODAL)
    view.content, view.hash, view.errors = arguments["view"], workspace.new_hash(), {}
    return {"view": view_json(view)}


def _views_publish(workspace: Workspace, arguments: Json) -> Json:
    user = _user(workspace, arguments["user_id"])
    check_view(arguments["view"], block_kit.HOME)
    kept = workspace.homes.get(user.id)
    view_id = kept.id if kept else workspace.new_id("V")
    workspace.homes[user.id] = View(view_id, user.id, arguments["view"], workspace.new_hash())
    return {"view": view_json(workspace.homes[user.id])}


def check_content(arguments: Json) -> None:
    """Refuse text or blocks that Slack would refuse."""
    if not arguments.get("text") and not arguments.get("blocks"):
        raise SlackError("no_text")
    if len(arguments.get("text", "")) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    if found := block_kit.problems(arguments.get("blocks") or [], block_kit.MESSAGE):
        raise SlackError("invalid_blocks", response_metadata={"messages": found})


def check_view(view: Json, surface: str) -> None:
    """Refuse a view that Slack would refuse."""
    found = block_kit.view_problems(view)
    if view.get("type") != surface:
        found.append(f"this method takes a {surface}")
    if found:
        raise SlackError("invalid_arguments", response_metadata={"messages": found})


def replace_content(message: Message, arguments: Json) -> None:
    """Edit a message in place; whatever is not given goes."""
    message.text, message.blocks = arguments.get("text", ""), arguments.get("blocks") or []
    message.edits += 1


def message_json(message: Message) -> Json:
    """A message as payloads carry it."""
    return {
        "type": "message",
        "user": BOT_USER,
        "bot_id": BOT_ID,
        "app_id": APP,
        "ts": message.ts,
        "text": message.text,
        "blocks": message.blocks,
    }


def view_json(view: View) -> Json:
    """A view as payloads carry it."""
    blank = {"callback_id": "", "private_metadata": "", "state": {"values": {}}}
    identity = {"id": view.id, "hash": view.hash, "team_id": TEAM, "app_id": APP, "bot_id": BOT_ID}
    return {**blank, **view.content, **identity}


def user_json(workspace: Workspace, user: User) -> Json:
    """A user as users.info and events carry it; the address only with the scope for it."""
    email = {"email": user.email} if user.email and "users:read.email" in workspace.scopes else {}
    return {
        "id": user.id,
        "team_id": TEAM,
        "name": user.name.casefold().replace(" ", "."),
        "real_name": user.name,
        "deleted": user.deleted,
        "tz": user.tz,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_bot": False,
        "profile": {"real_name": user.name, "title": user.title, **email},
    }


def _user(workspace: Workspace, name: str) -> User:
    if name not in workspace.users:
        raise SlackError("user_not_found")
    return workspace.users[name]


def _user_list(users: Any) -> list[str]:
    return users.split(",") if isinstance(users, str) else list(users)


def _channel(workspace: Workspace, name: str) -> str:
    """A user's id stands for the direct conversation with them, unless they are gone."""
    if name.startswith("U") and name in workspace.users and not workspace.users[name].deleted:
        return workspace.private_channel(name)
    if name in workspace.groups.values() or (name.startswith("D") and f"U{name[1:]}" in workspace.users):
        return name
    raise SlackError("channel_not_found")


_POST = frozenset(
    {"text", "blocks", "metadata", "client_msg_id", "unfurl_links", "unfurl_media", "thread_ts"}
)

METHODS = {
    "auth.test": Method(_auth_test),
    "chat.delete": Method(
        lambda workspace, asked: workspace.delete(asked["channel"], asked["ts"]),
        frozenset({"channel", "ts"}),
        scope="chat:write",
    ),
    "chat.postMessage": Method(_post_message, frozenset({"channel"}), _POST, "chat:write"),
    "chat.update": Method(
        _update, frozenset({"channel", "ts"}), frozenset({"text", "blocks", "metadata"}), "chat:write"
    ),
    "conversations.history": Method(
        _history, frozenset({"channel"}), frozenset({"oldest", "limit", "cursor", "include_all_metadata"})
    ),
    "conversations.open": Method(
        _open_conversation, frozenset({"users"}), frozenset({"return_im"}), "mpim:write"
    ),
    "users.info": Method(_users_info, frozenset({"user"}), frozenset({"include_locale"}), "users:read"),
    "views.open": Method(_views_open, frozenset({"trigger_id", "view"})),
    "views.update": Method(_views_update, frozenset({"view_id", "view"}), frozenset({"hash"})),
    "views.publish": Method(_views_publish, frozenset({"user_id", "view"}), frozenset({"hash"})),
}
"""Every method that the fake knows."""

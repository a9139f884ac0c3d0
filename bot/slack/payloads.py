"""What Slack sends, read into an `Action` and the place where it happened. Pure.

Payloads: https://docs.slack.dev/reference/interaction-payloads/ and
https://docs.slack.dev/reference/events/.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from bot.message import Action
from bot.slack.buttons import LINK_PREFIX, pressed_name
from bot.slack.directory import profile_of
from bot.slack.fields import read_values
from bot.slack.mentions import read_words
from bot.slack.views import FROM_HOME

if TYPE_CHECKING:
    from collections.abc import Mapping


class GarbledError(ValueError):
    """What a button carried is not something that this program ever gave to one."""


class Surface(Enum):
    """Where somebody acted, which decides where the answer is shown."""

    COMMAND = auto()
    OWN_MESSAGE = auto()
    GROUP_MESSAGE = auto()
    HOME = auto()
    MODAL = auto()


@dataclass(frozen=True, slots=True)
class Origin:
    """Who acted where, and the short-lived handles that Slack gives for answering.

    ``trigger`` opens one modal within 3 seconds; ``response_url`` takes 5 messages in 30 minutes.
    """

    workspace: str
    user: str
    surface: Surface
    trigger: str = ""
    response_url: str = ""
    view: str = ""

    @property
    def actor(self) -> str:
        """The address of the actor's private chat with the bot."""
        return f"{self.workspace}/{self.user}"


def command_origin(body: Mapping[str, Any]) -> Origin:
    """Where a slash command was typed."""
    return Origin(
        body["team_id"], body["user_id"], Surface.COMMAND, body["trigger_id"], body.get("response_url", "")
    )


def command_action(body: Mapping[str, Any]) -> Action:
    """The words after the command under ``text``, and whom they name under ``people``."""
    origin = command_origin(body)
    words, people = read_words(str(body.get("text") or ""), origin.workspace)
    data = {"text": words} | ({"people": "\n".join(people)} if people else {})
    return Action(origin.workspace, origin.actor, "command", data, _key("command", body["trigger_id"]))


def interaction_origin(body: Mapping[str, Any]) -> Origin:
    """Where a button was pressed or a form submitted."""
    return Origin(
        body["team"]["id"],
        body["user"]["id"],
        _surface(body),
        body.get("trigger_id", ""),
        body.get("response_url", ""),
        (body.get("view") or {}).get("id", ""),
    )


def is_link(body: Mapping[str, Any]) -> bool:
    """Whether the press only followed a link: Slack tells of those as well."""
    return pressed_name(str(body["actions"][0]["action_id"])) == LINK_PREFIX


def press_action(body: Mapping[str, Any]) -> Action:
    """A pressed button, with the data that it carried.

    Raises:
        GarbledError: the button's value is not a JSON object of strings.

    """
    origin, pressed = interaction_origin(body), body["actions"][0]
    place = origin.view or (body.get("container") or {}).get("message_ts", "")
    key = _key("press", origin.user, place, pressed["action_id"], pressed.get("action_ts", ""))
    name = pressed_name(pressed["action_id"])
    return Action(origin.workspace, origin.actor, name, _carried(pressed.get("value")), key)


def submit_action(body: Mapping[str, Any]) -> Action:
    """A submitted form: what its fields hold, on top of the data of the button that submitted it.

    Raises:
        GarbledError: the form does not carry what `bot.slack.views` gave it.

    """
    origin, view = interaction_origin(body), body["view"]
    values = read_values(view["state"], origin.workspace)
    data = {name: value for name, value in _carried(view["private_metadata"]).items() if name != FROM_HOME}
    # The hash is the same when a form with a mistake is sent once more; what was typed is not.
    key = _key("submit", view["id"], view.get("hash", ""), _digest(values))
    return Action(origin.workspace, origin.actor, view["callback_id"], {**data, **values}, key)


def is_from_home(body: Mapping[str, Any]) -> bool:
    """Whether the submitted form was opened on the Home page."""
    return FROM_HOME in _carried(body["view"]["private_metadata"])


def home_action(origin: Origin) -> Action:
    """Somebody looks at their Home page; never remembered, for looking changes nothing."""
    return Action(origin.workspace, origin.actor, "home")


def home_origin(body: Mapping[str, Any]) -> Origin:
    """Who opened the Home page."""
    return Origin(body["team_id"], body["event"]["user"], Surface.HOME)


def person_action(body: Mapping[str, Any]) -> Action | None:
    """Somebody joined, changed or was deactivated, with what Slack says of them; nothing for bots.

    Only a deactivation has a key: Slack tells of every change of a status, which is not worth keeping.
    """
    who = body["event"]["user"]
    if who.get("is_bot"):
        return None
    seen = profile_of(who)
    key = _key("event", body.get("event_id", "")) if seen.is_gone else ""
    facts = {name: getattr(seen, name) for name in ("name", "email", "job_title", "timezone", "kind")}
    data = {"deactivated": "true" if seen.is_gone else "false", **facts}
    return Action(body["team_id"], f"{body['team_id']}/{who['id']}", "person_changed", data, key)


def file_origin(body: Mapping[str, Any]) -> Origin:
    """Who put a file into a conversation."""
    return Origin(body["team_id"], body["event"]["user_id"], Surface.OWN_MESSAGE)


def file_action(body: Mapping[str, Any]) -> Action | None:
    """Somebody put a file into their own conversation with the bot; nothing for any other file."""
    event, own = body["event"], {one.get("user_id") for one in body.get("authorizations") or ()}
    if event["user_id"] in own or not str(event.get("channel_id", "")).startswith("D"):
        return None
    origin = file_origin(body)
    key = _key("event", body.get("event_id", ""))
    return Action(origin.workspace, origin.actor, "file", {"file": event["file_id"]}, key)


def uninstalled_action(body: Mapping[str, Any]) -> Action | None:
    """The app was removed or lost its bot token; nothing where only people's own tokens are gone.

    With it goes since when, in seconds since 1970: news may come late. Where a whole organisation removed
    it, the organisation stands in the workspace's place.
    """
    event = body["event"]
    if event["type"] == "tokens_revoked" and not event.get("tokens", {}).get("bot"):
        return None
    whole = any(one.get("is_enterprise_install") for one in body.get("authorizations") or ())
    workspace = body.get("enterprise_id") if whole else body.get("team_id")
    data = {"at": str(body["event_time"])}
    return Action(str(workspace or ""), "", "uninstalled", data, _key("event", body.get("event_id", "")))


def _surface(body: Mapping[str, Any]) -> Surface:
    view = body.get("view")
    if view:
        return Surface.HOME if view.get("type") == "home" else Surface.MODAL
    container = body.get("container") or {}
    # Seen by the actor alone: an ephemeral message, or the direct conversation with the bot (D…).
    own = container.get("is_ephemeral") or str(container.get("channel_id", "")).startswith("D")
    return Surface.OWN_MESSAGE if own else Surface.GROUP_MESSAGE


def _carried(value: object) -> dict[str, str]:
    if not value:
        return {}
    try:
        data = json.loads(str(value))
    except ValueError as error:
        raise GarbledError("A button carried something that is not JSON.") from error
    if not isinstance(data, dict) or not all(isinstance(item, str) for item in data.values()):
        raise GarbledError("A button carried JSON that is not an object of strings.")
    return data


def _digest(values: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _key(*parts: str) -> str:
    return ":".join(("slack", *parts))

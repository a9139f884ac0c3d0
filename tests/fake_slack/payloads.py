"""What Slack sends to an app, built from the state of the fake workspace."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.fake_slack.filling import FormError, filled
from tests.fake_slack.methods import message_json, view_json
from tests.fake_slack.workspace import APP, GENERAL, Json, Message, View, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fake_slack.workspace import User


def command(workspace: Workspace, user: User, words: str, base_url: str) -> Json:
    """``/coffee`` typed in #general."""
    response = workspace.new_response_url(user.id, GENERAL, None)
    return {
        "command": "/coffee",
        "text": words,
        "team_id": workspace.team,
        "team_domain": "fake",
        "channel_id": GENERAL,
        "channel_name": "general",
        "user_id": user.id,
        "user_name": user.name,
        "api_app_id": APP,
        "is_enterprise_install": str(workspace.is_organisations).lower(),
        **({"enterprise_id": workspace.enterprise} if workspace.enterprise else {}),
        "response_url": f"{base_url}response/{response}",
        "trigger_id": workspace.new_trigger(user.id),
    }


def press_in_message(workspace: Workspace, user: User, message: Message, button: Json, base_url: str) -> Json:
    """A button of a message."""
    response = workspace.new_response_url(user.id, message.channel, message)
    return {
        **_interaction(workspace, user, "block_actions"),
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": bool(message.only_for),
        },
        "channel": {"id": message.channel, "name": "directmessage"},
        "message": message_json(message),
        "response_url": f"{base_url}response/{response}",
        "actions": [_action(workspace, button)],
    }


def press_in_view(workspace: Workspace, user: User, view: View, button: Json) -> Json:
    """A button of a modal or of Home."""
    return {
        **_interaction(workspace, user, "block_actions"),
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(view),
        "actions": [_action(workspace, button)],
    }


def submission(workspace: Workspace, user: User, view: View, values: dict[str, Any]) -> Json:
    """A form sent with ``values`` typed over what stood in it."""
    fields = {block["block_id"]: block for block in view.content["blocks"] if block["type"] == "input"}
    if unknown := values.keys() - fields.keys():
        raise FormError(f"no such field: {', '.join(sorted(unknown))}")
    state = {name: filled(workspace, block, values.get(name)) for name, block in fields.items()}
    body = _interaction(workspace, user, "view_submission")
    return {**body, "view": {**view_json(view), "state": {"values": state}}, "response_urls": []}


def event(workspace: Workspace, content: Json) -> Json:
    """An event of the Events API."""
    return {
        "type": "event_callback",
        "team_id": workspace.team,
        **({"enterprise_id": workspace.enterprise} if workspace.enterprise else {}),
        "api_app_id": APP,
        "event_id": f"Ev{workspace.number():08d}",
        "event_time": int(workspace.now()),
        "authorizations": [
            {
                "team_id": workspace.team,
                "is_bot": True,
                "is_enterprise_install": workspace.is_organisations,
            }
        ],
        "event": content,
    }


def encoded(payload: Json) -> tuple[str, str]:
    """The content type and body of a payload over HTTP: events as JSON, all else as a form."""
    if "event" in payload:
        return "application/json", json.dumps(payload)
    fields = payload if "command" in payload else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields)


def signature(secret: str, timestamp: int, body: str) -> dict[str, str]:
    """The headers by which an app knows that a request is Slack's."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


def envelope_type(payload: Json) -> str:
    """How Socket Mode calls a payload."""
    if "event" in payload:
        return "events_api"
    return "slash_commands" if "command" in payload else "interactive"


def buttons(blocks: list[Json]) -> Iterator[Json]:
    """Every button in ``blocks``."""
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]


def button_called(blocks: list[Json], action_id: str) -> Json:
    """The button with this action_id."""
    names = {button["action_id"]: button for button in buttons(blocks)}
    if action_id not in names:
        raise FormError(f"no button {action_id} among {sorted(names)}")
    return names[action_id]


def _interaction(workspace: Workspace, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "team": {"id": workspace.team, "domain": "fake"},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.team},
        "api_app_id": APP,
        "is_enterprise_install": workspace.is_organisations,
        "enterprise": {"id": workspace.enterprise} if workspace.enterprise else None,
        "trigger_id": workspace.new_trigger(user.id),
    }


def _action(workspace: Workspace, button: Json) -> Json:
    kept = ("action_id", "value", "text", "type", "url")
    fields: dict[str, Any] = {name: button[name] for name in kept if name in button}
    return {**fields, "block_id": "b1", "action_ts": workspace.new_ts()}

"""The Web API methods that a bot of this kind calls, with their arguments, scopes and refusals.

Arguments and error codes: https://docs.slack.dev/reference/methods.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.fake_slack.methods import chat, conversations, files, team, users, views
from tests.fake_slack.methods.content import check_content, check_view, message_json, replace_content
from tests.fake_slack.methods.method import need_scope
from tests.fake_slack.methods.users import user_json
from tests.fake_slack.methods.views import view_json
from tests.fake_slack.workspace import SlackError

if TYPE_CHECKING:
    from tests.fake_slack.methods.method import Method
    from tests.fake_slack.workspace import Json, Workspace

__all__ = [
    "METHODS",
    "call",
    "check_content",
    "check_view",
    "message_json",
    "replace_content",
    "user_json",
    "view_json",
]

METHODS: dict[str, Method] = {
    **team.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **users.METHODS,
    **views.METHODS,
}
"""Every method that the fake knows."""

_JSON_ARGUMENTS = ("blocks", "view", "metadata", "attachments", "files")


def call(workspace: Workspace, name: str, token: str, arguments: Json) -> Json:
    """Slack's answer to one call.

    Raises:
        SlackError: Slack refuses it.

    """
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method")
    if token in workspace.dead:
        raise SlackError("account_inactive")
    if not token or token != workspace.token:
        raise SlackError("invalid_auth" if token else "not_authed")
    if method.scope:
        need_scope(workspace, method.scope)
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

"""Who the bot is, and what the workspace asks of everybody's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fake_slack.methods.method import Method
from tests.fake_slack.workspace import BOT_ID, BOT_USER, Json, Workspace

if TYPE_CHECKING:
    from tests.fake_slack.things import ProfileField


def _auth_test(workspace: Workspace, _: Json) -> Json:
    return {
        "url": "https://fake.slack.test/",
        "team": "Fake Trust",
        "user": "crossbrew",
        "team_id": workspace.team,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def _profile_get(workspace: Workspace, _: Json) -> Json:
    fields = [_field(each, number) for number, each in enumerate(workspace.profile_fields)]
    return {"profile": {"fields": fields, "sections": []}}


def _field(field: ProfileField, ordering: int) -> Json:
    return {
        "id": field.id,
        "ordering": ordering,
        "label": field.label,
        "hint": "",
        "type": field.kind,
        "possible_values": list(field.possible_values) or None,
        "options": {"is_protected": False},
        "is_hidden": field.is_hidden,
    }


METHODS = {
    "auth.test": Method(_auth_test),
    "team.profile.get": Method(_profile_get, optional=frozenset({"visibility"}), scope="users.profile:read"),
}

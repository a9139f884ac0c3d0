"""Modals and Home pages."""

from __future__ import annotations

from tests.fake_slack import block_kit
from tests.fake_slack.methods.content import check_view
from tests.fake_slack.methods.method import Method, user_called
from tests.fake_slack.workspace import APP, BOT_ID, Json, View, Workspace


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
    user = user_called(workspace, arguments["user_id"])
    check_view(arguments["view"], block_kit.HOME)
    return {"view": view_json(workspace.show_home(user.id, arguments["view"]))}


def view_json(view: View) -> Json:
    """A view as payloads carry it."""
    blank = {"callback_id": "", "private_metadata": "", "state": {"values": {}}}
    identity = {"id": view.id, "hash": view.hash, "team_id": view.team, "app_id": APP, "bot_id": BOT_ID}
    return {**blank, **view.content, **identity}


METHODS = {
    "views.open": Method(_views_open, frozenset({"trigger_id", "view"})),
    "views.update": Method(_views_update, frozenset({"view_id", "view"}), frozenset({"hash"})),
    "views.publish": Method(_views_publish, frozenset({"user_id", "view"}), frozenset({"hash"})),
}

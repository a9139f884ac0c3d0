"""``manifest.yml`` and the code say the same: nothing is asked for that is not used, nor the reverse."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.slack.answers import Answers
from bot.slack.listeners import COMMAND, Listeners
from bot.slack.scopes import NEEDED, OPTIONAL
from tests.fake_slack.methods import METHODS
from tests.fake_slack.workspace import SCOPES
from tests.slack.conftest import THANKS

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"\.((?:auth|chat|conversations|users|views|files|reactions|team|usergroups)_\w+)\(")
# One person in conversations.open would need im:write, and so does writing first to a member.
SCOPES_OF_CALLS = {
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_postMessage": {"chat:write", "chat:write.public", "im:write"},
    "chat_update": {"chat:write"},
    "conversations_history": set(),  # im:history and mpim:history, where somebody grants them
    "conversations_open": {"im:write", "mpim:write"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "team_profile_get": {"users.profile:read"},
    "users_info": {"users:read", "users:read.email"},
    "users_list": {"users:read", "users:read.email"},
    "users_profile_get": {"users.profile:read", "users:read.email"},
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}
PROFILES = {"users.profile:read"}  # what an organisation keeps in everybody's profile
SCOPES_OF_EVENTS = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "file_shared": {"files:read"},
    "team_join": {"users:read"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    with (ROOT / "manifest.yml").open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.safe_load(file)
    return content


def calls_in_the_code() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "slack").glob("*.py"))
    return {call for source in sources for call in CALL.findall(source)}


def listeners() -> Listeners:
    return Listeners(lambda _: THANKS, Answers.__new__(Answers), ThreadPoolExecutor())


def test_every_event_is_both_subscribed_to_and_listened_to(manifest: dict[str, Any]) -> None:
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]

    assert sorted(listeners().events) == sorted(subscribed) == sorted(SCOPES_OF_EVENTS)


def test_every_command_is_both_offered_and_listened_to(manifest: dict[str, Any]) -> None:
    assert [item["command"] for item in manifest["features"]["slash_commands"]] == [COMMAND]


def test_every_scope_is_needed_by_a_call_and_every_call_has_its_scope(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    asked = {*scopes["bot"], *scopes["bot_optional"]}
    needed = {scope for call in calls_in_the_code() for scope in SCOPES_OF_CALLS[call]}
    needed |= {scope for event in SCOPES_OF_EVENTS.values() for scope in event}

    assert asked == needed | {"commands"} | PROFILES == SCOPES


def test_what_is_checked_by_hand_is_what_the_manifest_asks_for(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]

    assert sorted(NEEDED) == sorted(scopes["bot"])
    assert sorted(OPTIONAL) == sorted(scopes["bot_optional"])


def test_no_scope_reads_a_conversation(manifest: dict[str, Any]) -> None:
    assert not [scope for scope in str(manifest["oauth_config"]).split("'") if "history" in scope]


def test_the_fake_knows_every_method_that_the_code_calls() -> None:
    known = {name.replace(".", "_") for name in METHODS}
    by_the_sdk = {"files_upload_v2": {"files_getUploadURLExternal", "files_completeUploadExternal"}}

    assert {name for call in calls_in_the_code() for name in by_the_sdk.get(call, {call})} <= known


def test_what_the_code_relies_on_is_switched_on(manifest: dict[str, Any]) -> None:
    home, settings = manifest["features"]["app_home"], manifest["settings"]

    assert home == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["socket_mode_enabled"] is True
    assert settings["org_deploy_enabled"] is settings["token_rotation_enabled"] is False


def test_it_keeps_to_slacks_lengths(manifest: dict[str, Any]) -> None:
    about = manifest["display_information"]

    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert all(len(item["usage_hint"]) <= 1000 for item in manifest["features"]["slash_commands"])

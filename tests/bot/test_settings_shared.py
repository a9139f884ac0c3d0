"""What an app for many workspaces needs to be set, and what each thing that is missing says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, SettingsError, read_settings
from bot.vault import new_key

if TYPE_CHECKING:
    from pathlib import Path

SHARED = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "secret",
    "SLACK_SIGNING_SECRET": "signing",
    "CROSSBREW_SECRET_KEY": new_key(),
    "CROSSBREW_PUBLIC_URL": "https://coffee.example.org",
}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def env(tmp_path: Path) -> Path:
    """Where a test writes its settings."""
    return tmp_path / ".env"


def write(env: Path, **settings: str) -> Path:
    env.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    return env


def problems(env: Path) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as raised:
        read_settings(env, for_slack=True)
    return raised.value.problems


def test_with_a_client_and_no_bot_token_the_app_is_for_many_workspaces(env: Path) -> None:
    assert read_settings(write(env, **SHARED), for_slack=True).is_shared


def test_with_a_bot_token_it_is_for_the_one_whatever_else_is_set(env: Path) -> None:
    assert not read_settings(write(env, **SHARED, SLACK_BOT_TOKEN="xoxb-1"), for_slack=True).is_shared


def test_everything_that_is_missing_is_told_at_once_each_with_its_cure(env: Path) -> None:
    told = problems(write(env, SLACK_CLIENT_ID="1.2"))

    assert [sentence.split()[0] for sentence in told] == [*SHARED][1:]
    assert all(": " in sentence for sentence in told)
    assert "`crossbrew keys new`" in told[2]


@pytest.mark.parametrize(
    "key",
    ["hunter2", f"{new_key()},hunter2", "a" * 43, f"{new_key()}="],
    ids=["no key", "one key and none", "too short", "too long"],
)
def test_a_key_that_is_none_is_told_and_never_quoted(env: Path, key: str) -> None:
    (told,) = problems(write(env, **SHARED | {"CROSSBREW_SECRET_KEY": key}))

    assert told.startswith("CROSSBREW_SECRET_KEY holds something that is no key")
    assert "hunter2" not in told


def test_several_keys_are_taken(env: Path) -> None:
    both = f"{new_key()}, {new_key()}"

    assert read_settings(
        write(env, **SHARED | {"CROSSBREW_SECRET_KEY": f'"{both}"'}), for_slack=True
    ).is_shared


def test_a_socket_cannot_serve_many(env: Path) -> None:
    (told,) = problems(write(env, **SHARED, SLACK_APP_TOKEN="xapp-1"))

    assert told.startswith("SLACK_APP_TOKEN opens a socket")


@pytest.mark.parametrize(("url", "is_fine"), [("http://127.0.0.1:3000", True), ("http://coffee.test", False)])
def test_an_address_without_tls_does_for_this_machine_alone(env: Path, url: str, is_fine: bool) -> None:  # noqa: FBT001 - a column
    write(env, **SHARED | {"CROSSBREW_PUBLIC_URL": url})

    if is_fine:
        assert read_settings(env, for_slack=True).is_shared
    else:
        assert problems(env) == (
            "CROSSBREW_PUBLIC_URL must begin with https:// where workspaces install the app.",
        )


def test_what_is_kept_of_a_workspace_that_left_has_its_days(env: Path) -> None:
    assert read_settings(env).retention == timedelta(days=90)
    assert read_settings(write(env, CROSSBREW_RETENTION_DAYS="30")).retention == timedelta(days=30)


@pytest.mark.parametrize("days", ["0", "-1", "3651", "soon", "1.5"])
def test_days_that_are_none_are_told(env: Path, days: str) -> None:
    assert problems(write(env, CROSSBREW_RETENTION_DAYS=days))[0] == (
        "CROSSBREW_RETENTION_DAYS must be a whole number of days from 1 to 3650, such as 90."
    )

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "hunter2"
NAMES = tuple(name.upper() for name in Settings.model_fields)
SECRETS = (
    "DATABASE_URL",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_SECRET",
    "TEAMS_CLIENT_SECRET",
    "CROSSBREW_SECRET_KEY",
)


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def env(tmp_path: Path) -> Path:
    """Where a test writes its settings."""
    return tmp_path / ".env"


def problems(env: Path, *, for_slack: bool = False) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as raised:
        read_settings(env, for_slack=for_slack)
    return raised.value.problems


def test_without_any_settings_everything_is_its_default(env: Path) -> None:
    settings = read_settings(env)

    assert settings == Settings(_env_file=None)
    assert settings.database_url.get_secret_value() == "sqlite:///crossbrew.db"
    assert settings.crossbrew_port == 3000


def test_the_environment_goes_before_the_file(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env.write_text("CROSSBREW_HOST=0.0.0.0\nCROSSBREW_PORT=4000\n")
    monkeypatch.setenv("CROSSBREW_PORT", "5000")

    settings = read_settings(env)

    assert (settings.crossbrew_host, settings.crossbrew_port) == ("0.0.0.0", 5000)  # noqa: S104 - a value


def test_an_empty_line_is_the_default(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env.write_text("".join(f"{name}=\n" for name in NAMES))
    monkeypatch.setenv("CROSSBREW_PORT", "")

    assert read_settings(env) == Settings(_env_file=None)


def test_what_is_none_of_ours_is_left_alone(env: Path) -> None:
    env.write_text("PATH_TO_COFFEE=kitchen\nCROSSBREW_HOST=localhost\n")

    assert read_settings(env).crossbrew_host == "localhost"


def test_a_file_that_begins_with_a_mark_is_read_from_its_first_line(env: Path) -> None:
    env.write_bytes(codecs.BOM_UTF8 + b"CROSSBREW_PORT=4000\r\nCROSSBREW_HOST=localhost\r\n")

    settings = read_settings(env)

    assert (settings.crossbrew_port, settings.crossbrew_host) == (4000, "localhost")


@pytest.mark.parametrize("raw", ["CROSSBREW_HOST=caf\xe9".encode("latin-1"), "A=b\n".encode("utf-16")])
def test_a_file_in_another_encoding_is_a_sentence(env: Path, raw: bytes) -> None:
    env.write_bytes(raw)

    assert problems(env) == (f"{env} is not a text file in UTF-8; save it again as UTF-8.",)


def test_text_beyond_ascii_is_read(env: Path) -> None:
    env.write_text("CROSSBREW_OWNERS=zoë@example.org\n", encoding="utf-8")

    assert read_settings(env).owners == {"zoë@example.org"}


@pytest.mark.parametrize(
    "port", ["0", "-1", "65536", "three", "30.5", "3000 3001", "0x50", "99999999999999999999"]
)
def test_a_port_that_is_none_is_a_sentence(env: Path, port: str) -> None:
    env.write_text(f"CROSSBREW_PORT={port}\n")

    assert problems(env) == ("CROSSBREW_PORT must be a whole number from 1 to 65535, such as 3000.",)


@pytest.mark.parametrize("name", ["SLACK_API_URL", "CROSSBREW_PUBLIC_URL", "TEAMS_SERVICE_URL"])
@pytest.mark.parametrize(
    "url",
    [
        "slack.com/api/",
        "ftp://slack.com",
        "https://",
        "https:///api",
        "http://[::1",
        "http://h:port/",
        "https://a b/",
    ],
)
def test_an_address_that_is_none_is_a_sentence(env: Path, name: str, url: str) -> None:
    env.write_text(f'{name}="{url}"\n')

    assert problems(env) == (
        f"{name} must be an address that begins with https:// (or http:// on this machine).",
    )


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8888/api/", "https://slack-gov.com/api/", "http://[::1]:80/"]
)
def test_an_address_that_is_one_is_taken(env: Path, url: str) -> None:
    env.write_text(f"SLACK_API_URL={url}\n")

    assert read_settings(env).slack_api_url == url


def test_every_problem_is_told_at_once_and_no_value_with_it(env: Path) -> None:
    env.write_text(
        f"CROSSBREW_PORT={SECRET}\nSLACK_BOT_TOKEN={SECRET}\nSLACK_APP_TOKEN={SECRET}\n"
        f"SLACK_API_URL={SECRET}\nDATABASE_URL={SECRET}\nCROSSBREW_PUBLIC_URL={SECRET}\n"
    )

    told = problems(env)

    named = ("CROSSBREW_PORT", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL", "SLACK_API_URL")
    assert [sentence.split()[0] for sentence in told] == [*named, "CROSSBREW_PUBLIC_URL"]
    assert SECRET not in str(told)


def test_what_slack_lacks_is_told_with_what_is_wrong_besides(env: Path) -> None:
    env.write_text("CROSSBREW_PORT=none\n")

    told = problems(env, for_slack=True)

    assert [sentence.split()[0] for sentence in told] == [
        "CROSSBREW_PORT",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
    ]
    assert "crossbrew demo" in told[1]


@pytest.mark.parametrize("second", ["SLACK_APP_TOKEN=xapp-1", "SLACK_SIGNING_SECRET=abc"])
def test_slack_needs_its_token_and_one_way_to_listen(env: Path, second: str) -> None:
    env.write_text(f"SLACK_BOT_TOKEN=xoxb-1\n{second}\n")

    assert read_settings(env, for_slack=True).slack_bot_token.get_secret_value() == "xoxb-1"


def test_no_secret_is_ever_printed(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prefixes = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-", "DATABASE_URL": "postgresql://u:"}
    for name in SECRETS:
        monkeypatch.setenv(name, f"{prefixes.get(name, '')}{SECRET}@host/name")

    settings = read_settings(env)

    for shown in (repr(settings), str(settings), settings.model_dump_json(), str(settings.model_dump())):
        assert SECRET not in shown
    assert SECRET in settings.slack_bot_token.get_secret_value()


def test_whatever_is_called_secret_token_key_or_database_is_hidden() -> None:
    hidden = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}

    assert {name.upper() for name in hidden} == set(SECRETS)
    assert {n for n in NAMES if n.endswith(("SECRET", "TOKEN", "KEY", "DATABASE_URL"))} == set(SECRETS)


def test_every_token_and_key_is_to_be_masked_and_where_the_database_is_may_be_told(env: Path) -> None:
    env.write_text(
        "DATABASE_URL=postgresql://brew:hunter2@host/brew\nSLACK_BOT_TOKEN=xoxb-1\n"
        "SLACK_SIGNING_SECRET=abc\nCROSSBREW_SECRET_KEY=new,old\n"
    )

    assert read_settings(env).secrets == ("xoxb-1", "abc", "new", "old")


def test_logs_are_text_or_json_and_nothing_else(env: Path) -> None:
    env.write_text("CROSSBREW_LOG=json\n")
    assert read_settings(env).crossbrew_log == "json"

    env.write_text("CROSSBREW_LOG=yaml\n")
    assert problems(env) == (
        "CROSSBREW_LOG must be text or json, or empty for what suits where it is written.",
    )


def test_settings_cannot_be_changed_once_read(env: Path) -> None:
    settings = read_settings(env)

    with pytest.raises(ValueError, match="frozen"):
        settings.crossbrew_port = 1  # type: ignore[misc] # the fault


@pytest.mark.parametrize(
    ("given", "owners"),
    [
        ("", set()),
        (" , ;; ", set()),
        ("U1", {"u1"}),
        ("U1, Dana@Example.org;T1/U2,,U1 ", {"u1", "dana@example.org", "t1/u2"}),
    ],
)
def test_owners_are_a_list_in_any_case(env: Path, given: str, owners: set[str]) -> None:
    env.write_text(f'CROSSBREW_OWNERS="{given}"\n')

    assert read_settings(env).owners == owners


def test_the_error_is_its_problems_a_line_each() -> None:
    error = SettingsError(["One is wrong.", "Two is missing."])

    assert str(error) == "One is wrong.\nTwo is missing."

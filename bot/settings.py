"""Settings, read once from the environment or ``.env``. Every problem is told at once, with its cure."""

from __future__ import annotations

import os
from base64 import b64decode
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterator

ENV_FILE = Path(".env")
KEY_BYTES = 32
ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")

CURES = {
    "crossbrew_port": "CROSSBREW_PORT must be a whole number from 1 to 65535, such as 3000.",
    "crossbrew_retention_days": (
        "CROSSBREW_RETENTION_DAYS must be a whole number of days from 1 to 3650, such as 90."
    ),
    "crossbrew_log": "CROSSBREW_LOG must be text or json, or empty for what suits where it is written.",
}
"""What to do where a value cannot even be read."""


class SettingsError(Exception):
    """Settings that the bot cannot start with. ``problems`` holds a sentence for each, with its cure."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Settings(BaseSettings):
    """Everything that can be set. ``.env.example`` describes each; secrets are never printed."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig",  # Windows' editors begin a file with a mark
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: SecretStr = SecretStr("sqlite:///crossbrew.db")
    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    teams_client_id: str = ""
    teams_client_secret: SecretStr = SecretStr("")
    teams_tenant_id: str = ""
    teams_service_url: str = ""
    crossbrew_owners: str = ""
    crossbrew_secret_key: SecretStr = SecretStr("")
    crossbrew_public_url: str = ""
    crossbrew_host: str = "127.0.0.1"
    crossbrew_port: int = Field(default=3000, ge=1, le=65535)
    crossbrew_retention_days: int = Field(default=90, ge=1, le=3650)
    crossbrew_log: Literal["", "text", "json"] = ""

    @property
    def owners(self) -> frozenset[str]:
        """The owners named, by e-mail or by the id of their chat, in lower case."""
        named = self.crossbrew_owners.replace(";", ",").split(",")
        return frozenset(owner.strip().casefold() for owner in named if owner.strip())

    @property
    def retention(self) -> timedelta:
        """How long what is kept of a workspace outlasts the app's being taken out of it."""
        return timedelta(days=self.crossbrew_retention_days)

    @property
    def is_shared(self) -> bool:
        """Whether workspaces install the app by themselves, rather than one giving its token here."""
        has_app = self.slack_client_id or self.slack_client_secret.get_secret_value()
        return bool(has_app) and not self.slack_bot_token.get_secret_value()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every token and key that is set. The database's address is not one: only its password is secret."""
        values = [
            value.get_secret_value()
            for name, value in self
            if isinstance(value, SecretStr) and name != "database_url"
        ]
        return tuple(key for value in values for key in value.split(",") if key)


def read_settings(env_file: Path = ENV_FILE, *, for_slack: bool = False) -> Settings:
    """Read the settings; the environment goes before the file.

    Args:
        env_file: where the settings are that the environment does not give; it need not exist.
        for_slack: whether what Slack needs must be there.

    Raises:
        SettingsError: with every problem at once.

    """
    settings, problems = settings_and_problems(env_file, for_slack=for_slack)
    if problems:
        raise SettingsError(problems)
    return settings


def settings_and_problems(
    env_file: Path = ENV_FILE, *, for_slack: bool = False
) -> tuple[Settings, list[str]]:
    """The settings as far as they can be read, and every problem with them, each with its cure."""
    try:
        settings, problems = _read(env_file)
    except UnicodeDecodeError:
        return _without(env_file, "is not a text file in UTF-8; save it again as UTF-8")
    except OSError:
        return _without(env_file, "cannot be read; give this user the right to read it")
    return settings, [*problems, *_problems(settings), *(slack_problems(settings) if for_slack else ())]


def _without(env_file: Path, why: str) -> tuple[Settings, list[str]]:
    return _read(None)[0], [f"{env_file} {why}."]


def systemd_socket() -> str:
    """Where systemd wants to be told how the program is; empty where it did not start it so."""
    return os.environ.get("NOTIFY_SOCKET", "")


def _read(env_file: Path | None) -> tuple[Settings, list[str]]:
    """The settings, with the default in place of each value that cannot be read, and what to do about it."""
    try:
        return Settings(_env_file=env_file), []
    except ValidationError as error:
        names = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors())
    defaults: dict[str, Any] = {name: Settings.model_fields[name].default for name in names}
    return Settings(_env_file=env_file, **defaults), [
        CURES.get(name, f"{name.upper()} is not text in UTF-8; set it again.") for name in names
    ]


def slack_problems(settings: Settings) -> list[str]:
    """What keeps these settings from starting Slack."""
    if settings.is_shared:
        return list(_shared_problems(settings))
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    checks = (
        (
            not settings.slack_bot_token.get_secret_value(),
            (
                "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token (xoxb-…) of your Slack app "
                "into .env; or for many workspaces set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET. To try "
                "Crossbrew without Slack, run `crossbrew demo`."
            ),
        ),
        (
            not app_token.get_secret_value() and not secret.get_secret_value(),
            (
                "SLACK_APP_TOKEN is missing: make an app-level token (xapp-…) with the scope "
                "connections:write, or set SLACK_SIGNING_SECRET instead to be called over HTTP."
            ),
        ),
    )
    return [sentence for is_wrong, sentence in checks if is_wrong]


SHARED = (
    ("slack_client_id", "copy the Client ID from the app's Basic Information page into .env."),
    ("slack_client_secret", "copy the Client Secret from the app's Basic Information page into .env."),
    ("slack_signing_secret", "copy the Signing Secret from the app's Basic Information page into .env."),
    (
        "crossbrew_secret_key",
        "run `crossbrew keys new` and put what it prints into .env.",
    ),
    (
        "crossbrew_public_url",
        "set it to the https:// address at which people's browsers and Slack reach the bot.",
    ),
)
"""What an app for many workspaces needs, and where it comes from."""


def _shared_problems(settings: Settings) -> Iterator[str]:
    for name, cure in SHARED:
        value = getattr(settings, name)
        if not (value.get_secret_value() if isinstance(value, SecretStr) else value):
            yield f"{name.upper()} is missing, which an app for many workspaces needs: {cure}"
    if not all(map(_is_key, filter(None, settings.crossbrew_secret_key.get_secret_value().split(",")))):
        yield (
            "CROSSBREW_SECRET_KEY holds something that is no key: run `crossbrew keys new` and put what it "
            "prints there, before the keys in use and a comma."
        )
    if settings.slack_app_token.get_secret_value():
        yield (
            "SLACK_APP_TOKEN opens a socket, and an app for many workspaces is called over HTTP: leave it "
            "empty, or set SLACK_BOT_TOKEN to serve one workspace."
        )
    parts = urlsplit(settings.crossbrew_public_url)
    if parts.scheme == "http" and parts.hostname not in ON_THIS_MACHINE:
        yield "CROSSBREW_PUBLIC_URL must begin with https:// where workspaces install the app."


def _problems(settings: Settings) -> Iterator[str]:
    for name, prefix in (("slack_bot_token", "xoxb-"), ("slack_app_token", "xapp-")):
        value: SecretStr = getattr(settings, name)
        if value.get_secret_value() and not value.get_secret_value().startswith(prefix):
            yield f"{name.upper()} must begin with {prefix}; the value given is another kind of token."
    if not settings.database_url.get_secret_value().startswith(DATABASES):
        yield (
            "DATABASE_URL must begin with sqlite:/// or postgresql://, such as sqlite:///crossbrew.db or "
            "postgresql://user:password@host/name."
        )
    for name in ("slack_api_url", "crossbrew_public_url", "teams_service_url"):
        url: str = getattr(settings, name)
        if url and not _is_address(url):
            yield f"{name.upper()} must be an address that begins with https:// (or http:// on this machine)."


def _is_key(key: str) -> bool:
    """Whether it is 32 bytes in URL-safe base 64, as `bot.vault` makes them."""
    try:
        return len(b64decode(key.strip(), altchars="-_", validate=True)) == KEY_BYTES
    except ValueError:
        return False


def _is_address(url: str) -> bool:
    if not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0 and " " not in url
        )
    except ValueError:
        return False

"""What `bot.slack.app.SlackPlatform` needs to know before it can talk to a workspace."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urljoin


class Mode(StrEnum):
    """How Slack reaches the bot: over a socket that the bot opens, or by calling its web address."""

    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class AppSettings:
    """What one app needs that is installed into many workspaces by OAuth and called over HTTP.

    ``public_url`` is where Slack and people's browsers reach the bot; for ``timeout`` and
    ``admins_are_owners`` see `SlackSettings`.
    """

    client_id: str
    client_secret: str = field(repr=False)
    signing_secret: str = field(repr=False)
    public_url: str
    api_url: str = "https://slack.com/api/"
    admins_are_owners: bool = True
    timeout: int = 10

    @property
    def base_url(self) -> str:
        """Where the Web API is, with the trailing slash."""
        return _folder(self.api_url)

    @property
    def consent_url(self) -> str:
        """Where Slack asks somebody whether they want to install the app."""
        return urljoin(self.base_url, "../oauth/v2/authorize")

    @property
    def redirect_uri(self) -> str:
        """Where Slack sends them afterwards; the app's own page must list it."""
        return urljoin(_folder(self.public_url), "slack/oauth_redirect")

    def of(self, workspace: str, bot_token: str) -> SlackSettings:
        """What is needed to talk to one workspace that has the app."""
        return SlackSettings(
            bot_token=bot_token,
            signing_secret=self.signing_secret,
            api_url=self.api_url,
            mode=Mode.HTTP,
            workspace=workspace,
            admins_are_owners=self.admins_are_owners,
            timeout=self.timeout,
        )


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """The tokens of one workspace, and how to listen to it.

    ``timeout`` is in seconds, for each call. ``workspace`` is the team id that the token must belong
    to, where it is known beforehand. ``admins_are_owners`` makes the workspace's admins and owners
    `bot.platforms.Profile.is_owner`.

    Raises:
        ValueError: a token or the signing secret that the mode needs is missing or of the wrong kind.

    """

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    mode: Mode = Mode.SOCKET
    workspace: str = ""
    admins_are_owners: bool = True
    timeout: int = 10

    def __post_init__(self) -> None:
        problems = [sentence for is_wrong, sentence in self._checks() if is_wrong]
        if problems:
            raise ValueError(" ".join(problems))

    @property
    def base_url(self) -> str:
        """``api_url`` with the trailing slash without which the SDK would drop its last folder."""
        return _folder(self.api_url)

    def _checks(self) -> tuple[tuple[bool, str], ...]:
        return (
            (
                not self.bot_token.startswith("xoxb-"),
                "Set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…) from the app's OAuth page.",
            ),
            (
                self.mode is Mode.SOCKET and not self.app_token.startswith("xapp-"),
                "Set SLACK_APP_TOKEN to an app-level token (xapp-…) with the scope connections:write.",
            ),
            # An empty secret is a valid HMAC key: anybody could forge a request.
            (
                self.mode is Mode.HTTP and not self.signing_secret,
                "Set SLACK_SIGNING_SECRET to the Signing Secret from the app's Basic Information page.",
            ),
        )


def _folder(url: str) -> str:
    return url.rstrip("/") + "/"

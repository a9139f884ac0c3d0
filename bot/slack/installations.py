"""Many workspaces in one Slack app: what an installation is, and the one app that listens for all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from slack_bolt import BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.platforms import DeliveryError
from bot.slack.answers import Answers
from bot.slack.app import SlackPlatform
from bot.slack.client import web_client
from bot.slack.http import events_route
from bot.slack.listeners import Listeners
from bot.slack.listening import HttpListening, bolt_app, listener_workers

if TYPE_CHECKING:
    from slack_bolt import BoltRequest
    from slack_sdk import WebClient
    from starlette.routing import BaseRoute

    from bot.platforms import Handle
    from bot.slack.oauth import SlackOAuth
    from bot.slack.settings import AppSettings


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack gave when somebody installed the app.

    ``workspace`` is the team; where it was installed for a whole organisation it is the ``enterprise``,
    and so it is for each of its teams in turn that has no token of its own.
    """

    workspace: str
    bot_token: str = field(repr=False)
    enterprise: str = ""
    bot_user: str = ""
    bot_id: str = ""
    app: str = ""
    scopes: frozenset[str] = frozenset()

    @property
    def is_organisations(self) -> bool:
        """Whether it is for all the workspaces of an organisation."""
        return self.workspace == self.enterprise

    def by(self, bot_id: str) -> Installation:
        """The same, of the bot that goes by this id."""
        return replace(self, bot_id=bot_id)


class NotKeptError(Exception):
    """An installation could not be written down; the message says why."""


class Installations(Protocol):
    """Where installations are kept. It may be asked for each request, so it answers by one look."""

    def of(self, workspace: str, enterprise: str) -> Installation | None:
        """The installation by which a workspace is served just now, or its organisation's in its place."""

    def keep(self, new: Installation) -> None:
        """Keep an installation, in the place of an earlier one, and make its workspace ready.

        Raises:
            NotKeptError: that cannot be done just now.

        """


class SharedSlack:
    """Listens for every workspace that has the app, over HTTP, and lets more of them install it."""

    name = "slack"

    def __init__(self, settings: AppSettings, installations: Installations, oauth: SlackOAuth) -> None:
        self._settings = settings
        self._installations = installations
        self._oauth = oauth
        self._listening: HttpListening | None = None
        self._known: dict[str, tuple[Installation, SlackPlatform]] = {}

    @property
    def connected(self) -> bool:
        """Whether what people do in Slack would be taken in."""
        return self._listening is not None and self._listening.connected

    def routes(self) -> list[BaseRoute]:
        """What the web server must serve: the events address, and the two of an installation."""
        return [events_route(self._dispatch), *self._oauth.routes()]

    def start(self, handle: Handle) -> None:
        """Begin to listen. Nothing is asked of Slack for it."""
        workers = listener_workers()
        client = web_client(self._settings.base_url, None, self._settings.timeout)

        def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
            # Bolt goes by the names of the arguments, and knows no `self`.
            return self._authorize(enterprise_id or "", team_id or "")

        app = bolt_app(self._settings.signing_secret, client, authorize, workers)
        Listeners(handle, Answers(self._client_of), workers).register(app)
        self._listening = HttpListening(app, workers)

    def stop(self) -> None:
        """Stop listening; answers in flight have ten seconds to end."""
        if self._listening is not None:
            self._listening.stop()

    def platform(self, one: Installation) -> SlackPlatform:
        """One workspace, to be written to; another one as soon as its token is."""
        known, platform = self._known.get(one.workspace, (None, None))
        if known != one or platform is None:
            platform = SlackPlatform(self._settings.of(one.workspace, one.bot_token), one.scopes)
            self._known[one.workspace] = one, platform
        return platform

    def known(self, workspace: str) -> SlackPlatform | None:
        """The platform of a workspace with the newest token that was seen, if there ever was one."""
        _, platform = self._known.get(workspace, (None, None))
        return platform

    def _client_of(self, workspace: str) -> WebClient:
        """The client of a workspace that `_authorize` has just let in."""
        if (platform := self.known(workspace)) is None:
            raise DeliveryError("the app is not installed there")
        return platform.client

    def _authorize(self, enterprise: str, team: str) -> AuthorizeResult | None:
        """Who may be answered, and with which token: one look into our own store, nothing of Slack's."""
        found = self._installations.of(team, enterprise)
        if found is None:
            return None
        self.platform(found)
        return AuthorizeResult(
            enterprise_id=enterprise,
            team_id=team,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user,
            bot_token=found.bot_token,
        )

    def _dispatch(self, request: BoltRequest) -> BoltResponse:
        if self._listening is not None and self._listening.connected:
            return self._listening.dispatch(request)
        return BoltResponse(status=503, body="The bot is starting or stopping: try again in a moment.")

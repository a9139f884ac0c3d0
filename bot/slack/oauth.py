"""``GET /slack/install`` and ``GET /slack/oauth_redirect``: a workspace adds the app by itself.

The flow: https://docs.slack.dev/authentication/installing-with-oauth. What goes to Slack and comes back,
the state, is signed, lasts ten minutes, counts once, and only in the browser that it was given to (RFC
6749, section 10.12): else somebody could be made to install what another one consented to. Neither a
code nor a state nor a token is ever logged.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from bot.slack import pages
from bot.slack.client import web_client
from bot.slack.errors import CALL_ERRORS, code_of
from bot.slack.installations import Installation, NotKeptError
from bot.slack.scopes import NEEDED, OPTIONAL

if TYPE_CHECKING:
    from slack_sdk.web import SlackResponse
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.slack.installations import Installations
    from bot.slack.settings import AppSettings

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
SECONDS = 600
"""How long somebody may take to consent. A code of Slack's lasts as long."""
COOKIE = "__Host-crossbrew-install"
"""The prefix keeps other hosts of the same domain from setting it."""

_LOG = logging.getLogger(__name__)
_OUR_FAULT = frozenset({"bad_client_secret", "bad_redirect_uri", "invalid_client_id"})


class States(Protocol):
    """What is sent along to Slack, and known again on the way back by any replica."""

    def issue(self, browser: str) -> str:
        """A state for the browser that keeps this secret."""

    def redeem(self, state: str, browser: str) -> bool:
        """Whether it was issued to that browser, not longer than `SECONDS` ago, and comes back first."""


class RefusedError(Exception):
    """An installation that does not come about: what to tell whoever tried, and the status."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class SlackOAuth:
    """The two pages of an installation."""

    def __init__(self, settings: AppSettings, installations: Installations, states: States) -> None:
        self._settings = settings
        self._installations = installations
        self._states = states

    def routes(self) -> list[Route]:
        """What the web server must serve."""
        return [Route(INSTALL, self._offer), Route(REDIRECT, self._redirected)]

    async def _offer(self, _request: Request) -> Response:
        """What the app does and may do, and one button that leads to Slack."""
        browser = secrets.token_urlsafe(32)
        asked = {
            "client_id": self._settings.client_id,
            "scope": ",".join(sorted({*NEEDED, *OPTIONAL})),
            "redirect_uri": self._settings.redirect_uri,
            "state": self._states.issue(browser),
        }
        answer = pages.offer(f"{self._settings.consent_url}?{urlencode(asked)}")
        answer.set_cookie(COOKIE, browser, max_age=SECONDS, secure=True, httponly=True, samesite="lax")
        return answer

    async def _redirected(self, request: Request) -> Response:
        """Back from Slack, with a code or a refusal."""
        browser = request.cookies.get(COOKIE, "")
        return await run_in_threadpool(self._landed, dict(request.query_params), browser)

    def _landed(self, query: dict[str, str], browser: str) -> Response:
        try:
            new, name = self._installed(query, browser)
        except RefusedError as refused:
            return pages.refusal(refused.sentence, refused.status)
        except NotKeptError as error:
            _LOG.error("An installation could not be kept: %s", error)
            return pages.refusal(pages.NOT_KEPT, 503)
        _LOG.info("the app was installed into %s", new.workspace)
        answer = pages.done(name, "" if new.is_organisations else new.workspace, new.app)
        answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")
        return answer

    def _installed(self, query: dict[str, str], browser: str) -> tuple[Installation, str]:
        """The installation, kept, and what the workspace calls itself."""
        if not browser or not self._states.redeem(query.get("state", ""), browser):
            raise RefusedError(pages.STALE)
        if query.get("error") or not query.get("code"):
            raise RefusedError(pages.DENIED)
        try:
            answer = self._exchanged(query["code"])
            new = _read(answer)
            own = web_client(self._settings.base_url, new.bot_token, self._settings.timeout).auth_test()
        except CALL_ERRORS as error:
            raise _refused(error) from None  # what caused it may quote the code
        new = new.by(str(own.get("bot_id", "")))
        self._installations.keep(new)
        return new, _name(answer)

    def _exchanged(self, code: str) -> SlackResponse:
        """A token for the code."""
        return web_client(self._settings.base_url, None, self._settings.timeout).oauth_v2_access(
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            code=code,
            redirect_uri=self._settings.redirect_uri,
        )


def _read(answer: SlackResponse) -> Installation:
    """What Slack granted: for one team, or for a whole organisation.

    Raises:
        RefusedError: it is no token of a bot, or one that may do too little.

    """
    token, scopes = str(answer.get("access_token", "")), str(answer.get("scope", ""))
    enterprise, team = (str((answer.get(what) or {}).get("id", "")) for what in ("enterprise", "team"))
    workspace = enterprise if answer.get("is_enterprise_install") else team
    if not workspace or not token.startswith("xoxb-"):
        raise RefusedError(pages.NO_BOT, 502)
    granted = frozenset(filter(None, scopes.split(",")))
    if missing := NEEDED.keys() - granted:
        raise RefusedError(pages.TOO_LITTLE.format(", ".join(sorted(missing))))
    return Installation(
        workspace=workspace,
        bot_token=token,
        enterprise=enterprise,
        bot_user=str(answer.get("bot_user_id", "")),
        app=str(answer.get("app_id", "")),
        scopes=granted,
    )


def _name(answer: SlackResponse) -> str:
    """What the workspace, or the organisation, calls itself."""
    whose = answer.get("team") or answer.get("enterprise") or {}
    return str(whose.get("name", ""))


def _refused(error: Exception) -> RefusedError:
    code = code_of(error)
    _LOG.warning("An installation failed: Slack said %s.", code)
    if code in _OUR_FAULT:
        return RefusedError(pages.OUR_FAULT.format(code), 502)
    if code in {"invalid_code", "code_already_used"}:
        return RefusedError(pages.STALE)
    return RefusedError(pages.NO_SLACK, 502)

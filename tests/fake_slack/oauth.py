"""Consent and tokens, as https://docs.slack.dev/authentication/installing-with-oauth has them.

Error codes: https://docs.slack.dev/reference/methods/oauth.v2.access.
"""

from __future__ import annotations

import base64
import itertools
import time
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from tests.fake_slack.workspace import (
    APP,
    BOT_USER,
    CLIENT_ID,
    CLIENT_SECRET,
    SCOPES,
    Json,
    SlackError,
    Workspace,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

CODE_SECONDS = 600
KNOWN_SCOPES = SCOPES | {"im:history", "mpim:history", "files:read", "files:write", "users.profile:read"}


@dataclass(slots=True)
class Grant:
    """What somebody consented to: a code for a token, good once and for ten minutes."""

    team: str
    redirect_uri: str
    scopes: frozenset[str]
    is_organisations: bool
    made: float
    used: bool = False


class OAuth:
    """One app that these workspaces may install. ``redirect_uris`` are those on the app's own page."""

    def __init__(self, workspaces: Mapping[str, Workspace]) -> None:
        self.workspaces = workspaces
        self.redirect_uris: set[str] = set()
        self.codes: dict[str, Grant] = {}
        self._numbers = itertools.count(1)

    def serve(self, app: web.Application) -> None:
        """Serve the page on which somebody consents."""
        app.router.add_get("/oauth/v2/authorize", self._ask)
        app.router.add_post("/oauth/v2/authorize", self._allow)

    async def _ask(self, request: web.Request) -> web.Response:
        if problem := self._problem(dict(request.query)):
            return web.Response(text=problem, status=400)
        asked = "".join(f"<li>{escape(scope)}</li>" for scope in request.query["scope"].split(","))
        teams = "".join(f'<button name="team" value="{team}">{team}</button>' for team in self.workspaces)
        page = f"<h1>Crossbrew asks to access Slack</h1><ul>{asked}</ul><form method=post>{teams}</form>"
        return web.Response(text=page, content_type="text/html")

    async def _allow(self, request: web.Request) -> web.Response:
        """Back to the app: with a code for the ``team`` that was chosen, or with a refusal."""
        query, chosen = dict(request.query), dict(await request.post())
        if problem := self._problem(query):
            return web.Response(text=problem, status=400)
        if "team" not in chosen:
            answer = {"error": "access_denied", "state": query["state"]}
        else:
            code = f"code-{next(self._numbers)}"
            granted = frozenset(query["scope"].split(",")) - set(str(chosen.get("without", "")).split(","))
            whole = bool(chosen.get("is_organisations"))
            team = str(chosen["team"])
            self.codes[code] = Grant(team, query["redirect_uri"], granted, whole, time.time())
            answer = {"code": code, "state": query["state"]}
        return web.Response(status=302, headers={"Location": f"{query['redirect_uri']}?{urlencode(answer)}"})

    def _problem(self, query: Mapping[str, str]) -> str:
        if query.get("client_id") != CLIENT_ID:
            return "invalid_client_id"
        if not {"scope", "redirect_uri", "state"} <= query.keys():
            return "invalid_arguments"
        if unknown := set(query["scope"].split(",")) - KNOWN_SCOPES:
            return f"invalid_scope {unknown}"
        is_listed = not self.redirect_uris or query["redirect_uri"] in self.redirect_uris
        return "" if is_listed else "bad_redirect_uri"

    def access(self, authorization: str, arguments: Json) -> Json:
        """A token for a code (`oauth.v2.access`)."""
        _check_client(authorization)
        grant = self.codes.get(str(arguments.get("code")))
        if grant is None or time.time() - grant.made > CODE_SECONDS:
            raise SlackError("invalid_code")
        if arguments.get("redirect_uri") != grant.redirect_uri:
            raise SlackError("bad_redirect_uri")
        if grant.used:
            raise SlackError("code_already_used")
        grant.used = True
        return self._installed(self.workspaces[grant.team], grant)

    def _installed(self, workspace: Workspace, grant: Grant) -> Json:
        """The app's own token there: the one that it has, or a new one after it was taken out."""
        workspace.token = workspace.token or f"xoxb-{grant.team}-{next(self._numbers)}"
        workspace.scopes = grant.scopes
        workspace.is_organisations = grant.is_organisations
        whole = {"id": workspace.enterprise, "name": "The whole trust"} if workspace.enterprise else None
        return {
            "ok": True,
            "access_token": workspace.token,
            "token_type": "bot",
            "scope": ",".join(sorted(grant.scopes)),
            "bot_user_id": BOT_USER,
            "app_id": APP,
            "team": None if grant.is_organisations else {"id": grant.team, "name": f"Trust {grant.team}"},
            "enterprise": whole,
            "authed_user": {"id": "U0001"},
            "is_enterprise_install": grant.is_organisations,
        }


def _check_client(authorization: str) -> None:
    kind, _, encoded = authorization.partition(" ")
    client, _, secret = base64.b64decode(encoded).decode().partition(":") if kind == "Basic" else ("", "", "")
    if client != CLIENT_ID:
        raise SlackError("invalid_client_id")
    if secret != CLIENT_SECRET:
        raise SlackError("bad_client_secret")

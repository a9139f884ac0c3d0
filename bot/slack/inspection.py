"""What Slack says of the tokens that it is shown, without anything being sent or listened to."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.app import scopes_of
from bot.slack.errors import CALL_ERRORS, code_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from slack_sdk.web import SlackResponse

TIMEOUT = 4
"""Seconds: whoever looks wants to hear soon that there is no way to Slack."""


NOBODY = frozenset(("user_not_found", "user_not_visible"))

_UNHEARD = logging.getLogger(f"{__name__}.sdk")
_UNHEARD.setLevel(logging.CRITICAL + 1)
"""Whatever the SDK would say is told as an answer."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack, or the network before it, said no: Slack's code, or what the network says."""

    why: str
    by_slack: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose the bot token is. ``at`` is the time by Slack's clock, to the second, where it says so."""

    workspace: str
    name: str
    scopes: frozenset[str]
    at: datetime | None


def identity(token: str, api_url: str) -> Identity | Refused:
    """Whose a bot token is (`auth.test`)."""
    try:
        answer = _client(token, api_url).auth_test()
    except CALL_ERRORS as error:
        return _refused(error)
    return Identity(answer["team_id"], answer["team"], scopes_of(answer), _date(answer))


def refusal_of_socket(app_token: str, api_url: str) -> Refused | None:
    """What keeps an app-level token from opening a socket (`apps.connections.open`); none is opened."""
    try:
        _client(app_token, api_url).apps_connections_open(app_token=app_token)
    except CALL_ERRORS as error:
        return _refused(error)
    return None


def unknown_people(token: str, api_url: str, ids: Iterable[str]) -> Iterator[str]:
    """Those ids that Slack says are nobody's (`users.info`); where it says something else, none."""
    client = _client(token, api_url)
    for id_ in ids:
        try:
            client.users_info(user=id_)
        except CALL_ERRORS as error:
            if code_of(error) in NOBODY:
                yield id_


def _client(token: str, api_url: str) -> WebClient:
    return WebClient(
        token=token,
        base_url=api_url.rstrip("/") + "/",
        timeout=TIMEOUT,
        logger=_UNHEARD,
        retry_handlers=[],
    )


def _refused(error: Exception) -> Refused:
    """Of an answer that is no JSON the code is `http_…`: something answered, but not Slack."""
    code = code_of(error)
    if isinstance(error, SlackApiError) and not code.startswith("http_"):
        return Refused(code, by_slack=True)
    reason = error.reason if isinstance(error, URLError) else error
    words = reason.strerror or str(reason) if isinstance(reason, OSError) else ""
    return Refused(words or code.replace("_", " "), by_slack=False)


def _date(answer: SlackResponse) -> datetime | None:
    headers = {name.casefold(): value for name, value in answer.headers.items()}
    try:
        return parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None

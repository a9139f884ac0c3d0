"""``POST /slack/events``: events, commands and presses, in HTTP mode.

Bolt's own Starlette adapter runs the listeners on the event loop, where one slow answer stalls every
other beyond Slack's three seconds. This one hands each request to a worker thread.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias

from slack_bolt import BoltRequest, BoltResponse
from starlette.responses import Response
from starlette.routing import Route

from bot.slack.listening import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

Dispatch: TypeAlias = "Callable[[BoltRequest], BoltResponse]"

PATH = "/slack/events"
# A press carries its view of up to 250 kB, and form encoding makes up to three of each byte.
_LONGEST_BODY = 2_000_000
_LONGEST_TIME = 20


def events_route(dispatch: Dispatch) -> Route:
    """The route that hands what Slack posts to ``dispatch``, which verifies the signature."""
    workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="slack-http")

    async def receive(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response("The request is too long, or not text.", status_code=413)
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(workers, _dispatched, dispatch, body, dict(request.headers))
        return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())

    return Route(PATH, receive, methods=["POST"])


async def _body(request: Request) -> str | None:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > _LONGEST_BODY:
            return None
    try:
        return received.decode()
    except UnicodeDecodeError:
        return None


def _dispatched(dispatch: Dispatch, body: str, headers: dict[str, str]) -> BoltResponse:
    try:
        request = BoltRequest(body=body, headers={name: [value] for name, value in headers.items()})
    except (AttributeError, RecursionError, TypeError, ValueError):
        # Bolt reads a body before it checks the signature, and trips up over JSON that is no object;
        # nothing of that kind ever came from Slack.
        return BoltResponse(status=400, body="The body is neither a form nor JSON.")
    if not _can_be_verified(headers):
        return BoltResponse(status=401, body="The request is not signed by Slack.")
    return dispatch(request)


def _can_be_verified(headers: dict[str, str]) -> bool:
    """Whether Bolt's check of the signature comes to an end.

    It trips up over a time that is no number and a signature beyond ASCII, and what trips up is answered
    with an apology: to an address that whoever is not verified has named.
    """
    at = headers.get("x-slack-request-timestamp", "0")
    signature = headers.get("x-slack-signature", "")
    return at.isascii() and at.isdecimal() and len(at) <= _LONGEST_TIME and signature.isascii()

"""What keeps other web sites out of a page that lets one be anybody.

A browser lets any site send a request to this machine. So a request must be addressed to this machine
by name (or a site could point its own name here), and a change must come from this page itself: see
the OWASP cheat sheet on cross-site request forgery, under "Fetch Metadata" and "Verifying Origin".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d+)?", re.IGNORECASE)
LONGEST_BODY = 10_500_000
"""Bytes: the longest list of staff that is read, and nothing that would trouble the machine."""

HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: with it a browser sends `Origin: null` with this page's own forms.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Refuses what did not come from this page, and marks every answer for the browser."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        why = refusal(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(why, status_code=403) if why else self._app
        await app(scope, receive, _marked(send))


def refusal(method: str, headers: Headers) -> str:
    """Why a request is refused, in a sentence; empty where it is not."""
    if not LOCAL_HOST.fullmatch(headers.get("host", "")):
        return "The playground answers on this machine alone: open it at 127.0.0.1."
    if method in ("GET", "HEAD"):
        return ""
    if not _is_own(headers):
        return "This did not come from the playground's own page: open the page and press the button there."
    length = headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        return "That is more than the playground reads at once: send something shorter."
    return ""


def _is_own(headers: Headers) -> bool:
    """Whether a browser says that this page sent it. Nothing said counts as no."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == f"http://{headers['host']}"


def _marked(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return marked

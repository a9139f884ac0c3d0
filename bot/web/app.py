"""The web server of `crossbrew run`: whether it lives, whether it is ready, and the platforms' routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    Check = Callable[[], str]

OK, UNAVAILABLE = 200, 503


def web_app(lives: Check, ready: Check, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The server. A check gives an empty text when all is well, or a sentence that says what is not."""
    return Starlette(routes=[_health("/livez", lives), _health("/readyz", ready), *routes])


def _health(path: str, check: Check) -> Route:
    async def answer(_request: Request) -> Response:
        trouble = await run_in_threadpool(check)
        return JSONResponse({"ok": not trouble, "why": trouble}, UNAVAILABLE if trouble else OK)

    return Route(path, answer)

"""The web server of `crossbrew run`: its health, its metrics, and the platforms' routes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.watching.findings import Mark, all_is_well

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from bot.watching.findings import Finding
    from bot.watching.health import Health
    from bot.watching.metrics import Metrics

    Check = Callable[[], Sequence[Finding]]

OK, UNAVAILABLE = 200, 503


def web_app(health: Health, metrics: Metrics, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The server. ``/livez`` and ``/readyz`` answer in JSON, ``/metrics`` in Prometheus' text format."""
    return Starlette(
        routes=[_health("/livez", health.lives), _health("/readyz", health.ready), _metrics(metrics), *routes]
    )


def _health(path: str, check: Check) -> Route:
    async def answer(_request: Request) -> Response:
        found = await run_in_threadpool(check)
        is_well = all_is_well(found)
        trouble = [f"{one.says} {one.cure}".strip() for one in found if one.mark is Mark.FIX]
        content = {"ok": is_well, "why": " ".join(trouble), "checks": [asdict(one) for one in found]}
        return JSONResponse(content, OK if is_well else UNAVAILABLE)

    return Route(path, answer)


def _metrics(metrics: Metrics) -> Route:
    async def answer(_request: Request) -> Response:
        return Response(await run_in_threadpool(metrics.exposition), media_type=metrics.media_type)

    return Route("/metrics", answer)

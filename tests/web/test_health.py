from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.serving import Pulse, ready
from bot.web.app import web_app
from bot.wiring import Bot, build
from scheduler.clock import HandClock
from storage.database import Database, migrate

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request

    from bot.slack.app import SlackPlatform

START = datetime(2026, 1, 19, 10, tzinfo=UTC)
WELL = {"ok": True, "why": ""}


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    """A bot on an up-to-date store that serves nobody yet."""
    database = Database(f"sqlite:///{tmp_path / 'crossbrew.db'}")
    migrate(database)
    return build(database, HandClock(START), {})


def served(pulse: Pulse, bot: Bot, *, connected: bool = True) -> Starlette:
    chat = cast("SlackPlatform", SimpleNamespace(connected=connected))
    return web_app(pulse.lives, lambda: ready(bot, chat))


def ask(web: Starlette, path: str, method: str = "GET") -> Response:
    async def asked() -> Response:
        async with AsyncClient(transport=ASGITransport(web), base_url="http://bot") as client:
            return await client.request(method, path)

    return asyncio.run(asked())


def get(web: Starlette, path: str) -> tuple[int, Any]:
    answer = ask(web, path)
    return answer.status_code, answer.json()


def later(bot: Bot, **span: float) -> None:
    cast("HandClock", bot.clock).wind(bot.clock.now() + timedelta(**span))


def test_it_lives_while_its_heart_beats(bot: Bot) -> None:
    pulse = Pulse(bot, lambda _: None)
    web = served(pulse, bot)
    assert get(web, "/livez") == (200, WELL)

    later(bot, minutes=4)
    pulse.beat()
    later(bot, minutes=4)

    assert get(web, "/livez") == (200, WELL)
    bot.database.close()


@pytest.mark.parametrize(("hours", "seconds"), [(1, 3600), (30, 108000)])
def test_it_is_dead_when_its_heart_has_stopped(bot: Bot, hours: float, seconds: int) -> None:
    web = served(Pulse(bot, lambda _: None), bot)
    later(bot, hours=hours)

    assert get(web, "/livez") == (503, {"ok": False, "why": f"The last sign of life was {seconds} s ago."})


def test_it_is_ready_when_store_and_chat_are(bot: Bot) -> None:
    assert get(served(Pulse(bot, lambda _: None), bot), "/readyz") == (200, WELL)
    bot.database.close()


def test_it_is_not_ready_without_the_chat(bot: Bot) -> None:
    web = served(Pulse(bot, lambda _: None), bot, connected=False)

    assert get(web, "/readyz") == (503, {"ok": False, "why": "The chat is not connected."})
    bot.database.close()


def test_it_is_not_ready_without_its_tables_but_lives(bot: Bot) -> None:
    bot.database.close()
    Path(str(bot.database.engine.url.database)).unlink()
    web = served(Pulse(bot, lambda _: None), bot)

    status, said = get(web, "/readyz")
    assert status == 503
    assert said["why"].endswith("is empty. Run `crossbrew migrate` first.")
    assert get(web, "/livez") == (200, WELL)
    bot.database.close()


def test_a_database_that_is_away_ends_no_pulse(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    bot.database.close()
    Path(str(bot.database.engine.url.database)).unlink()
    pulse = Pulse(bot, lambda _: None)

    pulse.beat()

    assert "Trying again at the next beat." in caplog.text
    assert "Traceback" not in caplog.text
    bot.database.close()


def test_health_may_only_be_looked_at(bot: Bot) -> None:
    web = served(Pulse(bot, lambda _: None), bot)

    assert ask(web, "/livez", "POST").status_code == 405
    assert ask(web, "/elsewhere").status_code == 404


def test_the_platforms_routes_are_served_beside_it() -> None:
    async def hello(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    web = web_app(lambda: "", lambda: "", [Route("/slack/events", hello)])

    assert ask(web, "/slack/events").text == "hello"

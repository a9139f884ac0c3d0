from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.watching import health as health_module
from bot.watching.health import Health
from bot.watching.metrics import Metrics
from bot.watching.signs import Loop, Signs
from bot.web.app import web_app
from scheduler.clock import HandClock
from storage.database import Database, migrate
from storage.people import ensure_workspace
from tests.storage.shelf import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette
    from starlette.requests import Request


class Watch:
    """A clock of seconds that is wound by hand."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Place:
    """A replica's web server over a store, with a watch to wind and a chat to unplug."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.watch = Watch()
        self.signs = Signs(self.watch)
        self.connected = True
        self.web = served(self)

    def migrate(self) -> None:
        migrate(self.database)
        with self.database.change() as connection:
            ensure_workspace(connection, "T1", "slack", NOW)


def served(place: Place, *routes: Route) -> Starlette:
    clock = HandClock(NOW)
    health = Health(place.database, clock, place.signs, lambda: place.connected)
    return web_app(health, Metrics(place.database, clock, place.signs, ["T1"]), routes)


@pytest.fixture
def place(engine_url: str) -> Iterator[Place]:
    made = Place(engine_url)
    made.migrate()
    yield made
    made.database.close()


@pytest.fixture
def lite_place(tmp_path: Path) -> Iterator[Place]:
    made = Place(f"sqlite:///{tmp_path / 'crossbrew.db'}")
    made.migrate()
    yield made
    made.database.close()


def ask(web: Starlette, path: str, method: str = "GET") -> Response:
    async def asked() -> Response:
        async with AsyncClient(transport=ASGITransport(web), base_url="http://bot") as client:
            return await client.request(method, path)

    return asyncio.run(asked())


def get(place: Place, path: str) -> tuple[int, Any]:
    answer = ask(place.web, path)
    return answer.status_code, answer.json()


def test_it_lives_while_its_loops_come_round(lite_place: Place) -> None:
    lite_place.watch.seconds += 250
    lite_place.signs.came_round(Loop.TICK)
    lite_place.signs.came_round(Loop.DELIVERY)
    lite_place.watch.seconds += 250

    status, said = get(lite_place, "/livez")

    assert (status, said["ok"], said["why"]) == (200, True, "")
    assert [one["says"] for one in said["checks"]] == [
        "The last tick ended 250 s ago.",
        "The last delivery ended 250 s ago.",
    ]


def test_a_tick_that_pairs_a_million_people_is_not_cut_off(lite_place: Place) -> None:
    lite_place.watch.seconds += 1500
    lite_place.signs.came_round(Loop.DELIVERY)

    assert get(lite_place, "/livez")[0] == 200


@pytest.mark.parametrize("alive", Loop)
def test_it_is_dead_when_one_of_its_loops_has_stopped(lite_place: Place, alive: Loop) -> None:
    (dead,) = set(Loop) - {alive}
    lite_place.watch.seconds += 3600
    lite_place.signs.came_round(alive)

    status, said = get(lite_place, "/livez")

    assert (status, said["ok"]) == (503, False)
    assert said["why"] == f"The last {dead} ended 3600 s ago. Restart the bot; nothing is lost by it."


def test_it_is_ready_when_store_and_chat_are(place: Place) -> None:
    status, said = get(place, "/readyz")

    assert (status, said["ok"], said["why"]) == (200, True, "")
    assert [one["what"] for one in said["checks"]] == ["database", "chat"]


def test_it_is_not_ready_without_the_chat(lite_place: Place) -> None:
    lite_place.connected = False

    status, said = get(lite_place, "/readyz")

    assert status == 503
    assert said["why"] == "The chat is not connected. It connects again by itself; see the log."


def test_it_is_not_ready_without_its_tables_but_lives(lite_place: Place) -> None:
    lite_place.database.close()
    Path(str(lite_place.database.engine.url.database)).unlink()

    status, said = get(lite_place, "/readyz")

    assert status == 503
    assert said["why"].endswith("is empty. Run `crossbrew migrate` first.")
    assert get(lite_place, "/livez")[0] == 200


def test_it_is_not_ready_on_a_schema_that_it_does_not_know(place: Place) -> None:
    with place.database.change() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    status, said = get(place, "/readyz")

    assert status == 503
    assert "was made by a newer version of Crossbrew. Upgrade the program" in said["why"]


def test_a_file_that_can_only_be_read_shows(lite_place: Place) -> None:
    file = lite_place.database.engine.url.database
    closed = Place(f"sqlite:///file:{file}?mode=ro&uri=true")

    status, said = get(closed, "/readyz")

    assert status == 503
    assert "is read-only. Give this user the right to write it" in said["why"]
    closed.database.close()


def test_a_postgresql_that_can_only_be_read_shows(postgres_url: str) -> None:
    whole = Place(postgres_url)
    whole.migrate()
    mark = "&" if "?" in postgres_url else "?"
    closed = Place(f"{postgres_url}{mark}options=-c%20default_transaction_read_only%3Don")

    status, said = get(closed, "/readyz")

    assert status == 503
    assert "is read-only" in said["why"]
    for each in (whole, closed):
        each.database.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk to fill")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_shows_and_so_does_its_end(small_disk: Path) -> None:
    place = Place(f"sqlite:///{small_disk / 'crossbrew.db'}")
    place.migrate()
    place.database.empty_log()
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))

    status, said = get(place, "/readyz")

    assert status == 503
    assert "There is no room left to write" in said["why"]
    filler.unlink()
    assert get(place, "/readyz")[0] == 200
    place.database.close()


def test_a_database_that_hangs_is_waited_for_no_longer_than_a_check_is_willing_to(
    lite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_module, "PATIENCE", 0.05)
    lite_place.web = served(lite_place)
    with lite_place.database.change():
        threads = threading.active_count()
        asked = [get(lite_place, "/readyz") for _ in range(5)]
        assert threading.active_count() - threads <= 2, "the web server's own thread, and one that hangs"
    for status, said in asked:
        assert status == 503
        assert said["why"].startswith("The database did not answer within 0 s.")
    monkeypatch.setattr(health_module, "PATIENCE", 10.0)
    lite_place.web = served(lite_place)

    assert get(lite_place, "/readyz")[0] == 200


def test_health_may_only_be_looked_at(lite_place: Place) -> None:
    for path in ("/livez", "/readyz", "/metrics"):
        assert ask(lite_place.web, path, "POST").status_code == 405
    assert ask(lite_place.web, "/elsewhere").status_code == 404


def test_the_platforms_routes_are_served_beside_it(lite_place: Place) -> None:
    async def hello(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    web = served(lite_place, Route("/slack/events", hello))

    assert ask(web, "/slack/events").text == "hello"

"""What every test may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.database import Database
from tests import postgres
from tests.golden import Golden
from tests.story import SIX, Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """``golden("slack/intro.json", text)`` fails with a diff where the text is not the one agreed on."""
    return Golden(update=request.config.getoption("--update-golden"))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """SQLAlchemy's URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'crossbrew.db'}"
        return
    with postgres.fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """SQLAlchemy's URL of an empty PostgreSQL database, for what only PostgreSQL can show."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One server for the whole run, as `psycopg` reads its address."""
    try:
        with postgres.server() as address:
            yield address
    except postgres.NoServerError as error:
        if postgres.is_required():
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture
def story(engine_url: str) -> Iterator[Story]:
    """Six people who have all joined, on either engine."""
    yield from _told(engine_url)


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Story]:
    """The same on SQLite alone, for what does not depend on the engine."""
    yield from _told(f"sqlite:///{tmp_path / 'story.db'}")


def _told(url: str) -> Iterator[Story]:
    database = Database(url)
    told = Story(database, SIX)
    told.everybody_joins()
    yield told
    database.close()

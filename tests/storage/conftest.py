"""A store made ready, on both engines, once; each test finds it without a row."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from storage.database import Database, migrate
from storage.tables import metadata
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An up-to-date database without a row: once on SQLite and once on PostgreSQL."""
    wanted = {"sqlite": "sqlite_file", "postgresql": "postgres_store"}[request.param]
    opened: Database = request.getfixturevalue(wanted)
    yield opened
    if request.param == "postgresql":
        with opened.change() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """One change in which everything of a test happens."""
    with database.change() as opened:
        yield opened


@pytest.fixture
def sqlite_file(tmp_path: Path, made_file: Path) -> Iterator[Database]:
    """An up-to-date SQLite file, for what only SQLite can show."""
    file = tmp_path / "crossbrew.db"
    shutil.copy(made_file, file)
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file to copy: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("made") / "crossbrew.db"
    opened = Database(f"sqlite:///{file}")
    migrate(opened)
    opened.close()
    return file


@pytest.fixture(scope="session")
def postgres_store(postgres_server: str) -> Iterator[Database]:
    """One up-to-date PostgreSQL database for all tests that leave its schema alone."""
    with postgres.fresh_database(postgres_server) as url:
        opened = Database(url)
        migrate(opened)
        yield opened
        opened.close()

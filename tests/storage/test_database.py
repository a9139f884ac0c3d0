from __future__ import annotations

import sqlite3
import subprocess
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text, update

from storage.people import ensure_workspace
from storage.tables import workspace
from tests.storage.shelf import NOW, at_once

if TYPE_CHECKING:
    from storage.database import Database


def pragma(database: Database, name: str) -> Any:
    with database.read() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar_one()


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(connection.scalars(select(workspace.c.workspace)))


def add(database: Database, name: str) -> None:
    with database.change() as connection:
        ensure_workspace(connection, name, "slack", NOW)


def test_sqlite_is_set_up_to_lose_nothing_and_to_keep_nothing_erased(sqlite_file: Database) -> None:
    assert pragma(sqlite_file, "journal_mode") == "wal"
    assert pragma(sqlite_file, "foreign_keys") == 1
    assert pragma(sqlite_file, "synchronous") == 2
    assert pragma(sqlite_file, "secure_delete") == 1


def test_six_threads_that_read_and_then_write_lose_no_count(database: Database) -> None:
    def count_up() -> None:
        for _ in range(25):
            with database.change() as connection:
                here = select(workspace.c.name).where(workspace.c.workspace == "T1").with_for_update()
                found = int(connection.scalar(here) or 0)
                connection.execute(update(workspace).values(name=str(found + 1)))

    with database.change() as connection:
        connection.execute(workspace.insert().values(workspace="T1", platform="", name="0", made_at=NOW))
    at_once(*[count_up] * 6)

    with database.read() as connection:
        assert connection.scalar(select(workspace.c.name)) == "150"


def test_a_reader_waits_for_no_writer_and_sees_nothing_half_done(database: Database) -> None:
    add(database, "before")
    with database.change() as writing:
        ensure_workspace(writing, "unfinished", "slack", NOW)
        seen: list[list[str]] = []
        reader = Thread(target=lambda: seen.append(names(database)))
        reader.start()
        reader.join(timeout=60)

    assert seen == [["before"]]
    assert names(database) == ["before", "unfinished"]


def test_one_reading_is_one_view_whatever_is_written_meanwhile(database: Database) -> None:
    add(database, "before")
    with database.read() as connection:
        first = list(connection.scalars(select(workspace.c.workspace)))
        add(database, "meanwhile")
        second = list(connection.scalars(select(workspace.c.workspace)))

    assert first == second == ["before"]
    assert names(database) == ["before", "meanwhile"]


def test_reading_leaves_a_connection_fit_for_writing(database: Database) -> None:
    for name in ("one", "two", "three"):
        names(database)
        add(database, name)

    assert len(names(database)) == 3


def test_a_change_that_fails_is_undone_whole(database: Database) -> None:
    def half() -> None:
        with database.change() as connection:
            ensure_workspace(connection, "half", "slack", NOW)
            raise RuntimeError("the process had enough")

    with pytest.raises(RuntimeError):
        half()

    assert names(database) == []


def test_a_process_that_dies_in_a_change_leaves_nothing_and_blocks_nobody(database: Database) -> None:
    script = (
        "import os, sys\n"
        "from datetime import UTC, datetime\n"
        "from storage.database import Database\n"
        "from storage.people import ensure_workspace\n"
        "with Database(sys.argv[1]).change() as connection:\n"
        "    ensure_workspace(connection, 'half', 'slack', datetime.now(UTC))\n"
        "    os._exit(9)\n"
    )
    url = database.engine.url.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", script, url], check=False, timeout=60)
    add(database, "next")

    assert died.returncode == 9
    assert names(database) == ["next"]


def test_a_long_reader_does_not_stop_a_writer(sqlite_file: Database) -> None:
    reading, written = Event(), Event()

    def read() -> None:
        with sqlite_file.read() as connection:
            connection.execute(select(workspace)).all()
            reading.set()
            written.wait(timeout=60)

    reader = Thread(target=read)
    reader.start()
    reading.wait(timeout=60)
    add(sqlite_file, "T1")
    written.set()
    reader.join()

    assert names(sqlite_file) == ["T1"]


def test_the_file_can_be_opened_by_the_plain_driver_when_it_is_closed(sqlite_file: Database) -> None:
    add(sqlite_file, "T1")
    sqlite_file.close()
    plain = sqlite3.connect(str(sqlite_file.engine.url.database))

    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()

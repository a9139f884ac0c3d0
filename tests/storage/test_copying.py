from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select, text

from storage.copying import BATCH, Copied, Tally, copy
from storage.database import Database, StorageError, migrate
from storage.people import ensure_workspace
from storage.place import alone
from storage.tables import gate, metadata, workspace
from tests.storage.full import INSTANTS, JSONS, ROWS, fill, written_to
from tests.storage.life import live
from tests.storage.shelf import NOW, later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Where to move: nothing is there yet."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'new.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    opened = Database(url)
    yield opened
    opened.close()


def fill_all(database: Database, by: Callable[[Connection], object] = fill) -> None:
    with database.change() as connection:
        by(connection)


def all_of(database: Database) -> str:
    """Every row of every table, in an order of its own."""
    with database.read() as connection:
        rows = {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
        }
    return json.dumps(rows, ensure_ascii=True, indent=1)


def is_without_rows(database: Database) -> bool:
    with database.read() as connection:
        return not any(connection.execute(select(table)).first() for table in metadata.sorted_tables)


def test_what_fills_every_column_does_so(sqlite_file: Database) -> None:
    fill_all(sqlite_file)

    with sqlite_file.read() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table)).mappings().all()
            assert len(rows) >= ROWS, table.name
            for column in table.columns:
                values = [row[column.name] for row in rows]
                assert any(value not in (None, "") for value in values), column
                assert not column.nullable or None in values or column.name == "alternative", column
    assert {INSTANTS[0].microsecond, INSTANTS[1].microsecond} == {999_999, 1}
    assert None in JSONS


def test_everything_is_the_same_in_the_new_house_and_in_the_old(database: Database, target: Database) -> None:
    fill_all(database)
    before = all_of(database)

    copied = copy(database, target)

    assert all_of(target) == all_of(database) == before
    assert [one.table for one in copied] == [table.name for table in metadata.sorted_tables]
    assert {one.rows for one in copied} == {ROWS, 2 * ROWS}
    assert all(len(one.checksum) == 64 for one in copied)


def test_moving_out_and_back_gives_the_same_checksums(
    database: Database, target: Database, tmp_path: Path
) -> None:
    fill_all(database)
    back = Database(f"sqlite:///{tmp_path / 'back.db'}")

    assert copy(database, target) == copy(target, back)
    back.close()


def test_a_life_in_the_programme_goes_on_in_the_new_house(sqlite_file: Database, target: Database) -> None:
    fill_all(sqlite_file, live)

    copy(sqlite_file, target)

    assert all_of(target) == all_of(sqlite_file)


def test_a_checksum_is_of_the_rows_and_of_nothing_else(sqlite_file: Database) -> None:
    def checksum(*names: str) -> str:
        with sqlite_file.change() as connection:
            connection.execute(workspace.delete())
            for name in names:
                ensure_workspace(connection, name, "slack", NOW)
            tally = Tally()
            tally.add(connection.execute(select(workspace).order_by(workspace.c.workspace)).mappings().all())
            return tally.checksum

    assert checksum("a", "b") == checksum("b", "a") != checksum("a", "c")
    assert checksum("ab") != checksum("a", "b")


def test_rows_of_many_batches_arrive_and_are_told_as_they_do(sqlite_file: Database, target: Database) -> None:
    rows = 2 * BATCH + 1
    with sqlite_file.change() as connection:
        ensure_workspace(connection, "T1", "slack", NOW)
        values = [
            {"method": f"{n}", "closed_until": later(seconds=n), "free_at": NOW, "failures": 0}
            for n in range(rows)
        ]
        connection.execute(gate.insert().values(workspace="T1"), values)
    told: list[tuple[str, int, int]] = []

    copied = copy(sqlite_file, target, lambda *heard: told.append(heard))

    of_gate = [("gate", so_far, rows) for so_far in (BATCH, 2 * BATCH, rows)]
    assert told == [*of_gate, ("workspace", 1, 1)]
    assert Copied("gate", rows, next(one.checksum for one in copied if one.table == "gate")) in copied


def test_a_copy_is_of_one_instant_whatever_is_written_meanwhile(database: Database, target: Database) -> None:
    fill_all(database)
    with written_to(database):
        copied = {one.table: one.rows for one in copy(database, target)}

    assert copied["workspace"] == copied["gate"]


def test_a_house_that_is_lived_in_is_refused_and_left_alone(database: Database, target: Database) -> None:
    fill_all(database)
    migrate(target)
    with target.change() as connection:
        ensure_workspace(connection, "theirs", "slack", NOW)

    with pytest.raises(
        StorageError, match=r"is not empty: its table workspace has rows\. Nothing was copied"
    ):
        copy(database, target)

    with target.read() as connection:
        assert connection.scalars(select(workspace.c.workspace)).all() == ["theirs"]


def test_moving_into_ones_own_house_is_refused(database: Database) -> None:
    fill_all(database)
    before = all_of(database)

    with pytest.raises(StorageError, match="is not empty"):
        copy(database, database)

    assert all_of(database) == before


def test_a_house_of_another_version_or_owner_is_refused(sqlite_file: Database, target: Database) -> None:
    with target.change() as connection:
        connection.execute(text("CREATE TABLE cup (size INTEGER)"))

    with pytest.raises(StorageError, match="holds tables that Crossbrew did not make"):
        copy(sqlite_file, target)


def test_a_file_that_is_not_there_is_no_source_and_is_not_made(target: Database, tmp_path: Path) -> None:
    absent = tmp_path / "absent.db"

    with pytest.raises(StorageError, match=r"There is no database at .*absent\.db\. .* in DATABASE_URL\."):
        copy(Database(f"sqlite:///{absent}"), target)

    assert list(tmp_path.glob("absent*")) == []


def test_a_file_that_somebody_runs_on_is_refused(sqlite_file: Database, target: Database) -> None:
    with alone(sqlite_file), pytest.raises(StorageError, match="Stop it first"):
        copy(sqlite_file, target)

    assert is_without_rows(target)


def test_a_failure_in_the_middle_leaves_the_new_house_empty_and_the_next_try_succeeds(
    database: Database, target: Database
) -> None:
    fill_all(database)

    def fail(table: str, _rows: int, _of: int) -> None:
        if table == "notice":
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        copy(database, target, fail)
    assert is_without_rows(target)

    copy(database, target)
    assert all_of(target) == all_of(database)


def test_rows_that_do_not_read_the_same_are_found_out_and_undone(
    sqlite_file: Database, target: Database
) -> None:
    fill_all(sqlite_file)
    migrate(target)

    @event.listens_for(target.engine, "after_cursor_execute")
    def meddle(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO notice"):
            connection.execute(text("UPDATE notice SET attempts = attempts - 1 WHERE attempts > 0"))

    with pytest.raises(
        StorageError, match=r"The table notice does not read the same .* 5 rows of 5, checksum"
    ):
        copy(sqlite_file, target)
    assert is_without_rows(target)


def test_what_the_new_house_does_not_take_is_named_by_its_table_and_nothing_of_it_is_shown(
    sqlite_file: Database, postgres_url: str
) -> None:
    fill_all(sqlite_file)
    with sqlite_file.change() as connection:
        connection.execute(text("UPDATE notice SET attempts = 3000000000"))
    target = Database(postgres_url)

    with pytest.raises(StorageError) as refused:
        copy(sqlite_file, target)

    assert "does not take a row of the table notice as it is (" in str(refused.value)
    assert "mend that row" in str(refused.value)
    assert "Zoë" not in str(refused.value)
    assert is_without_rows(target)
    target.close()


def test_a_full_disk_on_the_other_side_is_a_sentence_and_leaves_nothing(
    sqlite_file: Database, tmp_path: Path
) -> None:
    with sqlite_file.change() as connection:
        for number in range(5_000):
            ensure_workspace(connection, f"T{number}" + "x" * 90, "slack", NOW)
    target = Database(f"sqlite:///{tmp_path / 'small.db'}")
    migrate(target)

    @event.listens_for(target.engine, "connect")
    def shrink(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    target.close()
    with pytest.raises(StorageError, match=r"There is no room left to write the database .*small\.db"):
        copy(sqlite_file, target)
    assert is_without_rows(target)
    target.close()


def test_a_server_that_is_gone_is_a_sentence_without_its_password(sqlite_file: Database) -> None:
    target = Database("postgresql://crossbrew:hunter2@127.0.0.1:9/crossbrew")

    with pytest.raises(StorageError, match="does not answer") as refused:
        copy(sqlite_file, target)

    assert "hunter2" not in str(refused.value)


def test_the_old_house_may_be_one_that_can_only_be_read(sqlite_file: Database, target: Database) -> None:
    fill_all(sqlite_file)
    file = sqlite_file.engine.url.database
    sqlite_file.close()
    before = open_plainly(file)

    copy(Database(f"sqlite:///file:{file}?mode=ro&uri=true"), target)

    assert open_plainly(file) == before


def open_plainly(file: str | None) -> list[str]:
    with closing(sqlite3.connect(str(file))) as connection:
        return list(connection.iterdump())

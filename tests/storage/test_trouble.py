from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text, update

from storage.connecting import take_time
from storage.database import Database, StorageError, migrate
from storage.people import ensure_workspace
from storage.tables import workspace
from tests.storage.shelf import NOW, settle

if TYPE_CHECKING:
    from pathlib import Path

DEAD = "postgresql://crossbrew:hunter2@127.0.0.1:9/crossbrew"


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(connection.scalars(select(workspace.c.workspace)))


def add(database: Database, name: str) -> None:
    with database.change() as connection:
        ensure_workspace(connection, name, "slack", NOW)


def test_whoever_stands_still_in_a_transaction_holds_nobody_up_for_ever(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Database(postgres_url)) as patient:
        migrate(patient)
    monkeypatch.setattr("storage.connecting.STANDS_STILL", 0.2)
    database = Database(postgres_url)
    add(database, "T1")

    def stand_still() -> None:
        with database.change() as still:
            still.execute(update(workspace).values(name="still"))
            with database.change() as other:
                other.execute(update(workspace).values(name="other"))

    with pytest.raises(StorageError):
        stand_still()
    with database.read() as connection:
        assert connection.scalars(select(workspace.c.name)).all() == ["other"]
    database.close()


def test_whoever_has_to_may_take_their_time(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Database(postgres_url)) as before:
        migrate(before)
    monkeypatch.setattr("storage.connecting.STANDS_STILL", 0.05)
    database = Database(postgres_url)

    with database.change() as patient:
        take_time(patient)
        ensure_workspace(patient, "T1", "slack", NOW)
        time.sleep(0.2)

    assert names(database) == ["T1"]
    database.close()


def test_a_connection_that_was_cut_while_it_rested_is_replaced(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.connecting.RESTED", 0.0)
    database, other = Database(postgres_url), Database(postgres_url)
    migrate(database)
    with other.change() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert names(database) == []
    database.close()
    other.close()


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'crossbrew.db'}")

    with pytest.raises(StorageError, match=r"cannot be opened\. Check that its folder exists and may be"):
        add(database, "T1")


def test_a_file_that_is_no_database_is_a_sentence_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "crossbrew.db"
    file.write_bytes(b"Minutes of the canteen committee. " * 400)

    with pytest.raises(StorageError, match=r"is no database, or is damaged\. Restore a copy"):
        add(Database(f"sqlite:///{file}"), "T1")

    assert file.read_bytes().startswith(b"Minutes of the canteen")


def test_a_read_only_database_is_a_sentence_and_can_still_be_read(sqlite_file: Database) -> None:
    add(sqlite_file, "T1")
    file = sqlite_file.engine.url.database
    closed = Database(f"sqlite:///file:{file}?mode=ro&uri=true")

    assert names(closed) == ["T1"]
    with pytest.raises(StorageError, match=r"is read-only\. Give this user the right to write it"):
        add(closed, "T2")
    assert names(closed) == ["T1"]
    closed.close()


def test_a_postgresql_that_only_lets_itself_be_read_is_the_same_sentence(postgres_url: str) -> None:
    database = Database(
        f"{postgres_url}{'&' if '?' in postgres_url else '?'}options=-c%20default_transaction_read_only%3Don"
    )

    with pytest.raises(StorageError, match="is read-only"), database.change() as connection:
        connection.execute(text("CREATE TABLE cup (size INTEGER)"))
    database.close()


def test_a_full_disk_is_a_sentence_and_leaves_nothing_half_done(sqlite_file: Database) -> None:
    add(sqlite_file, "T1")

    def fill() -> None:
        with sqlite_file.change() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
            for number in range(5000):
                ensure_workspace(connection, f"T{number}" + "x" * 90, "slack", NOW)

    with pytest.raises(StorageError, match=r"There is no room left .* nothing was lost\."):
        fill()

    assert names(sqlite_file) == ["T1"]


def test_a_database_that_is_locked_too_long_is_a_sentence(
    sqlite_file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.connecting.BUSY_SECONDS", 0.05)
    hasty = Database(sqlite_file.engine.url.render_as_string())

    with (
        sqlite_file.change(),
        pytest.raises(StorageError, match=r"does not answer \(database is locked\)\. Nothing was changed\."),
    ):
        add(hasty, "T1")
    hasty.close()


def test_a_postgresql_that_is_gone_is_a_sentence_without_its_password() -> None:
    with pytest.raises(StorageError) as refused:
        add(Database(DEAD), "T1")

    assert "postgresql://crossbrew:***@127.0.0.1:9/crossbrew does not answer" in str(refused.value)
    assert "Nothing was changed." in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_postgresql_that_drops_its_connections_is_told_and_then_used_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.change() as connection:
        connection.execute(text("CREATE TABLE cup (size INTEGER)"))

    def cut_off() -> None:
        with database.change() as connection:
            connection.execute(text("INSERT INTO cup VALUES (1)"))
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageError, match="Nothing was changed"):
        cut_off()
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM cup")).scalar_one() == 0
    database.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "crossbrew.db",
        "postgres://crossbrew:hunter2@host/name",
        "postgresql:",
        "postgresql://crossbrew:hunter2@host:port/name",
        "postgresql://crossbrew:hunter2@[::1/name",
        "mysql://crossbrew:hunter2@host/name",
        "oracle://crossbrew:hunter2@host/name",
        "postgresql+asyncpg://crossbrew:hunter2@host/name",
        "sqlite+aiosqlite:///crossbrew.db",
    ],
)
def test_an_address_that_cannot_be_used_is_a_sentence_that_shows_a_good_one(url: str) -> None:
    with pytest.raises(StorageError) as refused:
        Database(url)

    assert "sqlite:///crossbrew.db or postgresql://user:password@host/name" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_password_among_the_options_is_shown_no_more_than_one_before_the_host() -> None:
    database = Database("postgresql://127.0.0.1:9/crossbrew?password=hunter2")

    with pytest.raises(StorageError) as refused:
        add(database, "T1")

    assert "hunter2" not in str(refused.value)
    assert "hunter2" not in database.where


def test_a_missing_driver_says_how_to_get_it() -> None:
    script = (
        "import sys\n"
        "sys.modules['psycopg'] = None\n"
        "from storage.database import Database, StorageError\n"
        "try:\n"
        "    Database('postgresql://host/name')\n"
        "except StorageError as error:\n"
        "    print(error)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )

    assert said.stdout == "PostgreSQL needs its driver: pip install 'crossbrew[postgres]'.\n"


def test_a_mistake_of_ours_is_not_dressed_up_as_trouble_with_the_database(database: Database) -> None:
    def twice() -> None:
        with database.change() as connection:
            settle(connection)
            settle(connection)

    with pytest.raises(Exception, match=r"(?i)unique") as raised:
        twice()

    assert not isinstance(raised.value, StorageError)
    assert "Amara" not in str(raised.value)

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from storage import backup as module
from storage.backup import backup
from storage.database import Database, StorageError, check_schema
from storage.people import ensure_workspace
from storage.tables import gate, workspace
from tests.storage.full import fill, written_to
from tests.storage.shelf import NOW
from tests.storage.test_copying import all_of, fill_all

SCRIPT = """
import sys
from pathlib import Path
from storage.backup import backup
from storage.database import Database, StorageError
try:
    backup(Database(sys.argv[1]), Path(sys.argv[2]), overwrite=True)
except StorageError as error:
    print(error)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where to put it: a folder of its own, with a name that is awkward in an address."""
    folder = tmp_path / "Ärzte & 100% of it?"
    folder.mkdir()
    return folder / "crossbrew #1.db"


def opened(file: Path, tmp_path: Path) -> Database:
    """The backup under a name that an address can hold."""
    plain = tmp_path / "plain.db"
    plain.write_bytes(file.read_bytes())
    return Database(f"sqlite:///{plain}")


def names(file: Path) -> list[str]:
    """Everything in its folder."""
    return [one.name for one in file.parent.iterdir()]


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def test_a_backup_holds_everything_and_stands_alone(database: Database, file: Path, tmp_path: Path) -> None:
    fill_all(database)
    before = all_of(database)

    backup(database, file)

    assert names(file) == [file.name]
    kept = opened(file, tmp_path)
    check_schema(kept)
    assert all_of(kept) == all_of(database) == before
    kept.close()


def test_only_its_owner_may_read_it(database: Database, file: Path) -> None:
    before = os.umask(0)
    try:
        backup(database, file)
    finally:
        os.umask(before)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_was_erased_is_not_in_it(sqlite_file: Database, file: Path) -> None:
    with sqlite_file.change() as connection:
        connection.execute(text("PRAGMA secure_delete=OFF"))
        fill(connection)
        ensure_workspace(connection, "Amara-was-here", "slack", NOW)
        connection.execute(text("DELETE FROM workspace WHERE workspace = 'Amara-was-here'"))

    backup(sqlite_file, file)

    assert b"Amara-was-here" not in file.read_bytes()


def test_it_is_of_one_instant_whatever_is_written_meanwhile(
    database: Database, file: Path, tmp_path: Path
) -> None:
    with written_to(database):
        backup(database, file)

    kept = opened(file, tmp_path)
    with kept.read() as connection:
        counts = [len(connection.execute(select(table)).all()) for table in (workspace, gate)]
    assert counts[0] == counts[1]
    kept.close()


def test_a_file_that_is_there_is_not_written_over_unless_that_is_said(database: Database, file: Path) -> None:
    file.write_text("last year's")

    with pytest.raises(StorageError, match="is there already"):
        backup(database, file)
    assert file.read_text() == "last year's"

    backup(database, file, overwrite=True)
    assert file.read_bytes().startswith(b"SQLite format 3")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_database_in_use_is_never_written_over(sqlite_file: Database, database: Database) -> None:
    fill_all(sqlite_file)
    before = all_of(sqlite_file)

    with pytest.raises(StorageError, match=r"is a database that is in use\. Name another file"):
        backup(database, Path(str(sqlite_file.engine.url.database)), overwrite=True)

    assert all_of(sqlite_file) == before


def test_a_folder_that_is_not_there_is_a_sentence(database: Database, tmp_path: Path) -> None:
    with pytest.raises(
        StorageError, match=r"cannot be written \(No such file or directory\)\. Check that its"
    ):
        backup(database, tmp_path / "nowhere" / "b.db")

    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_a_sentence(database: Database, file: Path) -> None:
    file.parent.chmod(0o500)

    with pytest.raises(StorageError, match=r"cannot be written \(Permission denied\)"):
        backup(database, file)


def test_a_folder_in_the_files_place_is_a_sentence_and_stays(database: Database, file: Path) -> None:
    file.mkdir()

    with pytest.raises(StorageError, match="cannot be written"):
        backup(database, file, overwrite=True)

    assert names(file) == [file.name]


def test_when_the_disk_takes_no_more_nothing_is_left_and_the_old_one_stays(
    database: Database, file: Path
) -> None:
    fill_all(database)
    file.write_text("last year's")

    said = subprocess.run(
        [sys.executable, "-c", SCRIPT, url_of(database), str(file)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )

    assert len(said.stdout.splitlines()) == 1
    assert names(file) == [file.name]
    assert file.read_text() == "last year's"


def test_a_full_disk_is_told_with_its_cure(file: Path) -> None:
    with pytest.raises(StorageError, match="There is no room left to write"), module._told(file):
        raise sqlite3.OperationalError("database or disk is full")


def test_a_file_that_does_not_hold_together_is_thrown_away(sqlite_file: Database, file: Path) -> None:
    fill_all(sqlite_file)
    with closing(sqlite3.connect(str(sqlite_file.engine.url.database))) as plain:
        plain.execute("DELETE FROM person")  # past the engine, which would refuse
        plain.commit()

    with pytest.raises(StorageError, match=r"does not hold together .*, so it was thrown away"):
        backup(sqlite_file, file)

    assert names(file) == []


def test_a_database_that_is_not_there_is_not_made(file: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="There is no database"):
        backup(Database(f"sqlite:///{tmp_path / 'absent.db'}"), file)

    assert list(tmp_path.glob("absent*")) == []


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(sqlite_file: Database, file: Path) -> None:
    fill_all(sqlite_file)
    killed = SCRIPT.replace("try:", "import os, storage.backup as b; b._check = lambda _: os._exit(9)\ntry:")

    died = subprocess.run(
        [sys.executable, "-c", killed, url_of(sqlite_file), str(file)], check=False, timeout=60
    )

    assert died.returncode == 9
    assert not file.exists()
    backup(sqlite_file, file)

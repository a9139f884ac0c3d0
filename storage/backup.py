"""One file that holds everything as it is at one instant, made while others write."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import URL

from storage.copying import copy, refuse_absent, unheard
from storage.database import Database, StorageError, check_schema, cure, named_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.copying import Progress

OWNER_ONLY = 0o600
BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite writes next to a file."""


def backup(
    database: Database,
    file: Path,
    *,
    overwrite: bool = False,
    progress: Progress = unheard,
) -> None:
    """Write everything into an SQLite ``file`` that its owner alone may read, whole or not at all.

    It is written under another name in the same folder, checked, and then given its own. From SQLite it
    is made by ``VACUUM INTO`` (https://www.sqlite.org/lang_vacuum.html), which leaves behind what was
    erased; from PostgreSQL by `copy`.

    Raises:
        StorageError: what stands in the way; no file is left then, and one that was there is as it was.

    """
    refuse_absent(database)
    check_schema(database)  # opens an SQLite file, which then has its log beside it
    _refuse_taken(file, overwrite=overwrite)
    _refuse_in_use(file)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    with _swept(part), _told(file):
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        if database.engine.name == "sqlite":
            with named_errors(database.where), closing(database.engine.raw_connection()) as connection:
                # Past the engine, which would open the transaction that this cannot be done in.
                connection.cursor().execute("VACUUM INTO ?", (str(part),))
        else:
            _copy_into(database, part, progress)
        _check(part)
        _refuse_taken(file, overwrite=overwrite)
        part.replace(file)
        _to_disk(file.parent)


def _refuse_taken(file: Path, *, overwrite: bool) -> None:
    if not overwrite and file.exists():
        raise StorageError(f"{file} is there already. Name another file, or say --force to replace it.")


def _refuse_in_use(file: Path) -> None:
    """Refuse to put a file where another's log would be played into it: that of a database in use."""
    logs = [file.with_name(f"{file.name}{suffix}") for suffix in BESIDE[1:]]
    if any(log.exists() for log in logs):
        raise StorageError(f"{file} is a database that is in use. Name another file for the backup.")


@contextmanager
def _swept(part: Path) -> Iterator[None]:
    """Leave nothing half done behind."""
    try:
        yield
    finally:
        for suffix in BESIDE:
            part.with_name(f"{part.name}{suffix}").unlink(missing_ok=True)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn whatever hinders the writing of a file into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(cure(str(file), str(error))) from error
    except OSError as error:
        raise StorageError(
            f"{file} cannot be written ({error.strerror}). Check that its folder exists, may be written and "
            "has room."
        ) from error


def _copy_into(database: Database, part: Path, progress: Progress) -> None:
    target = Database(URL.create("sqlite", database=str(part)), durable=False)
    try:
        copy(database, target, progress)
    finally:
        target.close()


def _check(part: Path) -> None:
    """Read the whole file once more, and wait until the disk has it."""
    with closing(sqlite3.connect(part)) as connection:
        # As one file, whoever copies it elsewhere then has it all.
        connection.execute("PRAGMA journal_mode=DELETE")
        faults = [*connection.execute("PRAGMA integrity_check(1)"), *connection.execute(FOREIGN_KEYS)]
    if faults != [("ok",)]:
        raise StorageError(
            f"The backup does not hold together ({faults[0][0]}), so it was thrown away. The database itself "
            "may be damaged: stop `crossbrew run`, and check it with SQLite's integrity_check."
        )
    _to_disk(part)


FOREIGN_KEYS = "PRAGMA foreign_key_check"


def _to_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

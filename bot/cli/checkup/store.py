"""The database: where it is, whether it can be used, and whether it has room."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.cli.checkup.clocks import of_clock
from bot.watching.findings import Mark, fix, note, ok
from bot.watching.health import look_at_store, sentence_and_cure
from bot.watching.patience import Patient
from storage import vitals
from storage.database import Database, StorageError, is_empty
from storage.place import file_of, refuse_network, time_there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.watching.findings import Finding
    from scheduler.clock import Clock
    from storage.vitals import Engine

PATIENCE = 6.0
"""Seconds."""
MB = 1_000_000
LITTLE_ROOM, NO_ROOM = 1000 * MB, 100 * MB
LONG_LOG = 200 * MB
RUN_MAKES_IT = "`crossbrew run` makes it at its first start."


Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Store:
    """What was found, and the database where it can be read and is up to date."""

    findings: list[Finding]
    database: Database | None = None


def of_store(url: str, clock: Clock) -> Store:
    """Look at the database of this address; a file that is not there is not made."""
    try:
        database = Database(url)
        refuse_network(database)
        file = file_of(database)
        if file is not None and not file.exists():
            return Store([_yet_to_be_made(file)])
        found = patiently(database, lambda: _looked_at(database, clock))
    except StorageError as error:
        return Store([fix("database", *sentence_and_cure(str(error)))])
    if found.database is None:
        database.close()
    return found


def patiently(database: Database, question: Callable[[], Found], seconds: float = PATIENCE) -> Found:
    """The answer to what is asked of a database.

    Raises:
        StorageError: the database cannot be used, or did not answer in time.

    """
    try:
        return Patient(question, seconds).ask()
    except TimeoutError:
        raise StorageError(
            f"The database {database.where} did not answer within {seconds:.0f} s. See whether it runs, "
            "whether this machine may reach it, and what holds it locked."
        ) from None


def _looked_at(database: Database, clock: Clock) -> Store:
    if is_empty(database):
        return Store([note("database", f"{database.where} is empty.", RUN_MAKES_IT)])
    use = look_at_store(database, clock)
    file, there = file_of(database), time_there(database)
    found = [*of_engine(str(file or database.where), vitals.engine(database)), use]
    if file is not None:
        found.append(_of_room(file))
    if there is not None:
        cure = "Turn on time synchronisation on both; rounds go by the database's clock."
        found.append(of_clock("the database's", clock.now() - there, cure))
    return Store(found, database if use.mark is Mark.OK else None)


def of_engine(where: str, engine: Engine) -> Iterator[Finding]:
    """What the data is kept in, and whether it suits."""
    yield ok("database", f"{where}: {engine.name} {engine.version}, {engine.data_bytes / MB:.1f} MB.")
    if engine.journal and engine.journal != "wal":
        yield note(
            "database",
            f"The file's journal is {engine.journal} where a write-ahead log was asked for.",
            "Put it on a disk that is not a network's; readers and writers wait for each other until then.",
        )
    if engine.log_bytes > LONG_LOG:
        yield note(
            "database",
            f"Its write-ahead log has grown to {engine.log_bytes / MB:.0f} MB.",
            "Something keeps reading without an end: close other programs that have the file open.",
        )


def _of_room(file: Path) -> Finding:
    free = shutil.disk_usage(file.parent).free
    says = f"{free / MB:,.0f} MB are free beside {file.name}."
    if free < NO_ROOM:
        return fix("disk", says, "Free some space: when it is full, nothing can be remembered.")
    return note("disk", says, "Free some space soon.") if free < LITTLE_ROOM else ok("disk", says)


def _yet_to_be_made(file: Path) -> Finding:
    if not file.parent.is_dir():
        return fix(
            "database", f"The folder {file.parent} does not exist.", "Make it, or change DATABASE_URL."
        )
    if not os.access(file.parent, os.W_OK | os.X_OK):
        return fix(
            "database",
            f"This user may not write in {file.parent}.",
            "Give it the right to, or change DATABASE_URL.",
        )
    return note("database", f"There is no {file} yet.", RUN_MAKES_IT)

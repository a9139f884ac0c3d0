"""Moving house: every row of one database into another, compared on both sides, or nothing at all."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import collate, func, select, text
from sqlalchemy.exc import DBAPIError

from storage.connecting import take_time
from storage.database import StorageError, check_schema, is_empty, migrate, named_errors
from storage.place import alone, file_of
from storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, time

    from sqlalchemy import Connection, RowMapping, Table
    from sqlalchemy.sql.elements import ColumnElement

    from storage.database import Database

    Progress: TypeAlias = Callable[[str, int, int], object]

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that reads the same on both sides: so many rows, and the SHA-256 of them all."""

    table: str
    rows: int
    checksum: str


def unheard(_table: str, _rows: int, _of: int) -> None:
    """Nobody wants to hear how far it is."""


def copy(source: Database, target: Database, progress: Progress = unheard) -> list[Copied]:
    """Copy everything as it is at one instant into an empty database, table by table.

    The target is brought up to date first. Rows go in batches, those that others hang from before them,
    and are read back and compared with what was read, all in one transaction: it is the same row for row,
    or it stays empty. The source is only read, and an SQLite file that a `crossbrew run` is using is
    refused. ``progress`` hears of each batch how many rows of its table are copied, and of how many.

    Raises:
        StorageError: what stands in the way, on which side, and that the target is empty still.

    """
    refuse_absent(source)
    check_schema(source)
    if is_empty(target):
        migrate(target)
    check_schema(target)
    with alone(source), target.change() as into, source.read() as out_of:
        for side in (into, out_of):
            take_time(side)  # each waits while the other is read or written
        _keep_others_out(into)
        _refuse_furnished(into, target.where)
        return [_copy(table, out_of, into, target.where, progress) for table in metadata.sorted_tables]


def refuse_absent(source: Database) -> None:
    """Refuse an SQLite file that is not there, which opening it would make.

    Raises:
        StorageError: there is no such file.

    """
    file = file_of(source)
    if file is not None and not file.is_file():
        raise StorageError(
            f"There is no database at {file.absolute()}. Go to the folder where the bot runs, or name its "
            "database in DATABASE_URL."
        )


def _keep_others_out(into: Connection) -> None:
    """Whoever would write begins with the workspace. SQLite has one writer at a time anyway."""
    if into.dialect.name == "postgresql":
        into.execute(text("LOCK TABLE workspace IN EXCLUSIVE MODE"))


def _refuse_furnished(into: Connection, where: str) -> None:
    for table in metadata.sorted_tables:
        if into.execute(select(table).limit(1)).first() is not None:
            raise StorageError(
                f"The database {where} is not empty: its table {table.name} has rows. Nothing was copied; "
                "name a database of its own for the copy."
            )


def _copy(
    table: Table,
    out_of: Connection,
    into: Connection,
    where: str,
    progress: Progress,
) -> Copied:
    read, number = Tally(), out_of.execute(select(func.count()).select_from(table)).scalar_one()
    with _batches(out_of, table) as batches:
        for rows in batches:
            read.add(rows)
            _put(into, table, rows, where)
            progress(table.name, read.rows, number)
    written = Tally()
    with named_errors(where), _batches(into, table) as batches:
        for rows in batches:
            written.add(rows)
    if (written.rows, written.checksum) != (read.rows, read.checksum):
        raise StorageError(
            f"The table {table.name} does not read the same in {where}: {written.rows} rows of {read.rows}, "
            f"checksum {written.checksum[:12]} instead of {read.checksum[:12]}. Nothing was copied; try "
            "again while nobody else uses it."
        )
    return Copied(table.name, read.rows, read.checksum)


class Tally:
    """Counts rows and sums them up, alike whatever engine they were read from."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = sha256()

    def add(self, rows: Sequence[RowMapping]) -> None:
        """Some more, in order of their keys."""
        self.rows += len(rows)
        for row in rows:
            self._sum.update(f"{_CANONICAL.encode(list(row.values()))}\n".encode())

    @property
    def checksum(self) -> str:
        """The SHA-256 of all rows, in hexadecimal."""
        return self._sum.hexdigest()


@contextmanager
def _batches(connection: Connection, table: Table) -> Iterator[Iterator[Sequence[RowMapping]]]:
    """Every row in order of its key, a few at a time."""
    wanted = select(table).order_by(*_key(table, connection.dialect.name))
    with connection.execute(wanted.execution_options(yield_per=BATCH)) as found:
        yield found.mappings().partitions()


def _key(table: Table, dialect: str) -> list[ColumnElement[Any]]:
    """By code points on both engines: PostgreSQL would otherwise go by the language of the database."""
    if dialect == "sqlite":
        return list(table.primary_key)
    return [collate(one, "C") if one.type.python_type is str else one for one in table.primary_key]


def _put(into: Connection, table: Table, rows: Sequence[RowMapping], where: str) -> None:
    try:
        with named_errors(where):
            into.execute(table.insert(), [dict(row) for row in rows])
    except (DBAPIError, UnicodeError) as error:
        complaint = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
        raise StorageError(
            f"The database {where} does not take a row of the table {table.name} as it is ({complaint}). "
            "Nothing was copied; mend that row where it is now, and copy again."
        ) from error


def _plain(value: date | time) -> str:
    return value.isoformat()


_CANONICAL = json.JSONEncoder(default=_plain, sort_keys=True, separators=(",", ":"))
"""Writes a row alike whatever engine it was read from: instants are in UTC by then."""

"""A database in which every table has rows and every column something awkward."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Integer, Time
from sqlalchemy.types import JSON

from storage import gates
from storage.columns import Instant
from storage.people import ensure_workspace
from storage.tables import metadata
from tests.storage.shelf import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection, Table

    from storage.database import Database

WORDS = "Zoë ☕ 🐈 'or\" 1=1; -- \\n\n\t%s {} \u202eevil\u0301 Ω ß İ ş"
INSTANTS = (
    datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
    datetime(9999, 12, 30, 12, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
)
DATES = (date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31))
JSONS: tuple[Any, ...] = (
    {"none": None, "": {"b": 1, "a": [None, True, 0.1, 1e300, 2**70]}, "☕": "\x00 \ud800 \\u0000"},
    None,
    [],
    "null",
)
EARLIER = "0"
"""The id of a second person of each workspace, before the first in any language: exclusions are of two."""
ROWS = 5
"""Of each table: enough that the last lacks whatever may be absent."""


def fill(connection: Connection) -> int:
    """Write so many rows into every table; how many in all."""
    made: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        made[table.name] = [_row(table, number, made) for number in range(ROWS)]
        connection.execute(table.insert(), made[table.name])
        if table.name == "person":
            others = {"id": EARLIER, "staff_id": None, "address": None}
            connection.execute(table.insert(), [row | others for row in made[table.name]])
    return ROWS * (len(made) + 1)


@contextmanager
def written_to(database: Database) -> Iterator[None]:
    """Somebody writes meanwhile. Each change brings a workspace and its gate, never one without the other."""
    stop = Event()

    def move_in() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with database.change() as connection:
                ensure_workspace(connection, f"T{number}", "slack", NOW)
                gates.close_gate(connection, f"T{number}", "post", NOW)

    writer = Thread(target=move_in)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


def _row(table: Table, number: int, made: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    allowed = _allowed(table)
    values = {
        column.name: None
        if column.nullable and number == ROWS - 1
        else allowed.get(column.name) or _value(column, table, number)
        for column in table.columns
    }
    for constraint in table.foreign_key_constraints:
        for key in constraint.elements:
            parent = made[key.column.table.name][number]
            values[key.parent.name] = parent[key.column.name]
    return values | {"first": EARLIER} if table.name == "exclusion" else values


def _allowed(table: Table) -> dict[str, Any]:
    """A value of each column that only takes a few."""
    found = {}
    for constraint in table.constraints:
        listed = isinstance(constraint, CheckConstraint) and re.match(
            r"(\w+) IN \((.*)\)", str(constraint.sqltext)
        )
        if listed:
            last = listed[2].split(", ")[-1]
            found[listed[1]] = last.strip("'") if last.startswith("'") else int(last)
    return found


def _value(column: Column[Any], table: Table, number: int) -> Any:
    match column.type:
        case BigInteger():
            return (-1) ** number * (2**63 - 1 - number)
        case Integer():
            return (-1) ** number * (2**31 - 1 - number)
        case Boolean():
            return number % 2 == 0
        case Date():
            return DATES[number % len(DATES)]
        case Time():
            return time(23, 59, 59, 999_999 - number)
        case Instant():
            return INSTANTS[number % len(INSTANTS)]
        case JSON():
            return JSONS[number % len(JSONS)]
        case _:
            longest = getattr(column.type, "length", None) or 5_000
            return f"{'AaÉéZz'[number]}{table.name} {WORDS}"[:longest]

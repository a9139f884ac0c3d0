"""Writing what may be there already."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection, Table


def add_once(connection: Connection, table: Table, rows: Collection[Mapping[str, Any]]) -> int:
    """Insert rows whose key is not there yet; how many were new. Already there is success."""
    if not rows:
        return 0
    statement = _insert_once(table, connection.dialect.name)
    done = connection.execute(statement, list(rows), execution_options={"preserve_rowcount": True})
    return done.rowcount


@cache
def _insert_once(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()

"""What SQLite's planner is told of the tables.

Left to itself it takes the first column of any index to pick out ten rows. Here the first column is the
workspace, which picks out nothing: it would read all pairings there ever were to find one person's.
PostgreSQL counts for itself. Described at https://www.sqlite.org/fileformat2.html#stat1tab.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

ROWS = 1_000_000
LEFT_BY = {
    "workspace": ROWS,
    "programme": ROWS,
    "state": ROWS // 5,
    "number": 20_000,
    "kind": 20_000,
    "not_before": 1_000,
    "remind_on": 1_000,
    "person": 100,
    "organiser": 100,
    "pairing": 2,
}
"""About how many rows are left of ``ROWS`` once a column is known; one where it is not listed."""


def tell_planner(connection: Connection) -> None:
    """Write down the shape of every index; any number of times comes to the same."""
    if connection.dialect.name != "sqlite":
        return
    run = connection.exec_driver_sql
    run("ANALYZE")
    run("DELETE FROM sqlite_stat1")
    indexes = run(
        'SELECT tables.name, indexes.name, indexes."unique" FROM sqlite_master AS tables, '
        "pragma_index_list(tables.name) AS indexes WHERE tables.type = 'table'"
    ).all()
    for table, index, is_unique in indexes:
        columns = [name for (name,) in run("SELECT name FROM pragma_index_info(?)", (index,))]
        left = " ".join(map(str, shape(columns, is_unique=bool(is_unique))))
        run("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, index, left))
    run("ANALYZE sqlite_schema")  # reads what was written, and counts nothing


def recount(connection: Connection) -> None:
    """Let PostgreSQL count what a round has just written, which by itself it does a minute later.

    Until then it takes the new rows for none, and reads all of them to find one person's. Those who joined
    for the round are counted with it.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE person, member, pairing, pairing_member, notice")


def shape(columns: Sequence[str], *, is_unique: bool) -> list[int]:
    """How many rows there are, and how many each further column of an index leaves."""
    left = list(accumulate((LEFT_BY.get(column, 1) for column in columns), min, initial=ROWS))
    return [*left[:-1], 1] if is_unique else left

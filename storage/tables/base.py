"""The one `MetaData` of all tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData, Table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row(table: Table, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - a row is as wide as its table
    """A row for ``table``, refusing a column that it does not have."""
    unknown = values.keys() - table.columns.keys()
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(sorted(unknown))}.")
    return values

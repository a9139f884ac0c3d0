"""The kinds of column that the tables are made of."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    String,
    TypeDecorator,
    false,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored and read as UTC on both engines. SQLite alone would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive value; hand SQLite UTC without a zone, PostgreSQL UTC with one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant must carry its time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL or UTF-8 has no room for: NUL and lone halves of surrogate pairs."""


class Words(TypeDecorator[str]):
    """Text that somebody wrote, as both engines can keep it: cut to its length, without the unkeepable.

    PostgreSQL alone would refuse what is too long, and with it the whole transaction.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Leave out what cannot be kept."""
        del dialect
        return None if value is None else UNKEEPABLE.sub("", value)[: self.length]


def workspace_key() -> Column[str]:
    """The first part of every primary key."""
    return Column("workspace", String(100), primary_key=True)


def key(name: str, length: int = 200) -> Column[str]:
    """A further part of the primary key."""
    return Column(name, String(length), primary_key=True)


def text(name: str, length: int = 200) -> Column[str]:
    """A text that is empty rather than absent."""
    return Column(name, Words(length), nullable=False, server_default="")


def one_of(column: str, *values: str) -> CheckConstraint:
    """A column that holds one of a few words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def belongs_to(table: str, *columns: str) -> ForeignKeyConstraint:
    """A row of ``table`` in the same workspace, named by ``columns``."""
    own = ["workspace", *columns]
    theirs = ["id" if column in (table, "workspace") else column for column in columns]
    return ForeignKeyConstraint(own, [f"{table}.workspace", *(f"{table}.{name}" for name in theirs)])


def yes_or_no(name: str) -> Column[bool]:
    """A truth that is no unless it is said."""
    return Column(name, Boolean, nullable=False, server_default=false())

"""How the store itself is: whether it can be written, how large it is, and when a replica last ticked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select, text, update

from storage.outbox import NoticeState
from storage.place import file_of
from storage.tables import gate, notice, workspace

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

    from storage.database import Database

MOST_COUNTED = 100_000
"""So many notices of a state are counted and no more: whoever looks must not slow down those who work."""
STANDING = (NoticeState.OWED, NoticeState.SENDING, NoticeState.DEAD)


@dataclass(frozen=True, slots=True)
class Depth:
    """What stands in the outbox, at most `MOST_COUNTED` of each state, and the oldest that is due."""

    notices: dict[NoticeState, int]
    oldest_due: datetime | None


@dataclass(frozen=True, slots=True)
class Engine:
    """What the data is kept in. ``log_bytes`` and ``journal`` are SQLite's, empty for PostgreSQL."""

    name: str
    version: str
    data_bytes: int
    log_bytes: int = 0
    journal: str = ""


@dataclass(frozen=True, slots=True)
class ShutGate:
    """A method that a platform asked to be left alone until then."""

    method: str
    until: datetime


_FIRST = workspace.c.workspace == select(func.min(workspace.c.workspace)).scalar_subquery()
"""One row stands for the whole store: a tick tends every workspace, and a probe needs but one."""


def probe(connection: Connection, now: datetime) -> None:
    """Write something that really reaches the disk: whether it can, the commit says."""
    connection.execute(update(workspace).where(_FIRST).values(probed_at=now))


def note_tick(connection: Connection, now: datetime) -> None:
    """Remember that a replica ticked."""
    connection.execute(update(workspace).where(_FIRST).values(ticked_at=now))


def last_tick(connection: Connection) -> datetime | None:
    """When a replica last ticked, whichever it was; ``None`` before the first."""
    found: datetime | None = connection.scalar(select(func.max(workspace.c.ticked_at)))
    return found


def depth(connection: Connection, now: datetime, workspaces: Collection[str]) -> Depth:
    """How much stands in the outbox of these workspaces, told in a bounded time."""
    due = select(func.min(notice.c.not_before)).where(
        _standing(workspaces, NoticeState.OWED), notice.c.not_before <= now
    )
    return Depth({state: _count(connection, workspaces, state) for state in STANDING}, connection.scalar(due))


def shut_gates(connection: Connection, now: datetime) -> list[ShutGate]:
    """The gates that are shut now, whoever's they are."""
    wanted = select(gate.c.method, gate.c.closed_until).where(gate.c.closed_until > now)
    return [ShutGate(*found) for found in connection.execute(wanted.order_by(gate.c.method))]


def engine(database: Database) -> Engine:
    """What the data is kept in, and how large it is."""
    with database.read() as connection:
        if connection.dialect.name == "postgresql":
            return _postgresql(connection)
        journal = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
    file = file_of(database)
    data, log = (_size(file), _size(Path(f"{file}-wal"))) if file else (0, 0)
    return Engine("SQLite", version, data, log, journal)


def _postgresql(connection: Connection) -> Engine:
    version, size = connection.execute(
        select(func.current_setting("server_version"), func.pg_database_size(func.current_database()))
    ).one()
    return Engine("PostgreSQL", version.split()[0], size)


def _count(connection: Connection, workspaces: Collection[str], state: NoticeState) -> int:
    some = select(notice.c.state).where(_standing(workspaces, state)).limit(MOST_COUNTED)
    return connection.execute(select(func.count()).select_from(some.subquery())).scalar_one()


def _standing(workspaces: Collection[str], state: NoticeState) -> ColumnElement[bool]:
    return and_(notice.c.workspace.in_(workspaces), notice.c.state == state.value)


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0

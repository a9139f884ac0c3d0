"""The times that people have set for their coffees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from storage.tables import booking, row

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

FIRST_VERSION = 1


@dataclass(frozen=True, slots=True)
class Booking:
    """When a pairing meets; ``version`` counts how often that was set or moved, from 1."""

    at: datetime
    version: int = FIRST_VERSION

    @property
    def is_moved(self) -> bool:
        """Whether there was another time before."""
        return self.version > FIRST_VERSION


def find(connection: Connection, workspace: str, pairing: str) -> Booking | None:
    """The time that a pairing has, if one was set."""
    found = connection.execute(select(booking.c.at, booking.c.version).where(_of(workspace, pairing))).first()
    return None if found is None else Booking(*found)


def set_time(
    connection: Connection, workspace: str, pairing: str, at: datetime, set_by: str
) -> Booking | None:
    """Set the time of a pairing, or move it; ``None`` where it has that very time already.

    Whoever calls it holds the pairing (`storage.pairings.find`), so that two who set one at once take turns.
    """
    before = find(connection, workspace, pairing)
    if before is None:
        values = row(
            booking, workspace=workspace, pairing=pairing, at=at, set_by=set_by, version=FIRST_VERSION
        )
        connection.execute(booking.insert(), values)
        return Booking(at)
    if before.at == at:
        return None
    moved = Booking(at, before.version + 1)
    changed = update(booking).where(_of(workspace, pairing))
    connection.execute(changed.values(at=at, set_by=set_by, version=moved.version))
    return moved


def forget(connection: Connection, workspace: str, pairing: str) -> None:
    """Forget the time of a pairing that will not meet."""
    connection.execute(delete(booking).where(_of(workspace, pairing)))


def _of(workspace: str, pairing: str) -> ColumnElement[bool]:
    return and_(booking.c.workspace == workspace, booking.c.pairing == pairing)

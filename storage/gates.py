"""When a platform's method may be called in a workspace, for every replica: shut gates, and one queue.

A gate is shut while a platform has asked to be left alone, or does not answer. Otherwise calls are
handed out one by one, an interval apart, so that no minute, wherever it begins, holds more of them than
the platform allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, select, update

from storage.once import add_once
from storage.tables import gate, row

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement


IN_A_ROW = 5
"""Calls that go wrong one after the other until a method is left alone: by chance that is rare."""
FIRST_REST, LONGEST_REST = timedelta(seconds=15), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Turn:
    """When a method may be called: an instant that nobody else is given, or else when to come back."""

    at: datetime
    is_ours: bool


def close_gate(connection: Connection, workspace: str, method: str, until: datetime) -> None:
    """Leave a workspace's method alone until then, for every replica. A gate never opens earlier."""
    _add(connection, workspace, method, until)
    here = and_(_here(workspace, method), gate.c.closed_until < until)
    connection.execute(update(gate).where(here).values(closed_until=until))


def note_failure(connection: Connection, workspace: str, method: str, now: datetime) -> datetime | None:
    """Count a call that went wrong, and shut the gate after several in a row; until when, if it did.

    Each further one that fails shuts it for twice as long, so that an outage costs a few tries.
    """
    _add(connection, workspace, method, now)
    here = _here(workspace, method)
    connection.execute(update(gate).where(here).values(failures=gate.c.failures + 1))
    in_a_row: int = connection.execute(select(gate.c.failures).where(here)).scalar_one()
    if in_a_row < IN_A_ROW:
        return None
    until = now + min(LONGEST_REST, FIRST_REST * float(2 ** min(in_a_row - IN_A_ROW, 9)))
    close_gate(connection, workspace, method, until)
    return until


def note_success(connection: Connection, workspace: str, method: str) -> None:
    """A call that went well begins the count anew."""
    here = and_(_here(workspace, method), gate.c.failures > 0)
    connection.execute(update(gate).where(here).values(failures=0))


def closed(connection: Connection, now: datetime) -> set[tuple[str, str]]:
    """The workspaces and methods that are to be left alone now."""
    found = connection.execute(select(gate.c.workspace, gate.c.method).where(gate.c.closed_until > now))
    return {(workspace, method) for workspace, method in found}


def reserve(
    connection: Connection,
    workspace: str,
    method: str,
    now: datetime,
    interval: timedelta,
    patience: timedelta,
) -> Turn:
    """The instant at which a method may be called once; nobody else is given it, nor one too near to it.

    Where it is farther off than ``patience`` nothing is reserved: come back then. Call it last in its
    transaction, since the other replicas wait for it.
    """
    _add(connection, workspace, method, now)
    queue = select(gate.c.free_at, gate.c.closed_until).where(_here(workspace, method)).with_for_update()
    slot: datetime = max(now, *connection.execute(queue).one())
    if slot - now > patience:
        return Turn(slot, is_ours=False)
    connection.execute(update(gate).where(_here(workspace, method)).values(free_at=slot + interval))
    return Turn(slot, is_ours=True)


def _add(connection: Connection, workspace: str, method: str, at: datetime) -> None:
    values = row(gate, workspace=workspace, method=method, closed_until=at, free_at=at, failures=0)
    add_once(connection, gate, [values])


def _here(workspace: str, method: str) -> ColumnElement[bool]:
    return and_(gate.c.workspace == workspace, gate.c.method == method)

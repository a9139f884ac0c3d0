"""Deleting what nothing needs any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select, update

from storage.outbox import NoticeState
from storage.people import write_audit
from storage.rounds import RoundState
from storage.tables import event, metadata, notice, pairing, pairing_member, round_, workspace

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from pairing.people import Programme

FINISHED = (NoticeState.SENT.value, NoticeState.DEAD.value, NoticeState.DROPPED.value)


def forget_notices(connection: Connection, of: Programme, number: int) -> int:
    """Delete the notices that have come to their end in the rounds up to ``number``; how many they were."""
    finished = delete(notice).where(
        notice.c.workspace == of.workspace,
        notice.c.programme == of.id,
        notice.c.number <= number,
        notice.c.state.in_(FINISHED),
    )
    return connection.execute(finished).rowcount


def forget_alternatives(connection: Connection, of: Programme, number: int) -> int:
    """Empty the alternatives of the last round held up to ``number``; how many they were.

    Each round held is the last one before some other, so that none stays for good.
    """
    here = and_(round_.c.workspace == of.workspace, round_.c.programme == of.id, round_.c.number <= number)
    last = (
        select(func.max(round_.c.number))
        .where(here, round_.c.state != RoundState.SKIPPED.value)
        .scalar_subquery()
    )
    made = select(pairing.c.id).where(
        pairing.c.workspace == of.workspace, pairing.c.programme == of.id, pairing.c.number == last
    )
    theirs = update(pairing_member).where(
        pairing_member.c.workspace == of.workspace,
        pairing_member.c.pairing.in_(made),
        pairing_member.c.alternative.is_not(None),
    )
    return connection.execute(theirs.values(alternative=None)).rowcount


def forget_events(connection: Connection, workspace: str, before: datetime) -> int:
    """Delete the events that came in before an instant; how many they were."""
    old = delete(event).where(event.c.workspace == workspace, event.c.seen_at < before)
    return connection.execute(old).rowcount


def gone_before(connection: Connection, before: datetime) -> tuple[str, ...]:
    """The workspaces that the app was taken out of before an instant, and did not come back to."""
    gone = select(workspace.c.workspace).where(workspace.c.gone_at < before)
    return tuple(connection.scalars(gone.order_by(workspace.c.workspace)))


def forget_workspace(connection: Connection, name: str, before: datetime, now: datetime) -> int:
    """Erase all that is kept of a workspace gone before an instant, table by table; how many rows.

    None where it is back. One line of its audit trail remains: that this was done, and when.
    """
    here = and_(workspace.c.workspace == name, workspace.c.gone_at < before)
    if connection.scalar(select(workspace.c.workspace).where(here).with_for_update()) is None:
        return 0
    rows = sum(
        connection.execute(delete(table).where(table.c.workspace == name)).rowcount
        for table in reversed(metadata.sorted_tables)
    )
    write_audit(connection, name, "", "workspace.erased", f"{rows} rows", now)
    return rows

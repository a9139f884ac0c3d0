"""Deleting what nothing needs any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select, update

from storage.outbox import NoticeState
from storage.rounds import RoundState
from storage.tables import event, notice, pairing, pairing_member, round_

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

"""Deleting what nothing needs any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from storage.outbox import NoticeState
from storage.tables import event, notice

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


def forget_events(connection: Connection, workspace: str, before: datetime) -> int:
    """Delete the events that came in before an instant; how many they were."""
    old = delete(event).where(event.c.workspace == workspace, event.c.seen_at < before)
    return connection.execute(old).rowcount

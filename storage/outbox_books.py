"""Looking into the outbox: how much stands where, what was sent, and when there is more to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pairing.notices import Kind
from storage.outbox import NoticeState
from storage.tables import notice

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice that was sent: to whom about what, and where its message is."""

    key: str
    kind: Kind
    round_number: int
    pairing: str
    person: str
    address: str
    post: str


def counts(connection: Connection, workspace: str | None = None) -> dict[NoticeState, int]:
    """How many notices stand where."""
    counted = select(notice.c.state, func.count()).group_by(notice.c.state)
    if workspace is not None:
        counted = counted.where(notice.c.workspace == workspace)
    return {NoticeState(state): number for state, number in connection.execute(counted)}


def sent_at(connection: Connection, workspace: str, at: datetime) -> list[SentNotice]:
    """What was sent at an instant of a clock that is wound by hand."""
    wanted = (
        select(
            notice.c.key, notice.c.kind, notice.c.number, notice.c.pairing, notice.c.person, notice.c.receipt
        )
        .where(
            notice.c.workspace == workspace,
            notice.c.state == NoticeState.SENT.value,
            notice.c.done_at == at,
            notice.c.receipt != "",  # emptied where somebody in it was erased
        )
        .order_by(notice.c.key)
    )
    return [
        SentNotice(key, Kind(kind), number, pairing, person, *receipt.split(" ", 1))
        for key, kind, number, pairing, person, receipt in connection.execute(wanted)
    ]


def next_due(connection: Connection, after: datetime) -> datetime | None:
    """When, later than ``after``, the next owed notice may be sent."""
    later = select(func.min(notice.c.not_before)).where(notice.c.not_before > after)
    found: datetime | None = connection.scalar(later.where(notice.c.state == NoticeState.OWED.value))
    return found

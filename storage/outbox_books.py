"""Looking into the outbox: how much stands where, what is on its way, and when there is more to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, distinct, func, or_, select

from pairing.notices import Kind
from storage.outbox import NEEDS_A_GROUP, NoticeState
from storage.tables import notice

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement


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


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """The introductions of a round that has some still to send.

    Of ``introductions`` so many are ``gone``: a pairing whose people are told one by one counts once,
    when the last of them was told. For the rest ``to_send`` messages are owed, ``to_open`` of them to
    groups that have to be opened first; none of the last goes before ``last_due``.
    """

    programme: str
    number: int
    introductions: int
    gone: int
    to_send: int
    to_open: int
    last_due: datetime


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
        SentNotice(key, Kind(kind), number, pairing, person, *receipt.rsplit(" ", 1))
        for key, kind, number, pairing, person, receipt in connection.execute(wanted)
    ]


def next_due(connection: Connection, after: datetime) -> datetime | None:
    """When, later than ``after``, the next owed notice may be sent."""
    later = select(func.min(notice.c.not_before)).where(notice.c.not_before > after)
    found: datetime | None = connection.scalar(later.where(notice.c.state == NoticeState.OWED.value))
    return found


def on_its_way(connection: Connection, workspace: str, now: datetime) -> list[OnItsWay]:
    """The rounds with introductions still to send, by programme and number; what has lapsed is none."""
    is_ahead = and_(
        notice.c.state.in_([NoticeState.OWED.value, NoticeState.SENDING.value]), notice.c.expires_at > now
    )
    here = and_(notice.c.workspace == workspace, notice.c.kind == Kind.INTRODUCTION.value)
    # Neither column as it is, lest SQLite read every round there ever was in the order of their index.
    programme, number = notice.c.programme.concat("").label("of"), (notice.c.number + 0).label("number")
    rounds = select(programme, number).where(here, is_ahead).distinct().order_by("of", "number")
    pairings, pairings_ahead = distinct(notice.c.pairing), distinct(case((is_ahead, notice.c.pairing)))
    counted = select(
        func.count(pairings),
        func.count(pairings) - func.count(pairings_ahead),
        func.count(case((is_ahead, 1))),
        func.count(case((and_(is_ahead, NEEDS_A_GROUP), 1))),
        func.max(case((is_ahead, notice.c.not_before))),
    ).where(here, or_(is_ahead, notice.c.state == NoticeState.SENT.value))
    return [
        OnItsWay(*of, *connection.execute(counted.where(*_of(*of))).one())
        for of in connection.execute(rounds).all()
    ]


def _of(programme: str, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return notice.c.programme == programme, notice.c.number == number

"""Looking into the outbox: how much stands where, what is on its way, and when there is more to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, distinct, exists, func, or_, select

from pairing.notices import Kind
from storage.outbox import NoticeState
from storage.rounds import RoundState
from storage.tables import notice, pairing, round_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Table
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
    when the last of them was told. For the rest ``to_send`` messages are owed, at most ``to_open`` of them
    to groups that have to be opened first; none of the last goes before ``last_due``.
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
    ahead = exists().where(_introduction_of(round_), _is_ahead(now))
    rounds = (
        select(round_.c.programme, round_.c.number)
        .where(round_.c.workspace == workspace, round_.c.state == RoundState.OPEN.value, ahead)
        .order_by(round_.c.programme, round_.c.number)
    )
    return [_underway(connection, workspace, *of, now) for of in connection.execute(rounds).all()]


def _underway(connection: Connection, workspace: str, programme: str, number: int, now: datetime) -> OnItsWay:
    """Reads each of its notices once, and no pairing by itself: a round may have hundreds of thousands."""
    is_ahead, is_of_group = _is_ahead(now), notice.c.person == ""
    counted = select(
        func.count(case((is_of_group, 1))),
        func.count(case((and_(is_of_group, is_ahead), 1))),
        # Only these may tell of one pairing several times: to tell them apart, all of them are sorted.
        func.count(distinct(case((~is_of_group, notice.c.pairing)))),
        func.count(distinct(case((and_(~is_of_group, is_ahead), notice.c.pairing)))),
        func.count(case((is_ahead, 1))),
        func.max(case((is_ahead, notice.c.not_before))),
    ).where(
        notice.c.workspace == workspace,
        notice.c.programme == programme,
        notice.c.number == number,
        notice.c.kind == Kind.INTRODUCTION.value,
        or_(is_ahead, notice.c.state == NoticeState.SENT.value),
    )
    groups, groups_ahead, others, others_ahead, to_send, last_due = connection.execute(counted).one()
    return OnItsWay(
        programme=programme,
        number=number,
        introductions=groups + others,
        gone=groups + others - groups_ahead - others_ahead,
        to_send=to_send,
        to_open=min(groups_ahead, _not_opened(connection, workspace, programme, number)),
        last_due=last_due,
    )


def _not_opened(connection: Connection, workspace: str, programme: str, number: int) -> int:
    """How many pairings of a round have no group, whether or not one will be opened."""
    those = select(func.count()).where(
        pairing.c.workspace == workspace,
        pairing.c.programme == programme,
        pairing.c.number == number,
        pairing.c.address.is_(None),
    )
    return connection.execute(those).scalar_one()


def _is_ahead(now: datetime) -> ColumnElement[bool]:
    waits = notice.c.state.in_([NoticeState.OWED.value, NoticeState.SENDING.value])
    return and_(waits, notice.c.expires_at > now)


def _introduction_of(of: Table) -> ColumnElement[bool]:
    """Whether a notice is an introduction of that round."""
    same = (notice.c[name] == of.c[name] for name in ("workspace", "programme", "number"))
    return and_(*same, notice.c.kind == Kind.INTRODUCTION.value)

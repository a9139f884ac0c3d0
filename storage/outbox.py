"""What is owed and what became of it. It holds ids and a kind, never a word of a message.

A notice goes owed → sending → sent, or back to owed (not before an instant), or dead, or dropped. A
claim hands a batch to one worker for a lease; whoever finishes a notice must still hold its claim, so
that a worker which slept past its lease changes nothing. `storage.gates` says when a method may be
called, `storage.outbox_books` what is in the outbox, and `storage.dead_letters` tends what died there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, tuple_, update

from pairing.notices import Kind, Notice
from storage.columns import Instant
from storage.once import add_once
from storage.tables import notice, pairing, row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Select
    from sqlalchemy.sql.elements import ColumnElement

    from pairing.people import Programme

LEASE = timedelta(seconds=120)
"""Far longer than any call to a platform may take (10 s), so that a live worker keeps its claim."""

LOOKED_AT = 1_000
"""So many due notices are looked at where some may not go: hundreds of thousands may wait for a group."""

LONGEST_REASON = 200


class NoticeState(StrEnum):
    """Where a notice stands."""

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice that one worker holds until its lease ends.

    ``unknowns`` counts the earlier attempts that may have reached the platform all the same, and
    ``first_tried_at`` is when the first of all attempts began. It is ``taken_over`` from a worker that
    had not ended it when its lease did.
    """

    workspace: str
    notice: Notice
    attempts: int
    unknowns: int
    claim: str
    first_tried_at: datetime | None = None
    taken_over: bool = False


_NOTICE = [
    notice.c.key,
    notice.c.kind,
    notice.c.programme,
    notice.c.number,
    notice.c.not_before,
    notice.c.expires_at,
    notice.c.pairing,
    notice.c.person,
    notice.c.about,
]


_HERE = update(notice).where(
    notice.c.workspace == bindparam("b_workspace"), notice.c.key == bindparam("b_key")
)
_TAKE = _HERE.values(
    state=NoticeState.SENDING.value, claim=bindparam("b_claim"), lease_until=bindparam("lease_until")
)
_IF_HELD = _HERE.where(notice.c.claim == bindparam("b_claim"), notice.c.state == NoticeState.SENDING.value)
_BEGIN = _IF_HELD.where(notice.c.lease_until > bindparam("b_now", type_=Instant)).values(
    attempts=bindparam("attempts"),
    unknowns=bindparam("unknowns"),
    first_tried_at=func.coalesce(notice.c.first_tried_at, bindparam("b_now", type_=Instant)),
)
_FINISH = _IF_HELD.values({name: bindparam(name) for name in ("state", "done_at", "receipt", "reason")})
_REFUSE = _IF_HELD.values({name: bindparam(name) for name in ("state", "done_at", "reason", "unknowns")})
_AGAIN = ("state", "not_before", "reason", "attempts")
_PUT_BACK = _IF_HELD.values({name: bindparam(name) for name in (*_AGAIN, "unknowns")})
_PUT_BACK_AS_BEGUN = _IF_HELD.values({name: bindparam(name) for name in _AGAIN})


_LATER = (Kind.BOOKED, Kind.NUDGE, Kind.QUESTION, Kind.REMINDER, Kind.FREED, Kind.THANKS)
_AFTERWARDS = [kind.value for kind in _LATER]
"""Kinds that speak of an introduction, and so never go out before it."""

_OTHER = notice.alias()
_INTRODUCTION_TO_COME = exists().where(
    _OTHER.c.workspace == notice.c.workspace,
    _OTHER.c.pairing == notice.c.pairing,
    _OTHER.c.pairing != "",
    _OTHER.c.kind == Kind.INTRODUCTION.value,
    _OTHER.c.state.in_([NoticeState.OWED.value, NoticeState.SENDING.value]),
)
NEEDS_A_GROUP = and_(
    notice.c.person == "",
    exists().where(
        pairing.c.workspace == notice.c.workspace,
        pairing.c.id == notice.c.pairing,
        pairing.c.address.is_(None),
    ),
)
"""Whether a notice is for a group that has not been opened yet."""


def write(connection: Connection, workspace: str, notices: Iterable[Notice]) -> int:
    """Owe these notices; those already written stay as they are. How many were new."""
    rows = [
        row(
            notice,
            workspace=workspace,
            key=one.key,
            kind=one.kind.value,
            programme=one.programme,
            number=one.round_number,
            pairing=one.pairing,
            person=one.person,
            about=one.about,
            state=NoticeState.OWED.value,
            not_before=one.not_before,
            expires_at=one.expires_at,
            attempts=0,
            unknowns=0,
            turn=_turn(one),
        )
        for one in notices
    ]
    return add_once(connection, notice, rows)


def not_yet_written(
    connection: Connection, of: Programme, number: int, notices: Iterable[Notice]
) -> list[Notice]:
    """Those of a round's notices that were never written, so that an idle tick writes nothing."""
    candidates = list(notices)
    kinds = {one.kind.value for one in candidates}
    known = set(connection.scalars(select(notice.c.key).where(_of(of, number), notice.c.kind.in_(kinds))))
    return [one for one in candidates if one.key not in known]


def is_written(connection: Connection, of: Programme, number: int, kind: Kind) -> bool:
    """Whether any notice of this kind was written in a round: those of one instant are written together."""
    wanted = select(notice.c.key).where(_of(of, number), notice.c.kind == kind.value).limit(1)
    return connection.scalar(wanted) is not None


def claim(  # noqa: PLR0913 - which notices, for whom, and by which of two clocks
    connection: Connection,
    now: datetime,
    token: str,
    most: int,
    workspaces: Collection[str],
    without_groups: Collection[str] = (),
    *,
    due_by: datetime | None = None,
) -> list[Claimed]:
    """Take up to ``most`` notices of these workspaces that are due, or due by another instant, for a lease.

    A notice found in *sending* with its lease over was held by somebody who died or slept. It was
    tried only if they had got as far as `begin`. `FOR UPDATE SKIP LOCKED` keeps workers apart on
    PostgreSQL; SQLite has one writer at a time. In the workspaces ``without_groups`` no group can be
    opened just now: what needs one waits, and of the first `LOOKED_AT` that are due the rest goes out.
    """
    lapsed = and_(notice.c.state == NoticeState.SENDING.value, notice.c.lease_until <= now)
    owed = and_(notice.c.state == NoticeState.OWED.value, notice.c.not_before <= (due_by or now))
    taken: list[Claimed] = []
    # One after the other: asked for both at once, either engine sorts all that is due to find the first few.
    for due in (lapsed, owed):
        for wanted in _first(due, workspaces, without_groups):
            found = connection.execute(wanted.limit(most - len(taken)))
            taken += [_claimed(one, token, taken_over=due is lapsed) for one in found]
    if taken:
        connection.execute(_TAKE, [_held(one) | {"lease_until": now + LEASE} for one in taken])
    return taken


def _first(
    due: ColumnElement[bool], workspaces: Collection[str], without_groups: Collection[str]
) -> Iterator[Select[Any]]:
    """What is due, those that were due first before the others."""
    yield _due(notice.c.workspace.in_([each for each in workspaces if each not in without_groups]), due)
    for each in without_groups:
        here = and_(notice.c.workspace == each, due)
        looked_at = (
            _in_order(select(notice.c.workspace, notice.c.key).where(here)).limit(LOOKED_AT).subquery()
        )
        is_near = tuple_(notice.c.workspace, notice.c.key).in_(select(looked_at.c.workspace, looked_at.c.key))
        yield _due(is_near, here, ~NEEDS_A_GROUP)


def _due(*conditions: ColumnElement[bool]) -> Select[Any]:
    wanted = select(
        notice.c.workspace, notice.c.attempts, notice.c.unknowns, notice.c.first_tried_at, *_NOTICE
    ).where(*conditions, or_(notice.c.kind.not_in(_AFTERWARDS), ~_INTRODUCTION_TO_COME))
    return _in_order(wanted).with_for_update(of=notice, skip_locked=True)


def _in_order(wanted: Select[Any]) -> Select[Any]:
    return wanted.order_by(notice.c.not_before, notice.c.turn, notice.c.key)


def _claimed(one: Any, token: str, *, taken_over: bool) -> Claimed:  # noqa: ANN401 - a row of many columns
    found = Notice(one.key, Kind(one.kind), *one[6:])
    return Claimed(one.workspace, found, one.attempts, one.unknowns, token, one.first_tried_at, taken_over)


def begin(connection: Connection, held: Claimed, now: datetime) -> bool:
    """Write down, before the call, that it is being made; ``False`` where the lease is over or lost.

    From here until `finish` or `put_back` its fate is unknown: that is what a crash leaves behind.
    """
    values = {"attempts": held.attempts + 1, "unknowns": held.unknowns + 1, "b_now": now}
    return connection.execute(_BEGIN, values | _held(held)).rowcount == 1


def finish(
    connection: Connection,
    held: Claimed,
    state: NoticeState,
    now: datetime,
    *,
    receipt: str = "",
    reason: str = "",
) -> bool:
    """End a notice as sent, dead or dropped. ``False`` where the claim was lost meanwhile."""
    values = {"state": state.value, "done_at": now, "receipt": receipt, "reason": reason[:LONGEST_REASON]}
    return connection.execute(_FINISH, values | _held(held)).rowcount == 1


def refuse(connection: Connection, held: Claimed, now: datetime, reason: str) -> bool:
    """End a notice as dead whose last attempt did not arrive, for certain. ``False`` as in `finish`."""
    dead = {"state": NoticeState.DEAD.value, "done_at": now, "reason": reason[:LONGEST_REASON]}
    return connection.execute(_REFUSE, dead | {"unknowns": held.unknowns} | _held(held)).rowcount == 1


def put_back(
    connection: Connection,
    held: Claimed,
    not_before: datetime,
    *,
    reason: str = "",
    attempts: int = 0,
    unknowns: int | None = 0,
) -> bool:
    """Owe a notice again, not before an instant. ``False`` where the claim was lost meanwhile.

    ``attempts`` and ``unknowns`` are what this claim adds to those of the claims before it; without a
    number of ``unknowns`` it stays as `begin` wrote it, if it came so far.
    """
    values: dict[str, object] = {
        "state": NoticeState.OWED.value,
        "not_before": not_before,
        "reason": reason[:LONGEST_REASON],
        "attempts": held.attempts + attempts,
    }
    if unknowns is None:
        return connection.execute(_PUT_BACK_AS_BEGUN, values | _held(held)).rowcount == 1
    values["unknowns"] = held.unknowns + unknowns
    return connection.execute(_PUT_BACK, values | _held(held)).rowcount == 1


def drop(
    connection: Connection, of: Programme, number: int, kind: Kind, people: Collection[str], now: datetime
) -> None:
    """Drop what is no longer true of these people: their notices of this kind that nobody is sending."""
    those = update(notice).where(_of(of, number), notice.c.kind == kind.value, notice.c.person.in_(people))
    owed = those.where(notice.c.state == NoticeState.OWED.value)
    connection.execute(owed.values(state=NoticeState.DROPPED.value, done_at=now))


def _of(of: Programme, number: int) -> ColumnElement[bool]:
    return and_(notice.c.workspace == of.workspace, notice.c.programme == of.id, notice.c.number == number)


def _turn(one: Notice) -> int:
    """Its place among those due at the same instant: by lot, lest a department wait for all before it."""
    return int.from_bytes(sha256(one.key.encode()).digest()[:4]) >> 1


def _held(held: Claimed) -> dict[str, str]:
    return {"b_workspace": held.workspace, "b_key": held.notice.key, "b_claim": held.claim}

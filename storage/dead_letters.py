"""Notices that will not be sent unless somebody says so: to look at, to try again, or to put away.

Nobody holds a dead notice, nor one that is owed, so that tending it is safe while workers run; done
twice, the second time changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, exists, func, or_, select, update

from pairing.notices import Kind, PairingState
from storage.outbox import LEASE, NoticeState
from storage.people import write_audit
from storage.tables import notice, pairing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection, Row
    from sqlalchemy.sql.elements import ColumnElement

_SHOWN = (
    "workspace",
    "key",
    "kind",
    "programme",
    "number",
    "attempts",
    "reason",
    "done_at",
    "lease_until",
    "not_before",
)

PUT_AWAY = "put away by hand"
SENT_UNSEEN = 1
"""As many earlier sendings that may have arrived are left to a notice that is tried again by hand: it is
looked for where that can be done, and otherwise an introduction goes out once more, saying so."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A notice as it may be shown to whoever runs the bot: ids and codes, never a name.

    ``at`` is when it ended, when it was claimed, or not before when it may go, as its state has it.
    """

    workspace: str
    key: str
    kind: Kind
    programme: str
    round_number: int
    state: NoticeState
    attempts: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """So many dead notices of one kind, round and reason, ``lapsed`` of them past the time to be sent."""

    kind: Kind
    round_number: int
    reason: str
    count: int
    lapsed: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which of the dead notices: all of them, or as far as keys, a reason and when they died narrow it.

    Or which of those that are owed, and then ``until`` is when they were due at the latest.
    """

    keys: frozenset[str] | None = None
    reason: str | None = None
    until: datetime | None = None
    state: NoticeState = NoticeState.DEAD


@dataclass(frozen=True, slots=True)
class Retried:
    """How many are owed again, and how many have lapsed, so that they stay as they are."""

    count: int
    lapsed: int


def listed(
    connection: Connection, state: NoticeState, most: int, workspace: str | None = None
) -> list[Listed]:
    """Notices in one state, of one workspace or of all, oldest first."""
    wanted = (
        select(*(notice.c[name] for name in _SHOWN))
        .where(notice.c.state == state.value)
        .order_by(func.coalesce(notice.c.done_at, notice.c.not_before), notice.c.workspace, notice.c.key)
        .limit(most)
    )
    if workspace is not None:
        wanted = wanted.where(notice.c.workspace == workspace)
    return [_listed(found, state) for found in connection.execute(wanted)]


def stuck(connection: Connection, workspace: str, now: datetime) -> list[Stuck]:
    """The dead notices of a workspace by kind, round and reason, most first."""
    number = func.count()
    wanted = (
        select(
            notice.c.kind,
            notice.c.number,
            notice.c.reason,
            number,
            func.count(case((notice.c.expires_at <= now, 1))),
            func.max(notice.c.done_at),
        )
        .where(_those(workspace, Chosen()))
        .group_by(notice.c.kind, notice.c.number, notice.c.reason)
        .order_by(number.desc(), notice.c.number.desc(), notice.c.kind, notice.c.reason)
    )
    return [Stuck(Kind(kind), *found) for kind, *found in connection.execute(wanted)]


def count(connection: Connection, workspace: str, chosen: Chosen | None = None) -> int:
    """How many notices of a workspace are dead, or how many are chosen."""
    return _count(connection, _those(workspace, chosen or Chosen()))


def states(connection: Connection, workspace: str, keys: Collection[str]) -> dict[str, NoticeState]:
    """Where each of these notices stands; one that does not exist is not there."""
    wanted = select(notice.c.key, notice.c.state).where(
        notice.c.workspace == workspace, notice.c.key.in_(keys)
    )
    return {key: NoticeState(state) for key, state in connection.execute(wanted)}


def retry(connection: Connection, workspace: str, chosen: Chosen, now: datetime, by: str) -> Retried:
    """Owe dead notices again, from now on and with all their attempts, unless they have lapsed."""
    those = _those(workspace, chosen)
    owed = update(notice).where(those, notice.c.expires_at > now)
    unknowns = case((notice.c.unknowns > SENT_UNSEEN, SENT_UNSEEN), else_=notice.c.unknowns)
    changed = connection.execute(
        owed.values(
            state=NoticeState.OWED.value,
            not_before=now,
            attempts=0,
            unknowns=unknowns,
            done_at=None,
            reason="",
        )
    ).rowcount
    _write_down(connection, workspace, "notices tried again", changed, now, by)
    return Retried(changed, _count(connection, and_(those, notice.c.expires_at <= now)))


def discard(connection: Connection, workspace: str, chosen: Chosen, now: datetime, by: str) -> int:
    """Drop what is chosen for good; how many. A pairing of which nobody was told is over."""
    those = update(notice).where(_those(workspace, chosen))
    dropped = those.values(state=NoticeState.DROPPED.value, done_at=now, reason=PUT_AWAY)
    changed = connection.execute(dropped).rowcount
    if changed:
        _close_untold(connection, workspace, now)
    _write_down(connection, workspace, "notices put away", changed, now, by)
    return changed


def _close_untold(connection: Connection, workspace: str, now: datetime) -> None:
    """Close the pairings whose introductions were just put away, where nobody was or will be told."""
    is_introduction = and_(notice.c.workspace == workspace, notice.c.kind == Kind.INTRODUCTION.value)
    put_away = select(notice.c.pairing).where(
        is_introduction,
        notice.c.state == NoticeState.DROPPED.value,
        notice.c.done_at == now,
        notice.c.reason == PUT_AWAY,
    )
    is_told = exists().where(
        is_introduction,
        notice.c.pairing == pairing.c.id,
        or_(notice.c.state != NoticeState.DROPPED.value, notice.c.unknowns > 0),
    )
    here = and_(pairing.c.workspace == workspace, pairing.c.state == PairingState.OPEN.value)
    over = update(pairing).where(here, pairing.c.id.in_(put_away), ~is_told)
    connection.execute(over.values(state=PairingState.CLOSED.value))


def _those(workspace: str, chosen: Chosen) -> ColumnElement[bool]:
    here = and_(notice.c.workspace == workspace, notice.c.state == chosen.state.value)
    if chosen.keys is not None:
        here = and_(here, notice.c.key.in_(chosen.keys))
    if chosen.reason is not None:
        here = and_(here, notice.c.reason == chosen.reason)
    at = notice.c.not_before if chosen.state is NoticeState.OWED else notice.c.done_at
    return here if chosen.until is None else and_(here, at <= chosen.until)


def _count(connection: Connection, where: ColumnElement[bool]) -> int:
    return int(connection.scalar(select(func.count()).where(where)) or 0)


def _write_down(
    connection: Connection, workspace: str, action: str, changed: int, now: datetime, by: str
) -> None:
    if changed:
        write_audit(connection, workspace, by, action, f"{changed} notices", now)


def _listed(found: Row[Any], state: NoticeState) -> Listed:
    at = found.done_at or (found.not_before if state is NoticeState.OWED else found.lease_until - LEASE)
    return Listed(
        workspace=found.workspace,
        key=found.key,
        kind=Kind(found.kind),
        programme=found.programme,
        round_number=found.number,
        state=state,
        attempts=found.attempts,
        reason=found.reason,
        at=at,
    )

"""Rounds and their pairings as they are remembered, and the history that the matcher reads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, select, update

from pairing.history import History, Introduction
from pairing.notices import PairingState
from storage.once import add_once
from storage.tables import IN_ITS_PAIRING, pairing, pairing_member, round_, row, sitting_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Select, Table
    from sqlalchemy.sql.elements import ColumnElement

    from pairing.matching import Alternative
    from pairing.people import Person, Programme
    from pairing.rounds import Timetable


class RoundState(StrEnum):
    """A round is open from its start until it closes; one that would start too late is skipped."""

    OPEN = "open"
    CLOSED = "closed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Result:
    """What is kept of a matching, to replay it and to say how good it is.

    All is as in ``pairing.matching.Matching``; ``joined`` and ``most`` are those of its coverage, and
    ``proof`` is empty where nobody was matched.
    """

    seed: int = 0
    digest: str = ""
    score: int = 0
    linear: int = 0
    bound: int = 0
    proof: str = ""
    joined: int = 0
    most: int = 0


NO_RESULT = Result()
"""Of a round that was skipped."""


@dataclass(frozen=True, slots=True)
class Round:
    """What is remembered of a round, enough to replay and explain it."""

    number: int
    state: RoundState
    result: Result


@dataclass(frozen=True, slots=True)
class NewPairing:
    """A pairing to be written. ``reasons`` are the rules that counted, with their points.

    Of the best alternatives, by person, it is not kept with whom: that would be one more fact about
    somebody who has no part in the pairing.
    """

    id: str
    people: tuple[Person, ...]
    organiser: str
    score: int
    reasons: tuple[tuple[str, int], ...]
    is_late: bool = False
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)


def rounds(connection: Connection, of: Programme) -> dict[int, Round]:
    """Every round of a programme by its number."""
    columns = [round_.c[name] for name in Result.__dataclass_fields__]
    wanted = (
        select(round_.c.number, round_.c.state, *columns).where(_of(round_, of)).order_by(round_.c.number)
    )
    return {
        number: Round(number, RoundState(state), Result(*found))
        for number, state, *found in connection.execute(wanted)
    }


_ONE = select(round_.c.number).where(
    round_.c.workspace == bindparam("workspace"),
    round_.c.programme == bindparam("programme"),
    round_.c.number == bindparam("number"),
)


def is_known(connection: Connection, of: Programme, number: int) -> bool:
    """Whether a round was opened or skipped."""
    asked = {"workspace": of.workspace, "programme": of.id, "number": number}
    return connection.scalar(_ONE, asked) is not None


def write_round(
    connection: Connection,
    of: Programme,
    timetable: Timetable,
    state: RoundState,
    now: datetime,
    result: Result = NO_RESULT,
) -> bool:
    """Write a round once. ``False`` where another process was faster: then nothing else may be written."""
    values = row(
        round_,
        workspace=of.workspace,
        programme=of.id,
        number=timetable.number,
        state=state.value,
        starts_at=timetable.starts_at,
        closes_at=timetable.closes_at,
        done_at=now,
        **asdict(result),
    )
    return add_once(connection, round_, [values]) == 1


def close_round(connection: Connection, of: Programme, number: int, now: datetime) -> bool:
    """Close an open round; ``False`` where it was closed already."""
    closed = update(round_).where(_is_open(of, number)).values(state=RoundState.CLOSED.value, done_at=now)
    return connection.execute(closed).rowcount == 1


def hold_open(connection: Connection, of: Programme, number: int) -> bool:
    """Keep a round open, and from other replicas, until this transaction ends; ``False`` if it is over."""
    held = select(round_.c.number).where(_is_open(of, number)).with_for_update(key_share=True)
    return connection.scalar(held) is not None


def write_pairings(
    connection: Connection, of: Programme, number: int, new: Iterable[NewPairing], now: datetime
) -> None:
    """Write pairings with their people as they are in this round."""
    pairings, people = [], []
    for one in new:
        pairings.append(
            row(
                pairing,
                workspace=of.workspace,
                id=one.id,
                programme=of.id,
                number=number,
                state=PairingState.OPEN.value,
                organiser=one.organiser,
                made_at=now,
                is_late=one.is_late,
                score=one.score,
                reasons=[list(reason) for reason in one.reasons],
                outcome="unknown",
                certainty="unknown",
            )
        )
        people += [
            row(
                pairing_member,
                workspace=of.workspace,
                pairing=one.id,
                person=person.id,
                department=person.department,
                grade=person.grade,
                site=person.site,
                wants_fresh=False,
                is_stood_up=False,
                alternative=_kept(one.alternatives.get(person.id)),
            )
            for person in one.people
        ]
    if pairings:
        connection.execute(pairing.insert(), pairings)
        connection.execute(pairing_member.insert(), people)


def write_sitting_out(connection: Connection, of: Programme, number: int, people: Collection[str]) -> None:
    """Remember who sat out, so that it is somebody else next time."""
    add_once(
        connection,
        sitting_out,
        [
            row(sitting_out, workspace=of.workspace, programme=of.id, number=number, person=id_)
            for id_ in people
        ],
    )


def forget_sitting_out(connection: Connection, of: Programme, number: int, people: Collection[str]) -> None:
    """Forget that these sat out: they have been introduced to somebody after all."""
    here = and_(_of(sitting_out, of), sitting_out.c.number == number, sitting_out.c.person.in_(people))
    connection.execute(delete(sitting_out).where(here))


def history(connection: Connection, of: Programme, *, since: int = 0) -> History:
    """A programme's past as the matcher reads it, oldest first; introductions from round ``since`` on."""
    return History(
        introductions=_introductions(connection, of, since),
        sat_out=_rounds_by_person(
            connection, select(sitting_out.c.person, sitting_out.c.number).where(_of(sitting_out, of))
        ),
        stood_up=_rounds_by_person(
            connection,
            select(pairing_member.c.person, pairing.c.number)
            .join(pairing, IN_ITS_PAIRING)
            .where(_of(pairing, of), pairing_member.c.is_stood_up),
        ),
    )


def organiser_turns(connection: Connection, of: Programme) -> dict[str, int]:
    """How often each person has been asked to make the first move."""
    counted = select(pairing.c.organiser, func.count()).where(_of(pairing, of)).group_by(pairing.c.organiser)
    return dict(connection.execute(counted).all())


def _kept(alternative: Alternative | None) -> dict[str, Any] | None:
    if alternative is None:
        return None
    reasons = [[reason.rule, reason.points] for reason in alternative.reasons]
    return {"points": alternative.points, "cost": alternative.cost, "reasons": reasons}


def _introductions(connection: Connection, of: Programme, since: int) -> tuple[Introduction, ...]:
    wanted = (
        select(pairing.c.number, pairing.c.id, pairing_member.c.person, pairing_member.c.department)
        .join(pairing, IN_ITS_PAIRING)
        .where(_of(pairing, of), pairing.c.number >= since)
        .order_by(pairing.c.number, pairing.c.id, pairing_member.c.person)
    )
    together: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for number, id_, person, department in connection.execute(wanted):
        together[number, id_].append((person, department))
    return tuple(
        Introduction(number, tuple(p for p, _ in people), tuple(d for _, d in people))
        for (number, _), people in together.items()
    )


def _rounds_by_person(connection: Connection, wanted: Select[Any]) -> dict[str, tuple[int, ...]]:
    rounds_of: dict[str, list[int]] = defaultdict(list)
    for person, number in connection.execute(wanted):
        rounds_of[person].append(number)
    return {person: tuple(sorted(numbers)) for person, numbers in rounds_of.items()}


def _is_open(of: Programme, number: int) -> ColumnElement[bool]:
    return and_(_of(round_, of), round_.c.number == number, round_.c.state == RoundState.OPEN.value)


def _of(table: Table, of: Programme) -> ColumnElement[bool]:
    return and_(table.c.workspace == of.workspace, table.c.programme == of.id)

"""Opening a round: gather, decide, apply. Once, however many replicas try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pairing.notices import Kind, Pairing, RoundInPlay, introductions, to_person
from pairing.organiser import organiser
from pairing.rounds import start_day, timetable
from scheduler import gather
from scheduler.freeing import SMALLEST
from storage import outbox, pairings, people, rounds
from storage.rounds import NewPairing, RoundState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pairing.match import Matching
    from pairing.people import Programme
    from scheduler.gather import Pool
    from storage.database import Connection, Database

TRIES_OUTSIDE = 3
"""How often a pool may change under the matcher before it is decided with the writers waiting."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a round, or pairing the freed, brought about."""

    paired: int
    sitting_out: int
    matching: Matching


def open_round(database: Database, programme: Programme, number: int, now: datetime) -> Opened | None:
    """Pair a round's members; the pairings and every notice they cause are one transaction.

    The matcher runs with no transaction open. If somebody joined, paused or left meanwhile it runs
    again. ``None`` where another replica opened the round first.
    """
    for _ in range(TRIES_OUTSIDE):
        with database.read() as connection:
            pool = gather.pool(connection, programme, number)
        matching = decide(pool)
        with database.change() as connection:
            if gather.pool(connection, programme, number) == pool:
                return _apply(connection, pool, matching, now)
    with database.change() as connection:
        pool = gather.pool(connection, programme, number)
        return _apply(connection, pool, decide(pool), now)


def skip_round(database: Database, programme: Programme, number: int, now: datetime) -> bool:
    """Leave out a round that would come too late, and owe its owners the news."""
    with database.change() as connection:
        plan = timetable(programme.cadence, number)
        if not rounds.write_round(connection, programme, plan, RoundState.SKIPPED, now):
            return False
        state = gather.in_play(connection, programme, number, is_open=False)
        owners = people.owners(connection, programme.workspace)
        news = [to_person(state, Kind.ROUND_SKIPPED, owner, now) for owner in owners]
        outbox.write(connection, programme.workspace, news)
    return True


def pair_the_freed(database: Database, programme: Programme, number: int, now: datetime) -> Opened | None:
    """Introduce freed members to each other, in the same round; ``None`` where fewer than two wait."""
    with database.read() as connection:
        if len(pairings.freed_pool(connection, programme, number)) < SMALLEST:
            return None
    with database.change() as connection:
        pairings.hold(connection, programme, number)  # or two replicas would introduce the same two twice
        pool = gather.late_pool(connection, programme, number, now)
        matching = decide(pool)
        made = _write(connection, pool, matching, now, is_late=True)
        for pairing in pairings.in_round(connection, programme, number):
            for person in pairing.people:
                if person in made:
                    pairings.want_fresh(connection, programme.workspace, pairing.id, person, wants=False)
        return Opened(len(matching.pairings), len(matching.sitting_out), matching) if made else None


def decide(pool: Pool) -> Matching:
    """Run the matcher on a pool."""
    from pairing.match import match  # noqa: PLC0415 - numerical libraries, needed only when a round is paired

    return match(tuple(pool.members.values()), pool.programme, pool.history, pool.boundaries, pool.seed)


def _apply(connection: Connection, pool: Pool, matching: Matching, now: datetime) -> Opened | None:
    programme, number = pool.programme, pool.boundaries.round_number
    is_ours = rounds.write_round(
        connection,
        programme,
        timetable(programme.cadence, number),
        RoundState.OPEN,
        now,
        seed=matching.seed,
        digest=matching.digest,
        score=matching.score,
        bound=matching.bound,
    )
    if not is_ours:
        return None
    _write(connection, pool, matching, now)
    rounds.write_sitting_out(connection, programme, number, matching.sitting_out)
    state = _state(pool)
    told = [to_person(state, Kind.SITTING_OUT, person, now) for person in matching.sitting_out]
    outbox.write(connection, programme.workspace, told)
    return Opened(len(matching.pairings), len(matching.sitting_out), matching)


def _write(
    connection: Connection, pool: Pool, matching: Matching, now: datetime, *, is_late: bool = False
) -> frozenset[str]:
    """Write the pairings and owe their introductions; everybody who is in one."""
    programme, number = pool.programme, pool.boundaries.round_number
    first = len(pairings.in_round(connection, programme, number)) + 1
    new = tuple(_new_pairings(pool, matching, first, is_late=is_late))
    rounds.write_pairings(connection, programme, number, new, now)
    made = [Pairing(one.id, number, tuple(p.id for p in one.people), one.organiser, now) for one in new]
    outbox.write(connection, programme.workspace, introductions(_state(pool), made))
    return frozenset(person for one in made for person in one.people)


def _new_pairings(pool: Pool, matching: Matching, first: int, *, is_late: bool) -> Iterable[NewPairing]:
    programme = pool.programme
    for count, one in enumerate(matching.pairings, start=first):
        people_of = tuple(pool.members[id_].person for id_ in one.people)
        yield NewPairing(
            id=f"{programme.id}.{pool.boundaries.round_number}.{count}",
            people=people_of,
            organiser=organiser(people_of, programme.ladder, pool.turns, pool.seed),
            score=one.score,
            reasons=tuple((reason.rule, reason.points) for reason in one.reasons),
            is_late=is_late,
        )


def _state(pool: Pool) -> RoundInPlay:
    number = pool.boundaries.round_number
    return RoundInPlay(
        programme=pool.programme.id,
        timetable=timetable(pool.programme.cadence, number),
        day=start_day(pool.programme.cadence, number),
        members=pool.members,
        is_open=True,
    )

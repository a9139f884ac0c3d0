"""Opening a round: gather, decide, apply. Once, however many replicas try."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from pairing.may_meet import all_may_meet, may_meet
from pairing.notices import Kind, Pairing, introductions, to_person
from pairing.organiser import organiser
from pairing.rounds import start_day, timetable
from scheduler import gather
from scheduler.freeing import SMALLEST
from storage import outbox, pairings, people, programmes, rounds, steering
from storage.connecting import take_time
from storage.planner import recount
from storage.rounds import NewPairing, Result, RoundState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pairing.match import Matching
    from pairing.people import Programme
    from scheduler.gather import Entrants, Pool
    from storage.database import Connection, Database

OPENED_EARLY = "round opened early"
"""What stands in the audit trail."""
TRIES_OUTSIDE = 3
"""How often people may drop out under the matcher before it decides with the writers waiting."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a round, or pairing the freed, brought about."""

    paired: int
    sitting_out: int
    matching: Matching


def open_round(
    database: Database, programme: Programme, number: int, now: datetime, by: str = ""
) -> Opened | None:
    """Pair a round's members; the pairings and every notice they cause are one transaction.

    The matcher runs with no transaction open. If two whom it put together may not meet any more, since
    somebody paused or left meanwhile, it runs again. ``None`` where another replica opened the round, or
    an owner held the programme or left the round out meanwhile. ``by`` is who opens it before its hour.
    """
    opened = _opened(database, programme, number, now, by)
    if opened is not None:
        with database.change() as connection:
            recount(connection)
    return opened


def _opened(database: Database, programme: Programme, number: int, now: datetime, by: str) -> Opened | None:
    for _ in range(TRIES_OUTSIDE):
        with database.read() as connection:
            pool = gather.pool(connection, programme, gather.entrants(connection, programme, number))
        matching = decide(pool)
        with database.change() as connection:
            if _may_all_meet(matching, gather.entrants(connection, programme, number)):
                return _apply(connection, pool, matching, now, by)
    with database.change() as connection:
        take_time(connection)
        pool = gather.pool(connection, programme, gather.entrants(connection, programme, number))
        return _apply(connection, pool, decide(pool), now, by)


def skip_round(database: Database, programme: Programme, number: int, now: datetime) -> bool:
    """Leave out a round that would come too late, and owe its owners the news."""
    with database.change() as connection:
        plan = timetable(programme.cadence, number)
        if not rounds.write_round(connection, programme, plan, RoundState.SKIPPED, now):
            return False
        owners = people.owners(connection, programme.workspace)
        state = gather.in_play_for(connection, programme, number, owners)
        news = [to_person(state, Kind.ROUND_SKIPPED, owner, now) for owner in owners]
        outbox.write(connection, programme.workspace, news)
    return True


def pair_the_freed(database: Database, programme: Programme, number: int, now: datetime) -> Opened | None:
    """Introduce freed members to each other, in the same round; ``None`` where no two wait who may meet.

    Where somebody changes their mind meanwhile, the next tick tries again.
    """
    with database.read() as connection:
        if len(pairings.freed_pool(connection, programme, number)) < SMALLEST:
            return None
        those = gather.late_entrants(connection, programme, number, now)
        if not any(may_meet(a, b, those.boundaries) for a, b in combinations(those.members.values(), 2)):
            return None
        pool = gather.pool(connection, programme, those)
    matching = decide(pool)
    with database.change() as connection:
        is_open = rounds.hold_open(connection, programme, number)  # replicas take turns
        if not is_open or not _may_all_meet(
            matching, gather.late_entrants(connection, programme, number, now)
        ):
            return None
        made = write_pairings(connection, pool, matching, now, is_late=True)
        pairings.stop_wanting(connection, programme, number, made)
    return Opened(len(matching.pairings), len(matching.sitting_out), matching)


def _may_all_meet(matching: Matching, those: Entrants) -> bool:
    """Whether all who were put together may still meet: the one predicate, asked about this instant."""
    return all(
        those.members.keys() >= set(one.people)
        and all_may_meet((those.members[person] for person in one.people), those.boundaries)
        for one in matching.pairings
    )


def decide(pool: Pool) -> Matching:
    """Run the matcher on a pool."""
    from pairing.match import match  # noqa: PLC0415 - numerical libraries, needed only when a round is paired

    return match(tuple(pool.members.values()), pool.programme, pool.history, pool.boundaries, pool.seed)


def _apply(connection: Connection, pool: Pool, matching: Matching, now: datetime, by: str) -> Opened | None:
    programme, number = pool.programme, pool.boundaries.round_number
    is_ours = not steering.is_held(connection, programme) and rounds.write_round(
        connection,
        programme,
        timetable(programme.cadence, number),
        RoundState.OPEN,
        now,
        _result(matching),
    )
    if not is_ours:
        return None
    write_pairings(connection, pool, matching, now)
    rounds.write_sitting_out(connection, programme, number, matching.sitting_out)
    state = gather.as_seen_by(programme, number, pool.members)
    told = [to_person(state, Kind.SITTING_OUT, person, now) for person in matching.sitting_out]
    outbox.write(connection, programme.workspace, told)
    if by:
        steering.take_back_heads_ups(connection, programme, number)
        people.write_audit(connection, programme.workspace, by, OPENED_EARLY, str(number), now)
    return Opened(len(matching.pairings), len(matching.sitting_out), matching)


def _result(matching: Matching) -> Result:
    return Result(
        seed=matching.seed,
        digest=matching.digest,
        score=matching.score,
        linear=matching.linear,
        bound=matching.bound,
        proof=matching.proof.value,
        joined=matching.coverage.joined,
        most=matching.coverage.most,
    )


def write_pairings(
    connection: Connection, pool: Pool, matching: Matching, now: datetime, *, is_late: bool = False
) -> frozenset[str]:
    """Write the pairings and owe their introductions; everybody who is in one."""
    programme, number = pool.programme, pool.boundaries.round_number
    first = pairings.count(connection, programme, number) + 1
    new = tuple(_new_pairings(pool, matching, first, is_late=is_late))
    rounds.write_pairings(connection, programme, number, new, now)
    state = gather.as_seen_by(programme, number, pool.members)
    made = [Pairing(one.id, number, tuple(p.id for p in one.people), one.organiser, now) for one in new]
    outbox.write(connection, programme.workspace, introductions(state, made))
    introduced = frozenset(person for one in made for person in one.people)
    programmes.note_introduced(
        connection, programme, introduced, number, start_day(programme.cadence, number)
    )
    return introduced


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
            alternatives={id_: found for id_ in one.people if (found := matching.alternatives.get(id_))},
        )

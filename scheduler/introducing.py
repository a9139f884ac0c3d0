"""Introducing people by hand in a round under way, by the same rules as a late pairing."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from pairing.may_meet import Refusal, refusal
from pairing.notices import Kind, PairingState
from pairing.people import TOGETHER
from pairing.rounds import timetable
from scheduler import gather
from scheduler.opening import decide, write_pairings
from storage import outbox, pairings, rounds
from storage.people import write_audit
from storage.rounds import RoundState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from pairing.match import Matching
    from pairing.people import Programme
    from scheduler.gather import Entrants, Pool
    from storage.database import Connection, Database

FEWEST, MOST = min(TOGETHER), max(TOGETHER)
"""How many people can be introduced to each other at once."""


class Introduced(StrEnum):
    """What came of it. Nothing here tells an exclusion, a line manager and an earlier attempt apart."""

    MADE = "made"
    ALREADY = "already introduced to each other"
    NO_ROUND = "no round under way"
    NOT_IN_ROUND = "somebody does not take part"
    NO_ROOM = "somebody has a pairing"
    NOT_THESE = "these people may not be introduced"


TOLD = {Refusal.NOT_TAKING_PART: Introduced.NOT_IN_ROUND, Refusal.NO_ROOM: Introduced.NO_ROOM}
"""The hard rules that are no secret; they are told first, so that a secret one never shows by its absence."""


def round_under_way(connection: Connection, programme: Programme, now: datetime) -> int | None:
    """The number of the round that is open and not over yet."""
    known = rounds.rounds(connection, programme)
    is_on = (
        number
        for number, one in known.items()
        if one.state is RoundState.OPEN and now < timetable(programme.cadence, number).closes_at
    )
    return max(is_on, default=None)


def introduce(
    database: Database, programme: Programme, people: Collection[str], now: datetime, by: str
) -> Introduced:
    """Introduce these people (ids, two to eight of them) to each other in the round under way, once.

    The pairing, its introduction and the note in the audit table, of ``by`` and no names, are one
    transaction, in which everything is asked again: replicas, and those who do this twice, take turns.
    """
    people = sorted(set(people))
    with database.read() as connection:
        number = round_under_way(connection, programme, now)
        if number is None:
            return Introduced.NO_ROUND
        found = _verdict(connection, programme, number, people, now)
        if found is not Introduced.MADE:
            return found
        pool = _pool(connection, programme, number, people, now)
    matching = decide(pool)
    with database.change() as connection:
        if not rounds.hold_open(connection, programme, number):
            return Introduced.NO_ROUND
        found = _verdict(connection, programme, number, people, now)
        if found is Introduced.MADE:
            _write(connection, pool, matching, people, now)
            about = f"round {number}, {len(people)} people"
            write_audit(connection, programme.workspace, by, "people introduced", about, now)
    return found


def introduce_at_once(
    connection: Connection, programme: Programme, people: Collection[str], now: datetime
) -> Introduced:
    """The same inside a change that is under way, for so few that the matcher takes no time.

    It is for what members do, of whom the audit table says nothing.
    """
    number = round_under_way(connection, programme, now)
    if number is None or not rounds.hold_open(connection, programme, number):
        return Introduced.NO_ROUND
    people = sorted(set(people))
    found = _verdict(connection, programme, number, people, now)
    if found is Introduced.MADE:
        pool = _pool(connection, programme, number, people, now)
        _write(connection, pool, decide(pool), people, now)
    return found


def _pool(
    connection: Connection, programme: Programme, number: int, people: Collection[str], now: datetime
) -> Pool:
    """These people alone: at a table for all of them there is one way to sit, with its true reasons."""
    those = gather.entrants_of(connection, programme, number, now, people)
    return gather.pool(connection, replace(programme, together=MOST), those)


def _write(
    connection: Connection, pool: Pool, matching: Matching, people: Collection[str], now: datetime
) -> None:
    """Write the pairing; nobody in it sits out, or waits for somebody else, any more."""
    of, number = pool.programme, pool.boundaries.round_number
    write_pairings(connection, pool, matching, now, is_late=True)
    pairings.stop_wanting(connection, of, number, people)
    rounds.forget_sitting_out(connection, of, number, people)
    outbox.drop(connection, of, number, Kind.SITTING_OUT, people, now)


def _verdict(
    connection: Connection, programme: Programme, number: int, people: Collection[str], now: datetime
) -> Introduced:
    made = pairings.with_people(connection, programme, number, people)
    if any(one.state is PairingState.OPEN and set(one.people) == set(people) for one in made):
        return Introduced.ALREADY
    return _asked(gather.entrants_of(connection, programme, number, now, people), people)


def _asked(those: Entrants, people: Collection[str]) -> Introduced:
    """What the one predicate says about each two of them."""
    if those.members.keys() < set(people):
        return Introduced.NOT_IN_ROUND
    pairs = combinations(those.members.values(), 2)
    refused = {why for a, b in pairs if (why := refusal(a, b, those.boundaries)) is not None}
    told = [TOLD[why] for why in TOLD if why in refused]
    return told[0] if told else Introduced.NOT_THESE if refused else Introduced.MADE

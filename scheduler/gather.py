"""Reading, in one view, what a decision about a round is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pairing.history import HORIZON
from pairing.may_meet import Boundaries
from pairing.notices import PairingState, RoundInPlay
from pairing.rounds import start_day, timetable
from storage import colleagues, programmes, rounds
from storage import pairings as stored_pairings

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from pairing.history import History
    from pairing.people import Member, Programme
    from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Entrants:
    """Who could be paired, and what the hard rules look at."""

    members: Mapping[str, Member]
    boundaries: Boundaries


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything that the matcher decides from. Two equal pools give the same pairings."""

    programme: Programme
    members: Mapping[str, Member]
    boundaries: Boundaries
    history: History
    turns: Mapping[str, int]
    seed: int


def in_play(connection: Connection, programme: Programme, number: int, *, is_open: bool) -> RoundInPlay:
    """A round as the notices that its calendar asks for see it: everybody, and every pairing."""
    everybody = programmes.members(connection, programme)
    made = stored_pairings.in_round(connection, programme, number) if is_open else ()
    return replace(as_seen_by(programme, number, everybody), pairings=made, is_open=is_open)


def in_play_for(
    connection: Connection, programme: Programme, number: int, people: Collection[str]
) -> RoundInPlay:
    """A round as notices to a few people see it."""
    return as_seen_by(programme, number, programmes.members(connection, programme, people))


def as_seen_by(programme: Programme, number: int, members: Mapping[str, Member]) -> RoundInPlay:
    """A round without its pairings: enough for what a change causes."""
    return RoundInPlay(
        programme=programme.id,
        timetable=timetable(programme.cadence, number),
        day=start_day(programme.cadence, number),
        members=members,
    )


def entrants(connection: Connection, programme: Programme, number: int) -> Entrants:
    """Who could be in a round that is about to open."""
    boundaries = Boundaries(
        round_number=number,
        day=start_day(programme.cadence, number),
        exclusions=programmes.exclusions(connection, programme.workspace),
        colleagues=colleagues.everybodys(connection, programme.workspace),
    )
    return Entrants(programmes.members(connection, programme), boundaries)


def late_entrants(connection: Connection, programme: Programme, number: int, now: datetime) -> Entrants:
    """Those who were freed in a round under way and would like somebody else."""
    return entrants_of(
        connection, programme, number, now, stored_pairings.freed_pool(connection, programme, number)
    )


def entrants_of(
    connection: Connection, programme: Programme, number: int, now: datetime, people: Collection[str]
) -> Entrants:
    """These people for a pairing in a round under way: fresh partners only, and one pairing at a time."""
    made = stored_pairings.with_people(connection, programme, number, people)
    boundaries = Boundaries(
        round_number=number,
        day=now.astimezone(ZoneInfo(programme.cadence.timezone)).date(),
        exclusions=programmes.exclusions(connection, programme.workspace),
        colleagues=colleagues.everybodys(connection, programme.workspace),
        spent=frozenset(p for one in made if one.state is PairingState.OPEN for p in one.people),
        tried=frozenset(frozenset(pair) for one in made for pair in combinations(one.people, 2)),
    )
    return Entrants(programmes.members(connection, programme, people), boundaries)


def pool(connection: Connection, programme: Programme, those: Entrants) -> Pool:
    """Everything that the matcher decides from, for these entrants."""
    number = those.boundaries.round_number
    return Pool(
        programme=programme,
        members=those.members,
        boundaries=those.boundaries,
        history=rounds.history(connection, programme, since=number - HORIZON),
        turns=rounds.organiser_turns(connection, programme),
        seed=seed_of(programme, number) + stored_pairings.count(connection, programme, number),
    )


def seed_of(programme: Programme, number: int) -> int:
    """The seed of a round: the same for every replica, different for every round."""
    digest = sha256(f"{programme.workspace}\0{programme.id}\0{number}".encode()).digest()
    return int.from_bytes(digest[:6])

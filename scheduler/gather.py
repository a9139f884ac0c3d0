"""Reading, in one view, what a decision about a round is made from."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pairing.may_meet import Boundaries
from pairing.notices import PairingState, RoundInPlay
from pairing.rounds import start_day, timetable
from storage import pairings as stored_pairings
from storage import programmes, rounds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pairing.history import History
    from pairing.people import Member, Programme
    from storage.database import Connection


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
    """A round as its notices see it."""
    return RoundInPlay(
        programme=programme.id,
        timetable=timetable(programme.cadence, number),
        day=start_day(programme.cadence, number),
        members=programmes.members(connection, programme),
        pairings=stored_pairings.in_round(connection, programme, number) if is_open else (),
        is_open=is_open,
    )


def pool(connection: Connection, programme: Programme, number: int) -> Pool:
    """The pool of a round that is about to open."""
    return Pool(
        programme=programme,
        members=programmes.members(connection, programme),
        boundaries=Boundaries(
            round_number=number,
            day=start_day(programme.cadence, number),
            exclusions=programmes.exclusions(connection, programme.workspace),
        ),
        history=rounds.history(connection, programme),
        turns=rounds.organiser_turns(connection, programme),
        seed=seed_of(programme, number),
    )


def late_pool(connection: Connection, programme: Programme, number: int, now: datetime) -> Pool:
    """The pool of those who were freed in a round under way and would like somebody else."""
    made = stored_pairings.in_round(connection, programme, number)
    wanting = stored_pairings.freed_pool(connection, programme, number)
    return Pool(
        programme=programme,
        members=programmes.members(connection, programme, wanting),
        boundaries=Boundaries(
            round_number=number,
            day=now.astimezone(ZoneInfo(programme.cadence.timezone)).date(),
            exclusions=programmes.exclusions(connection, programme.workspace),
            spent=frozenset(p for one in made if one.state is PairingState.OPEN for p in one.people),
            tried=frozenset(
                frozenset((a, b)) for one in made for a in one.people for b in one.people if a < b
            ),
        ),
        history=rounds.history(connection, programme),
        turns=rounds.organiser_turns(connection, programme),
        seed=seed_of(programme, number) + len(made),
    )


def seed_of(programme: Programme, number: int) -> int:
    """The seed of a round: the same for every replica, different for every round."""
    digest = sha256(f"{programme.workspace}\0{programme.id}\0{number}".encode()).digest()
    return int.from_bytes(digest[:6])

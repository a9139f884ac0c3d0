"""Round 12 of the cast's programme, and somebody saying something in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pairing.answers import Answer, Said
from pairing.notices import Pairing, RoundInPlay, owed
from pairing.people import Status
from pairing.rounds import timetable
from tests.cast import CADENCE, members

if TYPE_CHECKING:
    from datetime import datetime

    from pairing.people import Member

TABLE = timetable(CADENCE, 12)
DAY = TABLE.starts_at.date()
EVERYBODY = members()
FIRST = Pairing("345", 12, ("amara", "ben"), "ben", TABLE.starts_at)
SECOND = Pairing("346", 12, ("chidi", "dana", "efua"), "dana", TABLE.starts_at)
MINUTE = timedelta(minutes=1)


def in_play(*pairings: Pairing, is_open: bool = True, **changed: Member) -> RoundInPlay:
    return RoundInPlay("main", TABLE, DAY, {**EVERYBODY, **changed}, pairings, is_open=is_open)


def due(state: RoundInPlay, at: datetime) -> set[str]:
    """The keys of all that is owed at an instant."""
    return {notice.key for notice in owed(state, at)}


def says(pairing: Pairing, person: str, said: Said, at: datetime = TABLE.starts_at) -> Pairing:
    return replace(pairing, answers=(*pairing.answers, Answer(person, said, at)))


PAUSED = {"status": Status.PAUSED}
LEFT = {"status": Status.LEFT}

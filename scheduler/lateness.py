"""Rounds that should have started or closed by now and did not: a sign that nobody ticks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pairing.rounds import number_at, timetable
from scheduler.tick import FIRST_ROUND
from storage.rounds import RoundState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pairing.people import Programme
    from storage.rounds import Round

GRACE = timedelta(minutes=10)
"""Far longer than a tick and the pairing of 100,000 people take."""


def late_rounds(programme: Programme, known: Mapping[int, Round], now: datetime) -> list[int]:
    """The numbers of the rounds that the tick should have opened, skipped or closed a while ago."""
    then = now - GRACE
    current = number_at(programme.cadence, then)
    to_close = [
        number
        for number, one in known.items()
        if one.state is RoundState.OPEN and timetable(programme.cadence, number).closes_at <= then
    ]
    is_due = current >= FIRST_ROUND and current not in known and not programme.is_held
    to_open = [current] if is_due else []
    return [*to_close, *to_open]

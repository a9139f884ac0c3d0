"""Which round comes next: one that was opened by hand before its hour is not to come any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.rounds import number_after, timetable
from scheduler.tick import FIRST_ROUND
from storage import rounds

if TYPE_CHECKING:
    from datetime import datetime

    from pairing.people import Programme
    from storage.database import Connection


def next_round(connection: Connection, of: Programme, now: datetime) -> int:
    """The number of the next round that will open by itself."""
    number = max(FIRST_ROUND, number_after(of.cadence, now))
    while rounds.is_known(connection, of, number):
        number = number_after(of.cadence, timetable(of.cadence, number).starts_at)
    return number

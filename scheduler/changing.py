"""Changing a programme's calendar while its rounds go on: the numbers go on with it, or it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pairing.holidays import holiday_dates
from pairing.rounds import number_after
from scheduler.coming import next_round
from scheduler.tick import FIRST_ROUND
from storage import programmes, rounds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from pairing.people import Programme
    from pairing.rounds import Cadence
    from storage.database import Connection

CALENDAR = ("anchor", "days", "at", "timezone")
OTHERS = ("holidays", "together", "odd_pool")


class NumbersError(ValueError):
    """A calendar by which the numbers of the rounds do not go on.

    ``number`` is what the next round would be, ``comes_next`` what it has to be, and ``anchor`` the
    Monday that makes it so with rounds on the same days.
    """

    def __init__(self, number: int, comes_next: int, anchor: date) -> None:
        super().__init__(
            f"By that calendar the next round would be number {number}, and number {comes_next} comes next."
        )
        self.number = number
        self.comes_next = comes_next
        self.anchor = anchor


def changed(before: Programme, changes: Mapping[str, Any]) -> Programme:
    """The programme as it will be. ``quiet_dates`` are its own; public holidays come on top of them.

    Raises:
        CadenceError: for a calendar that no round can follow.
        HolidaysError: for ``holidays`` that are not known.
        TogetherError: for a number of people that no programme brings together.

    """
    cadence = replace(before.cadence, **{name: changes[name] for name in CALENDAR if name in changes})
    others = {name: changes[name] for name in OTHERS if name in changes}
    own = frozenset(changes.get("quiet_dates", before.own_quiet_dates))
    public = holiday_dates(others.get("holidays", before.holidays), cadence.anchor.year)
    return replace(before, cadence=replace(cadence, quiet_dates=own | public), **others)


def refuse_other_numbers(connection: Connection, before: Programme, cadence: Cadence, now: datetime) -> None:
    """Refuse a calendar by which the numbers do not go on from the last round.

    Rounds that were held would never be opened again; a number left out would end the open round at
    once, with nobody asked how it went; and a first round is no hundred-and-eightieth.

    Raises:
        NumbersError: with the anchor that would do.

    """
    if (cadence.anchor, cadence.days) == (before.cadence.anchor, before.cadence.days):
        return
    here = number_after(cadence, now)  # 0 and less before the first round
    comes_next = _last(connection, before) + 1
    if max(FIRST_ROUND, here) != comes_next:
        earlier = cadence.anchor - timedelta(days=cadence.days * (comes_next - here))
        raise NumbersError(max(FIRST_ROUND, here), comes_next, earlier)


def anchor_for(connection: Connection, before: Programme, days: int, monday: date, now: datetime) -> date:
    """The anchor by which the next round starts on ``monday`` and the numbers go on.

    On a Monday to come this leaves no number out and counts none twice, whatever the Monday: a round
    that is open lasts until then.
    """
    if (monday, days) == (next_monday(connection, before, now), before.cadence.days):
        return before.cadence.anchor
    return monday - timedelta(days=days * (_last(connection, before) + 1))


def next_monday(connection: Connection, of: Programme, now: datetime) -> date:
    """The Monday of the next round to open, whatever holiday moves its start."""
    return of.cadence.anchor + timedelta(days=of.cadence.days * next_round(connection, of, now))


def keep_calendar(connection: Connection, before: Programme, after: Programme) -> None:
    """Write down how a programme runs: its calendar, its quiet dates, and how many meet."""
    cadence = after.cadence
    programmes.change_programme(
        connection,
        before,
        anchor=cadence.anchor,
        days=cadence.days,
        at=cadence.at,
        timezone=cadence.timezone,
        quiet_dates=sorted(day.isoformat() for day in after.own_quiet_dates),
        holidays=after.holidays,
        together=after.together,
        odd_pool=after.odd_pool.value,
    )


def _last(connection: Connection, of: Programme) -> int:
    return max(rounds.rounds(connection, of), default=FIRST_ROUND - 1)

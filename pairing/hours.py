"""When somebody may be written to, and when a coffee would suit them: hours of their own day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pairing.people import PartOfDay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.people import Member

CIVIL_START, CIVIL_END = time(8), time(18)
"""Nobody is written to outside these hours of their own day."""

DAY_START, DAY_END = time(9), time(16, 30)
"""A coffee that starts in between leaves half an hour inside everybody's working day."""

DAYTIMES = (
    time(10),
    time(10, 30),
    time(11),
    time(12, 30),
    time(14),
    time(15),
    time(15, 30),
    time(9),
    time(16),
)
STARTS_BY_NIGHT = (time(7, 30), time(8), time(19, 30), time(20))
"""When a coffee may start. Who works at night is awake before and after the shift."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of one person: their time zone, the quiet hours they asked for, and what suits them.

    Quiet hours may span midnight. Where they would leave no hour of the civil day, they are not heeded:
    somebody who can never be written to could not be in a round.
    """

    timezone: str
    quiet_from: time | None = None
    quiet_until: time | None = None
    parts: frozenset[PartOfDay] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        """Where they are."""
        return ZoneInfo(self.timezone)

    def is_civil(self, moment: datetime) -> bool:
        """Whether they may be written to at that instant."""
        local = moment.astimezone(self.zone).time()
        return CIVIL_START <= local < CIVIL_END and not self.is_quiet(local)

    def is_quiet(self, local: time) -> bool:
        """Whether a local time lies in the quiet hours that they asked for."""
        if (
            self.quiet_from is None
            or self.quiet_until is None
            or leaves_no_hour(self.quiet_from, self.quiet_until)
        ):
            return False
        return _within(local, self.quiet_from, self.quiet_until)

    def suits(self, moment: datetime) -> bool:
        """Whether a coffee may start then: in working hours, or where they work at night around those."""
        local = moment.astimezone(self.zone).time()
        by_day = DAY_START <= local <= DAY_END and self.parts != {PartOfDay.NIGHTS}
        by_night = PartOfDay.NIGHTS in self.parts and local in STARTS_BY_NIGHT
        return (by_day or by_night) and not self.is_quiet(local)

    def prefers(self, moment: datetime) -> bool:
        """Whether it is also in a part of the day that they named; any is where they named none."""
        local = moment.astimezone(self.zone).time()
        return not self.parts or any(_part_of(local) is part for part in self.parts)

    def openings(self, at: datetime) -> Iterator[datetime]:
        """The instants from ``at`` on, within a day or so, at which they may be written to again."""
        starts = [CIVIL_START] if self.quiet_until is None else [CIVIL_START, self.quiet_until]
        for days in (0, 1):
            for start in starts:
                day = at.astimezone(self.zone).date() + timedelta(days)
                opening = datetime.combine(day, start, self.zone).astimezone(UTC)
                if opening >= at:
                    yield opening


def hours_of(member: Member) -> Hours:
    """The hours of a member, as they asked for them."""
    wishes = member.preferences
    return Hours(member.person.timezone, wishes.quiet_from, wishes.quiet_until, wishes.parts)


def civil_time(at: datetime, *hours: Hours) -> datetime:
    """The first instant from ``at`` on at which everybody named may be written to.

    Where no such instant exists within a day (London and Auckland), the first of them decides.
    """
    shared = shared_civil_time(at, *hours)
    return shared if shared is not None else civil_time(at, hours[0])


def shared_civil_time(at: datetime, *hours: Hours) -> datetime | None:
    """The same, or ``None`` where there is none for everybody: then they cannot be written to together."""
    everybody = dict.fromkeys(hours) or [Hours("UTC")]
    openings = sorted({at, *(opening for one in everybody for opening in one.openings(at))})
    return next((moment for moment in openings if all(one.is_civil(moment) for one in everybody)), None)


def leaves_no_hour(quiet_from: time, quiet_until: time) -> bool:
    """Whether quiet hours leave less than an hour of the civil day."""
    quarters = [
        time(hour, minute) for hour in range(CIVIL_START.hour, CIVIL_END.hour) for minute in (0, 15, 30, 45)
    ]
    free = sum(not _within(each, quiet_from, quiet_until) for each in quarters)
    return free < len(quarters) // (CIVIL_END.hour - CIVIL_START.hour)


def _within(local: time, start: time, end: time) -> bool:
    if start <= end:
        return start <= local < end
    return local >= start or local < end


def _part_of(local: time) -> PartOfDay:
    if not DAY_START <= local <= DAY_END:
        return PartOfDay.NIGHTS
    return PartOfDay.MORNINGS if local < time(12) else PartOfDay.AFTERNOONS

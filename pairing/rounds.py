"""When a programme's rounds are: calendar arithmetic in local wall time, no clock.

Round ``k`` starts ``k`` periods after the anchor Monday, at the programme's hour in its own time
zone, moved on past weekends and quiet dates. Counting from a fixed anchor (rather than "last run plus
14 days" or "every other ISO week") stays right over daylight-saving changes and years of 53 weeks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

MONDAY = 0
SATURDAY = 5
CADENCES = (7, 14, 28)
EARLIEST_HOUR, LATEST_HOUR = 6, 20
"""A round starts in daylight, and so never at an hour that a clock change skips or repeats."""

HEADS_UP_DAYS = 2
LATE_AFTER_DAYS = 1
NUDGE_DAY = 4


class CadenceError(ValueError):
    """A cadence that no round can follow; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """The rhythm of a programme.

    ``anchor`` is the Monday on which round 0 starts, ``days`` the period (7, 14 or 28), ``at`` the
    local hour, ``quiet_dates`` the days on which nothing starts and nobody is asked anything
    (public holidays among them).
    """

    anchor: date
    days: int = 14
    at: time = time(10)
    timezone: str = "Europe/London"
    quiet_dates: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Refuse what would fire on the wrong day or at an hour that does not exist."""
        if self.anchor.weekday() != MONDAY:
            raise CadenceError(
                f"The first round must start on a Monday; {self.anchor:%A %d %B %Y} is not one."
            )
        if self.days not in CADENCES:
            raise CadenceError(f"A round lasts 7, 14 or 28 days, not {self.days}.")
        if not EARLIEST_HOUR <= self.at.hour <= LATEST_HOUR:
            raise CadenceError(f"A round starts between 06:00 and 20:59, not at {self.at:%H:%M}.")
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise CadenceError(
                f"There is no time zone called {self.timezone!r}; try Europe/London."
            ) from None


@dataclass(frozen=True, slots=True)
class Timetable:
    """Every instant of one round, in UTC, in the order in which they come."""

    number: int
    heads_up_at: datetime
    starts_at: datetime
    nudge_at: datetime
    ask_at: datetime
    remind_at: datetime
    closes_at: datetime
    late_after: datetime

    @property
    def instants(self) -> tuple[datetime, ...]:
        """The instants at which something happens."""
        return (
            self.heads_up_at,
            self.starts_at,
            self.nudge_at,
            self.ask_at,
            self.remind_at,
            self.closes_at,
        )


def timetable(cadence: Cadence, number: int) -> Timetable:
    """When everything of round ``number`` happens.

    The nudge comes on the fourth working day, or halfway through a round of fewer than eight; the
    question on the last working day but one before the next round, the reminder on the last. A round
    so full of quiet dates that these fall together keeps their order, and one that they swallow
    starts and closes with the round after it: it is never held.
    """
    first, following = start_day(cadence, number), start_day(cadence, number + 1)
    days = list(_working_days_between(cadence, first, following)) or [first]
    halfway = max(1, len(days) // 2)
    return Timetable(
        number=number,
        heads_up_at=at_hour(cadence, working_day(cadence, first, -HEADS_UP_DAYS)),
        starts_at=at_hour(cadence, first),
        nudge_at=at_hour(cadence, days[min(NUDGE_DAY, halfway) - 1]),
        ask_at=at_hour(cadence, days[-2:][0]),
        remind_at=at_hour(cadence, days[-1]),
        closes_at=at_hour(cadence, following),
        late_after=at_hour(cadence, working_day(cadence, first, LATE_AFTER_DAYS)),
    )


def start_day(cadence: Cadence, number: int) -> date:
    """The local date on which round ``number`` starts: its Monday, or the next working day after it."""
    monday = cadence.anchor + timedelta(days=cadence.days * number)
    return next(_working_days_from(cadence, monday))


def number_at(cadence: Cadence, now: datetime) -> int:
    """The number of the latest round that has started by ``now``; negative before round 0."""
    today = now.astimezone(ZoneInfo(cadence.timezone)).date()
    number = (today - cadence.anchor).days // cadence.days
    while at_hour(cadence, start_day(cadence, number)) > now:
        number -= 1
    return number


def number_after(cadence: Cadence, now: datetime) -> int:
    """The number of the next round to be held: the first to start after ``now`` that is not swallowed."""
    return number_at(cadence, at_hour(cadence, start_day(cadence, number_at(cadence, now) + 1)))


def working_day(cadence: Cadence, day: date, steps: int) -> date:
    """The working day ``steps`` after ``day`` (before it where negative), not counting ``day`` itself."""
    stride = timedelta(days=1 if steps > 0 else -1)
    for _ in range(abs(steps)):
        day += stride
        while not is_working_day(cadence, day):
            day += stride
    return day


def is_working_day(cadence: Cadence, day: date) -> bool:
    """Whether ``day`` is Monday to Friday and not quiet."""
    return day.weekday() < SATURDAY and day not in cadence.quiet_dates


def working_days_since(cadence: Cadence, since: datetime, now: datetime) -> int:
    """On how many working days after ``since`` its hour has come again by ``now``, programme time."""
    start, end = (at.astimezone(ZoneInfo(cadence.timezone)) for at in (since, now))
    whole = (end.date() - start.date()).days - (end.time() < start.time())
    return sum(is_working_day(cadence, start.date() + timedelta(days=n)) for n in range(1, whole + 1))


def at_hour(cadence: Cadence, day: date) -> datetime:
    """The programme's hour on a local date, in UTC."""
    return datetime.combine(day, cadence.at, ZoneInfo(cadence.timezone)).astimezone(UTC)


def _working_days_from(cadence: Cadence, day: date) -> Iterator[date]:
    while True:
        if is_working_day(cadence, day):
            yield day
        day += timedelta(days=1)


def _working_days_between(cadence: Cadence, first: date, end: date) -> Iterator[date]:
    return takewhile(lambda day: day < end, _working_days_from(cadence, first))

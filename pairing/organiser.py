"""Who is asked to make the first move, and when two people could meet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pairing.hours import DAYTIMES, STARTS_BY_NIGHT
from pairing.rounds import is_working_day, timetable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pairing.hours import Hours
    from pairing.notices import Pairing
    from pairing.people import Ladder, Person
    from pairing.rounds import Cadence, Timetable

TIMES_OFFERED = 2


def organiser(people: Sequence[Person], ladder: Ladder, turns: Mapping[str, int], seed: int) -> str:
    """The id of the one who is asked to make the first move.

    Never the more junior by default: the highest on the ladder is asked, and among equals (or where
    the ladder lacks a grade) whoever has been asked least. ``turns`` counts past turns by person id;
    what is still a tie falls by the seed, not by the alphabet.
    """
    steps = [ladder.step(person.grade) for person in people]
    top = max((step for step in steps if step is not None), default=None)
    eligible = [p for p, step in zip(people, steps, strict=True) if step is None or step == top]
    return min(eligible, key=lambda person: (turns.get(person.id, 0), _draw(seed, person.id))).id


def meeting_times(
    cadence: Cadence, timetable: Timetable, hours: Sequence[Hours], seed: int, made_at: datetime | None = None
) -> tuple[datetime, ...]:
    """Up to two instants, on different days, that fall inside the working day of everybody named.

    Days are the programme's working days after ``made_at`` (the start of the round, unless the pairing
    was made later) and before the question is asked. Where their hours never overlap there is no honest
    suggestion, and none is made.
    """
    window = made_at or timetable.starts_at, timetable.ask_at
    first, last = (at.astimezone(ZoneInfo(cadence.timezone)).date() for at in window)
    days = _days(cadence, first, last, seed)
    shared = (_shared_time(cadence, day, hours, seed, window) for day in days)
    return tuple(sorted(islice((at for at in shared if at is not None), TIMES_OFFERED)))


def seed_of(pairing_id: str) -> int:
    """What chooses the questions and the times that a pairing is offered: the same on every machine."""
    return int.from_bytes(sha256(pairing_id.encode()).digest()[:4])


def suggested_times(cadence: Cadence, pairing: Pairing, hours: Sequence[Hours]) -> tuple[datetime, ...]:
    """The times that the introduction of a pairing suggests; ``hours`` are those of its people."""
    plan = timetable(cadence, pairing.round_number)
    return meeting_times(cadence, plan, hours, seed_of(pairing.id), pairing.made_at)


def _days(cadence: Cadence, first: date, last: date, seed: int) -> list[date]:
    """Working days from the second after ``first`` on, every other one, so that two offers lie apart."""
    span = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    days = [day for day in span if is_working_day(cadence, day)][1:]
    start = seed % 2
    return [*days[start::2], *days[1 - start :: 2]]


def _shared_time(
    cadence: Cadence, day: date, hours: Sequence[Hours], seed: int, window: tuple[datetime, datetime]
) -> datetime | None:
    """A time on that day which suits everybody, and is what they like best if there is one."""
    shift = _draw(seed, day.isoformat()) % len(DAYTIMES)
    starts = (*DAYTIMES[shift:], *DAYTIMES[:shift], *STARTS_BY_NIGHT)
    moments = [datetime.combine(day, at, hours[0].zone).astimezone(UTC) for at in starts]
    inside = [at for at in moments if window[0] < at < window[1]]
    suiting = [at for at in inside if all(_suits(cadence, one, at) for one in hours)]
    liked = (at for at in suiting if all(one.prefers(at) for one in hours))
    return next(liked, next(iter(suiting), None))


def _suits(cadence: Cadence, hours: Hours, at: datetime) -> bool:
    return is_working_day(cadence, at.astimezone(hours.zone).date()) and hours.suits(at)


def _draw(seed: int, what: str) -> int:
    return int.from_bytes(sha256(f"{seed}:{what}".encode()).digest()[:8])

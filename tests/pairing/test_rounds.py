from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairing.rounds import (
    CADENCES,
    Cadence,
    CadenceError,
    at_hour,
    is_working_day,
    number_after,
    number_at,
    start_day,
    timetable,
    working_day,
    working_days_since,
)
from tests.cast import CADENCE

ZONES = (
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
)
CHRISTMAS_TO_NEW_YEAR = frozenset(date(2026, 12, 21) + timedelta(days=n) for n in range(15))
DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))


def mondays() -> st.SearchStrategy[date]:
    return DAYS.map(lambda day: day - timedelta(days=day.weekday()))


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    """Any programme's rhythm, with scattered quiet dates and perhaps weeks of them in a row."""
    anchor = draw(mondays())
    scattered = draw(st.frozensets(st.integers(-30, 300), max_size=20))
    run = draw(st.tuples(st.integers(-30, 200), st.integers(0, 40)))
    quiet = scattered | set(range(run[0], run[0] + run[1]))
    return Cadence(
        anchor=anchor,
        days=draw(st.sampled_from(CADENCES)),
        at=time(draw(st.integers(6, 20)), draw(st.sampled_from((0, 30, 59)))),
        timezone=draw(st.sampled_from(ZONES)),
        quiet_dates=frozenset(anchor + timedelta(days=n) for n in quiet),
    )


NUMBERS = st.integers(-2, 60)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


def local_days(cadence: Cadence, number: int) -> tuple[date, ...]:
    zone = ZoneInfo(cadence.timezone)
    return tuple(at.astimezone(zone).date() for at in timetable(cadence, number).instants)


def test_a_fortnight_has_its_heads_up_start_nudge_question_reminder_and_close_on_the_days_promised() -> None:
    assert local_days(CADENCE, 0) == (
        date(2026, 1, 1),  # two working days before, with nothing known of New Year's Day
        date(2026, 1, 5),
        date(2026, 1, 8),  # working day 4
        date(2026, 1, 15),  # working day 9
        date(2026, 1, 16),  # working day 10
        date(2026, 1, 19),
    )


def test_a_week_is_nudged_on_day_2_asked_on_day_4_and_reminded_on_day_5() -> None:
    assert local_days(replace(CADENCE, days=7), 0)[2:5] == (
        date(2026, 1, 6),
        date(2026, 1, 8),
        date(2026, 1, 9),
    )


def test_four_weeks_are_nudged_on_day_4_asked_on_day_19_and_reminded_on_day_20() -> None:
    assert local_days(replace(CADENCE, days=28), 0)[2:5] == (
        date(2026, 1, 8),
        date(2026, 1, 29),
        date(2026, 1, 30),
    )


def test_a_round_of_which_one_working_day_is_left_does_everything_on_it_in_order() -> None:
    cadence = replace(CADENCE, quiet_dates=frozenset(date(2026, 1, 6) + timedelta(days=n) for n in range(13)))

    assert local_days(cadence, 0)[1:] == (date(2026, 1, 5),) * 4 + (date(2026, 1, 19),)


def test_a_round_over_christmas_starts_after_the_quiet_dates() -> None:
    cadence = replace(CADENCE, anchor=date(2026, 12, 21), quiet_dates=CHRISTMAS_TO_NEW_YEAR)

    assert start_day(cadence, 0) == start_day(cadence, 1) == date(2027, 1, 5)
    assert start_day(cadence, 2) == date(2027, 1, 18)


def test_a_round_that_quiet_dates_swallow_is_never_the_current_nor_the_next() -> None:
    cadence = replace(CADENCE, days=7, anchor=date(2026, 12, 14), quiet_dates=CHRISTMAS_TO_NEW_YEAR)
    swallowed = [n for n in range(6) if start_day(cadence, n) == start_day(cadence, n + 1)]
    opened = at_hour(cadence, date(2027, 1, 5))

    assert swallowed == [1, 2]
    assert number_after(cadence, opened - timedelta(seconds=1)) == number_at(cadence, opened) == 3
    assert number_at(cadence, opened - timedelta(seconds=1)) == 0
    assert number_after(cadence, opened) == 4


def test_a_year_of_53_weeks_keeps_the_fortnight() -> None:
    starts = [start_day(replace(CADENCE, anchor=date(2026, 12, 14)), n) for n in range(4)]

    assert [day.isocalendar().week for day in starts] == [51, 53, 2, 4]
    assert {(b - a).days for a, b in pairwise(starts)} == {14}


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change() -> None:
    cadence = replace(CADENCE, anchor=date(2026, 3, 16))

    assert [at_hour(cadence, start_day(cadence, n)).hour for n in range(2)] == [10, 9]


@given(cadences(), NUMBERS)
@example(replace(CADENCE, anchor=date(2026, 12, 21), days=7, quiet_dates=CHRISTMAS_TO_NEW_YEAR), 0)
def test_every_instant_comes_in_order_on_a_working_day_at_the_programmes_hour(
    cadence: Cadence, number: int
) -> None:
    table = timetable(cadence, number)
    local = [at.astimezone(ZoneInfo(cadence.timezone)) for at in table.instants]

    assert list(table.instants) == sorted(table.instants)
    assert table.heads_up_at < table.starts_at < table.late_after
    assert table.closes_at == timetable(cadence, number + 1).starts_at
    assert all(at.tzinfo is UTC for at in table.instants)
    assert all((at.hour, at.minute) == (cadence.at.hour, cadence.at.minute) for at in local)
    assert all(is_working_day(cadence, at.date()) for at in local)


@given(cadences(), NUMBERS)
def test_a_round_starts_on_the_first_working_day_from_its_monday_on(cadence: Cadence, number: int) -> None:
    monday = cadence.anchor + timedelta(days=cadence.days * number)
    day = start_day(cadence, number)

    assert monday.weekday() == 0
    assert is_working_day(cadence, day)
    assert not any(is_working_day(cadence, monday + timedelta(days=n)) for n in range((day - monday).days))


@given(cadences(), INSTANTS)
def test_the_current_round_is_the_last_that_has_started_and_the_next_is_the_first_to_come(
    cadence: Cadence, now: datetime
) -> None:
    current, following = number_at(cadence, now), number_after(cadence, now)

    assert timetable(cadence, current).starts_at <= now < timetable(cadence, current).closes_at
    assert timetable(cadence, following).starts_at == timetable(cadence, current).closes_at
    assert timetable(cadence, following).starts_at < timetable(cadence, following).closes_at


@given(cadences(), NUMBERS)
def test_the_number_at_a_rounds_start_is_that_round_unless_quiet_dates_swallowed_it(
    cadence: Cadence, number: int
) -> None:
    table = timetable(cadence, number)
    swallowed = table.starts_at == table.closes_at

    assert (number_at(cadence, table.starts_at) == number) is not swallowed
    assert number_at(cadence, table.starts_at - timedelta(microseconds=1)) < number


@given(cadences(), DAYS, st.integers(-15, 15))
def test_working_days_forth_and_back_again_end_where_they_began(
    cadence: Cadence, day: date, steps: int
) -> None:
    began = working_day(cadence, day, 1)

    assert working_day(cadence, working_day(cadence, began, steps), -steps) == began


def test_a_round_is_late_after_one_working_day_and_not_over_the_weekend() -> None:
    friday = replace(CADENCE, quiet_dates=frozenset(date(2026, 1, 5) + timedelta(days=n) for n in range(4)))

    assert timetable(CADENCE, 0).late_after == datetime(2026, 1, 6, 10, tzinfo=UTC)
    assert timetable(friday, 0).starts_at == datetime(2026, 1, 9, 10, tzinfo=UTC)
    assert timetable(friday, 0).late_after == datetime(2026, 1, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "now", "days"),
    [
        ("2026-01-05T10:00", "2026-01-05T18:00", 0),
        ("2026-01-05T10:00", "2026-01-06T09:59", 0),
        ("2026-01-05T10:00", "2026-01-06T10:00", 1),
        ("2026-01-09T17:00", "2026-01-12T09:00", 0),
        ("2026-01-09T17:00", "2026-01-12T17:00", 1),
        ("2026-01-05T17:00", "2026-01-09T17:00", 4),
        ("2026-01-05T17:00", "2026-01-10T09:00", 4),  # a Saturday morning takes nothing back
        ("2026-01-10T12:00", "2026-01-11T12:00", 0),
        ("2026-01-05T10:00", "2026-01-12T10:00", 5),
        ("2026-01-12T10:00", "2026-01-05T10:00", 0),
        ("2026-06-01T09:30", "2026-06-02T09:30", 1),
    ],
)
def test_silence_is_counted_in_whole_working_days(since: str, now: str, days: int) -> None:
    instants = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, now)]

    assert working_days_since(CADENCE, instants[0], instants[1]) == days


@given(
    cadences(), INSTANTS, st.lists(st.timedeltas(timedelta(0), timedelta(days=40)), min_size=2, max_size=2)
)
def test_silence_never_shrinks_as_time_goes_by(
    cadence: Cadence, since: datetime, later: list[timedelta]
) -> None:
    sooner, last = (working_days_since(cadence, since, since + wait) for wait in sorted(later))

    assert 0 <= sooner <= last


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"anchor": date(2026, 1, 6)}, "Tuesday 06 January 2026 is not one"),
        ({"days": 10}, "7, 14 or 28 days, not 10"),
        ({"at": time(5, 59)}, "not at 05:59"),
        ({"at": time(21)}, "not at 21:00"),
        ({"timezone": "Europe/Lundon"}, "no time zone called 'Europe/Lundon'"),
        ({"timezone": ""}, "no time zone called ''"),
        ({"timezone": "../etc/passwd"}, "no time zone called"),
        ({"timezone": "Europe"}, "no time zone called"),
    ],
)
def test_a_rhythm_that_cannot_be_kept_is_refused_with_its_cure(change: dict[str, date], message: str) -> None:
    with pytest.raises(CadenceError, match=message):
        replace(CADENCE, **change)  # type: ignore[arg-type] # nonsense is the point

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.hours import Hours, civil_time, hours_of, leaves_no_hour, shared_civil_time
from pairing.people import Member, PartOfDay, Preferences
from tests.cast import AMARA

LONDON = "Europe/London"
ZONES = ("Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kathmandu")
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone beside
TIMES = st.times().map(lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0))
QUIET = st.none() | st.tuples(TIMES, TIMES)


def london(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, 6, hour, minute, tzinfo=ZoneInfo(LONDON))


@given(INSTANTS, st.sampled_from(ZONES), QUIET)
def test_nobody_is_written_to_at_night_or_in_their_quiet_hours(
    at: datetime, zone: str, quiet: tuple[time, time] | None
) -> None:
    hours = Hours(zone, *(quiet or ()))
    moment = civil_time(at, hours)
    local = moment.astimezone(ZoneInfo(zone)).time()
    assert at <= moment <= at + timedelta(days=2)
    assert time(8) <= local < time(18)
    if quiet is not None and not leaves_no_hour(*quiet):
        start, end = quiet
        assert not (start <= local < end if start <= end else local >= start or local < end)


@given(INSTANTS, QUIET, QUIET)
def test_two_are_written_to_together_only_when_both_may_be(
    at: datetime, one: tuple[time, time] | None, other: tuple[time, time] | None
) -> None:
    both = Hours(LONDON, *(one or ())), Hours("Europe/Athens", *(other or ()))
    moment = shared_civil_time(at, *both)
    assert moment is None or all(each.is_civil(moment) for each in both)


def is_civil(moment: datetime, zone: str) -> bool:
    return 8 <= moment.astimezone(ZoneInfo(zone)).hour < 18


@given(INSTANTS, st.lists(st.sampled_from(ZONES), max_size=4))
def test_everybody_is_written_to_by_day_as_soon_as_it_is_day_for_all(at: datetime, zones: list[str]) -> None:
    moment = civil_time(at, *map(Hours, zones))
    quarters = (at + timedelta(minutes=15 * n) for n in range(4 * 24))
    shared = next((q for q in quarters if all(is_civil(q, zone) for zone in zones or ["UTC"])), None)

    assert at <= moment <= at + timedelta(days=1, hours=1)
    assert is_civil(moment, zones[0] if zones else "UTC")
    if shared is not None:
        assert all(is_civil(moment, zone) for zone in zones)
        assert moment <= shared


def test_where_it_is_never_day_for_both_the_first_decides() -> None:
    both = Hours(LONDON), Hours("Pacific/Auckland")
    at = datetime(2026, 1, 5, 3, tzinfo=UTC)
    assert shared_civil_time(at, *both) is None
    assert civil_time(at, *both) == london(8) - timedelta(days=1)


def test_with_nobody_named_utc_decides() -> None:
    at = datetime(2026, 1, 5, 3, tzinfo=UTC)
    assert shared_civil_time(at) == at.replace(hour=8)


@pytest.mark.parametrize(
    ("quiet", "none_left"),
    [
        ((time(8), time(18)), True),
        ((time(7), time(17, 30)), True),
        ((time(8), time(17)), False),
        ((time(22), time(7)), False),
        ((time(17), time(8)), False),
        ((time(9), time(8, 30)), True),
        ((time(12), time(12)), False),
    ],
)
def test_quiet_hours_have_to_leave_an_hour(quiet: tuple[time, time], *, none_left: bool) -> None:
    assert leaves_no_hour(*quiet) is none_left
    if none_left:
        assert Hours(LONDON, *quiet).is_civil(london(12)), "they are not heeded"


def test_a_coffee_suits_the_working_day_and_whoever_works_nights_before_and_after_it() -> None:
    by_day, by_night = Hours(LONDON), Hours(LONDON, parts=frozenset({PartOfDay.NIGHTS}))
    either = Hours(LONDON, parts=frozenset({PartOfDay.NIGHTS, PartOfDay.MORNINGS}))
    assert [each.suits(london(10)) for each in (by_day, by_night, either)] == [True, False, True]
    assert [each.suits(london(7, 30)) for each in (by_day, by_night, either)] == [False, True, True]
    assert not by_night.suits(london(3))
    assert not Hours(LONDON, time(9), time(11)).suits(london(10))


def test_a_part_of_the_day_that_somebody_named_is_preferred() -> None:
    mornings = Hours(LONDON, parts=frozenset({PartOfDay.MORNINGS}))
    assert mornings.prefers(london(10))
    assert not mornings.prefers(london(14))
    assert not mornings.prefers(london(20))
    assert Hours(LONDON).prefers(london(14))
    assert Hours(LONDON, parts=frozenset({PartOfDay.AFTERNOONS})).prefers(london(12))


def test_the_hours_of_a_member_are_those_they_asked_for() -> None:
    wishes = Preferences(quiet_from=time(20), quiet_until=time(10), parts=frozenset({PartOfDay.AFTERNOONS}))
    assert hours_of(Member(AMARA, preferences=wishes)) == Hours(
        AMARA.timezone, time(20), time(10), frozenset({PartOfDay.AFTERNOONS})
    )

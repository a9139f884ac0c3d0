from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.hours import Hours
from pairing.organiser import meeting_times, organiser
from pairing.people import PartOfDay
from pairing.rounds import Cadence, is_working_day, timetable
from tests.cast import AMARA, BEN, CADENCE, CAST, CHIDI, DANA, EFUA, LADDER
from tests.pairing.test_rounds import ZONES, cadences

if TYPE_CHECKING:
    from pairing.people import Person

MORNINGS, NIGHTS = PartOfDay.MORNINGS, PartOfDay.NIGHTS
UNPLACED = replace(CHIDI, grade="Consultant")
GROUPS = st.lists(st.sampled_from((*CAST, UNPLACED)), min_size=2, max_size=4, unique_by=lambda who: who.id)
TURNS = st.dictionaries(st.sampled_from([who.id for who in CAST]), st.integers(0, 5))


@given(GROUPS, TURNS, st.integers(0, 2**32))
def test_the_first_move_never_falls_on_the_more_junior(
    people: list[Person], turns: dict[str, int], seed: int
) -> None:
    asked = next(who for who in people if who.id == organiser(people, LADDER, turns, seed))
    steps = [step for who in people if (step := LADDER.step(who.grade)) is not None]

    assert LADDER.step(asked.grade) in (None, max(steps, default=None))


@given(GROUPS, TURNS, st.integers(0, 2**32))
def test_the_order_in_which_people_are_named_decides_nothing(
    people: list[Person], turns: dict[str, int], seed: int
) -> None:
    assert organiser(people, LADDER, turns, seed) == organiser(people[::-1], LADDER, turns, seed)


def test_the_most_senior_is_asked() -> None:
    assert organiser([AMARA, DANA, EFUA], LADDER, {"dana": 9}, seed=1) == "dana"


def test_among_equals_whoever_was_asked_least_is_asked() -> None:
    equal = replace(BEN, grade="Band 5")

    assert organiser([AMARA, equal], LADDER, {"amara": 1}, seed=1) == "ben"
    assert organiser([AMARA, equal], LADDER, {"ben": 1}, seed=1) == "amara"


def test_where_the_ladder_lacks_a_grade_the_turns_decide() -> None:
    assert organiser([UNPLACED, DANA], LADDER, {"dana": 1}, seed=1) == "chidi"
    assert organiser([UNPLACED, DANA], LADDER, {"chidi": 1}, seed=1) == "dana"


def test_a_tie_falls_by_the_seed_and_not_by_the_alphabet() -> None:
    asked = Counter(organiser([AMARA, replace(BEN, grade="5")], LADDER, {}, seed) for seed in range(200))

    assert min(asked["amara"], asked["ben"]) > 60


@given(
    cadences(),
    st.integers(0, 40),
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=3),
    st.integers(0, 2**32),
    st.integers(0, 20),
)
def test_every_time_offered_lies_in_everybodys_working_day_between_introduction_and_question(
    cadence: Cadence, number: int, zones: list[str], seed: int, days_late: int
) -> None:
    table = timetable(cadence, number)
    made_at = table.starts_at + timedelta(days=days_late)
    offered = meeting_times(cadence, table, [*map(Hours, zones)], seed, made_at)

    assert len(offered) <= 2
    assert list(offered) == sorted(offered)
    for at in offered:
        assert made_at < at < table.ask_at
        for zone in zones:
            local = at.astimezone(ZoneInfo(zone))
            assert is_working_day(cadence, local.date())
            assert (9, 0) <= (local.hour, local.minute) <= (16, 30)
    assert len({at.astimezone(ZoneInfo(zones[0])).date() for at in offered}) == len(offered)


@pytest.mark.parametrize(
    "zones",
    [
        ["Europe/London"],
        ["Europe/London", "America/New_York"],
        ["Europe/London", "Asia/Kolkata"],
        ["America/New_York", "Pacific/Auckland"],
    ],
)
def test_a_fortnight_has_two_times_to_offer_where_working_days_overlap(zones: list[str]) -> None:
    table = timetable(CADENCE, 3)

    hours = [*map(Hours, zones)]
    assert all(len(meeting_times(CADENCE, table, hours, seed, table.starts_at)) == 2 for seed in range(30))


def test_a_time_is_offered_in_the_part_of_the_day_that_everybody_likes() -> None:
    table = timetable(CADENCE, 3)
    mornings, nights = ([Hours("Europe/London", parts=frozenset({part}))] * 2 for part in (MORNINGS, NIGHTS))
    for seed in range(20):
        liked = meeting_times(CADENCE, table, mornings, seed)
        assert len(liked) == 2
        assert all(at.astimezone(ZoneInfo("Europe/London")).hour < 12 for at in liked)
        assert all(at.hour not in range(9, 17) for at in meeting_times(CADENCE, table, nights, seed))


def test_a_time_that_suits_is_offered_where_there_is_none_that_both_like() -> None:
    table = timetable(CADENCE, 3)
    two = [Hours("Europe/London", parts=frozenset({part})) for part in (MORNINGS, PartOfDay.AFTERNOONS)]
    assert len(meeting_times(CADENCE, table, two, 1)) == 2


def test_no_time_is_offered_in_quiet_hours_nor_to_one_who_works_nights_and_one_who_does_not() -> None:
    table = timetable(CADENCE, 3)
    quiet = Hours("Europe/London", time(9), time(14))
    by_night = Hours("Europe/London", parts=frozenset({NIGHTS}))
    assert all(at.hour >= 14 for at in meeting_times(CADENCE, table, [quiet], 4))
    assert meeting_times(CADENCE, table, [Hours("Europe/London"), by_night], 4) == ()


def test_where_working_days_never_overlap_nothing_is_offered() -> None:
    table = timetable(CADENCE, 0)

    far_apart = [Hours("Europe/London"), Hours("Pacific/Auckland")]
    assert meeting_times(CADENCE, table, far_apart, 1, table.starts_at) == ()


def test_a_late_pair_is_offered_no_time_that_has_passed() -> None:
    table = timetable(CADENCE, 0)
    made_at = datetime(2026, 1, 12, 15, tzinfo=UTC)

    assert {at.date() for at in meeting_times(CADENCE, table, [Hours("Europe/London")], 1, made_at)} == {
        date(2026, 1, 14)
    }


def test_different_pairs_are_offered_different_times() -> None:
    table = timetable(CADENCE, 0)

    here = [Hours("Europe/London")]
    assert len({meeting_times(CADENCE, table, here, n, table.starts_at) for n in range(40)}) > 20

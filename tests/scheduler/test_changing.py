"""Changing the calendar while rounds go on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from pairing.holidays import HolidaysError
from pairing.people import TogetherError
from pairing.rounds import CadenceError, start_day, timetable
from scheduler.changing import NumbersError, anchor_for, changed, keep_calendar, refuse_other_numbers
from scheduler.coming import next_round
from storage import programmes, rounds
from storage.rounds import RoundState
from tests.cast import WORKSPACE, programme

if TYPE_CHECKING:
    from pairing.people import Programme
    from tests.story import Story

OWN, GOOD_FRIDAY = date(2026, 3, 3), date(2026, 4, 3)


def of(story: Story) -> Programme:
    with story.database.read() as connection:
        return programmes.find(connection, WORKSPACE, "main")


def held(story: Story, *numbers: int) -> None:
    """Rounds that were held."""
    with story.database.change() as connection:
        for number in numbers:
            plan = timetable(of(story).cadence, number)
            rounds.write_round(connection, of(story), plan, RoundState.CLOSED, plan.starts_at)


def test_own_quiet_dates_and_public_holidays_are_kept_apart_however_the_calendar_changes(
    lite: Story,
) -> None:
    with lite.database.change() as connection:
        before = programmes.find(connection, WORKSPACE, "main")
        keep_calendar(connection, before, changed(before, {"holidays": "GB-ENG", "quiet_dates": {OWN}}))
        before = programmes.find(connection, WORKSPACE, "main")
        keep_calendar(connection, before, changed(before, {"anchor": date(2027, 1, 4), "days": 28}))

    after = of(lite)
    assert after.own_quiet_dates == {OWN}
    assert after.cadence.quiet_dates > {OWN, date(2027, 3, 26)}
    assert GOOD_FRIDAY not in after.cadence.quiet_dates

    without = changed(after, {"holidays": ""})
    assert without.cadence.quiet_dates == {OWN}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"anchor": date(2026, 1, 6)}, CadenceError),
        ({"holidays": "Narnia"}, HolidaysError),
        ({"together": 3}, TogetherError),
    ],
)
def test_what_no_programme_can_be_is_refused(changes: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        changed(programme(), changes)


def test_a_past_anchor_makes_no_first_round_of_a_high_number(lite: Story) -> None:
    cadence = changed(of(lite), {"anchor": date(2019, 1, 7)}).cadence

    with lite.database.read() as connection, pytest.raises(NumbersError) as refused:
        refuse_other_numbers(connection, of(lite), cadence, lite.clock.now())

    assert (refused.value.number, refused.value.comes_next) == (184, 1)
    better = changed(of(lite), {"anchor": refused.value.anchor}).cadence
    with lite.database.read() as connection:
        refuse_other_numbers(connection, of(lite), better, lite.clock.now())


def test_a_calendar_that_stays_is_never_refused(lite: Story) -> None:
    held(lite, 1, 2, 9)

    with lite.database.read() as connection:
        refuse_other_numbers(connection, of(lite), of(lite).cadence, lite.clock.now())


@pytest.mark.parametrize("days", [7, 28])
@pytest.mark.parametrize("weeks", [0, 2, 30])
@pytest.mark.parametrize("known", [(), (1, 2, 3)])
def test_the_next_round_starts_on_the_monday_that_is_chosen_and_the_numbers_go_on(
    lite: Story, days: int, weeks: int, known: tuple[int, ...]
) -> None:
    held(lite, *known)
    now = timetable(of(lite).cadence, len(known)).starts_at + timedelta(days=1)
    monday = (now + timedelta(days=6)).date() + timedelta(weeks=weeks)
    before = of(lite)

    with lite.database.change() as connection:
        anchor = anchor_for(connection, before, days, monday, now)
        keep_calendar(connection, before, changed(before, {"anchor": anchor, "days": days}))
        coming = next_round(connection, of(lite), now)

    assert coming == len(known) + 1
    assert start_day(of(lite).cadence, coming) == monday


def test_a_monday_that_stays_keeps_the_anchor_where_a_round_was_left_out(lite: Story) -> None:
    held(lite, 1, 3)
    now = timetable(of(lite).cadence, 3).starts_at + timedelta(days=1)
    before = of(lite)

    with lite.database.read() as connection:
        assert anchor_for(connection, before, 14, start_day(before.cadence, 4), now) == before.cadence.anchor

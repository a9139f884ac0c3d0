"""When rounds are and when nothing happens, as owners say it: taken, or told beside the field."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.message import Choose, Day, Input
from pairing.people import OddPool
from pairing.rounds import start_day, timetable
from storage import people, programmes
from tests.cast import DANA
from tests.conversation.setting_up import RHYTHM, does, errors, field, main, so_far
from tests.conversation.test_bad_input import HOSTILE, shown
from tests.story import at

if TYPE_CHECKING:
    from bot.message import Message
    from tests.story import Story

QUIET = {"holidays": "GB-ENG", "elsewhere": "", "dates": "24 December to 2 January, 3 March"}


def saves(story: Story, **values: str) -> Message:
    return does(story, "setup.rhythm.save", **{**RHYTHM, **values})


def test_a_rhythm_is_kept_as_it_was_chosen(new: Story) -> None:
    saves(new, days="28", at="14:00", timezone="new york", together="6", odd_pool="sit_out")

    after = main(new)
    assert (after.cadence.days, after.cadence.at) == (28, time(14))
    assert after.cadence.timezone == "America/New_York"
    assert (after.together, after.odd_pool) == (6, OddPool.SIT_OUT)
    assert timetable(after.cadence, 1).starts_at == at(2026, 1, 26, 19)


def zone_offered(story: Story) -> str:
    zone = field(does(story, "setup.rhythm"), "timezone")
    assert isinstance(zone, Input)
    return zone.value


def test_the_first_form_offers_the_owners_own_time_zone_until_one_was_chosen(new: Story) -> None:
    new.says(DANA, "help")
    with new.database.change() as connection:
        people.change_person(connection, "T1", new.id_of(DANA), timezone="Europe/Paris")

    assert zone_offered(new) == "Europe/Paris"
    saves(new, timezone="London")
    assert zone_offered(new) == "Europe/London"


def test_a_time_zone_that_was_set_otherwise_stays_as_it_is(new: Story) -> None:
    with new.database.change() as connection:
        programmes.change_programme(connection, main(new), timezone="Europe/Rome")
    assert zone_offered(new) == "Europe/Rome"


def test_a_time_zone_that_was_left_as_it_is_stays(new: Story) -> None:
    new.says(DANA, "help")
    with new.database.change() as connection:
        people.change_person(connection, "T1", new.id_of(DANA), timezone="Europe/Paris")
    does(new, "setup.finish")

    assert zone_offered(new) == "Europe/London"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("days", "3", 'We don\'t know "3" here.'),
        ("days", "", "Please choose one of the list."),
        ("at", "03:00", "Please choose one of the list."),
        ("at", "23:30", "Please choose one of the list."),
        ("at", "10:00+02:00", "Please choose one of the list."),
        ("timezone", "Narnia", 'We know no time zone called "Narnia". Please try a large city, e.g. London.'),
        ("timezone", "", "We know no time zone"),
        ("together", "3", "Please choose one of the list."),
        ("odd_pool", "dice", "Please choose one of the list."),
        ("first", "", "Please choose a Monday."),
        ("first", "2026-01-27", "Rounds start on a Monday, and Tuesday 27 January is not one."),
        ("first", "2026-01-12", "Monday 12 January at that hour has gone by."),
        ("first", "2020-01-06", "has gone by. Please choose a Monday to come."),
        ("first", "2027-02-01", "Monday 1 February 2027 is over a year away."),
        ("first", "0001-01-01", "has gone by"),
        ("first", "9999-12-27", "over a year away"),
    ],
)
def test_a_rhythm_that_cannot_be_is_told_beside_its_field(
    new: Story, name: str, typed: str, sentence: str
) -> None:
    before = main(new)

    form = saves(new, **{name: typed})

    assert errors(form).keys() == {name}
    assert sentence in errors(form)[name]
    assert main(new) == before
    assert so_far(new).parts == ()


def test_hostile_values_change_nothing_and_come_back_harmless(new: Story) -> None:
    before = main(new)

    for typed in HOSTILE:
        form = saves(new, **dict.fromkeys(RHYTHM, typed))
        assert errors(form).keys() == RHYTHM.keys()
        shown(form)
    assert main(new) == before


def test_what_was_typed_is_still_there_when_a_form_comes_back(new: Story) -> None:
    form = saves(new, timezone="Narnia", days="7", first="2026-02-02", at="12:00")

    days, first, hour = (field(form, name) for name in ("days", "first", "at"))
    assert isinstance(days, Choose)
    assert isinstance(hour, Choose)
    assert isinstance(first, Day)
    assert (days.value, hour.value, first.value) == ("7", "12:00", date(2026, 2, 2))


def test_a_first_monday_in_the_past_makes_no_hundred_and_eightieth_round(new: Story) -> None:
    saves(new, first="2026-01-19")

    assert start_day(main(new).cadence, 1) == date(2026, 1, 19)


def test_a_monday_whose_hour_has_gone_by_is_past(lite: Story) -> None:
    lite.clock.wind(at(2026, 2, 2, 12))

    assert "has gone by" in errors(saves(lite, first="2026-02-02", at="11:00"))["first"]
    assert errors(saves(lite, first="2026-02-02", at="13:00")) == {}


@pytest.mark.parametrize(
    ("days", "first"), [("7", "2026-01-26"), ("28", "2026-02-16"), ("14", "2026-02-09"), ("7", "2026-02-16")]
)
def test_a_rhythm_may_change_while_a_round_is_open_and_its_number_goes_on(
    lite: Story, days: str, first: str
) -> None:
    lite.wind(lite.plan().starts_at)
    lite.clock.wind(lite.plan().starts_at + timedelta(days=1))

    saves(lite, days=days, first=first)

    cadence = main(lite).cadence
    assert start_day(cadence, 2) == date.fromisoformat(first)
    lite.wind(lite.clock.now() + timedelta(minutes=5))
    assert len(lite.pairings(1)) == 3
    for moment in (timetable(cadence, 1).ask_at, timetable(cadence, 1).remind_at):
        lite.wind(max(moment, lite.clock.now()))
    assert sum("How did" in title or "Did you" in title for title in lite.heard(DANA)) >= 1
    assert lite.pairings(2) == ()

    lite.wind(timetable(cadence, 2).starts_at)
    assert len(lite.pairings(2)) == 3


def test_quiet_days_are_kept_and_those_that_are_past_are_not_lost(new: Story) -> None:
    past = date(2026, 1, 2)
    with new.database.change() as connection:
        programmes.change_programme(connection, main(new), quiet_dates=[past.isoformat()])

    does(new, "setup.quiet.save", **QUIET)

    after = main(new)
    christmas = {date(2026, 12, 24) + timedelta(days=n) for n in range(10)}
    assert after.holidays == "GB-ENG"
    assert after.cadence.quiet_dates >= {past, date(2026, 3, 3), date(2026, 4, 3)} | christmas
    public = {date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28), date(2027, 1, 1)}
    assert after.own_quiet_dates == {past, date(2026, 3, 3)} | christmas - public


def test_another_place_counts_for_more_than_the_one_that_is_chosen(new: Story) -> None:
    does(new, "setup.quiet.save", **QUIET | {"elsewhere": "us-ca"})

    assert main(new).holidays == "US-CA"
    assert date(2026, 7, 3) in main(new).cadence.quiet_dates
    shown_again = does(new, "setup.quiet")
    assert [getattr(field(shown_again, name), "value", None) for name in ("holidays", "elsewhere")] == [
        "",
        "US-CA",
    ]


def test_holidays_and_quiet_days_can_be_taken_away_again(new: Story) -> None:
    does(new, "setup.quiet.save", **QUIET)
    does(new, "setup.quiet.save", holidays="", elsewhere="", dates="")

    assert main(new).cadence.quiet_dates == frozenset()


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("elsewhere", "Narnia", 'We don\'t know the holidays of "Narnia".'),
        ("holidays", "GB-XXX", "Please try a code such as IE or GB-ENG."),
        ("dates", "3 March\nsmarch, never", 'We could not read "smarch" and "never" as days to come.'),
        ("dates", "2026-01-02", 'We could not read "2026-01-02"'),
        ("dates", "2026-02-01 to 2027-01-31, 2027-03-01 to 2027-09-01", "at most 400 days"),
    ],
)
def test_quiet_days_that_cannot_be_are_told_beside_their_field(
    new: Story, name: str, typed: str, sentence: str
) -> None:
    before = main(new)

    form = does(new, "setup.quiet.save", **QUIET | {name: typed})

    assert errors(form).keys() == {name}
    assert sentence in errors(form)[name]
    assert main(new) == before


def test_hostile_quiet_days_change_nothing_and_come_back_harmless(new: Story) -> None:
    for typed in HOSTILE:
        answer = does(new, "setup.quiet.save", holidays=typed, elsewhere=typed, dates=typed)
        assert answer.has_errors is bool(typed.strip())
        shown(answer)
    assert main(new).cadence.quiet_dates == frozenset()

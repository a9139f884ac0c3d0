from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.people import Ladder, Status, TogetherError, ladder_from, plain_grade
from pairing.rounds import Cadence
from tests.cast import AMARA, LADDER, member, programme

DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Band 8a", "8a"),
        ("8A", "8a"),
        ("band  5", "5"),
        ("Grade-7", "7"),
        ("YM 0 - 8", "ym08"),
        ("MC46", "mc46"),
        ("Band", "band"),
        ("", ""),
    ],
)
def test_spelling_makes_no_difference_to_a_grade(written: str, plain: str) -> None:
    assert plain_grade(written) == plain


@given(st.text())
def test_a_plain_grade_of_letters_and_digits_is_always_found(grade: str) -> None:
    assert plain_grade(grade).isascii()
    assert Ladder((grade,)).step(grade) == 0


def test_a_grade_has_its_rung_and_an_unknown_one_has_none() -> None:
    assert LADDER.step("band 2") == 0
    assert LADDER.step("8B") == 7
    assert LADDER.step("Consultant") is None
    assert Ladder().step("Band 2") is None


def test_of_two_rungs_that_read_alike_the_lower_one_counts() -> None:
    assert Ladder(("Band 5", "Band 6", "5")).step("5") == 0


def test_ladders_of_the_same_grades_are_equal() -> None:
    assert Ladder(("1", "2")) == Ladder(("1", "2")) != Ladder(("2", "1"))


def test_a_first_ladder_puts_numbers_in_their_order_and_leaves_names_off() -> None:
    ladder = ladder_from(["Band 10", "8b", "band 8a", "2", "Consultant", "MC46", "8A", ""])
    assert [plain_grade(grade) for grade in ladder.grades] == ["2", "8a", "8b", "10"]


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_pause_ends_on_its_day(days: int) -> None:
    paused = member(AMARA, status=Status.PAUSED, paused_until=DAY + timedelta(days))
    assert paused.takes_part(0, DAY) is (days <= 0)


def test_a_pause_without_an_end_lasts() -> None:
    assert not member(AMARA, status=Status.PAUSED).takes_part(0, date.max)


def test_a_skip_is_for_one_round() -> None:
    skipping = member(AMARA, skips_round=4)
    assert [skipping.takes_part(number, DAY) for number in (3, 4, 5)] == [True, False, True]


def test_who_left_does_not_take_part() -> None:
    assert not member(AMARA, status=Status.LEFT).takes_part(0, DAY)
    assert member(AMARA).takes_part(0, DAY)
    assert member(AMARA).id == "amara"


@pytest.mark.parametrize("together", [2, 4, 5, 6, 7, 8])
def test_a_programme_is_of_pairs_or_of_tables(together: int) -> None:
    assert programme(together=together).together == together


@pytest.mark.parametrize("together", [-4, 0, 1, 3, 9, None, "4"])
def test_any_other_number_together_is_refused(together: object) -> None:
    with pytest.raises(TogetherError, match="2 people together, or 4 to 8 at a table, not "):
        programme(together=together)


def test_the_own_quiet_dates_of_a_programme_are_those_that_are_no_public_holidays() -> None:
    own, christmas = date(2026, 3, 3), date(2026, 12, 25)
    cadence = Cadence(anchor=date(2026, 1, 5), quiet_dates=frozenset({own, christmas}))

    assert programme(cadence=cadence).own_quiet_dates == {own, christmas}
    assert programme(cadence=cadence, holidays="GB-ENG").own_quiet_dates == {own}

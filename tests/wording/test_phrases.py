from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.wording.phrases import clipped, day_of, day_words, listed


@given(st.dates())
def test_a_day_is_told_as_the_english_calendar_tells_it(day: date) -> None:
    assert day_words(day) == f"{day:%A} {day.day} {day:%B}"


def test_the_day_is_the_one_on_the_readers_own_calendar() -> None:
    late = datetime(2026, 12, 6, 23, 30, tzinfo=UTC)

    assert day_of(late, "Europe/London") == "Sunday 6 December"
    assert day_of(late, "Asia/Kolkata") == "Monday 7 December"
    assert day_of(late + timedelta(hours=1), "Europe/London") == "Monday 7 December"


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_cut_words_fit_on_one_line(words: str, longest: int) -> None:
    cut = clipped(words, longest)

    assert len(cut) <= longest
    assert len(cut.splitlines()) <= 1


def test_a_list_of_people_reads_as_it_is_said() -> None:
    assert listed(["Amara", "Ben", "Chidi"]) == "Amara, Ben and Chidi"
    assert listed(["Amara", "Ben"]) == "Amara and Ben"
    assert listed(["Amara"]) == "Amara"
    assert listed([]) == ""

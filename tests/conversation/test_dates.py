"""Reading how long somebody wants to rest, as people type it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.dates import UnreadableDateError, read_until

TODAY = date(2026, 1, 14)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("3 Feb", date(2026, 2, 3)),
        ("3 Jan", date(2027, 1, 3)),
        ("until 3 January", date(2027, 1, 3)),
        ("UNTIL  3   JANUARY", date(2027, 1, 3)),
        ("till 1st of March", date(2026, 3, 1)),
        ("back on 2 March", date(2026, 3, 2)),
        ("10/2", date(2026, 2, 10)),
        ("03/02/2026", date(2026, 2, 3)),
        ("2026-03-01", date(2026, 3, 1)),
        ("tomorrow", date(2026, 1, 15)),
        ("monday", date(2026, 1, 19)),
        ("for a week", date(2026, 1, 21)),
        ("for 4 weeks", date(2026, 2, 11)),
        ("in two weeks", date(2026, 1, 28)),
        ("for a month", date(2026, 2, 14)),
        ("for 3 months", date(2026, 4, 14)),
        ("a year", date(2027, 1, 14)),
        ("next month", date(2026, 2, 1)),
        ("March", date(2026, 3, 1)),
        ("14 January 2027", date(2027, 1, 14)),
    ],
)
def test_a_day_to_come_is_read_as_it_was_meant(words: str, day: date) -> None:
    assert read_until(words, TODAY) == day


@pytest.mark.parametrize(
    "words",
    ["", "  ", "further notice", "until further notice", "I say so", "until I'm back", "until I’m back"],  # noqa: RUF001 - as telephones write it
)
def test_an_end_may_be_left_open(words: str) -> None:
    assert read_until(words, TODAY) is None


@pytest.mark.parametrize(
    "words",
    [
        *("today", "yesterday", "14 January 2026", "13 January 2026", "3 January 2025", "2 weeks ago"),
        *("16 January 2027", "3 January 2031", "for 40 years", "99999999999999999999 years"),
        *("32 Jan", "31 February", "smarch", "soon", "<!channel>", '=HYPERLINK("x")', "\u202e3 naJ"),
        *("3 January " * 1_000, "x" * 10_000, "9" * 10_000, "\x00", "\ud800"),
    ],
)
def test_what_is_no_day_of_the_coming_year_is_told_apart(words: str) -> None:
    with pytest.raises(UnreadableDateError):
        read_until(words, TODAY)


@given(st.text(max_size=70), st.sampled_from(["", "until ", "for ", "3 ", "next "]))
def test_whatever_is_typed_is_a_day_to_come_an_open_end_or_unreadable(words: str, lead: str) -> None:
    try:
        day = read_until(lead + words, TODAY)
    except UnreadableDateError:
        return
    assert day is None or timedelta(0) < day - TODAY <= timedelta(days=366)

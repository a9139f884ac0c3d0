"""What owners type in the set-up is read as forgivingly as can be told apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reading import read_grades, read_place, read_quiet_dates, read_time_zone
from bot.wording.setup import PLACES, quiet_lines

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("London", "Europe/London"),
        ("new york", "America/New_York"),
        ("  Ho Chi Minh ", "Asia/Ho_Chi_Minh"),
        ("UTC", "UTC"),
        ("Narnia", None),
        ("", None),
        ("../../etc/passwd", None),
        ("x" * 10_000, None),
    ],
)
def test_a_time_zone_is_read_by_its_name_or_its_city(typed: str, zone: str | None) -> None:
    assert read_time_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("GB-ENG", "GB-ENG"),
        ("gb-sct", "GB-SCT"),
        ("ie", "IE"),
        ("Scotland", "GB-SCT"),
        ("US-CA", "US-CA"),
        ("GB-XXX", None),
        ("Narnia", None),
        ("ZZ", None),
        ("GB_ENG", None),
        ("x" * 10_000, None),
        ("\x00", None),
    ],
)
def test_a_place_is_read_by_its_code_or_its_name(typed: str, place: str | None) -> None:
    assert read_place(typed) == place


def test_every_place_that_is_offered_has_holidays() -> None:
    assert all(read_place(code) == code for code, _ in PLACES if code)


@pytest.mark.parametrize(
    ("typed", "grades"),
    [
        ([], ()),
        (["Band 2", "Band 3"], ("Band 2", "Band 3")),
        (["Band 2, Band 3 ; Band 4"], ("Band 2", "Band 3", "Band 4")),
        (["2 < 3 < 8a"], ("2", "3", "8a")),
        (["Registrar, senior", "Consultant"], ("Registrar, senior", "Consultant")),
        (["Band 2", "band-2", "2"], ("Band 2",)),
        ([",,,"], ()),
    ],
)
def test_grades_are_read_one_a_line_or_between_commas(typed: list[str], grades: tuple[str, ...]) -> None:
    assert read_grades(typed) == grades


def days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


CHRISTMAS = days(date(2026, 12, 24), date(2027, 1, 2))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["24 December"], {date(2026, 12, 24)}),
        (["24 Dec 2026, 3 March"], {date(2026, 12, 24), date(2027, 3, 3)}),
        (["2026-12-24"], {date(2026, 12, 24)}),
        (["24/12/2026;", "25.12.2026"], {date(2026, 12, 24), date(2026, 12, 25)}),
        (["24 December to 2 January"], CHRISTMAS),
        (["24 December - 2 January"], CHRISTMAS),
        (["24 Dec\u20132 Jan"], CHRISTMAS),
        (["2026-12-24 until 2027-01-02"], CHRISTMAS),
        (["24 December 2026 to 2 January 2027"], CHRISTMAS),
        (["24-28 December"], days(date(2026, 12, 24), date(2026, 12, 28))),
        (["24 to 28 December"], days(date(2026, 12, 24), date(2026, 12, 28))),
        (["December 24 to 28"], days(date(2026, 12, 24), date(2026, 12, 28))),
        (["2026-11-23"], {TODAY}),
        ([], set()),
        ([" , ,"], set()),
    ],
)
def test_quiet_days_are_read_one_by_one_and_as_stretches(typed: list[str], found: set[date]) -> None:
    assert read_quiet_dates(typed, TODAY) == (frozenset(found), ())


@pytest.mark.parametrize(
    "piece",
    [
        "smarch",
        "2026-11-22",
        "22 November 2026",
        "31 February 2027",
        "2 January 2027 to 24 December 2026",
        "24 December to never",
        "whenever",
        "2099-01-01",
        "2027-01-01 to 2029-01-01",
        "31-30 December",
        "0-5 December",
        "99999999999 to 28 December",
        "28 December to " + "9" * 5_000,
        "x" * 10_000,
        "2026-W99-1",
        "<!channel>",
    ],
)
def test_what_is_no_day_to_come_is_told_apart(piece: str) -> None:
    assert read_quiet_dates([f"24 December, {piece}"], TODAY) == (frozenset({date(2026, 12, 24)}), (piece,))


@given(st.sets(st.dates(TODAY, TODAY + timedelta(days=700)), max_size=60))
def test_quiet_days_as_they_are_written_down_are_read_as_the_same(found: set[date]) -> None:
    written = quiet_lines(found).split("\n")

    assert read_quiet_dates(written, TODAY) == (frozenset(found), ())

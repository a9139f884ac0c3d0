from __future__ import annotations

from datetime import date

import pytest

from pairing.holidays import HolidaysError, holiday_dates


def test_no_place_has_no_holidays() -> None:
    assert holiday_dates("", 2026) == frozenset()


@pytest.mark.parametrize(
    ("where", "holiday"),
    [
        ("GB-ENG", date(2026, 4, 6)),
        ("GB-SCT", date(2026, 11, 30)),
        ("US", date(2026, 11, 26)),
        ("IN", date(2049, 8, 15)),
    ],
)
def test_the_holidays_of_a_place_are_known_for_years(where: str, holiday: date) -> None:
    assert holiday in holiday_dates(where, 2026)


@pytest.mark.parametrize("where", ["Narnia", "GB-XXX", "-", "gb eng"])
def test_a_place_that_there_is_not_is_told_with_a_good_one(where: str) -> None:
    with pytest.raises(HolidaysError, match="give a country such as IE, or a country and a region such as"):
        holiday_dates(where, 2026)

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduler.clock import HandClock, SystemClock

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_the_machines_clock_says_utc_and_goes_on() -> None:
    first, second = SystemClock().now(), SystemClock().now()

    assert first.tzinfo is UTC
    assert first <= second


def test_a_hand_clock_stands_still_in_utc_until_it_is_wound() -> None:
    clock = HandClock(NOON.astimezone(ZoneInfo("Asia/Kolkata")))

    assert clock.now() == clock.now() == NOON
    assert clock.now().tzinfo is UTC


@given(st.lists(st.timedeltas(timedelta(days=-400), timedelta(days=400))))
def test_a_hand_clock_is_at_the_latest_instant_it_was_ever_wound_to(steps: list[timedelta]) -> None:
    clock = HandClock(NOON)
    for step in steps:
        clock.wind((NOON + step).astimezone(ZoneInfo("Pacific/Auckland")))

    assert clock.now() == max([NOON, *(NOON + step for step in steps)])

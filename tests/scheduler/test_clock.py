from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduler.clock import HandClock, SteadyClock, SystemClock

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


class Told:
    """A reference that says what it is told to, and the seconds since the start."""

    def __init__(self) -> None:
        self.says = NOON
        self.seconds = 0.0

    def pass_(self, seconds: float, *, drift: float = 0) -> None:
        """Time passes, and the reference is off by a drift in the end."""
        self.seconds += seconds
        self.says += timedelta(seconds=seconds + drift)

    def clock(self) -> SteadyClock:
        return SteadyClock(lambda: self.says, lambda: self.seconds)


def test_a_steady_clock_goes_on_by_itself_until_it_asks_again() -> None:
    told = Told()
    clock = told.clock()
    told.seconds += 60
    told.says = NOON.replace(hour=20)

    assert clock.now() == NOON + timedelta(seconds=60)
    clock.sync()
    assert clock.now() == NOON.replace(hour=20)


@given(st.floats(-4.9, 4.9), st.floats(0, 1000))
def test_drift_is_followed_without_a_word(drift: float, seconds: float) -> None:
    told = Told()
    clock = told.clock()
    told.pass_(seconds, drift=drift)

    assert clock.sync() == timedelta()
    assert clock.has_settled(timedelta(hours=1))
    assert clock.now() == told.says


@given(st.floats(5.1, 1e6) | st.floats(-1e6, -5.1))
def test_a_jump_is_told_once_and_settles(jump: float) -> None:
    told = Told()
    clock = told.clock()
    told.pass_(30, drift=jump)

    assert abs(clock.sync().total_seconds() - jump) < 0.001
    assert clock.now() == told.says
    assert clock.sync() == timedelta()
    told.pass_(59)
    assert not clock.has_settled(timedelta(seconds=60))
    told.pass_(1)
    assert clock.has_settled(timedelta(seconds=60))


def test_an_answer_that_took_a_while_counts_from_halfway() -> None:
    seconds = iter([0.0, 4.0, 4.0])
    clock = SteadyClock(lambda: NOON, lambda: next(seconds))

    assert clock.now() == NOON + timedelta(seconds=2)


def test_a_steady_clock_says_utc_whatever_its_reference_says() -> None:
    clock = SteadyClock(lambda: NOON.astimezone(ZoneInfo("Asia/Kolkata")), lambda: 0.0)

    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC

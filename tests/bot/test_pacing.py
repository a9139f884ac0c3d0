from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from bot.pacing import PATIENCE, Pacer, interval, time_to_make
from bot.platforms import Call, Limit
from bot.slack.limits import LIMITS
from storage.database import Database, migrate
from storage.gates import Turn
from tests.bot.slack_by_the_minute import START, WORKSPACE, Moving, introduce

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('pace') / 'pace.db'}", durable=False)
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def database(schema: Database) -> Database:
    """A store in which nothing was called yet."""
    forget(schema)
    return schema


def forget(database: Database) -> None:
    with database.change() as connection:
        connection.exec_driver_sql("DELETE FROM gate")


def test_ten_thousand_people_are_introduced_at_the_allowed_rate_and_without_a_refusal(
    database: Database,
) -> None:
    hour = introduce(database, introductions=5_000, workers=8, latency=0.3, draw=default_rng(1))

    assert hour.refused == 0
    assert hour.share_of_allowed(5_000) >= 0.95


@given(workers=st.integers(2, 40), latency=st.floats(0, 1.2), seed=st.integers(0, 999))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_many_workers_and_however_slow_slack_is_nothing_is_refused(
    database: Database, workers: int, latency: float, seed: int
) -> None:
    forget(database)
    hour = introduce(database, introductions=150, workers=workers, latency=latency, draw=default_rng(seed))

    assert hour.refused == 0


def test_a_round_says_beforehand_how_long_it_takes() -> None:
    introductions = {Call.OPEN_GROUP: 480, Call.POST: 480}

    assert time_to_make(introductions, LIMITS) == timedelta(minutes=10)
    assert time_to_make({Call.POST: 230}, LIMITS) < timedelta(minutes=1)
    assert time_to_make({Call.POST: 10**6}, {}) == time_to_make({}, LIMITS) == timedelta()


@pytest.mark.parametrize("per_minute", [1, 7, 20, 50, 100, 240])
def test_no_minute_holds_more_calls_than_are_allowed(per_minute: int) -> None:
    in_a_minute = timedelta(minutes=1) // interval(Limit("any", per_minute)) + 1

    assert per_minute * 0.95 - 1 <= in_a_minute <= per_minute


def test_a_method_without_a_limit_is_nobodys_queue(database: Database) -> None:
    pacer = Pacer(Moving())
    with database.change() as connection:
        assert [pacer.reserve(connection, WORKSPACE, None) for _ in range(3)] == [
            Turn(START, is_ours=True)
        ] * 3


def test_a_turn_that_is_too_far_off_is_not_taken(database: Database) -> None:
    clock = Moving()
    pacer, limit = Pacer(clock), Limit("seldom", 1)
    with database.change() as connection:
        first, second, third = [pacer.reserve(connection, WORKSPACE, limit) for _ in range(3)]
        clock.seconds += (second.at - START).total_seconds() - PATIENCE.total_seconds()
        fourth = pacer.reserve(connection, WORKSPACE, limit)

    assert [turn.is_ours for turn in (first, second, third, fourth)] == [True, False, False, True]
    assert second == third
    assert fourth.at == second.at


def test_who_waits_hears_when_the_worker_is_to_stop() -> None:
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    pacer = Pacer(Moving(), wait)

    assert pacer.wait_until(START)
    assert pacer.wait_until(START + timedelta(seconds=3))
    assert waits == [3.0]
    pacer.stop()
    assert not pacer.wait_until(START)
    stopped = Pacer(Moving())
    stopped.stop()
    assert not stopped.wait_until(START + timedelta(hours=1))

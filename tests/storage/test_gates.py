"""When a method may be called: shut gates, and one queue for all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import gates
from tests.cast import WORKSPACE
from tests.storage.shelf import NOW, at_once, later, settle

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.database import Database

SECOND = timedelta(seconds=1)
HERE = (WORKSPACE, "send")


@pytest.fixture
def connection(connection: Connection) -> Connection:
    """One change in a workspace where nothing was called yet."""
    settle(connection)
    return connection


def reserve(connection: Connection, now: datetime, method: str = "send") -> datetime:
    return gates.reserve(connection, WORKSPACE, method, now, SECOND, 60 * SECOND).at


def test_a_gate_is_shut_for_one_method_and_never_opens_earlier(connection: Connection) -> None:
    gates.close_gate(connection, *HERE, later(minutes=5))
    gates.close_gate(connection, *HERE, later(minutes=2))
    gates.close_gate(connection, WORKSPACE, "open", later(minutes=1))

    assert gates.closed(connection, NOW) == {HERE, (WORKSPACE, "open")}
    assert gates.closed(connection, later(minutes=4)) == {HERE}
    assert gates.closed(connection, later(minutes=5)) == set()


def test_a_gate_can_be_shut_for_longer(connection: Connection) -> None:
    for minutes in (1, 9):
        gates.close_gate(connection, *HERE, later(minutes=minutes))

    assert gates.closed(connection, later(minutes=8)) == {HERE}


def test_calls_are_an_interval_apart_and_methods_do_not_wait_for_each_other(connection: Connection) -> None:
    assert [reserve(connection, NOW) - NOW for _ in range(3)] == [0 * SECOND, SECOND, 2 * SECOND]
    assert reserve(connection, NOW, "open") == NOW
    assert reserve(connection, later(minutes=9)) == later(minutes=9), "what was not used is not saved up"


def test_a_shut_gate_moves_the_queue_behind_it(connection: Connection) -> None:
    gates.close_gate(connection, *HERE, NOW + 30 * SECOND)

    assert [reserve(connection, NOW) - NOW for _ in range(2)] == [30 * SECOND, 31 * SECOND]


def test_nothing_is_reserved_beyond_ones_patience(connection: Connection) -> None:
    gates.close_gate(connection, *HERE, NOW + 61 * SECOND)

    assert [reserve(connection, NOW) - NOW for _ in range(2)] == [61 * SECOND] * 2


@pytest.mark.parametrize("wait", [60, 61])
def test_who_asks_is_told_whether_the_instant_is_theirs(connection: Connection, wait: int) -> None:
    gates.close_gate(connection, *HERE, NOW + wait * SECOND)

    turn = gates.reserve(connection, WORKSPACE, "send", NOW, SECOND, 60 * SECOND)

    assert turn == gates.Turn(NOW + wait * SECOND, is_ours=wait == 60)


def test_a_method_that_fails_again_and_again_rests_longer_each_time_until_it_works(
    connection: Connection,
) -> None:
    def fails() -> timedelta | None:
        until = gates.note_failure(connection, *HERE, NOW)
        return None if until is None else until - NOW

    assert [fails() for _ in range(gates.IN_A_ROW - 1)] == [None] * (gates.IN_A_ROW - 1)
    assert [fails() for _ in range(3)] == [gates.FIRST_REST * times for times in (1, 2, 4)]
    assert gates.closed(connection, NOW) == {HERE}
    for _ in range(20):
        longest = fails()
    assert longest == gates.LONGEST_REST

    gates.note_success(connection, *HERE)
    assert fails() is None


def test_no_two_replicas_are_given_the_same_instant(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
    slots: list[datetime] = []

    def work() -> None:
        for _ in range(10):
            with database.change() as connection:
                slots.append(reserve(connection, NOW))

    at_once(*[work] * 4)

    assert sorted(slots) == [NOW + count * SECOND for count in range(40)]

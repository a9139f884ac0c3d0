from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from pairing.people import Status
from storage import follow_ups, programmes
from storage.follow_ups import FollowUp
from storage.tables import follow_up
from tests.cast import WORKSPACE
from tests.storage.shelf import NOW, join_all, later, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAY = date(2026, 2, 3)
NOTE = FollowUp("Runs the night rota", "Send the chart", DAY)


def dues(connection: Connection, days: int = 3) -> list[tuple[str, str, date]]:
    of = programmes.programmes(connection, WORKSPACE)[0]
    found = follow_ups.due(connection, of, DAY - timedelta(days), DAY + timedelta(1))
    return [(one.member.id, one.about, one.day) for one in found]


def owe_all(connection: Connection) -> None:
    of = programmes.programmes(connection, WORKSPACE)[0]
    for one in follow_ups.due(connection, of, DAY - timedelta(3), DAY + timedelta(1)):
        follow_ups.mark_owed(connection, WORKSPACE, one)


def test_what_somebody_wrote_is_theirs_alone_and_comes_back_as_it_was(connection: Connection) -> None:
    settle(connection)
    settle(connection, workspace="T-other")

    follow_ups.write(connection, WORKSPACE, "amara", "ben", NOTE, NOW)

    assert follow_ups.find(connection, WORKSPACE, "amara", "ben") == NOTE
    assert follow_ups.of_person(connection, WORKSPACE, "amara") == {"ben": NOTE}
    assert follow_ups.of_person(connection, WORKSPACE, "ben") == {}
    assert follow_ups.of_person(connection, "T-other", "amara") == {}
    assert follow_ups.find(connection, WORKSPACE, "ben", "amara") == FollowUp()


def test_what_is_written_last_stands_and_nothing_is_kept_of_what_is_empty(connection: Connection) -> None:
    settle(connection)
    follow_ups.write(connection, WORKSPACE, "amara", "ben", NOTE, NOW)

    follow_ups.write(connection, WORKSPACE, "amara", "ben", FollowUp("Another"), later(hours=1))
    assert follow_ups.find(connection, WORKSPACE, "amara", "ben") == FollowUp("Another")

    follow_ups.write(connection, WORKSPACE, "amara", "ben", FollowUp(), later(hours=2))
    assert connection.scalars(select(follow_up.c.person)).all() == []


def test_a_reminder_is_due_until_it_was_owed_and_again_when_its_day_is_moved(connection: Connection) -> None:
    of = settle(connection)
    join_all(connection, of)
    follow_ups.write(connection, WORKSPACE, "amara", "ben", NOTE, NOW)
    assert dues(connection) == [("amara", "ben", DAY)]

    owe_all(connection)
    assert dues(connection) == []

    follow_ups.write(connection, WORKSPACE, "amara", "ben", FollowUp("x", "y", DAY), NOW)
    assert dues(connection) == [], "to change the words is not to ask for it once more"

    moved = DAY + timedelta(1)
    follow_ups.write(connection, WORKSPACE, "amara", "ben", FollowUp("x", "y", moved), NOW)
    assert dues(connection) == [("amara", "ben", moved)]


def test_whoever_left_or_never_joined_is_owed_no_reminder(connection: Connection) -> None:
    of = settle(connection)
    join_all(connection, of)
    follow_ups.write(connection, WORKSPACE, "amara", "ben", NOTE, NOW)
    programmes.set_status(connection, of, "amara", Status.LEFT)

    assert dues(connection) == []

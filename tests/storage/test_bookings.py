from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from pairing.answers import Helped
from storage import bookings, feedback, pairings
from storage.bookings import Booking
from storage.tables import booking
from storage.tables import feedback as feedback_table
from tests.cast import AMARA, BEN, WORKSPACE
from tests.storage.shelf import at_once, join_all, later, open_round, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.database import Database

PAIR = "main.1.1"
AT, AFTER = later(days=2), later(days=3)


def introduced(connection: Connection, workspace: str = WORKSPACE) -> None:
    of = settle(connection, workspace=workspace)
    join_all(connection, of)
    open_round(connection, of, 1, (AMARA, BEN))


def said(connection: Connection) -> list[tuple[Any, ...]]:
    columns = [feedback_table.c[name] for name in ("person", "helped", "knew_before")]
    return [tuple(one) for one in connection.execute(select(*columns).order_by(columns[0]))]


def test_a_time_is_set_and_moved_and_its_version_counts(connection: Connection) -> None:
    introduced(connection)
    assert bookings.find(connection, WORKSPACE, PAIR) is None

    assert bookings.set_time(connection, WORKSPACE, PAIR, AT, "amara") == Booking(AT, 1)
    assert bookings.set_time(connection, WORKSPACE, PAIR, AT, "ben") is None, "it has that time"
    assert bookings.set_time(connection, WORKSPACE, PAIR, AFTER, "ben") == Booking(AFTER, 2)
    assert bookings.set_time(connection, WORKSPACE, PAIR, AT, "amara") == Booking(AT, 3)

    found = bookings.find(connection, WORKSPACE, PAIR)
    assert found == Booking(AT, 3)
    assert found.is_moved
    assert connection.scalars(select(booking.c.set_by)).all() == ["amara"]


def test_a_time_is_forgotten_with_its_pairing_and_in_no_other_workspace(connection: Connection) -> None:
    for workspace in (WORKSPACE, "T-other"):
        introduced(connection, workspace)
        bookings.set_time(connection, workspace, PAIR, AT, "amara")

    bookings.forget(connection, WORKSPACE, PAIR)

    assert bookings.find(connection, WORKSPACE, PAIR) is None
    assert bookings.find(connection, "T-other", PAIR) == Booking(AT)


def test_two_who_set_a_time_at_once_take_turns(database: Database) -> None:
    with database.change() as connection:
        introduced(connection)

    def set_by(person: str, minutes: int) -> None:
        with database.change() as connection:
            assert pairings.find(connection, WORKSPACE, PAIR) is not None
            at = later(days=2, minutes=minutes)
            assert bookings.set_time(connection, WORKSPACE, PAIR, at, person) is not None

    at_once(lambda: set_by("amara", 1), lambda: set_by("ben", 2))

    with database.read() as connection:
        found = bookings.find(connection, WORKSPACE, PAIR)
    assert found is not None
    assert found.version == 2


def test_each_keeps_what_they_say_of_a_meeting_and_the_last_word_counts(connection: Connection) -> None:
    introduced(connection)

    feedback.say_helped(connection, WORKSPACE, PAIR, "amara", Helped.NO)
    feedback.say_knew_before(connection, WORKSPACE, PAIR, "ben", knew_before=True)
    assert said(connection) == [("amara", "no", None), ("ben", None, True)]

    feedback.say_knew_before(connection, WORKSPACE, PAIR, "amara", knew_before=False)
    feedback.say_helped(connection, WORKSPACE, PAIR, "amara", Helped.A_LITTLE)
    assert said(connection) == [("amara", "a_little", False), ("ben", None, True)]

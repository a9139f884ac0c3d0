"""Whose profile is read again, and what is taken over of what the chat says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pairing.people import Status
from storage import directory, people, programmes
from storage.directory import Seen, What
from storage.tables import person
from tests.cast import AMARA, BEN, CAST, CHIDI, DANA, WORKSPACE
from tests.storage.shelf import NOW, join_all, settle

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

DAY = timedelta(days=1)


def read(connection: Connection, who: str, at: datetime) -> None:
    directory.take_over(connection, WORKSPACE, who, Seen(), at)


def stale(connection: Connection, most: int = 99) -> list[str]:
    return [id_ for id_, _ in directory.stale(connection, WORKSPACE, NOW - DAY, most)]


def row_of(connection: Connection, id_: str) -> dict[str, object]:
    found = connection.execute(person.select().where(person.c.id == id_)).mappings().one()
    return dict(found)


def test_the_profile_read_the_longest_ago_is_read_first(connection: Connection) -> None:
    join_all(connection, settle(connection))
    read(connection, AMARA.id, NOW - 3 * DAY)
    read(connection, BEN.id, NOW - 2 * DAY)
    read(connection, CHIDI.id, NOW)

    order = stale(connection)

    assert order[-2:] == [AMARA.id, BEN.id]
    assert set(order) == {who.id for who in CAST} - {CHIDI.id}
    assert stale(connection, 2) == order[:2]


def test_only_members_who_can_be_written_to_are_read(connection: Connection) -> None:
    of = settle(connection)
    programmes.join(connection, of, AMARA.id, NOW)
    programmes.join(connection, of, BEN.id, NOW)
    programmes.join(connection, of, CHIDI.id, NOW)
    programmes.set_status(connection, of, BEN.id, Status.LEFT)
    people.change_person(connection, WORKSPACE, CHIDI.id, is_reachable=False)

    assert stale(connection) == [AMARA.id]


def test_the_staff_list_goes_before_the_chat_for_whoever_is_in_it(connection: Connection) -> None:
    settle(connection)
    facts = {
        "name": "A. Okafor",
        "job_title": "Boss",
        "email": "other@example.org",
        "timezone": "Asia/Kolkata",
    }
    people.change_person(connection, WORKSPACE, AMARA.id, job_title="")
    people.change_person(connection, WORKSPACE, BEN.id, in_directory=False)

    for who in (AMARA, BEN):
        directory.take_over(connection, WORKSPACE, who.id, Seen(facts))

    listed, other = row_of(connection, AMARA.id), row_of(connection, BEN.id)
    assert (listed["name"], listed["job_title"], listed["timezone"]) == (AMARA.name, "Boss", "Asia/Kolkata")
    assert (other["name"], other["job_title"], other["email"]) == ("A. Okafor", "Boss", "other@example.org")


def test_a_time_zone_that_the_staff_list_gives_stays(connection: Connection) -> None:
    settle(connection)
    people.change_person(connection, WORKSPACE, AMARA.id, timezone="Europe/Paris")

    assert directory.news(connection, WORKSPACE, AMARA.id, Seen({"timezone": "Asia/Kolkata"})) == {}


@pytest.mark.parametrize(
    ("seen", "changed"),
    [
        (Seen(), {}),
        (Seen(kind=""), {}),
        (Seen(kind="guest"), {"kind": "guest"}),
        (Seen(is_gone=False), {}),
        (Seen(is_gone=True), {"is_reachable": False}),
    ],
)
def test_only_what_is_other_than_it_was_is_news(
    connection: Connection, seen: Seen, changed: dict[str, object]
) -> None:
    settle(connection)

    assert directory.news(connection, WORKSPACE, DANA.id, seen) == changed
    directory.take_over(connection, WORKSPACE, DANA.id, seen)
    assert directory.news(connection, WORKSPACE, DANA.id, seen) == {}


def test_nothing_is_kept_of_somebody_who_is_not_known(connection: Connection) -> None:
    settle(connection)
    before = people.people(connection, WORKSPACE)

    assert directory.take_over(connection, WORKSPACE, "nobody", Seen({"name": "Nobody"}, is_gone=True)) == {}

    assert people.people(connection, WORKSPACE) == before
    assert directory.at_addresses(connection, WORKSPACE, ["T1/U999"]) == {}


def test_a_reading_is_one_replica_s_until_it_rests(connection: Connection) -> None:
    settle(connection)

    assert directory.due(connection, What.PEOPLE, NOW) == [WORKSPACE]
    assert directory.claim(connection, WORKSPACE, What.PEOPLE, NOW, NOW + DAY)
    assert not directory.claim(connection, WORKSPACE, What.PEOPLE, NOW, NOW + DAY)
    assert directory.due(connection, What.PEOPLE, NOW) == []
    assert directory.due(connection, What.PROFILES, NOW) == [WORKSPACE]
    assert directory.claim(connection, WORKSPACE, What.PEOPLE, NOW + DAY, NOW + 2 * DAY), "it was let go of"

    directory.come_back(connection, WORKSPACE, What.PEOPLE, NOW, "missing_scope")
    assert directory.due(connection, What.PEOPLE, NOW) == [WORKSPACE]
    assert directory.trouble(connection, WORKSPACE, What.PEOPLE) == "missing_scope"
    assert directory.trouble(connection, WORKSPACE, What.PROFILES) == ""


def test_the_staff_list_is_counted_without_those_who_are_not_in_it(connection: Connection) -> None:
    settle(connection)
    people.change_person(connection, WORKSPACE, AMARA.id, in_directory=False)
    people.change_person(connection, WORKSPACE, BEN.id, department="")

    left = [who for who in CAST if who.id not in (AMARA.id, BEN.id)]
    assert directory.listed(connection, WORKSPACE) == (len(CAST) - 1, len({who.department for who in left}))

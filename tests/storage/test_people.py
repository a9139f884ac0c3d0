from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import people, programmes
from storage.people import _zone
from tests.cast import AMARA, BEN, CAST, DANA, WORKSPACE
from tests.storage.shelf import NOW, at_once, facts, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.database import Database

CHAT = f"{WORKSPACE}/U1"


def staff(connection: Connection, *changes: dict[str, str]) -> None:
    """The workspace with Amara in its directory alone, as each of ``changes`` would have her."""
    people.ensure_workspace(connection, WORKSPACE, "slack", NOW)
    listed = {f"S-{n}": facts(AMARA, **change) for n, change in enumerate(changes or ({},), start=1)}
    people.import_staff(connection, WORKSPACE, listed, [])


def test_somebody_is_linked_to_the_directory_by_e_mail_whatever_its_case(database: Database) -> None:
    with database.change() as connection:
        staff(connection, {"email": "Amara@Example.ORG"})
        met = people.meet(
            connection,
            WORKSPACE,
            CHAT,
            {"email": " AMARA@example.org ", "name": "~amara~", "timezone": "UTC"},
        )

        assert (met.name, met.department, met.staff_id) == ("Amara Okafor", "Nursing", "S-1")
        assert people.find(connection, WORKSPACE, CHAT) == met
        assert people.meet(connection, WORKSPACE, CHAT, {}) == met
        assert len(people.people(connection, WORKSPACE)) == 1


def test_an_e_mail_that_two_entries_share_links_to_neither(database: Database) -> None:
    with database.change() as connection:
        staff(connection, {"email": "ward3@example.org"}, {"email": "ward3@example.org"})
        met = people.meet(connection, WORKSPACE, CHAT, {"email": "ward3@example.org", "name": "Amara"})

        assert met.staff_id == ""
        assert len(people.people(connection, WORKSPACE)) == 3


def test_an_entry_that_has_its_chat_is_not_given_to_a_second_one(database: Database) -> None:
    with database.change() as connection:
        staff(connection)
        first = people.meet(connection, WORKSPACE, CHAT, {"email": "amara@example.org"})
        second = people.meet(connection, WORKSPACE, f"{WORKSPACE}/U2", {"email": "amara@example.org"})

        assert first.id != second.id
        assert second.department == ""


def test_nobody_is_linked_by_an_empty_e_mail(database: Database) -> None:
    with database.change() as connection:
        staff(connection, {"email": ""})
        met = people.meet(connection, WORKSPACE, CHAT, {"email": ""})

        assert met.department == ""


def test_two_first_messages_at_once_make_one_person(database: Database) -> None:
    with database.change() as connection:
        staff(connection)

    def write() -> None:
        with database.change() as connection:
            people.meet(connection, WORKSPACE, CHAT, {"name": "New Person"})

    at_once(*[write] * 4)

    with database.read() as connection:
        assert len(people.people(connection, WORKSPACE)) == 2


@pytest.mark.parametrize(
    "name",
    [
        "<!channel>",
        '=HYPERLINK("x")',
        "'; DROP TABLE person; --",
        "\u202eevil",
        "A\0B",
        "\ud800",
        "x" * 10_000,
    ],
)
def test_a_hostile_name_is_only_a_name(database: Database, name: str) -> None:
    with database.change() as connection:
        staff(connection)
        met = people.meet(connection, WORKSPACE, CHAT, {"name": name, "job_title": name, "email": name})

        assert met.name == name.replace("\0", "").replace("\ud800", "")[:200]
        assert len(people.people(connection, WORKSPACE)) == 2


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "Europe", "../../etc/passwd", "/etc/passwd", "A\0B", "x" * 9000, "\ud800"]
)
def test_a_time_zone_that_there_is_not_becomes_the_default(database: Database, zone: str) -> None:
    with database.change() as connection:
        staff(connection, {"timezone": zone})
        met = people.meet(connection, WORKSPACE, CHAT, {"name": "Ben", "timezone": zone})
        people.change_person(connection, WORKSPACE, met.id, timezone=zone)

        found = people.people(connection, WORKSPACE)
        assert [one.timezone for one in found.values()] == ["Europe/London", "Europe/London"]


@given(st.text() | st.sampled_from(["Asia/Kolkata", "UTC", "utc"]))
def test_whatever_is_kept_as_a_time_zone_is_one(name: str) -> None:
    assert ZoneInfo(_zone(name)).key == _zone(name)


def test_a_real_time_zone_of_the_chat_is_kept(database: Database) -> None:
    with database.change() as connection:
        staff(connection)

        assert (
            people.meet(connection, WORKSPACE, CHAT, {"timezone": "Asia/Kolkata"}).timezone == "Asia/Kolkata"
        )


def test_owners_are_those_who_are_named_and_in_the_chat(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        people.mark_owners(connection, WORKSPACE, {"amara@example.org", "t1/ben", "chidi", "nobody"})

        assert people.owners(connection, WORKSPACE) == ("amara", "ben", "chidi")
        assert people.is_owner(connection, WORKSPACE, "amara")
        assert not people.is_owner(connection, WORKSPACE, "dana")
        assert not people.is_owner(connection, WORKSPACE, "nobody")


def test_an_owner_who_is_named_no_more_is_none(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        people.mark_owners(connection, WORKSPACE, {"amara", "ben"})
        people.mark_owners(connection, WORKSPACE, {"ben"})

        assert people.owners(connection, WORKSPACE) == ("ben",)


def test_naming_nobody_leaves_the_chats_admins_as_they_are(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        people.change_person(connection, WORKSPACE, "dana", is_owner=True)
        people.mark_owners(connection, WORKSPACE, frozenset())

        assert people.owners(connection, WORKSPACE) == ("dana",)


def test_only_those_who_can_be_written_to_have_an_address(database: Database) -> None:
    with database.change() as connection:
        settle(connection, AMARA, BEN, DANA)
        people.change_person(connection, WORKSPACE, "ben", is_reachable=False)
        people.change_person(connection, WORKSPACE, "dana", address=None)

        assert people.addresses(connection, WORKSPACE) == {"amara": "T1/amara"}
        assert people.addresses(connection, WORKSPACE, ["ben", "amara"]) == {"amara": "T1/amara"}
        assert people.addresses(connection, WORKSPACE, []) == {}
        assert [people.is_reachable(connection, WORKSPACE, who) for who in ("amara", "ben")] == [True, False]


def test_the_directory_says_which_departments_grades_and_sites_there_are(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        people.change_person(connection, WORKSPACE, "dana", in_directory=False)
        people.change_person(connection, WORKSPACE, "efua", site="")

        assert people.known_values(connection, WORKSPACE, "department") == (
            "Estates",
            "Nursing",
            "Pharmacy",
            "Radiology",
        )
        assert people.known_values(connection, WORKSPACE, "site") == ("North", "South")


def test_an_unknown_column_is_refused_before_anything_is_written(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        with pytest.raises(KeyError, match="person has no column shoe_size"):
            people.change_person(connection, WORKSPACE, "amara", shoe_size=39)


def test_the_same_words_in_the_audit_at_one_instant_are_one_entry(database: Database) -> None:
    with database.change() as connection:
        for _ in range(2):
            people.write_audit(connection, WORKSPACE, "operator", "round opened early", "1", NOW)


def test_exclusions_are_unordered_and_written_once(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        programmes.exclude(connection, WORKSPACE, "ben", "amara", "dana")
        programmes.exclude(connection, WORKSPACE, "amara", "ben", "dana")
        programmes.exclude(connection, WORKSPACE, "chidi", "dana", "")

        assert programmes.exclusions(connection, WORKSPACE) == {
            frozenset(("amara", "ben")),
            frozenset(("chidi", "dana")),
        }


def test_the_whole_cast_is_read_back_as_it_was_written(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
    with database.read() as connection:
        assert people.people(connection, WORKSPACE) == {who.id: who for who in CAST}
        assert people.people(connection, WORKSPACE, ["ben"]) == {"ben": BEN}
        assert people.people(connection, WORKSPACE, []) == {}

"""Whom somebody knows, whom they would rather not meet, and who the others are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pairing.people import Status
from storage import colleagues, composition, finding, people, programmes
from tests.cast import CAST, WORKSPACE
from tests.storage.shelf import join_all, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pairing.people import Programme


@pytest.fixture
def of(connection: Connection) -> Programme:
    """The whole cast in a workspace, and the same people in another."""
    settle(connection, workspace="T2")
    main = settle(connection)
    join_all(connection, main)
    return main


@pytest.mark.usefixtures("of")
def test_the_last_list_is_the_whole_list_and_nobody_elses(connection: Connection) -> None:
    colleagues.replace_all(connection, WORKSPACE, "amara", ["ben", "chidi", "ben", "amara"])
    colleagues.replace_all(connection, WORKSPACE, "ben", ["dana"])
    colleagues.replace_all(connection, "T2", "amara", ["efua"])
    assert colleagues.of(connection, WORKSPACE, "amara") == {"ben", "chidi"}

    colleagues.replace_all(connection, WORKSPACE, "amara", ["chidi", "dana"])

    assert colleagues.of(connection, WORKSPACE, "amara") == {"chidi", "dana"}
    assert colleagues.of(connection, WORKSPACE, "ben") == {"dana"}
    assert colleagues.of(connection, "T2", "amara") == {"efua"}
    colleagues.replace_all(connection, WORKSPACE, "amara", [])
    assert colleagues.of(connection, WORKSPACE, "amara") == frozenset()


@pytest.mark.usefixtures("of")
def test_who_asked_to_be_kept_apart_sees_it_and_alone_takes_it_back(connection: Connection) -> None:
    together = frozenset({"amara", "ben"})
    programmes.exclude(connection, WORKSPACE, "amara", "ben", "amara")
    programmes.exclude(connection, WORKSPACE, "ben", "amara", "ben")
    programmes.exclude(connection, WORKSPACE, "chidi", "dana", "amara")

    assert programmes.kept_apart_by(connection, WORKSPACE, "amara") == {"ben"}, "of themselves alone"
    assert programmes.kept_apart_by(connection, WORKSPACE, "chidi") == frozenset()
    assert programmes.kept_apart_by(connection, "T2", "amara") == frozenset()

    programmes.no_longer_exclude(connection, WORKSPACE, "ben", "amara", "dana")
    programmes.no_longer_exclude(connection, "T2", "ben", "amara", "amara")
    assert programmes.kept_apart_by(connection, WORKSPACE, "amara") == {"ben"}

    programmes.no_longer_exclude(connection, WORKSPACE, "ben", "amara", "amara")
    assert programmes.kept_apart_by(connection, WORKSPACE, "amara") == frozenset()
    assert together in programmes.exclusions(connection, WORKSPACE), "Ben still asks for it"
    programmes.no_longer_exclude(connection, WORKSPACE, "amara", "ben", "ben")
    assert together not in programmes.exclusions(connection, WORKSPACE)


def test_the_others_are_counted_by_their_facts_and_those_who_left_are_none(
    connection: Connection, of: Programme
) -> None:
    programmes.set_status(connection, of, "ben", Status.LEFT)
    programmes.set_status(connection, of, "chidi", Status.PAUSED)
    others = [one for one in CAST if one.id not in {"amara", "ben"}]

    found = composition.others(connection, of, "amara")

    assert found == Counter((one.department, one.grade, one.site) for one in others)


@pytest.mark.usefixtures("of")
def test_people_are_found_by_their_addresses_in_their_own_workspace(connection: Connection) -> None:
    found = finding.at_addresses(connection, WORKSPACE, ["T1/amara", "T2/amara", "T1/nobody"])

    assert {address: one.id for address, one in found.items()} == {"T1/amara": "amara"}
    assert finding.at_addresses(connection, WORKSPACE, []) == {}


@pytest.mark.usefixtures("of")
def test_a_guest_is_told_apart_from_staff(connection: Connection) -> None:
    people.change_person(connection, WORKSPACE, "ben", kind="guest")

    assert finding.kind_of(connection, WORKSPACE, "ben") == "guest"
    assert finding.kind_of(connection, WORKSPACE, "amara") == ""
    assert finding.kind_of(connection, WORKSPACE, "nobody") == ""

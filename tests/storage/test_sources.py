"""Where a fact comes from, and which of two that differ is believed: each combination."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from storage import directory, people, workspaces
from storage.directory import Seen
from storage.sources import PROFILE, STAFF_LIST, TYPED, Sources, sources
from tests.cast import AMARA, WORKSPACE
from tests.storage.shelf import NOW, facts

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIELD = f"{PROFILE}Xf1"
EVERY = (None, STAFF_LIST, TYPED, FIELD)


def said(*, source: str | None, wins: bool) -> Sources:
    return Sources({} if source is None else {"department": source}, wins)


@pytest.mark.parametrize(
    ("source", "wins", "origin"), list(product(EVERY, (True, False), (STAFF_LIST, FIELD)))
)
def test_what_somebody_typed_stands_unless_its_source_may_go_before(
    *, source: str | None, wins: bool, origin: str
) -> None:
    rules = said(source=source, wins=wins)
    taken = rules.taken({"department": "Pharmacy"}, origin, {"department": "Nursing"}, ["department"])

    is_its_source = source in (None, origin)
    assert taken == ({"department": "Pharmacy"} if wins and is_its_source else {})


@pytest.mark.parametrize(
    ("source", "wins", "origin"), list(product(EVERY, (True, False), (STAFF_LIST, FIELD)))
)
def test_what_nobody_typed_is_written_over_by_its_source_alone(
    *, source: str | None, wins: bool, origin: str
) -> None:
    rules = said(source=source, wins=wins)
    taken = rules.taken({"department": "Pharmacy"}, origin, {"department": "Nursing"}, [])

    assert taken == ({"department": "Pharmacy"} if source in (None, origin) else {})


@pytest.mark.parametrize(("source", "origin"), list(product(EVERY, (STAFF_LIST, FIELD))))
def test_what_is_not_known_may_come_from_anywhere_and_nothing_empties_it(
    source: str | None, origin: str
) -> None:
    rules = said(source=source, wins=True)

    assert rules.taken({"department": "Pharmacy"}, origin, {"department": ""}, []) == {
        "department": "Pharmacy"
    }
    assert rules.taken({"department": ""}, origin, {"department": "Nursing"}, []) == {}


def types(connection: Connection, department: str) -> None:
    (who,) = people.people(connection, WORKSPACE).values()
    directory.keep_typed(connection, who, {"department": department, "grade": who.grade})


def imports(connection: Connection, department: str) -> str:
    people.import_staff(connection, WORKSPACE, {"1": facts(AMARA, department=department)}, [])
    (who,) = people.people(connection, WORKSPACE).values()
    return who.department


@pytest.mark.parametrize("wins", [True, False])
def test_an_import_goes_before_what_was_typed_only_where_an_owner_has_it_so(
    connection: Connection, *, wins: bool
) -> None:
    people.ensure_workspace(connection, WORKSPACE, "slack", NOW)
    imports(connection, "Nursing")
    workspaces.change_sources(connection, WORKSPACE, {"department": STAFF_LIST}, directory_wins=wins)
    types(connection, "Theatres")

    assert imports(connection, "Pharmacy") == ("Pharmacy" if wins else "Theatres")
    assert people.directory(connection, WORKSPACE)["1"]["typed"] == ([] if wins else ["department"])


def test_an_import_leaves_alone_what_comes_from_elsewhere(connection: Connection) -> None:
    people.ensure_workspace(connection, WORKSPACE, "slack", NOW)
    imports(connection, "Nursing")
    workspaces.change_sources(connection, WORKSPACE, {"department": FIELD}, directory_wins=True)

    assert imports(connection, "Pharmacy") == "Nursing"


def test_what_was_sent_unchanged_was_not_typed_and_what_was_emptied_is_typed_no_more(
    connection: Connection,
) -> None:
    people.ensure_workspace(connection, WORKSPACE, "slack", NOW)
    imports(connection, "Nursing")

    types(connection, "Nursing")
    assert people.directory(connection, WORKSPACE)["1"]["typed"] == []
    types(connection, "Theatres")
    types(connection, "Theatres")
    assert people.directory(connection, WORKSPACE)["1"]["typed"] == ["department"]
    types(connection, "")
    assert people.directory(connection, WORKSPACE)["1"]["typed"] == []


@pytest.mark.parametrize("wins", [True, False])
def test_a_profile_goes_before_what_was_typed_only_where_an_owner_has_it_so(
    connection: Connection, *, wins: bool
) -> None:
    people.ensure_workspace(connection, WORKSPACE, "slack", NOW)
    imports(connection, "Nursing")
    workspaces.change_sources(connection, WORKSPACE, {"department": FIELD}, directory_wins=wins)
    types(connection, "Theatres")
    (who,) = people.people(connection, WORKSPACE)

    directory.take_over(connection, WORKSPACE, who, Seen(fields={"Xf1": "Pharmacy", "Xf2": "Estates"}), NOW)

    assert people.people(connection, WORKSPACE)[who].department == ("Pharmacy" if wins else "Theatres")


def test_a_workspace_that_nobody_set_up_believes_whoever_speaks(connection: Connection) -> None:
    assert sources(connection, "nowhere") == Sources()

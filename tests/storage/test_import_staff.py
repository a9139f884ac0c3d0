"""Taking over a staff list: who stays who they are, whatever the list now calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from pairing.people import Preferences
from storage import people, privacy, programmes
from storage.tables import person
from tests.cast import AMARA, BEN, DANA, WORKSPACE
from tests.storage.shelf import NOW, facts, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from pairing.people import Person, Programme
    from storage.database import Database

CHAT = f"{WORKSPACE}/U1"


@pytest.fixture
def of(connection: Connection) -> Programme:
    """The programme of a workspace whose directory is empty as yet."""
    made = settle(connection, AMARA)
    connection.execute(person.delete())
    return made


def take_over(connection: Connection, staff: Mapping[str, Mapping[str, str]], *left: str) -> None:
    people.import_staff(connection, WORKSPACE, staff, left)


def by_staff_id(connection: Connection) -> dict[str, Person]:
    return {one.staff_id: one for one in people.people(connection, WORKSPACE).values()}


@pytest.mark.usefixtures("of")
def test_new_changed_and_left(connection: Connection) -> None:
    take_over(connection, {"1": facts(AMARA), "2": facts(BEN)})
    before = by_staff_id(connection)
    take_over(connection, {"1": facts(AMARA, department="Theatres"), "3": facts(DANA)}, "2")
    after = by_staff_id(connection)

    assert after["1"].department == "Theatres"
    assert after["1"].id == before["1"].id
    assert after["2"] == before["2"]
    assert sorted(people.directory(connection, WORKSPACE)) == ["1", "3"]


@pytest.mark.usefixtures("of")
def test_somebody_who_comes_back_is_who_they_were(connection: Connection) -> None:
    take_over(connection, {"1": facts(AMARA)})
    before = by_staff_id(connection)["1"]
    take_over(connection, {}, "1")
    assert people.directory(connection, WORKSPACE) == {}

    take_over(connection, {"1": facts(AMARA)})

    assert by_staff_id(connection)["1"] == before
    assert sorted(people.directory(connection, WORKSPACE)) == ["1"]


def test_somebody_known_from_the_chat_keeps_id_address_zone_and_membership(
    connection: Connection, of: Programme
) -> None:
    met = people.meet(
        connection,
        WORKSPACE,
        CHAT,
        {"email": "Amara@Example.org", "name": "amara", "timezone": "Asia/Kolkata"},
    )
    programmes.join(connection, of, met.id, NOW, Preferences(offers=("latte art",), curiosity="theatres"))

    take_over(connection, {"1": facts(AMARA, timezone="")})

    known = by_staff_id(connection)["1"]
    assert (known.id, known.name, known.timezone) == (met.id, "Amara Okafor", "Asia/Kolkata")
    assert people.find(connection, WORKSPACE, CHAT) == known
    member = programmes.members(connection, of, [met.id]).get(met.id)
    assert member is not None
    assert member.preferences.offers == ("latte art",)


@pytest.mark.usefixtures("of")
def test_a_time_zone_of_the_list_goes_before_that_of_the_chat(connection: Connection) -> None:
    people.meet(connection, WORKSPACE, CHAT, {"email": "amara@example.org", "timezone": "Asia/Kolkata"})
    take_over(connection, {"1": facts(AMARA, timezone="Europe/Paris")})

    assert by_staff_id(connection)["1"].timezone == "Europe/Paris"


@pytest.mark.usefixtures("of")
def test_what_a_list_leaves_empty_stays_as_it_is_known(connection: Connection) -> None:
    take_over(connection, {"1": facts(AMARA)})
    take_over(connection, {"1": facts(AMARA, job_title="", site="", grade="6")})

    known = by_staff_id(connection)["1"]
    assert (known.job_title, known.site, known.grade) == (AMARA.job_title, AMARA.site, "6")


@pytest.mark.usefixtures("of")
def test_a_new_staff_id_for_the_same_e_mail_is_the_same_person_and_no_leaver(connection: Connection) -> None:
    take_over(connection, {"old-1": facts(AMARA)})
    before = by_staff_id(connection)["old-1"]
    take_over(connection, {"new-1": facts(AMARA)}, "old-1")

    assert by_staff_id(connection) == {"new-1": type(before)(**_with(before, staff_id="new-1"))}
    assert sorted(people.directory(connection, WORKSPACE)) == ["new-1"]


@pytest.mark.usefixtures("of")
def test_a_staff_id_that_is_given_out_again_is_somebody_new(connection: Connection) -> None:
    take_over(connection, {"1": facts(AMARA)})
    take_over(connection, {"2": facts(AMARA)}, "1")
    take_over(connection, {"1": facts(BEN)})

    known = by_staff_id(connection)
    assert (known["2"].name, known["1"].name) == ("Amara Okafor", "Ben Hughes")
    assert known["1"].id != known["2"].id


@pytest.mark.usefixtures("of")
def test_an_e_mail_that_moves_to_a_colleague_does_not_make_one_of_two(connection: Connection) -> None:
    take_over(connection, {"1": facts(AMARA, email="desk@example.org")})
    take_over(connection, {"1": facts(AMARA), "2": facts(BEN, email="desk@example.org")})

    known = by_staff_id(connection)
    assert (known["1"].name, known["2"].name) == ("Amara Okafor", "Ben Hughes")


@pytest.mark.usefixtures("of")
def test_two_who_swap_their_e_mails_stay_who_they_are(connection: Connection) -> None:
    take_over(connection, {"1": facts(AMARA, email="a@x.org"), "2": facts(BEN, email="b@x.org")})
    before = {staff_id: one.id for staff_id, one in by_staff_id(connection).items()}
    take_over(connection, {"1": facts(AMARA, email="b@x.org"), "2": facts(BEN, email="a@x.org")})

    assert {staff_id: one.id for staff_id, one in by_staff_id(connection).items()} == before


@pytest.mark.usefixtures("of")
def test_somebody_erased_who_is_still_in_the_list_is_somebody_new(connection: Connection) -> None:
    take_over(connection, {"1": facts(AMARA)})
    before = by_staff_id(connection)["1"]
    nobody = privacy.erase(connection, WORKSPACE, before.id)
    take_over(connection, {"1": facts(AMARA)})

    known = people.people(connection, WORKSPACE)
    assert sorted(one.name for one in known.values()) == ["", "Amara Okafor"]
    assert known[nobody].name == ""


@pytest.mark.usefixtures("of")
def test_a_leaver_nobody_knows_is_no_trouble(connection: Connection) -> None:
    take_over(connection, {}, "404")

    assert people.directory(connection, WORKSPACE) == {}


def test_five_thousand_people_are_imported_changed_and_let_go(sqlite_file: Database) -> None:
    crowd = {str(n): facts(AMARA, email=f"{n}@x.org", name=f"Person {n}") for n in range(5000)}
    with sqlite_file.change() as connection:
        people.ensure_workspace(connection, WORKSPACE, "slack", NOW)
        take_over(connection, crowd)
        take_over(connection, {key: row | {"grade": "Band 9"} for key, row in crowd.items()})
        take_over(connection, {}, *crowd)

        counted = connection.execute(
            select(func.count(), func.min(person.c.grade)).where(~person.c.in_directory)
        ).one()
        assert tuple(counted) == (5000, "Band 9")


def _with(who: Person, **changes: str) -> dict[str, str]:
    return {name: getattr(who, name) for name in who.__dataclass_fields__} | changes

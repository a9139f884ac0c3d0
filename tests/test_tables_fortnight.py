"""A fortnight of a programme that brings people to tables, from joining to the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pairing.answers import Certainty, Outcome, Settled, settle
from pairing.notices import PairingState
from storage import programmes
from storage.database import Database
from storage.records import programme_records
from tests.cast import AMARA, CAST, DANA, person
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.people import Person

TEAMS = ("Nursing", "Pharmacy", "Estates", "Finance")
THIRTEEN = (
    *CAST,
    *(person(f"{name} Okoro", TEAMS[at % 4], f"Band {2 + at % 5}") for at, name in enumerate("FGHIJKLM")),
)


@pytest.fixture
def tables(engine_url: str) -> Iterator[Story]:
    """Thirteen who have all joined a programme of tables of four."""
    database = Database(engine_url)
    told = Story(database, THIRTEEN)
    with database.change() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
        programmes.change_programme(connection, main, together=4)
    told.everybody_joins()
    yield told
    database.close()


def at_table_with(story: Story, who: Person) -> list[Person]:
    """The others at somebody's table."""
    ids = story.pairing_of(who).people
    return [one for one in THIRTEEN if one != who and story.id_of(one) in ids]


def test_thirteen_meet_at_tables_of_four_from_joining_to_the_report(tables: Story) -> None:
    plan = tables.plan()

    tables.wind(plan.heads_up_at)
    assert "We will introduce you to a table of colleagues that day." in tables.seen_by(AMARA)

    tables.wind(plan.starts_at)
    made = tables.pairings()
    assert sorted(person for one in made for person in one.people) == sorted(map(tables.id_of, THIRTEEN))
    assert sorted(len(one.people) for one in made) == [4, 4, 5]
    assert len(tables.group_titles()) == 3, "one group chat a table"
    number = {3: "four", 4: "five"}[len(at_table_with(tables, AMARA))]
    assert f"Why you {number}" in tables.seen_by(AMARA)

    others = at_table_with(tables, AMARA)
    tables.presses(others[0], "Can't make it")
    tables.presses(others[1], "We've set a time")
    tables.wind(plan.nudge_at)
    assert tables.pairing_of(AMARA).state is PairingState.OPEN, "the rest of the table goes on"
    assert len(tables.group_titles()) == 5, "the table with a time is not nudged"

    tables.wind(plan.ask_at)
    assert [title for title in tables.heard(AMARA) if title.startswith("Did you")]
    assert not [title for title in tables.heard(others[0]) if title.startswith("Did you")]
    tables.presses(AMARA, "We met")
    tables.presses(others[1], "We met")
    tables.wind(plan.remind_at)

    tables.wind(plan.closes_at)
    assert settle(tables.pairing_of(AMARA).answers) == Settled(Outcome.MET, Certainty.CONFIRMED)
    assert tables.says(DANA, "report").title == "How the coffees are going"


def test_who_told_that_they_were_not_there_is_no_connection_of_the_table(tables: Story) -> None:
    tables.wind(tables.plan().starts_at)
    absent, *others = at_table_with(tables, AMARA)
    tables.presses(absent, "Can't make it")
    for one in (AMARA, *others):
        tables.presses(one, "We met")
    tables.wind(tables.plan().closes_at)

    with tables.database.read() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
        records = programme_records(connection, main).pairings
    (met,) = (one for one in records if one.outcome is Outcome.MET)
    assert {one.person for one in met.people} == {tables.id_of(one) for one in (AMARA, *others)}
    assert len(list(met.pairs)) == len(others) * (len(others) + 1) // 2
    assert len(records) == 3


def test_where_there_are_no_groups_everybody_at_a_table_is_told_of_the_others(tables: Story) -> None:
    tables.chat.has_groups = False

    tables.wind(tables.plan().starts_at)

    assert tables.group_titles() == []
    said = tables.seen_by(AMARA)
    assert all(one.name in said for one in at_table_with(tables, AMARA))

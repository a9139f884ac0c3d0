"""Owners add programmes, name them and choose which one they look after; members choose which they join."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.conversation.router import LONG, READS, WRITES
from bot.message import Row
from bot.wording.programmes import MOST
from storage import people, programmes
from tests.cast import AMARA, BEN, DANA
from tests.conversation.consoles import act, make_owner
from tests.conversation.setting_up import buttons, does, errors, main, trail
from tests.story import WORKSPACE, Story
from tests.wording.plain import plain

if TYPE_CHECKING:
    from bot.message import Message
    from pairing.people import Programme

NEW = {"name": "Mentoring", "days": "28", "first": "2026-02-02"}
ACTIONS = ("hold", "skip", "programmes.renamed", "preview", "preview.now", "run", "run.now", "rules.keep")
HOSTILE = ("<!channel> *Tea*", "{0} `rm`", "Tea\u202e\u0000", "<script>alert(1)</script>")


def adds(story: Story, **typed: str) -> Message:
    return act(story, "admin.programmes.save", NEW | typed)


def every(story: Story) -> tuple[Programme, ...]:
    with story.database.read() as connection:
        return programmes.programmes(connection, WORKSPACE)


def other(story: Story) -> Programme:
    return every(story)[1]


def row_of(page: Message, which: int) -> dict[str, str]:
    """What the buttons of one programme on a page carry."""
    rows = [part for part in page.body if isinstance(part, Row)]
    return dict(next(iter(rows[which].actions)).data)  # type: ignore[union-attr]  # no links there


def test_another_starts_on_its_monday_with_nobody_in_it(lite: Story) -> None:
    adds(lite)
    made = other(lite)

    assert (made.name, made.cadence.days, made.cadence.anchor.isoformat()) == ("Mentoring", 28, "2026-01-05")
    assert (made.ladder, made.cadence.at) == (main(lite).ladder, main(lite).cadence.at)
    assert "Fewer than 10 people are in" in plain(does(lite, "admin", programme=made.id))
    assert trail(lite) == [("programme added", made.id)]


def test_where_none_is_named_the_first_is_meant(lite: Story) -> None:
    adds(lite, name="Aardvarks")

    assert every(lite)[0].id == "main"
    assert "Programme: Coffee introductions" in plain(does(lite, "admin"))


def test_the_page_of_one_and_all_that_comes_of_it_stay_with_it(lite: Story) -> None:
    adds(lite)
    page = does(lite, "admin", **row_of(does(lite, "admin.programmes"), 1))
    hold = buttons(page)["Hold"]
    held = does(lite, hold.name, **hold.data)

    assert "Programme: Mentoring" in plain(page)
    assert {press.data.get("programme") for press in buttons(page).values()} == {other(lite).id}
    assert buttons(held)["See everything"].data == {"programme": other(lite).id}
    assert [one.is_held for one in every(lite)] == [False, True]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "coffee INTRODUCTIONS"}, "name"),
        ({"days": "10"}, "days"),
        ({"first": "2026-02-03"}, "first"),
        ({"first": "2026-01-12"}, "first"),
        ({"first": "2036-02-04"}, "first"),
        ({"first": "2036-02-02"}, "first"),
        ({"first": "0001-01-01"}, "first"),
        ({"first": "soon"}, "first"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(lite: Story, typed: dict[str, str], wrong: str) -> None:
    assert errors(adds(lite, **typed)).keys() == {wrong}
    assert len(every(lite)) == 1


def test_two_owners_who_add_the_same_add_one(story: Story) -> None:
    make_owner(story, AMARA)
    answers = [act(story, "admin.programmes.save", NEW, who) for who in (DANA, AMARA)]

    assert [answer.has_errors for answer in answers] == [False, True]
    assert len(every(story)) == 2


def test_there_are_only_so_many(lite: Story) -> None:
    for n in range(MOST - 1):
        adds(lite, name=f"Number {n}")

    assert errors(adds(lite)).keys() == {"name"}
    assert "Add another" not in buttons(does(lite, "admin.programmes"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_names(lite: Story, name: str) -> None:
    adds(lite, name=name)

    assert "Every four weeks" in plain(does(lite, "admin.programmes"))
    assert lite.says(DANA, "join").title == "Which coffees?"


def test_a_programme_is_renamed_and_its_old_name_can_be_used_again(lite: Story) -> None:
    adds(lite)
    renamed = act(lite, "admin.programmes.renamed", {"name": "Buddies", "programme": other(lite).id})
    adds(lite)

    assert renamed.title == "Renamed"
    assert sorted(one.name for one in every(lite)) == ["Buddies", "Coffee introductions", "Mentoring"]


@pytest.mark.parametrize("name", ["", "x" * 61, "MENTORING"])
def test_a_name_that_cannot_be_is_not_given(lite: Story, name: str) -> None:
    adds(lite)

    assert errors(act(lite, "admin.programmes.renamed", {"name": name, "programme": "main"})).keys() == {
        "name"
    }
    assert every(lite)[0].name == "Coffee introductions"


def test_a_programme_keeps_its_own_name(lite: Story) -> None:
    assert act(lite, "admin.programmes.renamed", {"name": "Coffee introductions"}).title == "Renamed"
    assert trail(lite) == []


@pytest.mark.parametrize("forged", ["p-none", "MAIN", "main' OR 1=1", "x" * 5_000])
def test_nothing_is_done_to_another_in_the_place_of_one_that_there_is_not(lite: Story, forged: str) -> None:
    data = {"programme": forged, "round": "1", "name": "Forged"}
    answers = [act(lite, f"admin.{action}", data) for action in ACTIONS]

    assert {answer.title for answer in answers} == {"We can't find that any more"}
    assert (main(lite).is_held, main(lite).name, trail(lite)) == (False, "Coffee introductions", [])


def test_that_of_another_workspace_cannot_be_reached(lite: Story) -> None:
    with lite.database.change() as connection:
        people.ensure_workspace(connection, "T2", "slack", lite.clock.now())
        elsewhere = replace(main(lite), workspace="T2", id="p-there")
        programmes.add_programme(connection, elsewhere)
    answer = does(lite, "admin.hold", programme=elsewhere.id)

    assert answer.title == "We can't find that any more"
    with lite.database.read() as connection:
        assert not programmes.find(connection, "T2", elsewhere.id).is_held


def test_who_joins_is_asked_which_where_there_are_several(lite: Story) -> None:
    assert lite.says(BEN, "join").title == "Your details"
    adds(lite)
    asked = lite.says(BEN, "join")
    press = buttons(asked)["Join"]
    form = lite.does(BEN, press.name, **press.data)
    assert form is not None
    save = next(button for button in buttons(form).values())
    joined = lite.does(BEN, save.name, department="Nursing", grade="", site="", job_title="", **save.data)

    assert asked.title == "Which coffees?"
    assert joined is not None
    assert "Monday 2 February" in joined.summary
    with lite.database.read() as connection:
        assert set(programmes.members(connection, other(lite))) == {lite.id_of(BEN)}


def test_in_both_one_sees_where_one_stands_in_each_and_leaves_one_alone(lite: Story) -> None:
    adds(lite)
    lite.does(BEN, "join.save", programme=other(lite).id, department="Nursing")
    page = lite.says(BEN, "programmes")
    lite.does(BEN, "leave", programme=other(lite).id)

    assert plain(page).count("See where you stand") == 2
    assert lite.member(BEN).status.value == "active"
    with lite.database.read() as connection:
        (gone,) = programmes.members(connection, other(lite)).values()
    assert gone.status.value == "left"


@pytest.mark.parametrize("name", ["", ".add", ".save", ".rename", ".renamed"])
def test_nobody_but_an_owner_may(lite: Story, name: str) -> None:
    answer = act(lite, f"admin.programmes{name}", NEW, AMARA)

    assert answer.title == "This part is for owners"
    assert [one.name for one in every(lite)] == ["Coffee introductions"]


def test_a_first_monday_is_offered_that_leaves_a_week_to_join(lite: Story) -> None:
    lite.clock.wind(lite.clock.now() + timedelta(days=5))

    assert "(day)" in plain(does(lite, "admin.programmes.add"))
    assert "2026-01-26" in plain(does(lite, "admin.programmes.add"))


@pytest.mark.parametrize(
    "words", ["", "\u0000", "<!channel> *x*", "{0}%s", "9" * 5_000, "T1/p/nobody\nT2/p/x"]
)
def test_whatever_an_owner_sends_is_answered(lite: Story, words: str) -> None:
    fields = ("name", "days", "first", "one", "other", "go", "at", "id", "rules", "was", "group", "round")
    for handler in [name for name in (*READS, *WRITES, *LONG) if name.startswith("admin")]:
        answer = act(lite, handler, dict.fromkeys(fields, words))
        assert answer.title

"""Owners weigh the rules: every rule in plain words, what a change would bring, kept or left as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Choose
from bot.wording.rules import GROUPS
from pairing.rules import HEAVIEST, RULES
from storage import programmes
from tests.cast import AMARA, DANA
from tests.conversation.consoles import crowd, goes_on, make_owner
from tests.conversation.setting_up import buttons, does, errors, field, main, trail
from tests.wording.plain import plain

if TYPE_CHECKING:
    from bot.message import Message
    from tests.story import Story

USUAL = {rule.name: rule.weight for rule in RULES}


def form(story: Story, group: str = "who") -> Message:
    return does(story, f"admin.rules.{group}")


def tries(story: Story, group: str = "who", **chosen: str) -> Message:
    """Take the form as it is but for what is chosen, and see what it would bring."""
    return goes_on(story, "admin.rules.try", DANA, **filled(story, group, **chosen))


def filled(story: Story, group: str = "who", **chosen: str) -> dict[str, str]:
    page = form(story, group)
    shown = {part.name: part.value for part in page.body if isinstance(part, Choose)}
    return {**buttons(page)["See what changes"].data, **shown, **chosen}


def set_weights(story: Story, **weights: int) -> None:
    with story.database.change() as connection:
        programmes.change_programme(connection, main(story), weights=weights)


def test_every_rule_is_in_one_of_the_forms_and_on_the_page(lite: Story) -> None:
    asked = [part.name for group in GROUPS for part in form(lite, group).body if isinstance(part, Choose)]

    assert sorted(asked) == sorted(USUAL)
    assert plain(does(lite, "admin.rules")).count("As usual") == len(USUAL)


def test_a_change_is_shown_beside_what_there_is_and_counts_once_it_is_kept(lite: Story) -> None:
    crowd(lite, 25)
    shown = tries(lite, different_department="off", same_site="lot")
    assert main(lite).weights == {}
    keep = buttons(shown)["Keep"]
    kept = does(lite, keep.name, **keep.data)

    assert "Different departments: " in plain(shown)
    assert "→ not asked for" in plain(shown)
    assert kept.title == "Kept"
    assert main(lite).weights == {"different_department": 0, "same_site": 3 * USUAL["same_site"]}
    assert trail(lite) == [("rules changed", "different_department 40 to 0, same_site 6 to 18")]


def test_left_as_it_was_it_changes_nothing(lite: Story) -> None:
    undo = buttons(tries(lite, same_site="off"))["Leave it as it was"]

    assert does(lite, undo.name, **undo.data).title == "As it was"
    assert main(lite).weights == {}
    assert trail(lite) == []


def test_as_usual_follows_the_usual_weight_again(lite: Story) -> None:
    set_weights(lite, same_site=0)
    keep = buttons(tries(lite, same_site="usual"))["Keep"]
    does(lite, keep.name, **keep.data)

    assert main(lite).weights == {}


def test_a_weight_that_was_set_by_hand_is_shown_and_stays(lite: Story) -> None:
    set_weights(lite, same_site=37, repeat=-1)
    offered = field(form(lite), "same_site")

    assert isinstance(offered, Choose)
    assert offered.options[-1] == ("kept", "37 points, as it was set by hand")
    keep = buttons(tries(lite, waited="more"))["Keep"]
    does(lite, keep.name, **keep.data)
    assert main(lite).weights == {"same_site": 37, "repeat": -1, "waited": 20}


def test_a_form_that_comes_back_as_it_was_changes_nothing(lite: Story) -> None:
    assert does(lite, "admin.rules.try", **filled(lite)).title == "Nothing to change"


def test_a_step_that_is_none_is_said_beside_its_field(lite: Story) -> None:
    answer = does(lite, "admin.rules.try", **filled(lite, same_site="kept", waited="<b>"))

    assert errors(answer).keys() == {"same_site", "waited"}


def test_all_that_counts_can_be_off(lite: Story) -> None:
    crowd(lite, 25)
    shown = tries(lite, **dict.fromkeys((name for name in USUAL if name in filled(lite)), "off"))
    keep = buttons(shown)["Keep"]
    does(lite, keep.name, **keep.data)
    lite.wind(lite.plan().starts_at)

    assert len(lite.pairings()) > 1


def test_two_owners_at_once_make_one_change_and_the_other_looks_again(story: Story) -> None:
    make_owner(story, AMARA)
    first, second = (buttons(tries(story, same_site=step))["Keep"] for step in ("off", "lot"))
    titles = [
        answer.title
        for who, press in ((DANA, first), (AMARA, second), (DANA, first))
        if (answer := story.does(who, press.name, **press.data))
    ]

    assert titles == ["Kept", "Changed meanwhile", "Changed meanwhile"]
    assert main(story).weights == {"same_site": 0}
    assert len(trail(story)) == 1


@pytest.mark.parametrize(
    "rules",
    [
        *("", "=", "a=b=c", "nothing=5", "same_site", "same_site="),
        *(f"same_site={weight}" for weight in ("-5", "1e3", "\u0663", HEAVIEST + 1, "9" * 5_000)),
    ],
)
def test_forged_changes_are_not_made(lite: Story, rules: str) -> None:
    was = buttons(tries(lite, same_site="off"))["Keep"].data["was"]

    for name in ("admin.rules.effect", "admin.rules.keep"):
        assert does(lite, name, was=was, rules=rules).title == "Changed meanwhile"
    assert main(lite).weights == {}


@pytest.mark.parametrize("group", ["", "everything"])
def test_a_forged_group_is_not_read(lite: Story, group: str) -> None:
    assert does(lite, "admin.rules.try", **{**filled(lite), "group": group}).title == "Changed meanwhile"


@pytest.mark.parametrize("name", ["", ".who", ".wishes", ".try", ".effect", ".keep", ".undo"])
def test_nobody_but_an_owner_may(lite: Story, name: str) -> None:
    answer = lite.does(AMARA, f"admin.rules{name}", rules="same_site=0", group="who")

    assert answer is not None
    assert answer.title == "This part is for owners"
    assert main(lite).weights == {}

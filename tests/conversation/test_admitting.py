"""Who may join is asked when somebody does, said kindly, and of nobody who is in already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms import Profile
from bot.wording.admitting import ASK
from pairing.people import Status
from storage import programmes
from tests.cast import AMARA, BEN, person
from tests.conversation.setting_up import errors, main

if TYPE_CHECKING:
    from bot.message import Message
    from tests.story import Story

GITA = person("Gita Rao", "Stores", "Band 4")
"""Nobody whom the staff list has."""


def only(story: Story, **open_to: list[str]) -> None:
    with story.database.change() as connection:
        programmes.change_programme(connection, main(story), open_to=open_to)


def asks(story: Story, **facts: str) -> Message:
    answer = story.does(AMARA, "join.save", **{"department": "Nursing", **facts})
    assert answer is not None
    return answer


def test_whoever_has_what_is_asked_for_joins(new: Story) -> None:
    only(new, staff_list=["yes"], department=["Nursing"], grade=["Band 5"])

    assert asks(new, grade="5").title == "You're in, and welcome ☕"


@pytest.mark.parametrize(
    ("asked", "facts", "name", "sentence"),
    [
        (
            {"department": ["Pharmacy", "Estates"]},
            {},
            "department",
            f"These coffees are for Pharmacy and Estates so far. {ASK}",
        ),
        (
            {"grade": ["Band 2"]},
            {},
            "grade",
            "These coffees are for some grades so far. Please tell us yours.",
        ),
        (
            {"site": [f"Site {n}" for n in range(7)]},
            {"site": "North"},
            "site",
            f"These coffees are for Site 0, Site 1, Site 2, Site 3, Site 4 and 2 more so far. {ASK}",
        ),
    ],
)
def test_whoever_has_not_is_told_beside_the_field(
    new: Story, asked: dict[str, list[str]], facts: dict[str, str], name: str, sentence: str
) -> None:
    only(new, **asked)

    assert errors(asks(new, **facts)) == {name: sentence}
    with new.database.read() as connection:
        assert programmes.members(connection, main(new)) == {}


def test_whom_the_staff_list_does_not_have_is_told_before_filling_anything_in(new: Story) -> None:
    only(new, staff_list=["yes"])
    new.chat.register(new.address(GITA), Profile(GITA.name))

    for _ in range(2):
        assert new.says(GITA, "join").title == "Not open to everybody yet"
        answer = new.does(GITA, "join.save", department="Nursing")
        assert answer is not None
        assert answer.title == "Not open to everybody yet"
    assert new.says(AMARA, "join").title == "Join the coffees ☕"


def test_whoever_is_in_stays_in_and_may_change_their_details(new: Story) -> None:
    new.joins(AMARA)
    only(new, department=["Pharmacy"])

    assert asks(new).title == "Your details are saved"
    assert new.member(AMARA).status is Status.ACTIVE


def test_whoever_left_comes_back_only_if_they_may(new: Story) -> None:
    new.joins(AMARA)
    new.joins(BEN)
    new.says(AMARA, "leave")
    only(new, department=["Pharmacy"])

    assert errors(asks(new)).keys() == {"department"}
    assert new.member(AMARA).status is Status.LEFT

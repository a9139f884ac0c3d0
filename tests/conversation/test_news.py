"""What the chat tells of people of its own accord: taken over of those who are known, and of nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Action
from bot.platforms import Profile
from storage import people
from tests.cast import AMARA, BEN, person
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from pairing.people import Person

GITA = person("Gita Rao", "Stores", "Band 4")
"""Nobody whom the staff list has."""


def hears(story: Story, who: Person, **data: str) -> None:
    action = Action(WORKSPACE, story.address(who), "person_changed", {"deactivated": "false", **data})
    assert story.bot.conversation.handle(action) is None


def known(story: Story, who: Person) -> Person | None:
    with story.database.read() as connection:
        return people.find(connection, WORKSPACE, story.address(who))


def appears(story: Story, kind: str = "") -> None:
    story.chat.register(story.address(GITA), Profile(GITA.name, kind=kind))
    story.says(GITA, "join")


def form_title(story: Story) -> str:
    return story.last(GITA).message.title


def test_a_new_name_job_and_clock_are_taken_over(lite: Story) -> None:
    appears(lite)

    hears(lite, GITA, name="Gita Rao-Smith", job_title="Buyer", timezone="Asia/Kolkata")

    now = known(lite, GITA)
    assert now is not None
    assert (now.name, now.job_title, now.timezone) == ("Gita Rao-Smith", "Buyer", "Asia/Kolkata")


def test_what_the_staff_list_says_is_left_alone(lite: Story) -> None:
    before = known(lite, AMARA)

    hears(lite, AMARA, name="A. Okafor", email="boss@example.org")

    assert known(lite, AMARA) == before


def test_nothing_is_kept_of_somebody_who_never_did_anything(lite: Story) -> None:
    hears(lite, GITA, name="Gita Rao", kind="guest")

    assert known(lite, GITA) is None


def test_what_is_no_news_writes_nothing(lite: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> None:
        pytest.fail("a transaction was opened to write")

    hears(lite, AMARA, name=AMARA.name, kind="")
    monkeypatch.setattr(lite.database, "change", never)
    hears(lite, AMARA, name=AMARA.name, kind="")


def test_somebody_who_comes_back_can_be_written_to_again(lite: Story) -> None:
    for gone in ("true", "false"):
        hears(lite, BEN, deactivated=gone)
        with lite.database.read() as connection:
            reachable = people.is_reachable(connection, WORKSPACE, lite.id_of(BEN))
        assert reachable == (gone == "false")


@pytest.mark.parametrize("kind", ["guest", "bot"])
def test_a_guest_or_a_bot_does_not_join(lite: Story, kind: str) -> None:
    appears(lite, kind)

    assert form_title(lite) == "For the people who work here"


def test_a_guest_who_is_taken_on_may_join_and_the_reverse(lite: Story) -> None:
    appears(lite, "guest")
    hears(lite, GITA, kind="")
    lite.says(GITA, "join")
    assert form_title(lite) != "For the people who work here"

    hears(lite, GITA, kind="guest")
    lite.says(GITA, "join")
    assert form_title(lite) == "For the people who work here"

"""Somebody a member would rather not meet: kept, taken back, and told to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Colleagues
from bot.platforms import Profile
from bot.wording import apart as words
from storage import programmes
from storage.database import Database
from tests.cast import AMARA, BEN, CHIDI, DANA, person
from tests.story import SIX, WORKSPACE, Story

if TYPE_CHECKING:
    from pathlib import Path

    from bot.message import Message

GITA = person("Gita Rao", "Stores", "Band 4")


def chooses(story: Story, *who: str, shown: tuple[str, ...] = ()) -> Message:
    answer = story.does(AMARA, "apart.save", apart="\n".join(who), shown="\n".join(shown))
    assert answer is not None
    return answer


def field(message: Message | None) -> Colleagues:
    assert message is not None
    (found,) = (part for part in message.body if isinstance(part, Colleagues))
    return found


def exclusions(story: Story) -> frozenset[frozenset[str]]:
    with story.database.read() as connection:
        return programmes.exclusions(connection, WORKSPACE)


def pair(story: Story) -> frozenset[str]:
    return frozenset((story.id_of(AMARA), story.id_of(BEN)))


def test_two_are_kept_apart_and_the_list_is_shown_to_whoever_asked(story: Story) -> None:
    assert chooses(story, story.address(BEN)) == words.kept()

    assert exclusions(story) == {pair(story)}
    assert field(story.does(AMARA, "apart")).values == (story.address(BEN),)


def test_nobody_else_finds_it_anywhere(tmp_path: Path) -> None:
    seen = []
    for name, asks in (("asked", True), ("silent", False)):
        story = Story(Database(f"sqlite:///{tmp_path / name}.db"), SIX)
        story.everybody_joins()
        if asks:
            chooses(story, story.address(BEN))
        views = [story.does(who, what) for who in (BEN, DANA) for what in ("apart", "data", "home")]
        seen.append([str(view) for view in views if view])
        assert field(story.does(BEN, "apart")).values == ()
        story.database.close()

    assert [view.count("exclusion") for view in seen[0]] == [view.count("exclusion") for view in seen[1]]
    assert all("added_by" not in view for view in seen[0])


def test_what_is_said_is_the_same_whoever_was_chosen(lite: Story) -> None:
    lite.does(BEN, "apart.save", apart=lite.address(AMARA))
    lite.says(CHIDI, "leave")

    answers = [chooses(lite, lite.address(who)) for who in (BEN, CHIDI, DANA, BEN)]

    assert answers == [words.kept()] * 4


def test_it_is_taken_back_by_whoever_asked_and_stands_for_whoever_else_did(lite: Story) -> None:
    lite.does(BEN, "apart.save", apart=lite.address(AMARA))
    chooses(lite, lite.address(BEN))

    chooses(lite, shown=(lite.address(BEN),))
    assert field(lite.does(AMARA, "apart")).values == ()
    assert exclusions(lite) == {pair(lite)}, "Ben still asks for it"

    lite.does(BEN, "apart.save", shown=lite.address(AMARA))
    assert exclusions(lite) == frozenset()


def test_nobody_takes_back_what_others_asked(lite: Story) -> None:
    lite.does(BEN, "apart.save", apart=lite.address(AMARA))

    chooses(lite, shown=(lite.address(BEN),))

    assert exclusions(lite) == {pair(lite)}


def test_two_who_are_kept_apart_are_never_introduced(lite: Story) -> None:
    for other in SIX[1:5]:
        chooses(lite, lite.address(other))
    lite.wind(lite.plan().starts_at)

    assert lite.partner_of(AMARA).id == SIX[5].id


@pytest.mark.parametrize(
    ("who", "error"),
    [
        (["T1/p/nobody"], words.NOT_FOUND),
        (["T2/U9"], words.NOT_FOUND),
        (["x" * 10_000], words.NOT_FOUND),
        (["<!channel>", "' OR 1=1 --"], words.NOT_FOUND),
        ([f"T1/p/{n}" for n in range(30)], words.TOO_MANY),
        ([f"T1/p/{n}" for n in range(50_000)], words.TOO_MANY),
        (["T1/p/amara"], words.NOT_YOU),
    ],
)
def test_nobody_is_taken_for_somebody_else(lite: Story, who: list[str], error: str) -> None:
    assert field(chooses(lite, *who)).error == error
    assert exclusions(lite) == frozenset()


def test_somebody_the_bot_never_met_is_kept_apart_once_they_join(story: Story) -> None:
    story.chat.register(story.address(GITA), Profile(GITA.name, "gita@example.org"))
    assert chooses(story, story.address(GITA)) == words.kept()

    story.joins(GITA, department="Nursing")

    (found,) = exclusions(story)
    with story.database.read() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
        (gita,) = (
            id_ for id_, one in programmes.members(connection, main).items() if one.person.name == GITA.name
        )
    assert found == {story.id_of(AMARA), gita}


def test_it_can_be_said_before_joining(lite: Story) -> None:
    lite.chat.register(lite.address(GITA), Profile(GITA.name))

    answer = lite.does(GITA, "apart.save", apart=lite.address(BEN))

    assert answer == words.kept()
    assert len(exclusions(lite)) == 1

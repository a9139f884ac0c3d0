"""Two programmes side by side in one workspace: nothing of one touches the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pairing.rounds import Cadence
from scheduler.previewing import pool_of
from storage import pairings, programmes, rounds
from storage.rounds import RoundState
from tests.cast import AMARA, BEN, CHIDI, DANA
from tests.conversation.consoles import act
from tests.story import ANCHOR, SIX, WORKSPACE, Story

if TYPE_CHECKING:
    from pairing.people import Person, Programme

TEA = {"programme": "p-tea"}


@pytest.fixture
def both(story: Story) -> Story:
    """All six have coffees, and four of them tea as well, on the same days."""
    with story.database.change() as connection:
        coffee = programmes.find(connection, WORKSPACE, "main")
        tea = replace(coffee, id="p-tea", name="Tea", cadence=Cadence(anchor=ANCHOR))
        programmes.add_programme(connection, tea)
    for who in (AMARA, BEN, CHIDI, DANA):
        act(story, "join.save", TEA | {"department": who.department, "grade": who.grade}, who)
    return story


def found(story: Story, id_: str) -> Programme:
    with story.database.read() as connection:
        return programmes.find(connection, WORKSPACE, id_)


def made(story: Story, id_: str) -> list[set[str]]:
    """Who was introduced in the first round of a programme."""
    with story.database.read() as connection:
        of = programmes.find(connection, WORKSPACE, id_)
        return [set(one.people) for one in pairings.in_round(connection, of, 1)]


def states(story: Story, id_: str) -> dict[int, RoundState]:
    with story.database.read() as connection:
        of = programmes.find(connection, WORKSPACE, id_)
        return {number: one.state for number, one in rounds.rounds(connection, of).items()}


def in_it(story: Story, id_: str) -> set[str]:
    """Whom the matcher would put together."""
    with story.database.read() as connection:
        members = pool_of(connection, programmes.find(connection, WORKSPACE, id_), 1).members
    return {id_ for id_, one in members.items() if one.status.value == "active"}


def ids(story: Story, *people: Person) -> set[str]:
    return {story.id_of(one) for one in people}


def test_somebody_in_both_is_introduced_in_both(both: Story) -> None:
    both.wind(both.plan().starts_at)

    assert set().union(*made(both, "main")) == ids(both, *SIX)
    assert set().union(*made(both, "p-tea")) == ids(both, AMARA, BEN, CHIDI, DANA)
    assert len([to for to, _ in both.chat.sent if "/g/" in to]) == 3 + 2


def test_each_has_a_pool_of_its_own(both: Story) -> None:
    act(both, "leave", TEA, BEN)
    act(both, "pause.save", {"programme": "main"}, CHIDI)

    assert in_it(both, "main") == ids(both, *SIX) - ids(both, CHIDI)
    assert in_it(both, "p-tea") == ids(both, AMARA, CHIDI, DANA)


def test_a_skip_from_the_heads_up_of_one_is_of_that_one_alone(both: Story) -> None:
    both.wind(both.plan().heads_up_at)
    letters = [message for to, message in both.chat.sent if to == both.address(AMARA)]
    skips = [button for one in letters for button in one.actions if getattr(button, "name", "") == "skip"]
    tea = next(one for one in skips if getattr(one, "data", {}).get("programme") == "p-tea")
    act(both, "skip", getattr(tea, "data", {}), AMARA)
    both.wind(both.plan().starts_at)

    assert len(skips) == 2
    assert both.id_of(AMARA) in set().union(*made(both, "main"))
    assert both.id_of(AMARA) not in set().union(*made(both, "p-tea"))


def test_holding_one_holds_that_one_alone(both: Story) -> None:
    act(both, "admin.hold", TEA)
    both.wind(both.plan().starts_at)

    assert states(both, "main") == {1: RoundState.OPEN}
    assert states(both, "p-tea") == {}


def test_leaving_out_a_round_of_one_leaves_out_that_one_alone(both: Story) -> None:
    act(both, "admin.skip", TEA | {"round": "1"})
    both.wind(both.plan().starts_at)

    assert states(both, "main") == {1: RoundState.OPEN}
    assert states(both, "p-tea") == {1: RoundState.SKIPPED}


def test_opening_one_by_hand_opens_that_one_alone(both: Story) -> None:
    act(both, "admin.run.now", TEA | {"round": "1"})

    assert states(both, "main") == {}
    assert states(both, "p-tea") == {1: RoundState.OPEN}


def test_what_counts_in_one_counts_there_alone(both: Story) -> None:
    page = act(both, "admin.rules.who", TEA)
    shown = {getattr(part, "name", ""): getattr(part, "value", "") for part in page.body}
    wait = act(both, "admin.rules.try", {**page.actions[0].data, **shown, "waited": "lot"})  # type: ignore[union-attr]  # a form's first button
    assert wait.then is not None
    keep = act(both, wait.then.name, wait.then.data).actions[0]
    act(both, "admin.rules.keep", getattr(keep, "data", {}))

    assert found(both, "p-tea").weights == {"waited": 30}
    assert found(both, "main").weights == {}

"""What happens while a message waits for its turn: its worker dies, or it is owed no more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.delivery import Delivery
from bot.pacing import Pacer
from bot.platforms import Call, Limit
from storage import gates, tables
from storage.outbox import LEASE
from tests.cast import AMARA, BEN, CHIDI
from tests.looking import HOUR, beat_for, introductions, told
from tests.story import WORKSPACE, KilledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.story import Story

TURN = timedelta(seconds=30)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Story]:
    """Three people whose introduction to each other waits for its turn, half a minute off."""
    for story in told(tmp_path, AMARA, BEN, CHIDI):
        story.chat.can_look = False
        story.chat.limits = {Call.POST: Limit("post", 60)}
        its_turn_is_far_off(story, "post")
        yield story


def its_turn_is_far_off(story: Story, method: str) -> None:
    with story.database.change() as connection:
        gates.reserve(connection, WORKSPACE, method, story.clock.now(), TURN, TURN)


def worker(story: Story, meanwhile: Callable[[], object]) -> Delivery:
    """A worker during the first of whose waits something happens."""
    waiting = [meanwhile]

    def wait(seconds: float) -> bool:
        while waiting:
            waiting.pop()()
        story.clock.wind(story.clock.now() + timedelta(seconds=seconds))
        return False

    return Delivery(story.database, story.clock, {WORKSPACE: story.chat}, pacer=Pacer(story.clock, wait))


def tried(story: Story) -> list[tuple[int, int]]:
    """How often each notice was tried, and how often nobody knows with what result."""
    with story.database.read() as connection:
        found = connection.execute(select(tables.notice.c.attempts, tables.notice.c.unknowns))
        return [(attempts, unknowns) for attempts, unknowns in found]


def test_who_dies_while_waiting_for_a_turn_leaves_no_doubt_about_what_was_never_sent(three: Story) -> None:
    def dies() -> None:
        raise KilledError

    with pytest.raises(KilledError):
        worker(three, dies).deliver()

    assert three.outbox() == {"sending": 1}
    assert tried(three) == [(0, 0)]
    three.clock.wind(three.clock.now() + LEASE)
    three.bot.delivery.deliver()
    assert three.outbox() == {"sent": 1}
    assert "may have come already" not in str(three.chat.sent).casefold()


def test_what_is_owed_no_more_when_its_turn_comes_is_not_sent(three: Story) -> None:
    def two_of_three_pause() -> None:
        for who in (BEN, CHIDI):
            three.says(who, "pause")

    assert str(worker(three, two_of_three_pause).deliver()).startswith("1 dropped")

    assert introductions(three) == 0


def test_who_leaves_before_the_turn_comes_is_not_in_the_group_that_is_written_to(three: Story) -> None:
    worker(three, lambda: three.says(CHIDI, "leave")).deliver()
    beat_for(three, HOUR)

    (group,) = {to for to, _ in three.chat.sent if "/g/" in to}
    assert group not in [chat.address for chat in three.chat.chats(three.address(CHIDI))]
    assert introductions(three) == 1


def test_whose_lease_ends_before_the_turn_comes_sends_nothing(three: Story) -> None:
    worker(three, lambda: three.clock.wind(three.clock.now() + LEASE)).deliver()

    assert introductions(three) == 1, "by the next claim, of the same worker"
    assert tried(three) == [(1, 1)]

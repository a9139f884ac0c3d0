"""Stories in which a message may have arrived, and the chat can be asked whether it did."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery import Delivery
from bot.outcomes import SETTLING
from storage.database import Database
from storage.outbox import LEASE
from tests.cast import AMARA
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.message import Message
    from bot.platforms import Receipt
    from pairing.people import Person

HOUR = timedelta(hours=1)


def told(folder: Path, *cast: Person) -> Iterator[Story]:
    """These people, whose introduction to each other is due."""
    story = Story(Database(f"sqlite:///{folder / 'looking.db'}"), cast)
    story.chat.can_look = True
    story.everybody_joins()
    story.clock.wind(story.plan().starts_at)
    story.tick()
    yield story
    story.database.close()


def introductions(story: Story) -> int:
    """How many introductions were sent."""
    return sum("/g/" in to for to, _ in story.chat.sent)


def beat_for(story: Story, span: timedelta, step: timedelta = timedelta(minutes=10)) -> None:
    """Go on for so long."""
    for _ in range(span // step):
        story.clock.wind(story.clock.now() + step)
        story.bot.delivery.deliver()


def on_the_way(story: Story, does: Callable[[], object]) -> None:
    """Do something while the next message is on its way: it was sent off and is not there yet."""
    send, waiting = story.chat.send, [does]

    def hindered(address: str, message: Message) -> Receipt:
        while waiting:
            waiting.pop()()
        return send(address, message)

    story.chat.send = hindered  # type: ignore[method-assign]  # a hindrance to order


def another_sees_to_it(story: Story) -> None:
    """Another worker takes over what this one has in hand, and sees it through."""
    other = Delivery(story.database, story.clock, {WORKSPACE: story.chat})
    for span in (LEASE, SETTLING):
        story.clock.wind(story.clock.now() + span)
        other.deliver()


def standing(story: Story) -> int:
    """How many introductions stand in the chats of the people."""
    me = story.address(AMARA)
    groups = [chat.address for chat in story.chat.chats(me) if "/g/" in chat.address]
    return sum(len(story.chat.transcript(group, me)) for group in groups)

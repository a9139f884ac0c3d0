"""A bot that answers as it is told to, and the three people who talk to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.message import Button, Input, Message
from bot.platforms import Profile
from bot.playground.platform import PlaygroundPlatform

if TYPE_CHECKING:
    from bot.message import Action
    from bot.platforms import Handle

NOW = datetime(2026, 9, 8, 9, tzinfo=UTC)
AMARA, BEN, CHIDI = (f"playground/p/{name}" for name in ("amara", "ben", "chidi"))
FORM = Message("Join", (Input("job", "Job"),), (Button("sent", "Send"),))


class Bot:
    """Answers with what it is told to, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[Action] = []
        self.answer: Message | None = Message("Heard")

    def __call__(self, action: Action) -> Message | None:
        self.heard.append(action)
        return self.answer


def opened(bot: Handle, keep: int = 200) -> PlaygroundPlatform:
    place = PlaygroundPlatform(now=lambda: NOW, keep=keep)
    for person in (AMARA, BEN, CHIDI):
        place.register(person, Profile(name=person.rpartition("/")[2]))
    place.start(bot)
    return place


def group_of(place: PlaygroundPlatform, *people: str) -> str:
    address = place.open_group(people)
    assert address is not None
    return address


def titles(place: PlaygroundPlatform, address: str, reader: str) -> list[str]:
    return [said.message.title for said in place.transcript(address, reader)]

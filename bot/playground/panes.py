"""What each seat shows: somebody's home page, their chats, and what was said in the one that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.playground.render import Setting, day_in_words, render
from bot.playground.stage import Face
from bot.playground.view import partners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from markupsafe import Markup

    from bot.playground.chats import Chat, Posted
    from bot.playground.platform import PlaygroundPlatform
    from bot.playground.view import View

LEVEL = 3
"""The rank of a message's title: under the person's name."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to a chat, or to a person: what it says, where it leads, whether something is new there."""

    label: str
    url: str
    is_open: bool = False
    has_unread: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as one reader sees it; ``author`` is ``None`` for the bot.

    ``is_private`` is said of what the reader alone sees in a chat with others.
    """

    id: str
    html: Markup
    time: str
    at: datetime
    author: Face | None
    is_own: bool
    is_private: bool


@dataclass(frozen=True, slots=True)
class Pane:
    """One seat. ``hidden`` is what goes back with everything done in it."""

    number: int
    face: Face
    home: Markup | None
    tabs: Sequence[Tab]
    partners: Sequence[Tab]
    chat: Chat
    posts: Sequence[Shown]
    hidden: Mapping[str, str]


def zone_of(platform: PlaygroundPlatform, person: str, otherwise: str) -> str:
    """The time zone that somebody's clock shows; ``otherwise`` where their profile does not say."""
    return platform.profile(person).timezone or otherwise


class Panes:
    """Builds the seats of a view."""

    def __init__(
        self, platform: PlaygroundPlatform, faces: Mapping[str, Face], view: View, now: datetime
    ) -> None:
        self._platform = platform
        self._faces = faces
        self._view = view
        self._now = now

    def all(self) -> Sequence[Pane]:
        """The panes, in the order of the seats."""
        return [self._pane(number) for number in range(len(self._view.seats))]

    def seat_tabs(self) -> Sequence[Tab]:
        """The ways between the seats on a narrow screen."""
        return [self._seat_tab(number) for number in range(len(self._view.seats))]

    def _seat_tab(self, number: int) -> Tab:
        person = self._view.seats[number].person
        unread = any(self._platform.has_unread(chat.address, person) for chat in self._platform.chats(person))
        is_open = number == self._view.active
        return Tab(self.face(person).name, self._view.at(number).url, is_open, unread)

    def _pane(self, number: int) -> Pane:
        seat = self._view.seats[number]
        chats = self._platform.chats(seat.person)
        chat = next((each for each in chats if each.address == seat.chat), chats[0])
        posts = self._platform.transcript(chat.address, seat.person)
        if number == self._view.active:
            self._platform.mark_read(chat.address, seat.person)
        hidden = {"view": self._view.at(number).query, "actor": seat.person, "address": chat.address}
        return Pane(
            number=number,
            face=self.face(seat.person),
            home=self._home(number, hidden | {"address": seat.person}),
            tabs=[self._chat_tab(number, each, chat) for each in chats],
            partners=self._partners(number, chats),
            chat=chat,
            posts=[self._shown(number, said, hidden) for said in posts],
            hidden=hidden,
        )

    def _home(self, number: int, hidden: Mapping[str, str]) -> Markup | None:
        person = hidden["actor"]
        home = self._platform.home(person)
        key = f"seat{number}-home"
        return render(home, self._setting(key, {**hidden, "posted": ""})) if home else None

    def _setting(self, key: str, hidden: Mapping[str, str]) -> Setting:
        zone = self._zone(hidden["actor"])
        return Setting(key, zone, LEVEL, hidden, self._faces, self._platform.channels())

    def _chat_tab(self, number: int, chat: Chat, current: Chat) -> Tab:
        person = self._view.seats[number].person
        others = [self.face(each).name for each in partners(chat.members, person)]
        is_open = chat == current
        unread = not is_open and self._platform.has_unread(chat.address, person)
        url = self._view.seated(number, person, chat.address).url
        return Tab(chat.name or ", ".join(others) or "Crossbrew", url, is_open, unread)

    def _partners(self, number: int, chats: Sequence[Chat]) -> Sequence[Tab]:
        """Ways to be, in the next seat, those of the liveliest group who have no seat yet."""
        person = self._view.seats[number].person
        others = [each for chat in chats[1:2] for each in partners(chat.members, person)]
        beside = (number + 1) % len(self._view.seats)
        return [
            Tab(self.face(each).name, self._view.seated(beside, each).url)
            for each in others
            if each not in self._view.people
        ]

    def _shown(self, number: int, said: Posted, hidden: Mapping[str, str]) -> Shown:
        reader = hidden["actor"]
        key = f"seat{number}-m{said.id}"
        return Shown(
            id=key,
            html=render(said.message, self._setting(key, {**hidden, "posted": said.id})),
            time=self._time(said.at, self._zone(reader)),
            at=said.at,
            author=self.face(said.author) if said.author else None,
            is_own=said.author == reader,
            is_private=bool(said.ephemeral_for) and said.address != reader,
        )

    def _zone(self, person: str) -> str:
        return zone_of(self._platform, person, str(self._now.tzinfo))

    def _time(self, at: datetime, timezone: str) -> str:
        zone = ZoneInfo(timezone)
        local, today = at.astimezone(zone), self._now.astimezone(zone).date()
        clock = f"{local:%H:%M}"
        return clock if local.date() == today else f"{day_in_words(local)}, {clock}"

    def face(self, person: str) -> Face:
        """The face at an address; one who is no longer listed goes by the name they registered."""
        return self._faces.get(person) or Face(person, self._platform.profile(person).name or "Somebody")

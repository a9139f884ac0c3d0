"""Who is being looked at: three seats, kept in the page's address so that it needs no session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from bot.playground.platform import PlaygroundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.platform import PlaygroundPlatform
    from bot.playground.stage import Face

SEATS = 3


@dataclass(frozen=True, slots=True)
class Seat:
    """A person one is being, and the chat of theirs that is open."""

    person: str
    chat: str


@dataclass(frozen=True, slots=True)
class View:
    """The seats, and which of them a narrow screen shows."""

    seats: tuple[Seat, ...]
    active: int = 0

    @property
    def people(self) -> frozenset[str]:
        """Everybody one is being."""
        return frozenset(seat.person for seat in self.seats)

    @property
    def query(self) -> str:
        """The view as the query of the page's address; `read_view` reads it back."""
        pairs = [("s", str(self.active))]
        for seat in self.seats:
            pairs += [("p", seat.person), ("c", seat.chat)]
        return urlencode(pairs)

    @property
    def url(self) -> str:
        """The address of the page that shows this view."""
        return f"/?{self.query}"

    def at(self, seat: int) -> View:
        """The same seats, looking at ``seat``."""
        return replace(self, active=seat)

    def seated(self, seat: int, person: str, chat: str = "") -> View:
        """Somebody else in ``seat``, with a chat of theirs open: the private one unless told."""
        seats = list(self.seats)
        seats[seat] = Seat(person, chat or person)
        return View(tuple(seats), seat)


def read_view(query: str) -> View | None:
    """The view that an address tells; ``None`` where it tells none."""
    pairs = parse_qsl(query)
    people = [value for name, value in pairs if name == "p"][:SEATS]
    chats = [value for name, value in pairs if name == "c"][:SEATS]
    active = dict(pairs).get("s", "0")
    if not people or len(people) != len(chats):
        return None
    seats = tuple(Seat(person, chat) for person, chat in zip(people, chats, strict=True))
    return View(seats, int(active) if active in map(str, range(len(seats))) else 0)


def first_view(platform: PlaygroundPlatform, faces: Sequence[Face]) -> View:
    """A member with whoever they were introduced to, and somebody who has yet to join."""
    if not faces:
        raise PlaygroundError("Nobody is here yet: start the playground with people to be.")
    members = [face.address for face in faces if face.is_member]
    together = [Seat(person, chat) for person, chat in _introduced(platform, members)[: SEATS - 1]]
    pair = [seat.person for seat in together] or members[: SEATS - 1]
    # Somebody of another first name first: on a narrow screen that is all one sees of a name.
    taken = {_first_word(face) for face in faces if face.address in pair}
    others = sorted(
        (face for face in faces if not face.is_member), key=lambda face: _first_word(face) in taken
    )
    newcomers = [face.address for face in others]
    wanted = [*pair, *newcomers[:1], *members, *newcomers]
    alone = [Seat(person, person) for person in dict.fromkeys(wanted) if person not in pair or not together]
    return View((*together, *alone)[:SEATS])


def _first_word(face: Face) -> str:
    return face.name.partition(" ")[0]


def _introduced(platform: PlaygroundPlatform, members: Sequence[str]) -> Sequence[tuple[str, str]]:
    """The first member who is in a group, then the others in it, each with the address of the group."""
    for member in members:
        for group in [chat for chat in platform.chats(member)[1:] if chat.members][:1]:
            return [(person, group.address) for person in (member, *partners(group.members, member))]
    return []


def partners(members: Sequence[str], person: str) -> Sequence[str]:
    """The others in a group of ``person``'s."""
    return [member for member in members if member != person]

"""One turn of a conversation: who acts, when, and in which programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from bot.directory.cells import tidy
from bot.message import lines
from bot.platforms import DeliveryError
from pairing.rounds import start_day, timetable
from scheduler.coming import next_round
from storage import programmes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from bot.message import Action, Message
    from bot.platforms import Call, Limit
    from pairing.people import Member, Person, Programme
    from storage.database import Connection, Database


def no_file(_: str) -> bytes:
    """No file can be had here."""
    raise DeliveryError("no_files_here", permanent=True)


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that a handler needs, read in the transaction that its effect commits in.

    Whoever ``is_owner`` looks after the programme.
    """

    connection: Connection
    action: Action
    now: datetime
    person: Person
    programme: Programme
    member: Member | None
    is_owner: bool
    limits: Mapping[Call, Limit]
    asked: frozenset[str] = frozenset()
    """The addresses about which the platform was asked already, for this action."""
    fetch: Callable[[str], bytes] = no_file
    """What is in a file that the person sent; it asks the platform, so no transaction may be open."""
    profile_fields: tuple[tuple[str, str], ...] | None = None
    """The fields of the chat's profile, id and label; ``None`` until the platform was asked."""

    @property
    def workspace(self) -> str:
        """The workspace in which this is said."""
        return self.action.workspace

    @property
    def today(self) -> date:
        """The date where the person is."""
        return self.now.astimezone(ZoneInfo(self.person.timezone)).date()

    @property
    def is_in(self) -> bool:
        """Whether the person is a member who has not left; a pause does not end it."""
        return self.member is not None and self.member.status.value != "left"

    @property
    def next_round(self) -> int:
        """The number of the next round to start."""
        return next_round(self.connection, self.programme, self.now)

    @property
    def next_start(self) -> datetime:
        """When the next round starts."""
        return self.start_of(self.next_round)

    def start_of(self, number: int) -> datetime:
        """When a round starts."""
        return timetable(self.programme.cadence, number).starts_at

    def start_for(self, member: Member) -> datetime | None:
        """When the next round starts that this member is in, or ``None`` while a pause has no end."""
        for number in range(self.next_round, self.next_round + ROUNDS_AHEAD):
            if member.takes_part(number, start_day(self.programme.cadence, number)):
                return self.start_of(number)
        return None

    def text(self, name: str) -> str:
        """A value of the action as it may be kept and shown: on one line; empty where it carries none."""
        return tidy(self.action.data.get(name, ""))

    def texts(self, name: str) -> tuple[str, ...]:
        """The several values of one field, each on one line."""
        return tuple(filter(None, map(tidy, lines(self.action.data.get(name, "")))))

    def change_member(self, **values: object) -> None:
        """Change the person's own membership."""
        programmes.change_member(self.connection, self.programme, self.person.id, **values)


Handler: TypeAlias = "Callable[[Turn], Message]"
"""What does one thing that was asked, and says so. Each module of the conversation lists its own."""

Work: TypeAlias = "Callable[[Database], Message]"
LongHandler: TypeAlias = "Callable[[Turn], Work]"
"""What reads what it needs in its turn, and then works for a while with no transaction open.

It is asked by an answer that goes on by itself (see `Message.then`), so its work must change nothing
the second time.
"""


class StrangersError(Exception):
    """Somebody acts, or is named, of whom nothing is known yet: the platform is to be asked."""

    def __init__(self, *addresses: str) -> None:
        super().__init__(f"{len(addresses)} people are not known yet")
        self.addresses = frozenset(addresses)


class FieldsWantedError(Exception):
    """A handler wants to know which fields the chat's profile has: the platform is to be asked."""


ROUNDS_AHEAD = 60
"""More than two years of fortnights: no pause is longer."""

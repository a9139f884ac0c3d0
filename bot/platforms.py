"""The one seam between the bot and the places where it is read.

A platform plugs in here with a folder of its own and one line in `bot.wiring`. It knows nothing of
pairing: it turns what people do into an `Action`, and a `Message` into what its place can show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from bot.message import Action, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

Handle: TypeAlias = Callable[[Action], Message | None]
"""What the conversation does with an action: the answer, seen by the actor alone, or nothing."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a message went, in the platform's own terms, so that it can be updated."""

    address: str
    id: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the chat knows of somebody. Unknown facts are empty.

    ``kind`` is ``guest`` or ``bot`` for whoever does not work here, and ``fields`` what the fields of
    their profile say, by id, where it was asked for.
    """

    name: str = ""
    email: str = ""
    job_title: str = ""
    timezone: str = ""
    is_owner: bool = False
    kind: str = ""
    is_gone: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the people of a place, by address; ``cursor`` leads to the next, and is empty on the last."""

    people: Mapping[str, Profile]
    cursor: str = ""


class Call(StrEnum):
    """What delivery asks of a platform, each perhaps a method with a limit of its own."""

    POST = "post"
    OPEN_GROUP = "open_group"
    LOOK = "look"
    READ_PROFILE = "read_profile"
    LIST_PEOPLE = "list_people"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many calls of a method a platform allows in any minute, in one workspace."""

    method: str
    per_minute: int


class DeliveryError(Exception):
    """A message was not delivered, or nobody can say whether it was.

    Args:
        reason: a short code or sentence, free of names, tokens and message text.
        permanent: trying again can never help (somebody gone, a message that is refused).
        retry_after: seconds to leave this workspace and ``method`` alone.
        unknown: the platform may have accepted it (time-out, dropped connection, server error).
        method: the platform's name for the call, for the gate that ``retry_after`` closes.
        unreachable: addresses that can no longer be written to at all.

    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        unknown: bool = False,
        method: str = "",
        unreachable: Sequence[str] = (),
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
        self.unknown = unknown
        self.method = method
        self.unreachable = tuple(unreachable)


class Platform(Protocol):
    """A place where people read and answer. An address is opaque text that the platform makes.

    Every call that reaches the place may raise `DeliveryError`, and nothing else.
    """

    name: str

    @property
    def limits(self) -> Mapping[Call, Limit]:
        """What it allows; a call that is not named may be made as often as one likes."""

    @property
    def can_look(self) -> bool:
        """Whether `find` may be asked what became of a message: for Slack, whether it may read history."""

    def start(self, handle: Handle) -> None:
        """Begin to listen; every action goes to ``handle``. Returns once listening."""

    def send(self, address: str, message: Message) -> Receipt:
        """Send ``message`` to a private chat or a group."""

    def find(self, address: str, reference: str, since: datetime) -> Receipt | None:
        """The first message with this reference that was sent there since then, if one arrived."""

    def update(self, receipt: Receipt, message: Message) -> None:
        """Replace a message that was sent."""

    def retract(self, receipt: Receipt) -> None:
        """Take back a message that was sent."""

    def open_group(self, addresses: Sequence[str]) -> str | None:
        """The address of a group of these people and the bot; ``None`` where there are no such groups."""

    def profile(self, address: str) -> Profile:
        """What the chat knows of somebody; an empty profile where it does not say in time."""

    def profile_fields(self) -> Sequence[tuple[str, str]]:
        """The fields of people's profiles that a fact may be read from, id and label; none where unknown."""

    def read_profile(self, address: str) -> Profile:
        """Somebody's profile with its fields; whether they are gone it does not say."""

    def list_people(self, cursor: str) -> Page:
        """Everybody whom the place knows, gone or not, a page at a time; the first for an empty cursor."""

    def fetch(self, address: str, file: str) -> bytes:
        """What is in a file that the person at ``address`` sent to the bot: a list, as text, to be read."""

    def stop(self) -> None:
        """Stop listening; let calls in flight end."""

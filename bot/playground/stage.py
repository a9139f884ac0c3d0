"""What the page needs of whatever stands behind it: people, a clock to wind, and a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.message import Message

TINTS = 6
"""How many colours there are for people's initials."""


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody one can be. ``address`` is their private chat; unknown facts are empty."""

    address: str
    name: str
    job_title: str = ""
    department: str = ""
    grade: str = ""
    site: str = ""
    is_member: bool = False

    @property
    def label(self) -> str:
        """The name with what tells two people of one name apart."""
        return " · ".join(filter(None, (self.name, self.department, self.grade)))

    @property
    def initials(self) -> str:
        """The first letters of the first and the last word of the name."""
        letters = [word[0] for word in self.name.split() if word[0].isalpha()]
        return "".join(letters[:1] + letters[1:][-1:]).upper()

    @property
    def tint(self) -> int:
        """The number of the colour behind the initials: always the same for the same person."""
        return crc32(self.address.encode()) % TINTS


class Stage(Protocol):
    """The world that the page shows. Calls come from several threads; one wind runs at a time."""

    @property
    def timezone(self) -> str:
        """The IANA time zone that the clock is read in."""

    def people(self) -> Sequence[Face]:
        """Everybody, in the order in which they are listed. Asked on every view: keep it cheap."""

    def commands(self) -> Sequence[str]:
        """What to suggest beside the text box, such as ``/coffee join``."""

    def now(self) -> datetime:
        """The present moment of this world, aware."""

    def round_line(self) -> str:
        """Where the round stands, in a line: ``Round 3 · day 4 of 14 · 148 introduced``."""

    def next_event(self) -> tuple[datetime, str] | None:
        """When something happens next and what, as in ``introductions go out``; ``None`` for never."""

    def wind(self, to: datetime, *, being: frozenset[str], others_answer: bool) -> Sequence[str]:
        """Let time pass until ``to``, doing all that falls due; what happened, in dated sentences.

        With ``others_answer``, everybody but the addresses in ``being`` answers by themselves on the way.
        """

    def doing(self) -> str:
        """What a wind that is under way is doing, in a few words; empty when there is none."""

    def report(self) -> Message:
        """The owner's report as it stands."""

    def report_csv(self) -> bytes:
        """The same report as a CSV file."""

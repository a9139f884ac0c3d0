"""What a report is made from: the true records of one programme. Nothing here may be shown to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.answers import Certainty, Outcome
    from pairing.people import Ladder

SMALLEST, LARGEST = 2, 8


@dataclass(frozen=True, slots=True)
class Participant:
    """A person, and the department and grade they had at the time; empty where nobody knows."""

    person: str
    department: str
    grade: str


@dataclass(frozen=True, slots=True)
class PairingRecord:
    """One introduction and what became of it, with everybody as they stood in that round.

    Of one that came to a meeting it has only those who do not say that they were not there.

    Raises:
        ValueError: where it is not of two to eight different people.
    """

    round_number: int
    outcome: Outcome
    certainty: Certainty
    people: tuple[Participant, ...]

    def __post_init__(self) -> None:
        """Refuse what chance could not be worked out for."""
        different = {participant.person for participant in self.people}
        if not SMALLEST <= len(self.people) == len(different) <= LARGEST:
            raise ValueError("A pairing in a report has two to eight different people; correct the record.")

    @property
    def pairs(self) -> Iterator[tuple[Participant, Participant]]:
        """Everybody who could come to know somebody here: one pair, or the three of a trio."""
        return combinations(self.people, 2)


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """One round that has closed, and how many took part in it but could not be paired."""

    number: int
    sat_out: int = 0


@dataclass(frozen=True, slots=True)
class ProgrammeRecords:
    """Everything that one issue of the report is made from.

    ``eligible`` is everybody who could join, as the directory has them today; ``members`` is how many
    have joined. ``rounds`` and ``pairings`` are those that have *closed*: an open round has outcomes
    that nobody has been asked for yet.
    """

    programme: str
    ladder: Ladder
    eligible: tuple[Participant, ...]
    members: int
    rounds: tuple[RoundRecord, ...]
    pairings: tuple[PairingRecord, ...]

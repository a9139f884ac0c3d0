"""What the matcher gives back: plain values, so that reading one loads no numerical library."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST = 10
"""Introductions below which a round is told in whole only: smaller numbers could point at somebody."""

WEIGHED_ALL = 20_000
"""Up to so many people everybody is weighed as anybody's alternative; beyond, only a sample of them."""
SAMPLE = 512
"""Others who are weighed for each person of a larger pool; the seed chooses them, by blocks of people."""


class Proof(StrEnum):
    """What is known of how good a matching is."""

    PROVEN = "proven"
    CERTIFIED = "certified"
    SAMPLED = "sampled"


class LeftOut(StrEnum):
    """Why somebody sits out. Kept for owners: to a member, all but the first would give an exclusion away."""

    ODD_ONE = "the number is odd, and it is their turn"
    NOBODY = "the rules leave nobody for them to meet"
    OTHERS_TAKEN = "everybody they may meet was needed so that more people are paired"
    NO_PLACE = "no pair or table of people they may all meet had a place"
    UNREADABLE = "the list of people kept apart could not be read, so nobody was paired"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule, named after its function, gave a pairing; negative where it spoke against."""

    rule: str
    points: int


@dataclass(frozen=True, slots=True)
class Match:
    """Two people, or more, by id and sorted, and the rules that counted, most points first.

    The points of three or more are those of each two of them; ``score`` is the sum of all reasons.
    """

    people: tuple[str, ...]
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Whom somebody could best have met instead: that pair's points, and what the round would lose.

    ``cost`` is the least by which all points together, before departments are spread, would be fewer;
    ``None`` where no points make up for it: somebody more, or out of turn, would be left over.
    """

    other: str
    points: int
    cost: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Pairs of departments that have been introduced lately: before this round, and with it.

    ``most`` is the degree bound, which nobody can exceed: a department of three people joins at most
    three others in a round. ``by_chance`` is what a blind shuffle of the same people would be expected to
    reach; ``departments`` have somebody in the pool, and ``possible`` pairs are there between them.
    """

    departments: int = 0
    possible: int = 0
    before: int = 0
    joined: int = 0
    most: int = 0
    by_chance: float = 0.0


@dataclass(frozen=True, slots=True)
class Matching:
    """A round's pairings, those who sit out, and what is needed to check and to replay it.

    ``score`` is the sum of all points. The second meeting of two departments in one round counts less
    than the first, so pairs are found in two steps: ``linear`` is the score of the first, in which each
    meeting counts as if it were the only one, and ``bound`` is what no pairing of as many people, with
    as fair a choice of who is left over, can exceed in either step. What a third brings to a trio is in
    all three: which pair takes somebody in is chosen after. ``digest`` is the fingerprint of all inputs.
    """

    pairings: tuple[Match, ...]
    sitting_out: tuple[str, ...]
    score: int
    linear: int
    bound: int
    proof: Proof
    seed: int
    digest: str
    coverage: Coverage = field(default_factory=Coverage)
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """By which share of the bound the first step could at most be better; 0.0 means proven best."""
        return (self.bound - self.linear) / max(1, abs(self.bound))

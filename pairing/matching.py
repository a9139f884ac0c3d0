"""What the matcher gives back: plain values, so that reading one loads no numerical library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule, named after its function, gave a pairing; negative where it spoke against."""

    rule: str
    points: int


@dataclass(frozen=True, slots=True)
class Match:
    """Two people, or three, by id and sorted, and the rules that counted, most points first.

    A trio's points are those of its three pairs; ``score`` is the sum of all reasons.
    """

    people: tuple[str, ...]
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """A round's pairings, those who sit out, and what is needed to check and to replay it.

    No pairing of as many people, with as fair a choice of who is left over, has pairs worth more than
    ``bound``. What a third brings to a trio is in both ``score`` and ``bound``: which pair takes
    somebody in is chosen after. ``digest`` is the fingerprint of all inputs.
    """

    pairings: tuple[Match, ...]
    sitting_out: tuple[str, ...]
    score: int
    bound: int
    seed: int
    digest: str

    @property
    def gap(self) -> float:
        """By which share of the bound the score could at most be better; 0.0 means proven best."""
        return (self.bound - self.score) / max(1, abs(self.bound))

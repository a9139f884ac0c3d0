"""The one predicate that decides whether two people may be introduced.

Every path goes through it: pairs, trios, tables, late pairs, re-matches and introductions by hand. It
fails closed: where the exclusions could not be read, nobody may meet anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pairing.people import Member


PAIR = 2


class Refusal(StrEnum):
    """Why two people may not meet. Kept inside: a reason that is told can give an exclusion away."""

    UNREADABLE = "exclusions could not be read"
    SAME_PERSON = "the same person"
    OTHER_WORKSPACE = "different workspaces"
    NOT_TAKING_PART = "not both taking part"
    EXCLUDED = "an exclusion"
    COLLEAGUES = "one says that they work together"
    LINE_MANAGER = "one manages the other"
    NO_ROOM = "no room left in this round"
    ALREADY_TRIED = "already introduced in this round"


class BoundaryError(ValueError):
    """A set of people who must not meet that could be misread; the message says what to give instead."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What the hard rules look at besides the two members.

    ``exclusions`` holds unordered pairs of person ids; ``None`` means that they could not be read.
    ``spent`` are people who already have a pairing in this round; ``tried`` are unordered pairs who
    were introduced in this same round and came apart, so that a late pairing is a fresh one, and
    ``colleagues`` those of whom one says that they already work together. Raises ``BoundaryError`` for a
    set of three or more: it would keep nobody apart.
    """

    round_number: int
    day: date
    exclusions: frozenset[frozenset[str]] | None
    spent: frozenset[str] = field(default_factory=frozenset)
    tried: frozenset[frozenset[str]] = field(default_factory=frozenset)
    colleagues: frozenset[frozenset[str]] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Only pairs can be looked up."""
        if any(len(pair) > PAIR for pair in chain(self.exclusions or (), self.tried, self.colleagues)):
            raise BoundaryError(
                "Three or more people are kept apart at once; give each two of them as a pair."
            )


def may_meet(a: Member, b: Member, boundaries: Boundaries) -> bool:
    """Whether ``a`` and ``b`` may be introduced to each other in this round."""
    return refusal(a, b, boundaries) is None


def all_may_meet(members: Iterable[Member], boundaries: Boundaries) -> bool:
    """Whether everybody in a trio or at a table may meet everybody else there."""
    return all(may_meet(a, b, boundaries) for a, b in combinations(members, 2))


def refusal(a: Member, b: Member, boundaries: Boundaries) -> Refusal | None:
    """The first hard rule that keeps ``a`` and ``b`` apart, or ``None``."""
    if boundaries.exclusions is None:
        return Refusal.UNREADABLE
    if a.person.workspace != b.person.workspace:
        return Refusal.OTHER_WORKSPACE
    if a.id == b.id:
        return Refusal.SAME_PERSON
    if not all(member.takes_part(boundaries.round_number, boundaries.day) for member in (a, b)):
        return Refusal.NOT_TAKING_PART
    if not boundaries.spent.isdisjoint((a.id, b.id)):
        return Refusal.NO_ROOM
    if _manages(a, b) or _manages(b, a):
        return Refusal.LINE_MANAGER
    return _listed(frozenset((a.id, b.id)), boundaries)


def _listed(pair: frozenset[str], boundaries: Boundaries) -> Refusal | None:
    """What a list of pairs says of one."""
    if pair in (boundaries.exclusions or ()):
        return Refusal.EXCLUDED
    if pair in boundaries.colleagues:
        return Refusal.COLLEAGUES
    return Refusal.ALREADY_TRIED if pair in boundaries.tried else None


def _manages(manager: Member, report: Member) -> bool:
    return bool(report.person.manager_id) and report.person.manager_id == manager.person.staff_id

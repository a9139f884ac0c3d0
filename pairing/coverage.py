"""Which departments a round brings together: what each meeting of two is worth, and how far it gets.

The best total alone would send everybody to the same few departments that have rarely met. So in a
round the first meeting of two departments counts most, and each one after it less.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import UNKNOWN
from pairing.matching import Coverage
from pairing.past import next_meeting
from pairing.rules import rare_departments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pairing.columns import Ints
    from pairing.scores import Scores

COUNTLESS = 1 << 40
"""Meetings of two people who join no departments: so many that one more is worth nothing."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each two departments have met: lately, and in the round as far as it is counted.

    Each two departments have a number, and people who join none have the last, ``nowhere``. ``met``,
    which is counted on in place, and ``smaller`` have an entry a number, ``department`` one a person.
    """

    department: Ints
    departments: int
    met: Ints
    smaller: Ints
    weight: int

    @property
    def nowhere(self) -> int:
        """The number of two people of the same department, or of one that is unknown."""
        return self.departments**2

    def number_of(self, a: Ints, b: Ints) -> Ints:
        """The number of the departments of each two people, in equally long lists."""
        one, other = self.department[a], self.department[b]
        low, high = np.minimum(one, other), np.maximum(one, other)
        return np.where((low < 0) | (low == high), self.nowhere, low * self.departments + high)

    def worth(self, number: Ints, more: Ints | int = 0) -> Ints:
        """The points of one more meeting of two departments, after ``more`` than are counted."""
        return self.weight * next_meeting(self.met[number] + more, self.smaller[number])


def tally_of(scores: Scores) -> Tally:
    """The meetings before the round; the weight is that of the rule, and 0 where it is off."""
    past = scores.past
    return Tally(
        department=scores.columns.department,
        departments=len(past.meetings),
        met=np.append(past.meetings, COUNTLESS),
        smaller=np.append(past.smaller, 0),
        weight=sum(rule.weight for rule in scores.rules if rule.share is rare_departments),
    )


def points_of_departments(scores: Scores, a: Ints, b: Ints) -> Ints:
    """What rule ``rare_departments`` truly gives each two people of a round, in equally long lists.

    Of the pairs of two departments the first in the lists gets what their next meeting is worth, the
    second what the one after that is worth, and so on. A weight below 0 counts each as the next one:
    were the later ones to cost less, a round could have more points than its bound.
    """
    tally = tally_of(scores)
    number = tally.number_of(a, b)
    return tally.worth(number, _earlier(number) if tally.weight > 0 else 0)


def coverage_of(scores: Scores, groups: Sequence[Sequence[int]]) -> Coverage:
    """How many pairs of departments were joined before, and are with these groups of two or more places.

    People of an unknown department count nowhere. ``most`` is the degree bound, which holds for every
    way to put the same people into groups of the same sizes: a department joins at most those that it
    has not met and that somebody is seated from, and at most one for each meeting of its people, one a
    person in a pair and ``s - 1`` in a group of ``s``. Who sits in the larger groups is left open, so
    their further meetings count wherever they are of use. The bound does not ask whether both ends
    have somebody left: it may be out of reach, by the more the fewer departments there are, but it is
    never too low. ``by_chance`` is what a blind shuffle of the same people into the same sizes is
    expected to reach, as if everybody's partners were drawn on their own: within 1 % from 100 people
    on, up to 5 % too low in a pool of eight.
    """
    tally = tally_of(scores)
    departments = tally.departments
    unmet = (tally.met[:-1].reshape(departments, departments) == 0) & ~np.eye(departments, dtype=bool)
    sizes = np.array([len(group) for group in groups], np.int64)
    seated = tally.department[np.array([place for group in groups for place in group], np.int64)]
    people = np.bincount(seated[seated != UNKNOWN], minlength=departments)
    known = int(tally.department.max(initial=UNKNOWN)) + 1
    possible = known * (known - 1) // 2
    before = possible - int(unmet.sum()) // 2
    return Coverage(
        departments=known,
        possible=possible,
        before=before,
        joined=before + _newly_joined(tally, groups),
        most=before + _most(unmet, people, sizes),
        by_chance=round(before + _by_chance(unmet, people, sizes), 1),
    )


def _newly_joined(tally: Tally, groups: Sequence[Sequence[int]]) -> int:
    sides = np.array([pair for group in groups for pair in combinations(group, 2)], np.int64)
    joined = np.zeros_like(tally.met, dtype=bool)
    joined[tally.number_of(*sides.reshape(-1, 2).T)] = True
    return int((joined & (tally.met == 0)).sum())


def _most(unmet: NDArray[np.bool_], people: Ints, sizes: Ints) -> int:
    seated = people > 0
    others = (unmet & seated).sum(axis=1) * seated
    in_pairs = np.minimum(others, people)
    further = int((sizes * (sizes - 2)).sum())
    return (int(in_pairs.sum()) + min(further, int((others - in_pairs).sum()))) // 2


def _by_chance(unmet: NDArray[np.bool_], people: Ints, sizes: Ints) -> float:
    """Two departments stay apart where none of the smaller one's people draws one of the larger's."""
    everybody = max(2, int(sizes.sum()))
    meetings = float((sizes * (sizes - 1)).sum()) / everybody
    one, other = np.nonzero(np.triu(unmet))
    fewer, more = np.minimum(people[one], people[other]), np.maximum(people[one], people[other])
    apart = (1 - np.minimum(more / (everybody - 1), 1)) ** (meetings * fewer)
    return float((1 - apart).sum())


def _earlier(numbers: Ints) -> Ints:
    """How many of the same stand before each one."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    earlier = np.empty_like(order)
    earlier[order] = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return earlier

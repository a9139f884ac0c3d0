"""Which departments a round brings together: what each meeting of two is worth, and how far it gets.

The best total alone would send everybody to the same few departments that have rarely met. So in a
round the first meeting of two departments counts most, and each one after it less.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import UNKNOWN
from pairing.matching import Coverage
from pairing.rules import rare_departments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pairing.columns import Counts, Ints
    from pairing.past import Past
    from pairing.scores import Scores


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each two departments have met: before, and in the round as far as it is counted.

    Each two departments have a number, and people who join none have the last, ``nowhere``. ``met``, of
    the round, has an entry a number and is counted on in place; ``department`` has one a person.
    """

    department: Ints
    past: Past
    met: Counts
    weight: int

    @property
    def departments(self) -> int:
        """How many there are."""
        return len(self.past.sizes)

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
        return self.first_worth(number, self.met[number] + more)

    def first_worth(self, number: Ints, more: Ints | int = 0) -> Ints:
        """The same, as if nothing but ``more`` were counted of the round."""
        low, high = np.divmod(np.where(number == self.nowhere, 0, number), self.departments)
        return self.weight * self.past.rarity_of(low, high, more)


def tally_of(scores: Scores) -> Tally:
    """The meetings before the round; the weight is that of the rule, and 0 where it is off."""
    return Tally(
        department=scores.columns.department,
        past=scores.past,
        met=np.zeros(len(scores.past.sizes) ** 2 + 1, np.int32),
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
    return tally.first_worth(number, _earlier(number) if tally.weight > 0 else 0)


def coverage_of(scores: Scores, groups: Sequence[Sequence[int]]) -> Coverage:
    """How many pairs of departments were joined before, and are with these groups of two or more places.

    People of an unknown department count nowhere. ``most`` is the degree bound, which holds for every
    way to put the same people into groups of the same sizes: a department joins at most those that it
    has not met and that somebody is seated from, and at most one for each meeting of its people, one a
    person in a pair and ``s - 1`` in a group of ``s``. Who sits in the larger groups is left open, so
    their further meetings count wherever they are of use. The bound does not ask whether both ends
    have somebody left: it may be out of reach, by the more the fewer departments there are, but it is
    never too low. ``by_chance`` is what a blind shuffle of the same people into the same sizes is
    expected to reach, as if everybody's companions were drawn on their own: within 1 % from 100 people
    on, up to 5 % too low for eight people in pairs, up to 10 % too high for ten at two tables.
    """
    tally = tally_of(scores)
    departments = tally.departments
    unmet = tally.past.meetings == 0
    np.fill_diagonal(unmet, val=False)
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
        joined=before + _newly_joined(tally, unmet, groups),
        most=before + _most(unmet, people, sizes),
        by_chance=round(before + _by_chance(unmet, people, sizes), 1),
    )


def _newly_joined(tally: Tally, unmet: NDArray[np.bool_], groups: Sequence[Sequence[int]]) -> int:
    sides = np.array([pair for group in groups for pair in combinations(group, 2)], np.int64)
    joined = np.unique(tally.number_of(*sides.reshape(-1, 2).T))
    return int(unmet.ravel()[joined[joined != tally.nowhere]].sum())


def _most(unmet: NDArray[np.bool_], people: Ints, sizes: Ints) -> int:
    seated = people > 0
    others = np.count_nonzero(unmet & seated, axis=1) * seated
    in_pairs = np.minimum(others, people)
    further = int((sizes * (sizes - 2)).sum())
    return (int(in_pairs.sum()) + min(further, int((others - in_pairs).sum()))) // 2


def _by_chance(unmet: NDArray[np.bool_], people: Ints, sizes: Ints) -> float:
    """Two departments stay apart where each person of the smaller one draws companions from elsewhere."""
    seats = Counter(np.repeat(sizes, sizes).tolist())
    joined = 0.0
    for one, others in enumerate(unmet):  # by rows: of thousands of departments there are millions of pairs
        theirs = people[one + 1 :][others[one + 1 :]]
        fewer, more = np.minimum(people[one], theirs), np.maximum(people[one], theirs)
        apart = sum(count * _none(more, int(sizes.sum()), size) for size, count in seats.items())
        joined += float((1 - (apart / max(1, sizes.sum())) ** fewer).sum())
    return joined


def _none(people: Ints, everybody: int, size: int) -> NDArray[np.float64]:
    """How likely it is that somebody in a group of so many has none of these people beside them."""
    likely = np.ones(len(people))
    for drawn in range(1, size):
        likely *= np.maximum(0, everybody - people - drawn) / (everybody - drawn)
    return likely


def _earlier(numbers: Ints) -> Ints:
    """How many of the same stand before each one."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    earlier = np.empty_like(order)
    earlier[order] = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return earlier

"""Dealing partners out again among the people of each department.

People of one department can change partners with each other without any two departments meeting more
or less often. Which of them meets whom is an assignment, solved a hand of people at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from pairing.scores import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

    from pairing.columns import Ints
    from pairing.past import Past
    from pairing.scores import Scores

HAND = 96
"""People of a department dealt to at once: an assignment of twice as many takes twelve times as long."""
NEVER = -(1 << 44)
"""Less than a hand of pairs can ever add up to, and still exact in the assignment's arithmetic."""
PLACES = 1 << 32


@dataclass(frozen=True, slots=True)
class KnownPairs:
    """Pairs of places of people who were introduced before, made ready to be asked about often."""

    keys: Ints

    def among(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Which two of equally long lists were."""
        wanted = np.minimum(a, b) * PLACES + np.maximum(a, b)
        found: NDArray[np.bool_] = self.keys[np.searchsorted(self.keys, wanted)] == wanted
        return found


def introduced(past: Past) -> KnownPairs:
    """Those of whom anything is left that makes meeting again a repeat."""
    repeats = past.fresh > 0
    keys = past.low[repeats] * PLACES + past.high[repeats]
    return KnownPairs(np.append(keys, np.iinfo(np.int64).max))


def deal(scores: Scores, partner: Ints, known: KnownPairs, chance: Generator) -> None:
    """Change partners within each department for more points; ``partner`` (-1: nobody) changes in place.

    No pair comes in that may not meet or that was introduced before: such a hand stays as it was.
    """
    for people in _departments(scores, partner, chance):
        for start in range(0, len(people), HAND):
            hand = people[start : start + HAND]
            theirs = partner[hand]
            to = _best(scores, hand, theirs)
            now = theirs[to]
            changed = now != theirs
            if not known.among(hand[changed], now[changed]).any():
                partner[hand], partner[now] = now, hand


def _departments(scores: Scores, partner: Ints, chance: Generator) -> Iterator[Ints]:
    """Those of each department, in any order, who meet somebody of another."""
    department = scores.columns.department
    paired = np.flatnonzero(partner >= 0)
    away = chance.permutation(paired[department[paired] != department[partner[paired]]])
    away = away[np.argsort(department[away], kind="stable")]
    starts = np.flatnonzero(np.diff(department[away]))
    yield from np.split(away, starts + 1)


def _best(scores: Scores, people: Ints, partners: Ints) -> Ints:
    points = scores.block(people, partners).astype(np.int64)
    _, to = linear_sum_assignment(np.where(points == FORBIDDEN, NEVER, points), maximize=True)
    return np.asarray(to, dtype=np.int64)

"""The points of any two people in a pool, a block at a time: no table of all pairs is ever kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import FULL, look_up
from pairing.rules import name_of, repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scipy.sparse import csr_array

    from pairing.columns import Columns, Ints, Past
    from pairing.rules import Rule

FORBIDDEN = -(1 << 58)
"""The points of two people who may not meet: below anything that adds up."""


@dataclass(frozen=True, slots=True)
class Scores:
    """A pool's rules at work. ``forbidden`` holds a 1 for each pair that may not meet, sparse."""

    columns: Columns
    past: Past
    weights: Mapping[Rule, int]
    forbidden: csr_array

    @property
    def size(self) -> int:
        """How many people are in the pool."""
        return len(self.columns.index)

    @property
    def largest(self) -> int:
        """No allowed pair has more points than this, nor fewer than its negative."""
        return sum(
            abs(weight) * (self.past.dearest if rule is repeat else FULL)
            for rule, weight in self.weights.items()
        )

    def at(self, a: Ints, b: Ints) -> Ints:
        """The points of people ``a`` with people ``b``: (k, 1) with (1, m) as a block, or (k,) each."""
        points = np.zeros(np.broadcast_shapes(a.shape, b.shape), np.int64)
        for of_rule in self._given(a, b):
            points += of_rule
        points[look_up(self.forbidden, a, b) > 0] = FORBIDDEN
        return points

    def by_rule(self, a: Ints, b: Ints) -> dict[str, Ints]:
        """The same points by the rule that gives them, forbidden or not."""
        return dict(zip(map(name_of, self.weights), self._given(a, b), strict=True))

    def _given(self, a: Ints, b: Ints) -> Iterator[Ints]:
        left, right = self.columns.take(a), self.columns.take(b)
        return (weight * rule(left, right, self.past) for rule, weight in self.weights.items())

"""What each person's time is worth in a round: the prices that prove a matching to be the best.

Everybody is cut into two halves, a left and a right one, and lefts are assigned to rights; a half
assigned to its own other half is alone. That problem is easy (``pairing.halves``), and what proves it
gives each person a price y with y_a + y_b >= points(a, b) for each allowed pair: so no matching has more
points than all prices together (weak duality).

Prices come from half of the pool, drawn by lot, and theirs from half of them: a newcomer's first price is
what the best of those who have one would leave them. Few pairs are near to such prices, and those that
turn out to exceed them join in (column generation): memory stays linear in people. See Derigs & Metz, "On
the use of optimal fractional matchings for solving the (integer) matching problem", Computing 36 (1986).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.halves import assigned
from pairing.scores import FORBIDDEN, TILE
from pairing.tiles import NEVER, Tiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pairing.columns import Ints
    from pairing.scores import Scores

FEW = 128
"""People solved with all their pairs."""
GROUPS = 16
"""A newcomer's first pairs are the best of each sixteenth of the others."""
KEPT = 10
"""Pairs a person, on average, that stay once there are prices to choose them by."""
CLOSE = 1_000
"""Half of a pool is priced well enough when its bound is proven to one in so many."""
MOST_PASSES = 40
"""Rounds of adding pairs, at most; prices that are not final by then are raised until they hold."""
ANY = -(1 << 62)


@dataclass(frozen=True, slots=True)
class Problem:
    """A pool and what it costs to leave each person alone (``alone``, in points, one an entry).

    ``alone`` has an even number of entries: where the pool is odd, a last, made-up person stands for
    being left over; whoever is matched with it is alone.
    """

    scores: Scores
    alone: Ints

    @property
    def size(self) -> int:
        """How many people there are, the made-up one included."""
        return len(self.alone)

    def at(self, a: Ints, b: Ints) -> Ints:
        """The points of each two in equally long lists; with oneself: alone on both sides."""
        people = self.scores.size
        points = self.scores.at(np.minimum(a, people - 1), np.minimum(b, people - 1))
        points = np.where(points == FORBIDDEN, NEVER, points)
        points = np.where(a == people, -self.alone[b], np.where(b == people, -self.alone[a], points))
        return np.where(a == b, -2 * self.alone[a], points)

    def pairs(self, a: Ints, b: Ints) -> Pairs:
        """Those of these who are two and may meet, each once."""
        keys = np.sort(np.minimum(a, b) * self.size + np.maximum(a, b))
        a, b = np.divmod(keys[np.diff(keys, prepend=-1) > 0], self.size)
        pairs = Pairs(a, b, self.at(a, b))
        return pairs.take((a < b) & (pairs.points > NEVER))

    def points(self, partner: Ints) -> int:
        """The points of a matching, less the cost of those alone (who are their own partners)."""
        return int(self.at(np.arange(self.size), partner).sum()) // 2


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs who may meet, each once, and their points."""

    a: Ints
    b: Ints
    points: Ints

    def take(self, some: NDArray[np.bool_]) -> Pairs:
        """Some of them."""
        return Pairs(self.a[some], self.b[some], self.points[some])

    def and_(self, others: Pairs) -> Pairs:
        """These and others, none of whom is among these."""
        a, b = np.append(self.a, others.a), np.append(self.b, others.b)
        return Pairs(a, b, np.append(self.points, others.points))


@dataclass(frozen=True, slots=True)
class Fractional:
    """Whom each left half goes to, and twice everybody's price; no allowed pair exceeds its prices.

    ``pairs`` are those that mattered: all that are used, and many that come close.
    """

    partner: Ints
    doubled: Ints
    pairs: Pairs

    @property
    def bound(self) -> int:
        """No matching has more points than all prices together."""
        return int(self.doubled.sum()) // 2


def fractional(problem: Problem, seed: int) -> Fractional:
    """The best matching by halves, its prices, and their bound over all pairs."""
    lot = np.random.default_rng(seed % (1 << 63)).permutation(problem.scores.size)
    order = np.append(lot, np.arange(len(lot), problem.size))
    found = _Drawn(problem, order).priced()
    partner, doubled = np.empty_like(order), np.empty_like(order)
    partner[order], doubled[order] = order[found.partner], found.doubled
    return Fractional(partner, doubled, Pairs(order[found.pairs.a], order[found.pairs.b], found.pairs.points))


class _Drawn:
    """A problem whose people are called by the place that the lot gave them, the made-up one last."""

    def __init__(self, problem: Problem, order: Ints) -> None:
        self._problem, self._order, self._people = problem, order, problem.scores.size
        self._tiles = Tiles(problem.scores, order[: self._people])
        self._drawn, self._alone = np.argsort(order), problem.alone[order]

    def priced(self) -> Fractional:
        sizes = [self._people]
        while sizes[-1] > FEW:
            sizes.append(sizes[-1] // 2)
        few = sizes.pop()
        found = self._settled(*self._with_made_up(np.triu_indices(few, 1), np.zeros(few, np.int64)))
        while sizes:
            found = self._settled(*self._with_newcomers(found.doubled, sizes.pop()))
        return found

    def _with_newcomers(self, doubled: Ints, size: int) -> tuple[Pairs, Ints]:
        """More people, their first prices, and the pairs that look best by these.

        Neighbours in the lot are pairs too, so that nearly always everybody can be paired.
        """
        doubled = self._tiles.answers(doubled, size)
        best = self._tiles.above(doubled, min(TILE, max(1, size // GROUPS)), ANY)
        left, right = np.arange(size // 2 * 2).reshape(-1, 2).T
        return self._with_made_up((np.append(best.a, left), np.append(best.b, right)), doubled)

    def _with_made_up(self, pairs: tuple[Ints, Ints], doubled: Ints) -> tuple[Pairs, Ints]:
        """All pairs with the made-up person too, once everybody else is there and their number is odd."""
        size, known = len(doubled), self._pairs(*pairs)
        if size < self._people or size == self._problem.size:
            return known, doubled
        made_up = self._pairs(np.arange(size), np.full(size, size))
        return known.and_(made_up), np.append(doubled, (2 * made_up.points - doubled).max())

    def _settled(self, pairs: Pairs, doubled: Ints) -> Fractional:
        """Assign the halves, and again with the pairs that turn out to exceed the prices, until none does."""
        size = min(len(doubled), self._people)
        for done in range(MOST_PASSES):
            partner, doubled = assigned(pairs, self._alone[: len(doubled)], doubled)
            above = self._tiles.above(doubled[:size])
            if above.worst.sum() <= (abs(doubled.sum()) // CLOSE if size < self._people else 0):
                break
            pairs = (pairs if done else self._kept(pairs, doubled)).and_(self._pairs(above.a, above.b))
        doubled[:size] += (above.worst + 1) // 2
        return Fractional(partner, doubled, pairs)

    def _kept(self, pairs: Pairs, doubled: Ints) -> Pairs:
        """The pairs that come closest to their prices, and all of the made-up person, who is in no tile."""
        missing = doubled[pairs.a] + doubled[pairs.b] - 2 * pairs.points
        last = min(len(missing), KEPT * len(doubled)) - 1
        return pairs.take((missing <= np.partition(missing, last)[last]) | (pairs.b == self._people))

    def _pairs(self, a: Ints, b: Ints) -> Pairs:
        pairs = self._problem.pairs(self._order[a], self._order[b])
        return Pairs(self._drawn[pairs.a], self._drawn[pairs.b], pairs.points)

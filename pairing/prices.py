"""What each person's time is worth in a round: the prices that prove a matching to be the best.

Everybody is cut into two halves, a left and a right one, and lefts are assigned to rights; a half
assigned to its own other half is alone. That problem is easy, and its two potentials a person,
``left`` and ``right``, sum to twice a price y with y_a + y_b >= points(a, b) for each allowed pair:
so no matching has more points than all prices together (weak duality).

Prices come from blocks of people first, then from ever more pairs that violate them (column
generation): memory stays linear in people. See Derigs & Metz, "On the use of optimal fractional
matchings for solving the (integer) matching problem".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from pairing.scores import FORBIDDEN, TILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.columns import Ints
    from pairing.scores import Scores

BLOCK = 1_024
"""People solved at once with all their pairs; wider tables fall out of the processor's cache."""
NEVER = -(1 << 58)
MOST_PASSES = 40
"""Rounds of adding pairs, at most; prices that are not final by then are raised until they hold."""


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
        """The points of ``a`` matched with ``b``, as ``Scores.at``; with oneself: alone on both sides."""
        people = self.scores.size
        one, other = np.minimum(a, people - 1), np.minimum(b, people - 1)
        points = (
            self.scores.block(one[:, 0], other[0]).astype(np.int64)
            if a.ndim > 1
            else self.scores.at(one, other)
        )
        points = np.where(points == FORBIDDEN, NEVER, points)
        points = np.where(a == people, -self.alone[b], np.where(b == people, -self.alone[a], points))
        return np.where(a == b, -2 * self.alone[a], points)


@dataclass(frozen=True, slots=True)
class Fractional:
    """Whom each left half goes to, and twice everybody's price; no allowed pair exceeds its prices."""

    partner: Ints
    doubled: Ints

    @property
    def bound(self) -> int:
        """No matching has more points than all prices together."""
        return int(self.doubled.sum()) // 2


@dataclass(slots=True)
class _Pairs:
    """The pairs looked at so far, each once."""

    low: Ints
    high: Ints

    def add(self, a: Ints, b: Ints, size: int) -> None:
        keys = np.concatenate([self.low * size + self.high, np.minimum(a, b) * size + np.maximum(a, b)])
        keys.sort()
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
        self.low, self.high = np.divmod(keys, size)


def fractional(problem: Problem, seed: int) -> Fractional:
    """The best matching by halves, its prices, and their bound over all pairs."""
    partner, doubled, pairs = _by_blocks(problem, seed)
    a, b, excess = _violations(problem, doubled)
    for _ in range(MOST_PASSES):
        if not len(a):
            break
        pairs.add(a, b, problem.size)
        partner, doubled = _sparse(problem, pairs, doubled)
        a, b, excess = _violations(problem, doubled)
    return Fractional(partner, doubled + (excess + 1) // 2)


def near(problem: Problem, doubled: Ints, slack: int, most: int) -> tuple[Ints, Ints] | None:
    """All pairs whose doubled points miss the prices by at most ``slack``; ``None`` if over ``most``."""
    a, b, count = [np.empty(0, np.int64)], [np.empty(0, np.int64)], 0
    for rows, columns, excess in _excess(problem, doubled):
        row, column = np.nonzero(excess >= -slack)
        count += len(row)
        if count > most:
            return None
        a.append(rows[row, 0])
        b.append(columns[0, column])
    return np.concatenate(a), np.concatenate(b)


def _by_blocks(problem: Problem, seed: int) -> tuple[Ints, Ints, _Pairs]:
    order = np.random.default_rng(seed % (1 << 63)).permutation(problem.size)
    partner, doubled = np.empty_like(order), np.empty_like(order)
    pairs = _Pairs(np.empty(0, np.int64), np.empty(0, np.int64))
    for block in np.array_split(order, -(-problem.size // BLOCK)):
        points = problem.at(block[:, None], block[None, :])
        to, prices = _dense(points)
        partner[block], doubled[block] = block[to], prices
        a, b = np.nonzero(np.triu(2 * points >= prices[:, None] + prices, 1))
        pairs.add(block[a], block[b], problem.size)
    return partner, doubled, pairs


def _dense(points: Ints) -> tuple[Ints, Ints]:
    _, to = linear_sum_assignment(np.where(points == NEVER, -np.inf, points), maximize=True)
    kept = points[np.arange(len(to)), to]
    regret = points - kept[:, None]
    right = np.zeros(len(to), np.int64)
    while ((raised := (right[to][:, None] + regret).max(axis=0)) > right).any():
        right = np.maximum(right, raised)
    return to, kept - right[to] + right


def _sparse(problem: Problem, pairs: _Pairs, doubled: Ints) -> tuple[Ints, Ints]:
    a, b = _halves(pairs, problem.size)
    cost = (doubled // 2)[a] + (doubled - doubled // 2)[b] - problem.at(a, b)
    partner = _assigned(a, b, cost, problem.size)
    taken = partner[a] == b
    chosen = np.empty(problem.size, np.int64)
    chosen[a[taken]] = cost[taken]
    lift = _lifted(b, partner[a], chosen[a] - cost, problem.size)
    return partner, doubled - chosen - lift[partner] + lift


def _halves(pairs: _Pairs, size: int) -> tuple[Ints, Ints]:
    """Every left half with every right half it may go to, its own among them, sorted by the right."""
    everyone = np.arange(size)
    a = np.concatenate([pairs.low, pairs.high, everyone])
    b = np.concatenate([pairs.high, pairs.low, everyone])
    order = np.lexsort((a, b))
    return a[order], b[order]


def _assigned(a: Ints, b: Ints, cost: Ints, size: int) -> Ints:
    """The right half of each left one; costs are shifted above 0, since SciPy drops stored zeros."""
    table = csr_array(((cost - cost.min() + 1).astype(np.float64), (a, b)), shape=(size, size))
    _, partner = min_weight_full_bipartite_matching(table)
    return np.asarray(partner, dtype=np.int64)


def _lifted(b: Ints, rival: Ints, gain: Ints, size: int) -> Ints:
    """Right potentials that make the assignment tight: longest paths, since SciPy gives no prices."""
    starts, lift = np.searchsorted(b, np.arange(size)), np.zeros(size, np.int64)
    while ((raised := np.maximum.reduceat(lift[rival] + gain, starts)) > lift).any():
        lift = np.maximum(lift, raised)
    return lift


def _violations(problem: Problem, doubled: Ints) -> tuple[Ints, Ints, Ints]:
    """In each tile every person's worst violation, and each person's worst over all tiles."""
    worst = np.zeros(problem.size, np.int64)
    a, b = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for rows, columns, excess in _excess(problem, doubled):
        for axis, mine, others in ((1, rows.ravel(), columns.ravel()), (0, columns.ravel(), rows.ravel())):
            at = excess.argmax(axis=axis)
            by = np.take_along_axis(excess, np.expand_dims(at, axis), axis).ravel()
            worst[mine] = np.maximum(worst[mine], by)
            a.append(mine[by > 0])
            b.append(others[at[by > 0]])
    return np.concatenate(a), np.concatenate(b), worst


def _excess(problem: Problem, doubled: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Every pair once, in tiles: by how much its doubled points exceed the prices of the two."""
    everyone = np.arange(problem.size)
    strips = [everyone[at : at + TILE] for at in range(0, problem.size, TILE)]
    for place, strip in enumerate(strips):
        rows = strip[:, None]
        for other in strips[place:]:
            columns = other[None, :]
            excess = 2 * problem.at(rows, columns) - doubled[rows] - doubled[columns]
            excess[rows >= columns] = NEVER
            yield rows, columns, excess

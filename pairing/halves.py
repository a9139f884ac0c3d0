"""Left halves of people assigned to right halves, and the prices that prove the assignment the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.prices import Pairs


def assigned(pairs: Pairs, alone: Ints, doubled: Ints) -> tuple[Ints, Ints]:
    """The right half that each left one goes to, and twice the price of each person, over these pairs.

    A half may go to its own other half at the cost of ``alone`` for both. The nearer the prices
    ``doubled`` are already, the less there is to do: only what pairs miss them by is handed on.
    """
    size = len(doubled)
    everyone = np.arange(size)
    a, b = np.concatenate([pairs.a, pairs.b, everyone]), np.concatenate([pairs.b, pairs.a, everyone])
    order = np.argsort(a.astype(np.min_scalar_type(size)), kind="stable")
    a, b = a[order], b[order]
    points = np.concatenate([pairs.points, pairs.points, -2 * alone])[order]
    starts = np.searchsorted(a, everyone)
    left, right = doubled // 2, doubled - doubled // 2
    partner = _cheapest(left[a] + right[b] - points, b, starts)
    cost = left[b] + right[a] - points  # each pair once more, from the side of the right half
    taken = partner[b] == a
    paid = np.empty(size, np.int64)
    paid[b[taken]] = cost[taken]
    lift = _lifted(partner[b], paid[b] - cost, starts)
    return partner, doubled - paid - lift[partner] + lift


def _cheapest(cost: Ints, b: Ints, starts: Ints) -> Ints:
    """The assignment that costs least; costs are shifted above 0, since SciPy drops stored zeros.

    No place may be stored twice: SciPy would write past its memory (scipy/scipy#26160).
    """
    table = csr_array(((cost - cost.min() + 1).astype(np.float64), b, np.append(starts, len(b))))
    return np.asarray(min_weight_full_bipartite_matching(table)[1], dtype=np.int64)


def _lifted(rival: Ints, gain: Ints, starts: Ints) -> Ints:
    """How much dearer each right half must be that nobody would rather have it: the longest paths.

    SciPy gives no prices with its assignment. No cycle gains anything, or it would not be the best.
    """
    lift = np.zeros(len(starts), np.int64)
    while ((raised := np.maximum.reduceat(lift[rival] + gain, starts)) > lift).any():
        lift = raised
    return lift

"""Who sits with whom in a pool: pairs that are best by the rules, spread over departments, and trios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.large import solve_large
from pairing.matching import Proof
from pairing.people import OddPool
from pairing.prices import Problem
from pairing.solve import solve
from pairing.spread import spread
from pairing.trios import trios_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.scores import Scores
    from pairing.solve import Solution
    from pairing.turns import Turns

Pairs = list[tuple[int, int]]
LARGE = 12_000
"""Up to so many people the best is proven; beyond, it is near the best and says by how much."""


@dataclass(frozen=True, slots=True)
class Seating:
    """Groups of places in the pool, whoever is in none, and how good that is.

    ``linear`` are the points of the first step, in which each meeting of two departments counts as if
    it were the only one of the round; no seating as full and as fair has more than ``bound``.
    ``solution`` is that step, where pairs were made.
    """

    groups: tuple[tuple[int, ...], ...]
    left: tuple[int, ...]
    linear: int = 0
    bound: int = 0
    proof: Proof = Proof.PROVEN
    solution: Solution | None = None


def nobody(size: int) -> Seating:
    """Everybody sits out."""
    return Seating((), tuple(range(size)))


def seat(scores: Scores, turns: Turns, odd_pool: OddPool, seed: int) -> Seating:
    """The best pairs by the rules, then spread over departments, then with a third where one is left."""
    if not scores.size:
        return nobody(0)
    problem = _problem(scores, turns)
    solution = solve_large(problem, seed) if scores.size > LARGE else solve(problem, seed)
    best, left = _pairs_and_left(solution, scores.size)
    pairs = spread(scores, best, seed)
    trios = trios_of(scores, turns, left, pairs) if odd_pool is OddPool.TRIO else []
    seated = {place for trio in trios for place in trio}
    thirds = [(third, place) for third, *pair in trios for place in pair]
    linear = max(_points(scores, best), _points(scores, pairs)) + _points(scores, thirds)
    return Seating(
        groups=(*trios, *(pair for pair in pairs if pair[0] not in seated)),
        left=tuple(each for each in left if each not in seated),
        linear=linear,
        bound=_points(scores, best) + _points(scores, thirds) + solution.bound - solution.points,
        proof=solution.proof,
        solution=solution,
    )


def _problem(scores: Scores, turns: Turns) -> Problem:
    """Leaving one more person alone, or one whose turn it is less, costs more than all points are worth."""
    step = scores.size * scores.largest + 1
    alone = step * (1 + np.array(turns.order, dtype=np.int64))
    made_up = step * (2 + max(turns.order))
    return Problem(scores, np.append(alone, made_up) if scores.size % 2 else alone)


def _pairs_and_left(solution: Solution, size: int) -> tuple[Pairs, list[int]]:
    partners = list(enumerate(solution.partner.tolist()[:size]))
    pairs = [(a, b) for a, b in partners if a < b < size]
    return pairs, [a for a, b in partners if b in (a, size)]


def _points(scores: Scores, pairs: Sequence[tuple[int, int]]) -> int:
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    return int(scores.at(a, b).sum())

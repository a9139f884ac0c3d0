"""Whether a solution is as good as it says, found out pair by pair and without the solver."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pairing.matching import Proof
from pairing.scores import FORBIDDEN

if TYPE_CHECKING:
    from pairing.prices import Problem
    from pairing.solve import Solution


Worth = dict[tuple[int, int], int]


def worth_of(problem: Problem) -> Worth:
    """What each two who may meet are worth together, one of them perhaps being made up, pair by pair."""
    people, alone = problem.scores.size, problem.alone.tolist()
    each = {
        (a, b): int(problem.scores.at(np.array([a]), np.array([b]))[0])
        for a, b in combinations(range(people), 2)
    }
    made_up = {(a, b): -alone[a] for b in range(people, len(alone)) for a in range(people)}
    return {pair: worth for pair, worth in (each | made_up).items() if worth != FORBIDDEN}


def certify(problem: Problem, solution: Solution, worth: Worth) -> None:
    """No pair is worth more than its two cost, and the bound that is stated is all that is to be paid."""
    partner, alone = solution.partner.tolist(), problem.alone.tolist()
    assert [partner[other] for other in partner] == list(range(problem.size))
    pairs = [(one, other) for one, other in enumerate(partner) if one < other]
    left = sum(alone[one] for one, other in enumerate(partner) if one == other)
    assert worth.keys() >= set(pairs)
    assert sum(worth[pair] for pair in pairs) - left == solution.points

    proof, doubled = solution.odd_sets, solution.doubled.tolist()
    prices = (2 * solution.doubled if proof is None else proof.prices).tolist()
    sets = (
        [(set(proof.order[start:stop].tolist()), extra) for start, stop, extra in proof.sets] if proof else []
    )
    assert all(len(people) % 2 and extra >= 0 for people, extra in sets)
    assert all(price >= -4 * cost for price, cost in zip(prices, alone, strict=True))
    for (a, b), points in worth.items():
        extra = sum(extra for people, extra in sets if {a, b} <= people)
        assert prices[a] + prices[b] + extra >= 4 * points
        assert doubled[a] + doubled[b] >= 2 * points
    total = sum(prices) + sum(extra * (len(people) // 2) for people, extra in sets)
    assert total // 4 == solution.bound >= solution.points
    assert (solution.proof is Proof.PROVEN) == (solution.bound == solution.points)

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pairing import prices, tiles
from pairing.columns import Ints, columns_of
from pairing.past import past_of
from pairing.prices import Problem, fractional
from pairing.rules import rules_of
from pairing.scores import scores_of
from pairing.tiles import NEVER
from tests.cast import LADDER
from tests.pairing.pools import any_history, random_pool, seeded


def made_up(size: int, share: float, seed: int) -> tuple[Problem, list[list[int]]]:
    """A problem, and its points by definition: of each two, of being alone, and of the made-up person."""
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = any_history(members, 30, chance)
    columns = columns_of(members, LADDER, history, 30, seed)
    past = past_of(members, columns, history, 30)
    forbidden = {pair for pair in combinations(range(size), 2) if chance.random() < share}
    scores = scores_of(columns, past, rules_of({}), forbidden)
    alone = [chance.randrange(10**5, 10**9) for _ in range(size + size % 2)]
    everyone = np.arange(size)
    table = [[NEVER] * len(alone) for _ in alone]
    for a, row in enumerate(scores.block(everyone, everyone).tolist()):
        for b, points in enumerate(row):
            if (min(a, b), max(a, b)) not in forbidden:
                table[a][b] = points
    for a, cost in enumerate(alone):
        if size % 2:
            table[a][size] = table[size][a] = -cost
        table[a][a] = -2 * cost
    return Problem(scores, np.array(alone)), table


def everybody(problem: Problem) -> tuple[Ints, Ints]:
    a, b = np.indices((problem.size, problem.size))
    return a.ravel(), b.ravel()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 25), st.sampled_from((0.0, 0.3, 1.0)), st.integers(0, 10**9))
def test_a_problem_tells_the_points_of_each_two_and_the_cost_of_nobody(
    size: int, share: float, seed: int
) -> None:
    problem, table = made_up(size, share, seed)
    assert problem.at(*everybody(problem)).tolist() == [points for row in table for points in row]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 30),
    st.sampled_from((0.0, 0.3, 0.9, 1.0)),
    st.sampled_from((4, 9, 128)),
    st.integers(0, 10**9),
)
def test_the_prices_are_the_least_that_hold(size: int, share: float, few: int, seed: int) -> None:
    """Halves matched with halves, all at once by another program, are worth as much as everybody's price."""
    problem, table = made_up(size, share, seed)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(prices, "FEW", few)
        small.setattr(prices, "KEPT", 3)
        small.setattr(prices, "TILE", 7)
        small.setattr(tiles, "TILE", 7)
        found = fractional(problem, seed)
    points = np.array(table)
    best = points[linear_sum_assignment(np.where(points == NEVER, -np.inf, points), maximize=True)].sum()
    assert found.doubled.dtype == np.dtype(np.int64)
    assert found.doubled.sum() == best == points[np.arange(problem.size), found.partner].sum()
    assert found.bound == best // 2
    assert (2 * points <= found.doubled[:, None] + found.doubled)[points != NEVER].all()

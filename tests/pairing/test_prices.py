from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pairing import prices
from pairing.columns import Ints, columns_of
from pairing.past import past_of
from pairing.prices import NEVER, Problem, fractional, near
from pairing.rules import rules_of
from pairing.scores import scores_of
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
    people = np.arange(problem.size)
    assert problem.at(*everybody(problem)).tolist() == [points for row in table for points in row]
    assert problem.at(people[:, None], people[None, :]).tolist() == table


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 30),
    st.sampled_from((0.0, 0.3, 0.9, 1.0)),
    st.sampled_from((4, 9, 1024)),
    st.integers(0, 10**9),
)
def test_the_prices_are_the_least_that_hold(size: int, share: float, blocks: int, seed: int) -> None:
    """Halves matched with halves, all at once by another program, are worth as much as everybody's price."""
    problem, table = made_up(size, share, seed)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(prices, "BLOCK", blocks)
        small.setattr(prices, "TILE", 7)
        found = fractional(problem, seed)
    points = np.array(table)
    best = points[linear_sum_assignment(np.where(points == NEVER, -np.inf, points), maximize=True)].sum()
    assert found.doubled.dtype == np.dtype(np.int64)
    assert found.doubled.sum() == best == points[np.arange(problem.size), found.partner].sum()
    assert found.bound == best // 2
    assert (2 * points <= found.doubled[:, None] + found.doubled)[points != NEVER].all()


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 30), st.integers(0, 10**6), st.integers(0, 10**9))
def test_pairs_near_to_their_prices_are_all_found_or_there_are_too_many(
    size: int, slack: int, seed: int
) -> None:
    problem, table = made_up(size, 0.2, seed)
    doubled = fractional(problem, seed).doubled
    expected = {
        (a, b)
        for a, b in combinations(range(problem.size), 2)
        if 2 * table[a][b] - int(doubled[a]) - int(doubled[b]) >= -slack
    }
    with pytest.MonkeyPatch.context() as small:
        small.setattr(prices, "TILE", 7)
        found = near(problem, doubled, slack, len(expected))
        assert near(problem, doubled, slack, len(expected) - 1) is None
    assert found is not None
    pairs = list(zip(*(side.tolist() for side in found), strict=True))
    assert len(pairs) == len(expected)
    assert set(pairs) == expected

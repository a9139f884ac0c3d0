from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import large, sampled, side_by_side
from pairing.large import solve_large
from pairing.matching import Proof
from pairing.rules import Rule, rules_of
from tests.pairing.large_pools import (
    anything,
    best_points,
    holds_for_every_pair,
    problem_for,
    proper,
    scores_for,
)
from tests.pairing.pools import seeded

FREE = (Rule(anything, 50),)
RULES = (rules_of({}), FREE, (*rules_of({}), *FREE), ())


def apart(size: int, share: float, seed: int) -> set[tuple[int, int]]:
    chance = seeded(seed)
    return {(a, b) for b in range(size) for a in range(b) if chance.random() < share}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(6, 41), st.sampled_from(RULES), st.sampled_from((0.0, 0.1, 0.4)))
def test_no_bound_is_below_the_best_there_is(
    seed: int, size: int, rules: tuple[Rule, ...], share: float
) -> None:
    problem = problem_for(scores_for(size, seed, apart(size, share, seed), rules), seed)
    solution = solve_large(problem, seed)
    proper(problem, solution)
    holds_for_every_pair(problem, solution.doubled)
    assert solution.points <= best_points(problem) <= solution.bound
    assert solution.proof is Proof.CERTIFIED


@pytest.mark.parametrize("rules", RULES[:2])
@pytest.mark.parametrize("size", [90, 91])
def test_the_pairs_are_near_the_best_and_so_is_the_bound(size: int, rules: tuple[Rule, ...]) -> None:
    problem = problem_for(scores_for(size, 3, apart(size, 0.02, 3), rules))
    solution, best = solve_large(problem, 1), best_points(problem)
    proper(problem, solution)
    paired = solution.points + (int(problem.alone[:-1].min()) if size % 2 else 0)
    worth = paired + best - solution.points
    assert paired >= 0.99 * worth
    assert solution.bound - best <= 0.02 * worth


def test_in_an_odd_pool_the_one_whose_turn_it_is_meets_the_made_up_person() -> None:
    problem = problem_for(scores_for(61, 5))
    solution = solve_large(problem, 1)
    assert problem.alone[solution.partner[61]] == problem.alone[:61].min()
    assert len(solution.partner) == len(solution.doubled) == 62
    assert (solution.partner[:61] != np.arange(61)).all()


def test_the_same_seed_gives_the_same_with_one_thread_or_two(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problem_for(scores_for(1100, 8))
    first = solve_large(problem, 4)
    again = solve_large(problem, 4)
    monkeypatch.setattr(side_by_side, "THREADS", 1)
    alone = solve_large(problem, 4)
    for other in (again, alone):
        assert (first.partner == other.partner).all()
        assert (first.doubled == other.doubled).all()
        assert (first.points, first.bound) == (other.points, other.bound)
    assert (solve_large(problem, 5).partner != first.partner).any()


def test_a_person_whom_nobody_may_meet_is_left_alone_and_the_bound_still_holds() -> None:
    scores = scores_for(30, 9, {(4, other) for other in range(30) if other != 4})
    problem = problem_for(scores)
    solution = solve_large(problem, 1)
    proper(problem, solution)
    assert solution.partner[4] == 4
    assert best_points(problem) <= solution.bound


def test_where_nobody_may_meet_anybody_everybody_is_alone() -> None:
    problem = problem_for(scores_for(20, 2, apart(20, 1.0, 0)))
    assert (solve_large(problem, 1).partner == np.arange(20)).all()


def test_beyond_the_certified_size_the_bound_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "CERTIFIED", 10)
    monkeypatch.setattr(sampled, "SAMPLE", 2_000)
    for seed in range(4):
        problem = problem_for(scores_for(60 + seed, seed), seed)
        solution = solve_large(problem, seed)
        proper(problem, solution)
        assert solution.proof is Proof.SAMPLED
        assert best_points(problem) <= solution.bound

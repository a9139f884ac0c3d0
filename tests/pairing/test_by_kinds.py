from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import by_kinds as module
from pairing import large, settling, side_by_side
from pairing.by_kinds import by_kinds
from pairing.large import solve_large
from pairing.matching import Proof
from pairing.rules import Rule, rules_of
from pairing.solve import solve
from tests.pairing.large_pools import (
    anything,
    best_points,
    holds_for_every_pair,
    problem_for,
    proper,
    scores_for,
)

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.scores import Scores


FEW = {"department", "grade", "waited", "reliable", "experience", "site", "chance"}


def plain(weights: dict[str, int] | None = None) -> tuple[Rule, ...]:
    """The rules but those about wishes, of which a random pool has too many kinds."""
    return tuple(rule for rule in rules_of(weights or {}) if set(rule.reads) <= FEW)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pools go by kinds too."""
    monkeypatch.setattr(module, "STEPS", 0)
    monkeypatch.setattr(large, "CERTIFIED", 10)
    monkeypatch.setattr(settling, "WIDE", 20)


def of_kinds(scores: Scores) -> Ints:
    """What the rules that go by columns give each two, one by one, oneself included."""
    here = scores.columns.take(np.arange(scores.size)[:, None])
    there = scores.columns.take(np.arange(scores.size)[None, :])
    points = np.zeros((scores.size, scores.size), np.int64)
    for rule in scores.rules:
        if rule.reads:
            points += rule.weight * rule.share(here, there, scores.past)
    return points


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 40),
    st.integers(1, 5),
    st.integers(0, 6),
    st.sampled_from(({}, {"grade_distance": -15}, {"grade_distance": 0, "same_site": 0, "newcomer": 0})),
)
def test_the_best_by_kinds_is_the_best_of_those_asked(
    seed: int, size: int, count: int, turn: int, weights: dict[str, int]
) -> None:
    scores = scores_for(size, seed, {(0, 1)} if size > 1 else (), plain(weights))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "STEPS", 0)
        tables = by_kinds(scores)
    assert tables is not None
    chance = np.random.default_rng(seed)
    prices = chance.integers(-500, 6000, size).astype(np.int32)
    parts = np.array_split(chance.permutation(size), min(count, size))
    partner, answers = tables.best(prices, parts, turn)
    left = of_kinds(scores) - prices
    for person, kind in enumerate(tables.through.of.tolist()):
        part = parts[(kind + turn) % len(parts)]
        assert answers[person] == left[person, part].max() == left[person, partner[person]]
        assert partner[person] in part


@pytest.mark.usefixtures("always")
def test_kinds_do_not_tell_all_where_a_rule_looks_at_anything_or_a_repeat_is_welcome() -> None:
    assert by_kinds(scores_for(20, 1, (), plain())) is not None
    assert by_kinds(scores_for(20, 1, (), (*plain(), Rule(anything, 50)))) is None
    assert by_kinds(scores_for(20, 1, (), plain({"repeat": -500}))) is None


def test_where_all_pairs_are_fewer_than_combinations_of_kinds_they_are_looked_at_instead() -> None:
    assert by_kinds(scores_for(60, 1, (), plain())) is None


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.integers(50, 70), st.sampled_from((0.0, 0.1)))
def test_no_bound_by_kinds_is_below_the_best_there_is(seed: int, size: int, share: float) -> None:
    chance = np.random.default_rng(seed)
    apart = {(a, b) for b in range(size) for a in range(b) if chance.random() < share}
    problem = problem_for(scores_for(size, seed, apart, plain()), seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "STEPS", 0)
        patch.setattr(large, "CERTIFIED", 10)
        patch.setattr(settling, "WIDE", 20)
        solution = solve_large(problem, seed)
    proper(problem, solution)
    holds_for_every_pair(problem, solution.doubled)
    assert solution.points <= best_points(problem) <= solution.bound
    assert solution.proof is Proof.CERTIFIED


@pytest.mark.usefixtures("always")
def test_by_kinds_the_pairs_are_near_the_best_and_so_is_the_bound() -> None:
    problem = problem_for(scores_for(300, 3, (), plain()))
    solution, best = solve_large(problem, 1), solve(problem, 1).points
    proper(problem, solution)
    assert solution.points >= 0.97 * best
    assert solution.bound <= 1.05 * best


@pytest.mark.usefixtures("always")
def test_by_kinds_the_same_seed_gives_the_same_with_one_thread_or_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = problem_for(scores_for(200, 8, (), plain()))
    first = solve_large(problem, 4)
    monkeypatch.setattr(side_by_side, "THREADS", 1)
    again = solve_large(problem, 4)
    assert (first.partner == again.partner).all()
    assert (first.doubled == again.doubled).all()

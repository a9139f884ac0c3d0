from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.matching import certificate
from benchmarks.matching.certificate import CertificateError, certified
from benchmarks.matching.games import Game, game_named
from pairing.matching import Proof
from pairing.solve import Solution, solve

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = range(3, 9)


def one_step_away(game: Game, solved: Solution) -> Iterator[Solution]:
    """Every allowed pairing in which two pairs have changed partners, called the best there is."""
    pairs = [(a, b) for a, b in enumerate(solved.partner.tolist()) if a < b < game.size]
    for (a, b), (c, d) in combinations(pairs, 2):
        if game.may_meet(a, c) and game.may_meet(b, d):
            partner = solved.partner.copy()
            partner[[a, c, b, d]] = c, a, d, b
            points = certificate._points(game, game.problem(), partner)
            yield Solution(partner, points, points, Proof.PROVEN, solved.doubled)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [24, 13])
def test_the_second_best_is_not_taken_for_the_best(size: int, seed: int) -> None:
    """Nor where the prices leave room for more than there is, as three who suit each other make them."""
    game = game_named(size, None, seed=seed)
    solved = solve(game.problem(), seed)
    assert certified(game, game.problem(), solved, 1).startswith(f"prices of all {size}")
    worse = (each for each in one_step_away(game, solved) if each.points < solved.points)
    second = max(worse, key=lambda each: each.points)
    with pytest.raises(CertificateError, match=rf"^There is a pairing with {solved.points:,} points\.$"):
        certified(game, game.problem(), second, 1)


def test_some_of_these_need_pairs_to_be_weighed() -> None:
    def told(seed: int) -> str:
        game = game_named(24, None, seed=seed)
        return certified(game, game.problem(), solve(game.problem(), seed), 1)

    assert {"weighed" in told(seed) for seed in SEEDS} == {True, False}


@pytest.mark.parametrize("size", [13, 24])
def test_points_are_those_of_the_problem_whoever_is_left_alone(size: int) -> None:
    game = game_named(size, None, seed=3)
    problem = game.problem()
    partner = solve(problem, 3).partner
    everyone = np.arange(problem.size)
    apart = partner.copy()
    apart[[-1, partner[-1]]] = -1 % problem.size, partner[-1]
    for each in (partner, apart, everyone):
        expected = int(problem.at(everyone, each).sum()) // 2
        assert certificate._points(game, problem, each) == expected


@pytest.mark.parametrize("size", [13, 24])
def test_nobody_paired_is_allowed_and_not_the_best(size: int) -> None:
    game = game_named(size, None, seed=3)
    solved = solve(game.problem(), 3)
    nobody = np.arange(len(solved.partner))
    points = certificate._points(game, game.problem(), nobody)
    with pytest.raises(CertificateError, match=f"There is a pairing with {solved.points:,} points"):
        certified(game, game.problem(), replace(solved, partner=nobody, points=points, bound=points), 1)


@pytest.mark.parametrize("low", [0, 1, 3, 2_000, 3 * 10**6, 10**9])
@pytest.mark.parametrize("size", [13, 24])
def test_prices_that_are_too_low_are_raised_until_they_hold(size: int, low: int) -> None:
    """One person and one pair at a time: by half of the worst excess of each, and by all of being alone."""
    game = game_named(size, None, seed=4)
    problem = game.problem()
    problem = replace(problem, alone=problem.alone + np.arange(problem.size) ** 3)
    doubled = solve(problem, 4).doubled - np.random.default_rng(low).integers(0, low + 1, problem.size)
    table = problem.at(*np.indices((problem.size, problem.size)).reshape(2, -1)).reshape(problem.size, -1)
    worst, alone = (
        [0] * size,
        [max(0, -2 * int(cost) - int(price)) for cost, price in zip(problem.alone, doubled, strict=True)],
    )
    for a, b in combinations(range(size), 2):
        if game.may_meet(a, b):
            excess = int(2 * table[a, b] - doubled[a] - doubled[b])
            worst[a], worst[b] = max(worst[a], excess), max(worst[b], excess)
    if size % 2:
        alone[:size] = [
            max(alone[a], int(2 * table[a, size] - doubled[a] - doubled[size])) for a in range(size)
        ]
    reckoned = certificate._reckoned(game, problem, doubled, np.arange(size), 0)
    assert reckoned.doubled == int(doubled.sum()) + sum(worst) / 2 + sum(alone)


def test_more_near_pairs_than_can_be_weighed_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    game = game_named(24, None, seed=3)
    solved = solve(game.problem(), 3)
    monkeypatch.setattr(certificate, "MOST_WEIGHED", 3)
    with pytest.raises(
        CertificateError, match=r"^\d+ pairs could be in a better pairing: too many to weigh\.$"
    ):
        certified(game, game.problem(), solved, 1)


def test_a_sample_is_drawn_by_the_seed() -> None:
    rows = certificate._rows(20_000, 5)
    assert len(rows) == 2_000 == len(set(rows.tolist()))
    assert (rows == certificate._rows(20_000, 5)).all()
    assert (rows != certificate._rows(20_000, 6)).any()

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.matching import certificate
from benchmarks.matching.certificate import CertificateError, Prices, certified
from benchmarks.matching.games import Game, game_named
from pairing.solve import solve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.solve import Solution

SEEDS = range(3, 9)


def one_step_away(game: Game, solved: Solution) -> Iterator[Solution]:
    """Every allowed pairing in which two pairs have changed partners, called the best there is."""
    pairs = [(a, b) for a, b in enumerate(solved.partner.tolist()) if a < b < game.size]
    for (a, b), (c, d) in combinations(pairs, 2):
        if game.may_meet(a, c) and game.may_meet(b, d):
            partner = solved.partner.copy()
            partner[[a, c, b, d]] = c, a, d, b
            points = certificate._points(game, game.problem(), partner)
            yield replace(solved, partner=partner, points=points, bound=points)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [24, 13])
def test_the_second_best_is_not_taken_for_the_best(size: int, seed: int) -> None:
    """Nor where the prices leave room for more than there is, as three who suit each other make them."""
    game = game_named(size, None, seed=seed)
    solved = solve(game.problem(), seed)
    assert certified(game, game.problem(), solved, 1).startswith(f"prices of all {size}")
    worse = (each for each in one_step_away(game, solved) if each.points < solved.points)
    second = max(worse, key=lambda each: each.points)
    with pytest.raises(
        CertificateError, match=rf"^Valid prices sum to {solved.points:,}: above the bound\.$"
    ):
        certified(game, game.problem(), second, 1)


def test_some_of_these_are_proven_by_odd_sets() -> None:
    def told(seed: int) -> str:
        game = game_named(24, None, seed=seed)
        return certified(game, game.problem(), solve(game.problem(), seed), 1)

    assert {"odd sets" in told(seed) for seed in SEEDS} == {True, False}


def with_odd_sets() -> tuple[Game, Solution]:
    """A pool whose best pairing has fewer points than its prices, and that pairing."""
    games = ((game, solve(game.problem(), 1)) for game in (game_named(24, None, seed=each) for each in SEEDS))
    return next((game, solved) for game, solved in games if solved.odd_sets)


def test_without_its_odd_sets_such_a_result_is_not_taken_for_proven() -> None:
    game, solved = with_odd_sets()
    with pytest.raises(CertificateError, match="above the bound"):
        certified(game, game.problem(), replace(solved, odd_sets=None), 1)


def test_a_set_that_bounds_nothing_is_refused() -> None:
    game, solved = with_odd_sets()
    assert solved.odd_sets
    start, stop, extra = solved.odd_sets.sets[0]
    even, negative, twice = (start, stop + 1, extra), (start, stop, -extra), (start, stop, extra)
    order = solved.odd_sets.order.copy()
    order[start] = order[start + 1]
    for each, within in ((even, None), (negative, None), (twice, order)):
        odd_sets = replace(
            solved.odd_sets, sets=(each,), order=solved.odd_sets.order if within is None else within
        )
        with pytest.raises(CertificateError, match="are no odd set"):
            certified(game, game.problem(), replace(solved, odd_sets=odd_sets), 1)


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
    with pytest.raises(CertificateError, match=f"Valid prices sum to {solved.points:,}: above"):
        certified(game, game.problem(), replace(solved, partner=nobody, points=points, bound=points), 1)


@pytest.mark.parametrize("low", [0, 1, 3, 2_000, 3 * 10**6, 10**9])
@pytest.mark.parametrize("size", [13, 24])
def test_prices_that_are_too_low_are_raised_until_they_hold(size: int, low: int) -> None:
    """One person and one pair at a time: by half of the worst excess of each, and by all of being alone."""
    game = game_named(size, None, seed=4)
    problem, draw = game.problem(), np.random.default_rng(low)
    problem = replace(problem, alone=problem.alone + np.arange(problem.size) ** 3)
    each = 2 * solve(problem, 4).doubled - draw.integers(0, low + 1, problem.size)
    sets = ((np.arange(problem.size - 3, problem.size), low // 2), (np.arange(5), low // 3))
    table = problem.at(*np.indices((problem.size, problem.size)).reshape(2, -1)).reshape(problem.size, -1)

    def excess(a: int, b: int) -> int:
        extra = sum(more for people, more in sets if a in people and b in people)
        return int(4 * table[a, b] - each[a] - each[b] - extra)

    worst = [0] * size
    alone = [max(0, -4 * int(cost) - int(price)) for cost, price in zip(problem.alone, each, strict=True)]
    for a, b in combinations(range(size), 2):
        if game.may_meet(a, b):
            worst[a], worst[b] = max(worst[a], excess(a, b)), max(worst[b], excess(a, b))
    if size % 2:
        alone[:size] = [max(alone[a], excess(a, size)) for a in range(size)]
    total = int(each.sum()) + low // 2 + 2 * (low // 3)
    found = certificate.valid(game, problem, Prices(each, sets), np.arange(size))
    assert found == total + sum(worst) / 2 + sum(alone)


def test_a_sample_is_drawn_by_the_seed() -> None:
    rows = certificate._rows(20_000, 5)
    assert len(rows) == 2_000 == len(set(rows.tolist()))
    assert (rows == certificate._rows(20_000, 5)).all()
    assert (rows != certificate._rows(20_000, 6)).any()

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


def test_prices_that_are_a_little_too_low_for_one_person_are_noticed() -> None:
    game = game_named(24, None, seed=4)
    solved = solve(game.problem(), 4)
    assert int(solved.doubled.sum()) == 2 * solved.points
    low = solved.doubled.copy()
    low[0] -= 3
    stated = replace(solved, doubled=low, proof=Proof.CERTIFIED)
    assert certified(game, game.problem(), stated, 1) == "prices of all 24"
    reckoned = certificate._reckoned(game, game.problem(), low, np.arange(24), 0)
    assert reckoned.doubled >= 2 * solved.points


def test_a_sample_is_drawn_by_the_seed() -> None:
    rows = certificate._rows(20_000, 5)
    assert len(rows) == 2_000 == len(set(rows.tolist()))
    assert (rows == certificate._rows(20_000, 5)).all()
    assert (rows != certificate._rows(20_000, 6)).any()

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rustworkx
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import couples, prices, tiles
from pairing.columns import columns_of
from pairing.history import History
from pairing.matching import Proof
from pairing.past import past_of
from pairing.prices import Problem
from pairing.rules import rules_of
from pairing.scores import scores_of
from pairing.solve import Solution, solve
from tests.cast import LADDER
from tests.pairing.certificate import Worth, certify, worth_of
from tests.pairing.pools import random_history, random_pool, seeded, someone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.columns import Ints
    from pairing.people import Member


def problem_of(members: Sequence[Member], history: History, forbidden: set[tuple[int, int]]) -> Problem:
    columns = columns_of(members, LADDER, history, 30, 1)
    scores = scores_of(columns, past_of(members, columns, history, 30), rules_of({}), forbidden)
    step = scores.size * scores.largest + 1
    alone = step * (1 + np.arange(scores.size + scores.size % 2) % 7)
    if scores.size % 2:
        alone[-1] = 8 * step
    return Problem(scores, alone)


def any_problem(size: int, share: float, seed: int) -> Problem:
    chance = seeded(seed)
    members = random_pool(size, chance)
    forbidden = {pair for pair in combinations(range(size), 2) if chance.random() < share}
    return problem_of(members, random_history(members, 3, chance), forbidden)


def by_rustworkx(problem: Problem, worth: Worth) -> int:
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(problem.size))
    for (a, b), points in worth.items():
        graph.add_edge(a, b, points + int(problem.alone[a] + problem.alone[b]))
    pairs = rustworkx.max_weight_matching(graph, weight_fn=int)
    best: int = sum(graph.get_edge_data(a, b) for a, b in pairs)
    return best - int(problem.alone.sum())


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 24),
    st.sampled_from((0.0, 0.3, 0.6, 0.9, 1.0)),
    st.sampled_from((3, 8, 128)),
    st.integers(0, 10**9),
)
def test_every_small_pool_is_solved_and_proven(size: int, share: float, few: int, seed: int) -> None:
    problem = any_problem(size, share, seed)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(prices, "FEW", few)
        small.setattr(prices, "KEPT", 2)
        small.setattr(tiles, "TILE", 7)
        small.setattr(prices, "TILE", 7)
        solution = solve(problem, seed)
    worth = worth_of(problem)
    certify(problem, solution, worth)
    assert solution.points == solution.bound == by_rustworkx(problem, worth)


def one_large_department(size: int) -> Problem:
    chance = seeded(size)
    members = [
        someone(number, department="Nursing" if chance.random() < 0.84 else f"Ward {number % 5}")
        for number in range(size)
    ]
    return problem_of(members, random_history(members, 5, chance), set())


def eleven_with_long_histories() -> Problem:
    members = random_pool(11, seeded(11))
    return problem_of(members, random_history(members, 30, seeded(12)), set())


def nobody_with_anybody(size: int) -> Problem:
    return problem_of(random_pool(size, seeded(size)), History(), set(combinations(range(size), 2)))


def managed_by_one(size: int) -> Problem:
    """The first may meet nobody."""
    return problem_of(random_pool(size, seeded(size)), History(), {(0, other) for other in range(1, size)})


def three_by_themselves(size: int) -> Problem:
    forbidden = {(one, other) for one in range(3) for other in range(3, size)}
    return problem_of(random_pool(size, seeded(size)), History(), forbidden)


@pytest.mark.parametrize(
    "problem",
    [
        one_large_department(170),
        one_large_department(171),
        eleven_with_long_histories(),
        nobody_with_anybody(150),
        nobody_with_anybody(151),
        managed_by_one(140),
        managed_by_one(141),
        three_by_themselves(130),
        three_by_themselves(135),
        any_problem(150, 0.985, 3),
        any_problem(160, 0.0, 4),
        any_problem(161, 0.5, 5),
    ],
    ids=lambda problem: str(problem.scores.size),
)
def test_a_pool_that_is_out_of_the_ordinary_is_solved_and_proven(problem: Problem) -> None:
    solution = solve(problem, 7)
    worth = worth_of(problem)
    certify(problem, solution, worth)
    assert solution.points == solution.bound == by_rustworkx(problem, worth)


def same(one: Solution, other: Solution) -> bool:
    return bool((one.partner == other.partner).all() and (one.doubled == other.doubled).all())


def test_nothing_depends_on_how_wide_numbers_are_or_which_thread_is_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = any_problem(300, 0.1, 6)
    monkeypatch.setattr(tiles, "TILE", 64)
    solution = solve(problem, 3)
    monkeypatch.setattr(tiles, "side_by_side", map)
    assert same(solution, solve(problem, 3))
    monkeypatch.setattr(tiles, "NARROW", 0)
    assert same(solution, solve(problem, 3))


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Few pairs are looked at before a matching is made."""
    monkeypatch.setattr(prices, "FEW", 8)
    monkeypatch.setattr(prices, "KEPT", 1)
    monkeypatch.setattr(prices, "MOST_PASSES", 1)
    return monkeypatch


@pytest.mark.parametrize("size", [60, 61])
@pytest.mark.parametrize("most_pairs", [0, 1_000_000])
def test_prices_that_are_not_final_still_lead_to_the_best(
    size: int, most_pairs: int, hasty: pytest.MonkeyPatch
) -> None:
    hasty.setattr(couples, "MOST_PAIRS", most_pairs)
    for seed in range(6):
        problem = any_problem(size, 0.3, seed)
        solution, worth = solve(problem, seed), worth_of(problem)
        certify(problem, solution, worth)
        assert solution.points <= by_rustworkx(problem, worth) <= solution.bound
        assert most_pairs == 0 or solution.proof is Proof.PROVEN


@pytest.mark.parametrize("size", [60, 61])
def test_where_passes_run_out_the_gap_is_stated(size: int, hasty: pytest.MonkeyPatch) -> None:
    hasty.setattr(couples, "MOST_PASSES", 1)
    proofs = set()
    for seed in range(6):
        problem = any_problem(size, 0.3, seed)
        solution, worth = solve(problem, seed), worth_of(problem)
        certify(problem, solution, worth)
        assert solution.points <= by_rustworkx(problem, worth) <= solution.bound
        proofs.add(solution.proof)
    assert Proof.CERTIFIED in proofs


def test_where_prices_are_proof_enough_no_odd_sets_are_listed() -> None:
    solution = solve(any_problem(2, 0.0, 1), 1)
    assert (solution.proof, solution.odd_sets) == (Proof.PROVEN, None)


LONELY = 3
"""Who may meet nobody, beside three who keep to themselves and sixteen who may all meet."""


def three_and_a_lonely_one() -> Problem:
    strangers = {(one, other) for one in range(3) for other in range(3, 20)}
    lonely = {(LONELY, other) for other in range(4, 20)}
    return problem_of(random_pool(20, seeded(20)), History(), strangers | lonely)


def shifted(values: Ints, lower: int, higher: int) -> Ints:
    """One less for the one and one more for the other, so that the sum stays."""
    changed = values.copy()
    changed[[lower, higher]] += [-1, 1]
    return changed


def with_partners(partner: Ints, *said: tuple[int, int]) -> Ints:
    """Each of these is said to be with the other, whatever that one says."""
    changed = partner.copy()
    changed[[one for one, _ in said]] = [other for _, other in said]
    return changed


def wrongs(good: Solution) -> dict[str, Solution]:
    """What no certificate may let pass, each so that all else still holds."""
    proof = good.odd_sets
    assert proof is not None
    last, before = 19, int(good.partner[19])
    alone = next(one for one in range(3) if good.partner[one] == one)
    single, couple = (0, 1, -1), (0, 2, 0)
    return {
        "points": replace(good, points=good.points - 1, proof=Proof.CERTIFIED),
        "doubled": replace(good, doubled=shifted(good.doubled, last, LONELY)),
        "bound": replace(good, bound=good.bound + 1, proof=Proof.CERTIFIED),
        "proof": replace(good, proof=Proof.CERTIFIED),
        "one-sided": replace(good, partner=with_partners(good.partner, (last, LONELY))),
        "forbidden": replace(good, partner=with_partners(good.partner, (alone, LONELY), (LONELY, alone))),
        "odd sets": replace(good, odd_sets=None),
        "negative set": replace(good, odd_sets=replace(proof, sets=(*proof.sets, single))),
        "even set": replace(good, odd_sets=replace(proof, sets=(*proof.sets, couple))),
        "pair": replace(good, odd_sets=replace(proof, prices=shifted(proof.prices, before, LONELY))),
        "alone": replace(good, odd_sets=replace(proof, prices=shifted(proof.prices, LONELY, last))),
    }


@pytest.mark.parametrize(
    "change",
    [
        *("points", "doubled", "bound", "proof", "one-sided", "forbidden"),
        *("odd sets", "negative set", "even set", "pair", "alone"),
    ],
)
def test_the_certificate_tells_when_something_is_wrong(change: str) -> None:
    problem = three_and_a_lonely_one()
    good, worth = solve(problem, 1), worth_of(problem)
    certify(problem, good, worth)
    with pytest.raises(AssertionError):
        certify(problem, wrongs(good)[change], worth)

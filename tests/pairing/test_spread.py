from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import spread as module
from pairing.coverage import coverage_of
from pairing.scores import FORBIDDEN
from pairing.spread import spread
from tests.pairing.pools import seeded
from tests.pairing.spreading import (
    Pairs,
    any_pairs,
    any_pool,
    new_in,
    points_of,
    pool_of,
    repeats,
    true_points,
)

TWELVE = [f"D{number:02}" for number in range(12) for _ in range(12)]
"""A dozen people in each of a dozen departments."""
HERDED = [(first + each, first + 12 + each) for first in range(0, 144, 24) for each in range(12)]
"""Everybody meets somebody of one and the same other department."""


def people_in(pairs: Pairs) -> list[int]:
    return sorted(place for pair in pairs for place in pair)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 60), st.integers(0, 6), st.sampled_from((0, 3, 400)))
def test_the_same_people_are_paired_no_worse_and_nobody_who_may_not_meet_or_has_met(
    seed: int, size: int, rounds: int, repeat: int
) -> None:
    chance = seeded(seed)
    scores = any_pool(size, chance, rounds, repeat=repeat)
    pairs = any_pairs(scores, chance)

    found = spread(scores, pairs, seed)

    came = new_in(found, pairs)
    assert people_in(found) == people_in(pairs)
    assert true_points(scores, found) >= true_points(scores, pairs)
    assert FORBIDDEN not in [points_of(scores, [pair]) for pair in came]
    assert repeats(scores, came) == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.integers(4, 60))
def test_the_same_pairs_in_any_order_and_the_same_seed_give_the_same(seed: int, size: int) -> None:
    chance = seeded(seed)
    scores = any_pool(size, chance, 2)
    pairs = any_pairs(scores, chance)

    found = spread(scores, pairs, seed)

    mixed = [pair if chance.random() < 0.5 else pair[::-1] for pair in chance.sample(pairs, len(pairs))]
    assert spread(scores, mixed, seed) == found


def test_a_herd_is_spread_over_nearly_all_departments_that_can_be_joined() -> None:
    scores = pool_of(TWELVE, seeded(1))

    found = coverage_of(scores, spread(scores, HERDED, 1))

    assert coverage_of(scores, HERDED).joined == 6
    assert found.most == found.possible == 66
    assert found.joined >= 0.95 * found.most


def test_sweeps_are_numbered_so_that_a_round_takes_no_longer_than_it_should(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scores = pool_of(TWELVE, seeded(1))
    in_full = coverage_of(scores, spread(scores, HERDED, 1)).joined

    monkeypatch.setattr(module, "MOST_SWEEPS", 1)

    assert 6 < coverage_of(scores, spread(scores, HERDED, 1)).joined < in_full


def test_what_other_rules_lose_is_won_back_by_dealing_partners_out_again() -> None:
    scores = pool_of(TWELVE, seeded(2))
    pairs = any_pairs(scores, seeded(3))

    found = spread(scores, pairs, 1)

    assert points_of(scores, found) > points_of(scores, pairs)


def test_where_departments_are_too_many_to_look_at_all_some_are_drawn() -> None:
    names = [f"D{number:02}" for number in range(80)] * 2
    scores = pool_of(names, seeded(4))
    herded = [(first + each, first + 1 + each) for first in range(0, 80, 2) for each in (0, 80)]

    found = coverage_of(scores, spread(scores, herded, 1))

    assert coverage_of(scores, herded).joined == 40
    assert found.joined >= 0.9 * found.most


def test_departments_that_all_meet_for_the_first_time_are_left_as_they_are() -> None:
    scores = pool_of([*"ABCDEF"], seeded(5))
    pairs = [(0, 5), (1, 4), (2, 3)]

    assert spread(scores, pairs, 1) == pairs


@pytest.mark.parametrize("weight", [0, -40])
def test_nothing_happens_where_rare_departments_count_for_nothing_or_against(weight: int) -> None:
    scores = pool_of(TWELVE, seeded(1), rare_departments=weight)

    assert spread(scores, HERDED, 1) == HERDED


@pytest.mark.parametrize("pairs", [[], [(0, 1)]])
def test_nothing_happens_with_fewer_than_two_pairs(pairs: Pairs) -> None:
    scores = pool_of(["Nursing", "Nursing", "Estates"], seeded(1))

    assert spread(scores, pairs, 1) == pairs


def test_people_of_unknown_departments_may_be_exchanged_but_join_nothing() -> None:
    scores = pool_of(["A", "", "B", ""], seeded(8), grade_distance=0)

    assert spread(scores, [(0, 1), (2, 3)], 1) == [(0, 2), (1, 3)]

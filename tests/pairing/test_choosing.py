from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.choosing import by_lot, choose, mutual
from tests.pairing.large_pools import scores_for


def test_those_who_want_each_other_are_together_and_the_one_left_over_is_not_free() -> None:
    wanted = np.array([1, 0, 3, 4, 3, 0])
    partner, free = mutual(wanted, None)
    assert partner.tolist() == [1, 0, 2, 4, 3, 5]
    assert free.tolist() == [False, False, True, False, False, True]
    partner, free = mutual(wanted, 3)
    assert partner.tolist() == [1, 0, 2, 3, 4, 5]
    assert free.tolist() == [False, False, True, False, True, True]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 30), st.integers(0, 60))
def test_the_best_that_is_left_is_chosen_until_nobody_is_left_to_choose(
    seed: int, size: int, count: int
) -> None:
    scores, chance = scores_for(size, seed), np.random.default_rng(seed)
    drawn = np.argsort(chance.random((count, size)), axis=1)[:, :2]
    low, high = np.sort(drawn, axis=1).T
    prices = chance.integers(0, 6000, size).astype(np.int32)
    partner, free = np.arange(size), chance.random(size) < 0.9
    before = free.copy()
    choose(scores, np.unique(low * size + high), prices, partner, free, chance)
    assert (partner[partner] == np.arange(size)).all()
    assert (free == (before & (partner == np.arange(size)))).all()
    assert not (free[low] & free[high]).any()
    missing = prices[low] + prices[high] - scores.at(low, high)
    known = dict(zip(zip(low.tolist(), high.tolist(), strict=True), missing.tolist(), strict=True))
    for (a, b), misses in known.items():  # of two who are not together, one has somebody as good or better
        if before[a] and before[b]:
            pairs = [tuple(sorted((each, int(partner[each])))) for each in (a, b) if partner[each] != each]
            assert min(known[pair] for pair in pairs) <= misses


def test_the_rest_are_paired_by_lot_but_for_an_odd_one() -> None:
    partner, free = np.arange(9), np.array([True] * 7 + [False] * 2)
    by_lot(partner, free, np.random.default_rng(0))
    assert (partner[partner] == np.arange(9)).all()
    assert np.count_nonzero(partner == np.arange(9)) == 3

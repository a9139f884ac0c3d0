from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.exchanges import exchange, exchanges, gain_of_departments, partners_of
from pairing.scores import FORBIDDEN
from tests.pairing.pools import seeded
from tests.pairing.spreading import (
    Pairs,
    any_pairs,
    any_pool,
    points_of,
    pool_of,
    repeats,
    true_points,
)


def after(pairs: Pairs, a: int, b: int) -> tuple[Pairs, Pairs]:
    """The two pairs that come in when two people leave their partners for each other, and all pairs then."""
    (mine,) = (pair for pair in pairs if a in pair)
    (theirs,) = (pair for pair in pairs if b in pair)
    came = [(a, b), (sum(mine) - a, sum(theirs) - b)]
    return came, [pair for pair in pairs if pair not in (mine, theirs)] + came


def everybody_with_everybody(pairs: Pairs) -> tuple[list[int], list[int]]:
    of = dict([*pairs, *((b, a) for a, b in pairs)])
    a, b = zip(*((a, b) for a, b in permutations(of, 2) if of[a] != b), strict=True)
    return list(a), list(b)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(4, 14), st.integers(0, 5))
def test_an_exchange_gains_what_recounting_the_whole_round_says(seed: int, size: int, rounds: int) -> None:
    chance = seeded(seed)
    scores = any_pool(size, chance, rounds)
    pairs = any_pairs(scores, chance)
    if len(pairs) < 2:
        return
    partners = partners_of(scores, pairs)
    tried = everybody_with_everybody(pairs)

    found = exchanges(partners, *(np.array(side) for side in tried))

    gain = found.gain + gain_of_departments(partners.tally, found.numbers)
    weighed = dict(zip(zip(found.a.tolist(), found.b.tolist(), strict=True), gain.tolist(), strict=True))
    for pair in zip(*tried, strict=True):
        came, then = after(pairs, *pair)
        if FORBIDDEN in [points_of(scores, [each]) for each in came] or repeats(scores, came):
            assert pair not in weighed
        else:
            more = true_points(scores, then) - true_points(scores, pairs)
            assert weighed.get(pair, 0) == max(0, more)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(4, 40), st.integers(0, 5))
def test_after_exchanges_everything_is_counted_as_if_from_scratch(seed: int, size: int, rounds: int) -> None:
    chance = seeded(seed)
    scores = any_pool(size, chance, rounds)
    pairs = any_pairs(scores, chance)
    if len(pairs) < 2:
        return
    partners = partners_of(scores, pairs)
    found = exchanges(partners, *(np.array(side) for side in everybody_with_everybody(pairs)))

    made = exchange(partners, found)

    then = [(a, b) for a, b in enumerate(partners.of.tolist()) if a < b]
    again = partners_of(scores, then)
    assert np.array_equal(partners.of, again.of)
    assert np.array_equal(partners.points, again.points)
    assert np.array_equal(partners.tally.met, again.tally.met)
    assert bool(made) == bool(len(found.a)) == (true_points(scores, then) > true_points(scores, pairs))


def test_exchanges_that_touch_neither_the_same_people_nor_departments_are_made_at_once() -> None:
    scores = pool_of([*"AABB", *"CCDD"], seeded(3), grade_distance=0)
    partners = partners_of(scores, [(0, 1), (2, 3), (4, 5), (6, 7)])

    made = exchange(partners, exchanges(partners, np.array([0, 4]), np.array([2, 6])))

    assert made == 2
    assert partners.of.tolist() == [2, 3, 0, 1, 6, 7, 4, 5]

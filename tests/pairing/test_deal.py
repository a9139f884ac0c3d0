from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import deal
from pairing.scores import FORBIDDEN, Scores
from tests.pairing.pools import seeded
from tests.pairing.spreading import (
    Pairs,
    any_pairs,
    any_pool,
    new_in,
    points_of,
    pool_of,
    repeats,
)

if TYPE_CHECKING:
    import pytest


def dealt(scores: Scores, pairs: Pairs, seed: int = 0) -> Pairs:
    partner = np.full(scores.size, -1)
    for a, b in pairs:
        partner[a], partner[b] = b, a
    known = deal.introduced(scores.past)
    deal.deal(scores, partner, known, np.random.default_rng(seed))
    assert all(partner[partner[place]] == place for place in np.flatnonzero(partner >= 0))
    return [(a, b) for a, b in enumerate(partner.tolist()) if a < b]


def departments_met(scores: Scores, pairs: Pairs) -> Counter[tuple[int, ...]]:
    return Counter(tuple(sorted(scores.columns.department[list(pair)].tolist())) for pair in pairs)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 40), st.integers(0, 5), st.sampled_from((0, -3, 400)))
def test_departments_meet_as_often_as_before_and_points_are_never_fewer(
    seed: int, size: int, rounds: int, repeat: int
) -> None:
    chance = seeded(seed)
    scores = any_pool(size, chance, rounds, repeat=repeat)
    pairs = any_pairs(scores, chance)

    found = dealt(scores, pairs, seed)

    came = new_in(found, pairs)
    assert departments_met(scores, found) == departments_met(scores, pairs)
    assert points_of(scores, found) >= points_of(scores, pairs)
    assert FORBIDDEN not in [points_of(scores, [pair]) for pair in came]
    assert repeats(scores, came) == 0


def test_people_of_one_department_get_the_best_partners_that_theirs_have_among_them() -> None:
    scores = pool_of([*"AAAAAA", *"BBBBBB"], seeded(5))
    ours, theirs = range(6), range(6, 12)

    found = dealt(scores, list(zip(ours, theirs, strict=True)))

    best = max(points_of(scores, list(zip(ours, each, strict=True))) for each in permutations(theirs))
    assert points_of(scores, found) == best


def test_a_large_department_is_dealt_to_in_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deal, "HAND", 4)
    scores = pool_of(["A"] * 15 + ["B"] * 15, seeded(7))
    pairs = [(place, place + 15) for place in range(15)]

    found = dealt(scores, pairs)

    assert points_of(scores, found) > points_of(scores, pairs)
    assert sorted(place for pair in found for place in pair) == list(range(30))

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import kinds
from pairing.columns import Columns, Ints, columns_of
from pairing.past import Past, past_of
from pairing.rules import RULES, Rule, rules_of
from pairing.scores import FORBIDDEN, Scores, scores_of
from tests.cast import LADDER
from tests.pairing.pools import any_history, random_pool, seeded

if TYPE_CHECKING:
    from random import Random


def whatever(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """A rule about nothing that the columns sort people by."""
    return (a.index + b.index) * (a.index ^ b.index) % 201 - 100


def again(a: Columns, b: Columns, past: Past) -> Ints:
    """A second rule about those who met, that speaks for them."""
    return past.freshness_of(a.index, b.index) // 10


FREE = (Rule(whatever, 7), Rule(again, 30, of_repeats=True))
CHOSEN = st.one_of(
    st.just(rules_of({})),
    st.just((*rules_of({}), *FREE)),
    st.just(FREE[:1]),
    st.just(FREE[1:]),
    st.just(()),
    st.fixed_dictionaries({rule.name: st.integers(-1000, 1000) for rule in RULES}).map(
        lambda weights: (*rules_of(weights), *FREE)
    ),
)


def made_up(size: int, chance: Random, rules: tuple[Rule, ...], forbidden: set[tuple[int, int]]) -> Scores:
    members = random_pool(size, chance)
    history = any_history(members, 30, chance)
    columns = columns_of(members, LADDER, history, 30, 5)
    return scores_of(columns, past_of(members, columns, history, 30), rules, forbidden)


def some_pairs(size: int, share: float, chance: Random) -> set[tuple[int, int]]:
    """Named in either order, some of them both ways round."""
    pairs = {pair for pair in combinations(range(size), 2) if chance.random() < share}
    return {(b, a) if chance.random() < 0.5 else (a, b) for a, b in pairs} | {
        (b, a) for a, b in pairs if chance.random() < 0.1
    }


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10**9),
    st.integers(0, 30),
    CHOSEN,
    st.sampled_from((1, 4, 30, 1024)),
    st.sampled_from((0.0, 0.2, 1.0)),
)
def test_a_block_a_list_and_the_sum_of_all_rules_say_the_same(
    seed: int, size: int, rules: tuple[Rule, ...], most: int, share: float
) -> None:
    chance = seeded(seed)
    forbidden = some_pairs(size, share, chance)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(kinds, "MOST_KINDS", most)
        scores = made_up(size, chance, rules, forbidden)
    a, b = (side.ravel() for side in np.indices((size, size)))
    two, listed = a != b, scores.at(a, b)
    expected = sum(scores.by_rule(a, b).values(), np.zeros(len(a), np.int64))
    for place, pair in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        if pair in forbidden or pair[::-1] in forbidden:
            expected[place] = FORBIDDEN
    block = scores.block(np.arange(size), np.arange(size))
    assert (listed[two] == expected[two]).all()
    assert (block.ravel()[two] == expected[two]).all()
    assert block.shape == (size, size)
    assert (listed.dtype, block.dtype) == (np.dtype(np.int64), np.dtype(np.int32))
    if (fair := expected[expected != FORBIDDEN]).size:
        assert np.abs(fair).max() <= scores.largest


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 25), CHOSEN)
def test_a_block_is_of_the_people_asked_for_in_their_order(
    seed: int, size: int, rules: tuple[Rule, ...]
) -> None:
    chance = seeded(seed)
    scores = made_up(size, chance, rules, some_pairs(size, 0.2, chance))
    whole = scores.block(np.arange(size), np.arange(size))
    columns = np.array(chance.sample(range(size), chance.randint(1, size)))
    facing = scores.facing(columns)
    for _ in range(2):
        rows = np.array(chance.sample(range(size), chance.randint(1, size)))
        asked, apart = facing.points(rows), rows[:, None] != columns
        assert (asked[apart] == whole[rows[:, None], columns][apart]).all()
        rows = np.array([], np.int64)
        assert facing.points(rows).shape == (0, len(columns))


def test_asking_twice_gives_the_same_again() -> None:
    """A block that is changed by whoever asked for it leaves the next one as it was."""
    scores = made_up(12, seeded(2), (*rules_of({}), *FREE), {(0, 1)})
    everyone = np.arange(12)
    facing = scores.facing(everyone)
    first = facing.points(everyone)
    kept = first.copy()
    first[:] = 0
    assert (facing.points(everyone) == kept).all()


def test_a_pair_that_met_and_may_not_meet_is_forbidden_to_all() -> None:
    scores = made_up(20, seeded(3), (*rules_of({}), *FREE), set())
    met = {*zip(scores.past.low.tolist(), scores.past.high.tolist(), strict=True)}
    apart = made_up(20, seeded(3), (*rules_of({}), *FREE), met)
    assert len(met) > 20
    assert (apart.at(apart.past.low, apart.past.high) == FORBIDDEN).all()
    assert (apart.at(apart.past.high, apart.past.low) == FORBIDDEN).all()


def test_the_heaviest_weights_and_the_most_repeats_stay_exact() -> None:
    for weight in (-1000, 1000):
        scores = made_up(40, seeded(4), rules_of({rule.name: weight for rule in RULES}), {(0, 1)})
        a, b = np.triu_indices(40, 1)
        expected = sum(scores.by_rule(a, b).values(), np.zeros(len(a), np.int64))
        expected[(a == 0) & (b == 1)] = FORBIDDEN
        assert (scores.at(a, b) == expected).all()
        assert (scores.block(np.arange(40), np.arange(40))[a, b] == expected).all()
        assert scores.largest == 1000 * 100 * (len(RULES) + 9) < -FORBIDDEN

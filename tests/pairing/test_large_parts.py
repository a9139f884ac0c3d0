"""What the matcher for large pools is made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import blocks, buckets, everybody, sampled
from pairing.blocks import friends_of, mend, part_forbidden
from pairing.buckets import best_in_windows, orders
from pairing.everybody import excess_of
from pairing.messages import arcs_of, talk
from pairing.part import part
from pairing.rules import rules_of
from pairing.sampled import most_points, sampled_excess, worst_of
from pairing.scores import FORBIDDEN, Scores
from pairing.side_by_side import AT_ONCE, side_by_side
from tests.pairing.large_pools import scores_for, table
from tests.pairing.pools import seeded


def all_pairs(size: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    a, b = np.triu_indices(size, 1)
    return a * size + b


def some_prices(size: int, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.random.default_rng(seed).integers(-500, 6000, size).astype(np.int32)


def test_results_come_in_the_order_of_what_was_asked() -> None:
    asked = list(range(3 * AT_ONCE + 1))
    assert list(side_by_side(lambda number: number * number, asked)) == [number**2 for number in asked]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_a_part_of_a_pool_has_the_same_points(seed: int, size: int) -> None:
    chance = seeded(seed)
    scores = scores_for(size, seed, {(0, size // 2)} if size > 1 else ())
    places = np.array(sorted(chance.sample(range(size), chance.randint(1, size))))
    some, whole = part(scores, places), table(scores)[places[:, None], places]
    assert (table(some) == whole).all()
    a, b = np.triu_indices(len(places), 1)
    assert (some.at(a, b) == whole[a, b]).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 40), st.sampled_from((3, 16, 512)))
def test_the_excess_is_that_of_everybodys_worst_pair(seed: int, size: int, tile: int) -> None:
    scores, prices = scores_for(size, seed, {(0, 1)}), some_prices(size, seed)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(everybody, "TILE", tile)
        small.setattr(sampled, "TILE", tile)
        excess = excess_of(scores, prices)
        sample = worst_of(scores, prices, np.arange(size))
    above = table(scores) - prices - prices[:, None].astype(np.int64)
    assert (excess.worst == np.maximum(0, above.max(axis=1))).all()
    assert (np.maximum(0, sample) == excess.worst).all()
    assert (above[excess.a, excess.b] > 0).all()
    for person in np.flatnonzero(excess.worst):
        mine = (excess.a == person) | (excess.b == person)
        assert above[excess.a[mine], excess.b[mine]].max() == excess.worst[person]


def test_an_order_is_of_everybody_once_and_puts_those_together_who_suit_each_other() -> None:
    scores = scores_for(300, 1)
    found = list(orders(scores, 8, np.random.default_rng(0)))
    assert all((np.sort(order) == np.arange(300)).all() for order in found)
    close = [
        scores.at(order[:-1], order[1:])[scores.at(order[:-1], order[1:]) > -5000].mean() for order in found
    ]
    by_chance = close[buckets.SHUFFLED - 1 :: buckets.SHUFFLED]
    assert len({order.tobytes() for order in found}) == 8
    assert np.mean(close) > np.mean(by_chance)


@pytest.mark.parametrize("least", [-(10**6), -200, 0])
def test_everybody_gets_the_best_in_their_window(monkeypatch: pytest.MonkeyPatch, least: int) -> None:
    monkeypatch.setattr(buckets, "WINDOW", 20)
    monkeypatch.setattr(buckets, "TILE", 8)
    scores, prices = scores_for(60, 4, {(0, 1)}), some_prices(60, 4)
    order = np.random.default_rng(1).permutation(60)
    above = table(scores) - prices - prices[:, None].astype(np.int64)
    found = dict(zip(*(side.tolist() for side in best_in_windows(scores, prices, order, least)), strict=True))
    for window in np.array_split(order, 3):
        for person in window.tolist():
            best = above[person, window].max()
            assert (person in found) == (best >= least)
            assert person not in found or above[person, found[person]] == best
            assert found.get(person) in (None, *window.tolist())


def settled(scores: Scores, move: float) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    arcs = arcs_of(scores, all_pairs(scores.size), np.random.default_rng(0))
    return talk(arcs, scores.kinds, np.zeros(scores.size, np.int32), 300, move).prices.astype(np.int64)


def test_prices_that_are_settled_over_all_pairs_are_met_by_nearly_all_of_them() -> None:
    scores = scores_for(40, 6)
    for move in (0.0, 100.0):
        prices = settled(scores, move)
        excess = excess_of(scores, prices.astype(np.int32))
        assert excess.worst.sum() <= prices.sum() // 20


def test_arcs_go_both_ways() -> None:
    scores = scores_for(12, 7)
    arcs = arcs_of(scores, all_pairs(12), np.random.default_rng(0))
    assert (arcs.tail[arcs.back] == arcs.head).all()
    assert (arcs.head[arcs.back] == arcs.tail).all()
    assert (arcs.points[arcs.back] == arcs.points).all()
    assert (np.diff(arcs.head) >= 0).all()
    assert (arcs.head[arcs.start] == np.arange(12)).all()
    points = scores.at(arcs.tail.astype(np.int64), arcs.head.astype(np.int64))
    assert np.abs(arcs.points - points).max() <= 0.5


def test_friends_are_those_who_suit_best_and_oneself_where_there_are_few() -> None:
    scores, prices = scores_for(12, 7), some_prices(12, 1)
    keys = np.sort(np.array([0 * 12 + 1, *(all_pairs(12)[all_pairs(12) >= 24])]))
    friends = friends_of(arcs_of(scores, keys, np.random.default_rng(0)), prices)
    assert friends.shape == (12, blocks.FRIENDS)
    assert friends[0].tolist() == [1] + [0] * (blocks.FRIENDS - 1)
    short = prices[5] + prices - table(scores)[5]
    suits = [other for other in np.argsort(short).tolist() if other not in (0, 1, 5)]
    assert short[friends[5]].tolist() == pytest.approx(short[suits[: blocks.FRIENDS]].tolist(), abs=1)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 30), st.floats(0.05, 1))
def test_mending_never_makes_a_pairing_worse(seed: int, pairs: int, share: float) -> None:
    scores, size = scores_for(2 * pairs, seed, {(0, 1), (2, 3)}), 2 * pairs
    lot = np.random.default_rng(seed).permutation(size)
    partner = np.arange(size)
    partner[lot[2::2]], partner[lot[3::2]] = lot[3::2], lot[2::2]
    prices = some_prices(size, seed)
    friends = friends_of(arcs_of(scores, all_pairs(size), np.random.default_rng(0)), prices)
    better = mend(scores, partner, prices, friends, share)
    everyone = np.arange(size)
    assert (better[better] == everyone).all()
    assert (np.flatnonzero(better == everyone) == np.sort(lot[:2])).all()
    met = partner != everyone
    assert scores.at(everyone[met], better[met]).sum() >= scores.at(everyone[met], partner[met]).sum()


def test_those_who_may_not_meet_are_parted_and_find_others() -> None:
    scores = scores_for(40, 3, {(0, 1), (2, 3), (0, 2)})
    partner = np.arange(40) ^ 1
    parted = part_forbidden(scores, partner, np.random.default_rng(0))
    assert (scores.at(np.arange(40), parted) > FORBIDDEN).all()
    assert (parted[parted] == np.arange(40)).all()
    assert (parted != np.arange(40)).all()


def test_no_pair_has_more_points_than_the_most() -> None:
    for weights in ({}, {"repeat": -500, "same_site": -6}):
        scores = scores_for(40, 5, (), rules_of(weights))
        assert table(scores).max() <= most_points(scores) <= 2 * scores.largest


def test_the_sampled_excess_is_hardly_ever_below_the_true_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampled, "SAMPLE", 400)
    scores, prices = scores_for(80, 2), some_prices(80, 2) // 4 + 3000
    prices[:3] = -3000
    true = int(excess_of(scores, prices).worst.sum())
    guesses = [sampled_excess(scores, prices, np.random.default_rng(seed)) for seed in range(60)]
    assert min(guesses) >= true > 0
    assert max(guesses) < 10 * true

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.blossoms import Blossoms
from pairing.prices import Pairs
from tests.pairing.pools import seeded

Worth = dict[tuple[int, int], int]


def by_networkx(worth: Worth, alone: list[int]) -> int:
    graph = nx.Graph()
    for (a, b), points in worth.items():
        graph.add_edge(a, b, weight=points + alone[a] + alone[b])
    best: int = sum(graph[a][b]["weight"] for a, b in nx.max_weight_matching(graph))
    return best - sum(alone)


def prices_for(worth: Worth, alone: list[int]) -> list[int]:
    """Any prices that hold, in quarters of a point; halves of points are whole."""
    prices = [-4 * cost for cost in alone]
    for (a, b), points in worth.items():
        prices[a] = max(prices[a], 4 * points - prices[b])
    return prices


def couples_for(worth: Worth, prices: list[int]) -> list[int]:
    """Some pairs that fit these prices."""
    mate = list(range(len(prices)))
    for (a, b), points in worth.items():
        if mate[a] == a and mate[b] == b and prices[a] + prices[b] == 4 * points:
            mate[a], mate[b] = b, a
    return mate


@settings(max_examples=1000, deadline=None)
@given(
    st.integers(1, 18),
    st.sampled_from((0.15, 0.3, 0.6, 1.0)),
    st.sampled_from((1, 3, 10, 1000)),
    st.sampled_from((0, 3, 10**9)),
    st.integers(0, 10**9),
)
def test_blossoms_find_the_best_and_prove_it(
    size: int, share: float, most: int, dear: int, seed: int
) -> None:
    chance = seeded(seed)
    worth = {
        pair: chance.randint(-most, most) for pair in combinations(range(size), 2) if chance.random() < share
    }
    alone = [chance.randint(0, dear * most) for _ in range(size)]
    prices = prices_for(worth, alone)
    a, b = np.array([*worth], np.int64).reshape(-1, 2).T
    pairs = Pairs(a, b, np.array([*worth.values()], np.int64))
    start = np.array(couples_for(worth, prices))
    blossoms = Blossoms(pairs, np.array(alone), start, np.array(prices))
    partner = blossoms.grow().tolist()

    assert [partner[other] for other in partner] == list(range(size))
    points = sum(worth[one, other] for one, other in enumerate(partner) if one < other)
    points -= sum(alone[one] for one, other in enumerate(partner) if one == other)
    assert points == by_networkx(worth, alone)
    proof = blossoms.odd_sets()
    assert (proof.prices >= -4 * np.array(alone)).all()
    assert all((stop - start) % 2 and extra > 0 for start, stop, extra in proof.sets)
    assert len({*proof.order.tolist()}) == len(proof.order)
    assert (proof.price(a, b) >= 4 * pairs.points).all()
    total = sum(extra * ((stop - start) // 2) for start, stop, extra in proof.sets)
    assert proof.prices.sum() + total == 4 * points

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import tiles
from pairing.columns import columns_of
from pairing.past import past_of
from pairing.rules import rules_of
from pairing.scores import scores_of
from pairing.tiles import Groups, Tiles
from tests.cast import LADDER
from tests.pairing.pools import random_history, random_pool, seeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.columns import Ints
    from pairing.scores import Scores


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "TILE", 5)


class Drawn:
    """A pool in some order, its prices and groups, and by how much each allowed pair exceeds them."""

    def __init__(self, size: int, wide: int, seed: int) -> None:
        chance = seeded(seed)
        members = random_pool(size, chance)
        history = random_history(members, 3, chance)
        columns = columns_of(members, LADDER, history, 3, seed)
        forbidden = {pair for pair in combinations(range(size), 2) if chance.random() < 0.2}
        past = past_of(members, columns, history, 3)
        self.scores: Scores = scores_of(columns, past, rules_of({}), forbidden)
        self.order = np.array(chance.sample(range(size), size))
        self.tiles = Tiles(self.scores, self.order)
        self.doubled = np.array([wide * chance.randint(-9, 9) + chance.randint(0, 20_000) for _ in members])
        of = np.array([chance.randrange(3) for _ in members])
        self.groups = Groups(of, np.array([1_000, 0, 3_000])[of])
        self._forbidden = forbidden

    def excess(self, size: int, groups: Groups | None = None) -> dict[tuple[int, int], int]:
        return dict(self._each(size, groups))

    def _each(self, size: int, groups: Groups | None) -> Iterator[tuple[tuple[int, int], int]]:
        for a, b in combinations(range(size), 2):
            one, other = self.order[[a, b]]
            if (min(one, other), max(one, other)) not in self._forbidden:
                points = int(self.scores.at(np.array([one]), np.array([other]))[0])
                extra = groups.extra[a] if groups and groups.of[a] == groups.of[b] else 0
                yield (a, b), int(2 * points - self.doubled[a] - self.doubled[b] - extra)


def pairs_of(a: Ints, b: Ints) -> set[tuple[int, int]]:
    return {(min(pair), max(pair)) for pair in zip(a.tolist(), b.tolist(), strict=True)}


drawn = given(st.integers(1, 24), st.sampled_from((0, 10**9)), st.integers(0, 10**9))


@settings(max_examples=60, deadline=None)
@drawn
def test_everybodys_worst_pair_is_found_and_by_how_much(size: int, wide: int, seed: int) -> None:
    given_ = Drawn(size, wide, seed)
    known = max(1, size - seed % 7)
    excess = given_.excess(known, given_.groups)
    above = given_.tiles.above(given_.doubled[:known], groups=given_.groups)
    worst = [max([0, *(by for pair, by in excess.items() if one in pair)]) for one in range(known)]
    assert above.worst.tolist() == worst
    found = pairs_of(above.a, above.b)
    assert all(excess[pair] > 0 for pair in found)
    assert all(
        not by or any(one in pair and excess[pair] == by for pair in found) for one, by in enumerate(worst)
    )


@settings(max_examples=40, deadline=None)
@drawn
def test_each_group_of_columns_gives_its_best(size: int, wide: int, seed: int) -> None:
    given_ = Drawn(size, wide, seed)
    excess = given_.excess(size)
    above = given_.tiles.above(given_.doubled, 1, -(1 << 62))
    assert pairs_of(above.a, above.b) >= excess.keys()


@settings(max_examples=60, deadline=None)
@drawn
def test_all_pairs_above_their_prices_are_listed_once_or_there_are_too_many(
    size: int, wide: int, seed: int
) -> None:
    given_ = Drawn(size, wide, seed)
    expected = {pair for pair, by in given_.excess(size, given_.groups).items() if by > 0}
    found = given_.tiles.all_above(given_.doubled, len(expected), given_.groups)
    assert found is not None
    assert len(found[0]) == len(expected)
    assert pairs_of(*found) == expected
    if expected:
        assert given_.tiles.all_above(given_.doubled, len(expected) - 1, given_.groups) is None


@settings(max_examples=60, deadline=None)
@drawn
def test_newcomers_are_asked_what_the_best_of_the_others_leaves_them(size: int, wide: int, seed: int) -> None:
    given_ = Drawn(size, wide, seed)
    known = max(1, size // 2)
    given_.doubled[known:] = 0
    excess = given_.excess(size)
    prices = given_.tiles.answers(given_.doubled[:known], size)
    assert prices[:known].tolist() == given_.doubled[:known].tolist()
    for one in range(known, size):
        best = [excess[other, one] for other in range(known) if (other, one) in excess]
        assert prices[one] == max([given_.doubled[:known].min(), *best])

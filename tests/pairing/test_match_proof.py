from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import couples, prices
from pairing.history import History
from pairing.match import Matching, match
from pairing.matching import Proof
from pairing.may_meet import Boundaries, may_meet
from pairing.people import Member, OddPool
from pairing.turns import turns_of
from tests.cast import programme
from tests.pairing.pools import (
    apart,
    boundaries,
    random_history,
    random_pool,
    seeded,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
from tests.pairing.checked import points_table, proper

Pairs = list[tuple[int, int]]
SIT_OUT = programme(odd_pool=OddPool.SIT_OUT)
TRIO = programme(odd_pool=OddPool.TRIO)


def all_matchings(people: tuple[int, ...]) -> Iterator[Pairs]:
    if len(people) < 2:
        yield []
        return
    first, *rest = people
    yield from all_matchings(tuple(rest))
    for other in rest:
        for pairs in all_matchings(tuple(each for each in rest if each != other)):
            yield [(first, other), *pairs]


def best_by_trying_all(
    members: Sequence[Member], history: History, around: Boundaries, seed: int
) -> tuple[int, list[int], int]:
    """How many are paired, the turns of those left (least due first), and the points, at best."""
    points = points_table(members, history, around.round_number, seed)
    turns = turns_of([each.id for each in members], history).order
    allowed = {
        (a, b) for a, b in combinations(range(len(members)), 2) if may_meet(members[a], members[b], around)
    }
    tried = []
    for pairs in all_matchings(tuple(range(len(members)))):
        if allowed.issuperset(pairs):
            left = set(range(len(members))) - {place for pair in pairs for place in pair}
            due = sorted((turns[place] for place in left), reverse=True)
            tried.append((2 * len(pairs), [-turn for turn in due], sum(points[a][b] for a, b in pairs)))
    paired, due, total = max(tried)
    return paired, [-turn for turn in due], total


def measured(members: Sequence[Member], history: History, matching: Matching) -> tuple[int, list[int], int]:
    order = turns_of([each.id for each in members], history).order
    turns = dict(zip((each.id for each in members), order, strict=True))
    due = sorted((turns[who] for who in matching.sitting_out), reverse=True)
    return sum(len(each.people) for each in matching.pairings), due, matching.linear


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 7), st.sampled_from((0.0, 0.2, 0.5, 0.9)), st.integers(0, 3))
def test_no_small_pool_can_be_paired_better(seed: int, size: int, share: float, rounds: int) -> None:
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = random_history(members, rounds, chance)
    around = boundaries(rounds, exclusions=apart(members, share, chance))
    matching = match(members, SIT_OUT, history, around, seed)
    proper(matching, members, around)
    assert measured(members, history, matching) == best_by_trying_all(members, history, around, seed)
    assert matching.gap == 0.0


@pytest.mark.parametrize("seed", range(200))
def test_no_pool_of_eight_can_be_paired_better(seed: int) -> None:
    chance = seeded(seed)
    members = random_pool(8, chance)
    history = random_history(members, seed % 4, chance)
    around = boundaries(seed % 4, exclusions=apart(members, (seed % 7) / 8, chance))
    matching = match(members, SIT_OUT, history, around, seed)
    assert measured(members, history, matching) == best_by_trying_all(members, history, around, seed)


def by_networkx(
    members: Sequence[Member], history: History, around: Boundaries, seed: int
) -> tuple[int, int]:
    points = points_table(members, history, around.round_number, seed)
    graph = nx.Graph()
    for a, b in combinations(range(len(members)), 2):
        if may_meet(members[a], members[b], around):
            graph.add_edge(a, b, weight=points[a][b])
    found = nx.max_weight_matching(graph, maxcardinality=True)
    return len(found), sum(points[a][b] for a, b in found)


@pytest.mark.parametrize("seed", range(24))
def test_a_middling_pool_is_paired_as_well_as_by_networkx(seed: int) -> None:
    chance = seeded(seed)
    members = random_pool(20 + 2 * chance.randrange(20), chance)
    around = boundaries(1, exclusions=apart(members, chance.choice((0.0, 0.3, 0.9)), chance))
    history = History()
    matching = match(members, SIT_OUT, history, around, seed)
    proper(matching, members, around)
    assert (len(matching.pairings), matching.linear) == by_networkx(members, history, around, seed)
    assert matching.gap == 0.0


@pytest.mark.parametrize("size", [24, 25])
def test_a_pool_that_cannot_be_proven_states_its_gap(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices, "FEW", 6)
    monkeypatch.setattr(prices, "GROUPS", 1)
    gaps = []
    for seed in range(12):
        members = random_pool(size, seeded(seed))
        best = match(members, SIT_OUT, History(), boundaries(), seed)
        with monkeypatch.context() as hasty:
            hasty.setattr(prices, "MOST_PASSES", 1)
            hasty.setattr(couples, "MOST_PASSES", 1)
            stated = match(members, SIT_OUT, History(), boundaries(), seed)
        proper(stated, members, boundaries())
        assert len(stated.pairings) == size // 2
        assert stated.linear <= best.linear <= stated.bound
        assert stated.proof is (Proof.CERTIFIED if stated.gap else Proof.PROVEN)
        gaps.append(stated.gap)
    assert 0.0 < max(gaps) < 1.0

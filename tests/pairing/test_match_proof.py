from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import prices, solve
from pairing.columns import columns_of
from pairing.history import History
from pairing.match import Matching, match
from pairing.may_meet import Boundaries, may_meet
from pairing.past import past_of
from pairing.people import Member, OddPool
from pairing.rules import rules_of
from pairing.scores import scores_of
from pairing.turns import turns_of
from tests.cast import LADDER, programme
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
    return sum(len(each.people) for each in matching.pairings), due, matching.score


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


@pytest.mark.parametrize("blocks", [1024, 8])
@pytest.mark.parametrize("seed", range(12))
def test_a_middling_pool_is_paired_as_well_as_by_networkx(
    seed: int, blocks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prices, "BLOCK", blocks)
    monkeypatch.setattr(prices, "TILE", 7 if blocks == 8 else 512)
    chance = seeded(seed)
    members = random_pool(20 + 2 * chance.randrange(20), chance)
    around = boundaries(1, exclusions=apart(members, chance.choice((0.0, 0.3, 0.9)), chance))
    history = History()
    matching = match(members, SIT_OUT, history, around, seed)
    proper(matching, members, around)
    assert (len(matching.pairings), matching.score) == by_networkx(members, history, around, seed)
    assert matching.gap == 0.0


@pytest.mark.parametrize("passes", [0, 1, 40])
@pytest.mark.parametrize("seed", range(4))
def test_the_prices_prove_the_bound_for_every_pair(
    seed: int, passes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing here knows how they were found: no pair is worth more than its two prices together."""
    monkeypatch.setattr(prices, "BLOCK", 10)
    monkeypatch.setattr(prices, "TILE", 16)
    monkeypatch.setattr(prices, "MOST_PASSES", passes)
    chance = seeded(seed)
    members = sorted(random_pool(50, chance), key=lambda each: each.id)
    history = random_history(members, 3, chance)
    columns = columns_of(members, LADDER, history, 3, seed)
    scores = scores_of(columns, past_of(members, columns, history, 3), rules_of({}), [(0, 1)])
    problem = prices.Problem(scores, np.full(50, 50 * scores.largest))
    found = prices.fractional(problem, seed)
    points = points_table(members, history, 3, seed)
    for a, b in combinations(range(50), 2):
        assert (a, b) == (0, 1) or found.doubled[a] + found.doubled[b] >= 2 * points[a][b]
    solution = solve.solve(problem, seed)
    assert solution.points == solution.bound <= found.bound == found.doubled.sum() // 2


@pytest.mark.parametrize("size", [24, 25])
def test_a_pool_too_tied_to_be_proven_states_its_gap(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "PROVEN", 0)
    monkeypatch.setattr(solve, "MOST_PAIRS", 0)
    monkeypatch.setattr(solve, "MENDED", 12)
    gaps = []
    for seed in range(12):
        members = random_pool(size, seeded(seed))
        stated = match(members, SIT_OUT, History(), boundaries(), seed)
        proper(stated, members, boundaries())
        gaps.append(stated.gap)
        assert len(stated.pairings) == size // 2
        with monkeypatch.context() as free:
            free.setattr(solve, "PROVEN", 100)
            best = match(members, SIT_OUT, History(), boundaries(), seed)
        assert stated.score <= best.score <= stated.bound
    assert 0.0 < max(gaps) < 0.1

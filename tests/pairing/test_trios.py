"""Which pair takes in whoever is left over: fair turns in trios, as far as nobody meets again at once."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from pairing.history import History
from pairing.match import match
from pairing.people import OddPool
from tests.cast import programme
from tests.pairing.pools import after, boundaries, introduced, pairs_in, pool, someone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.match import Matching

TRIO, SIT_OUT = (programme(odd_pool=each) for each in (OddPool.TRIO, OddPool.SIT_OUT))
ROUNDS = 30
WITHOUT_REPEATS = {3: 1, 5: 1, 7: 3, 9: 5, 11: 4, 13: 7, 15: 9}
"""Rounds that go by before anybody meets the same person again, as measured."""
FEW = 9
"""Up to so many people no choice of groups at all could have put the first repeat off."""


def rounds_of(size: int) -> Iterator[tuple[int, Matching, History]]:
    """Each round of a fixed pool, and what had been before it."""
    members, history = pool(size), History()
    for number in range(ROUNDS):
        matching = match(members, TRIO, history, boundaries(number), number)
        yield number, matching, history
        history = after(history, number, matching, members)


def met_in(history: History) -> set[tuple[str, ...]]:
    return {pair for each in history.introductions for pair in combinations(each.people, 2)}


def could_all_be_new(size: int, met: set[tuple[str, ...]]) -> bool:
    """Whether pairs and one trio can be made of people who never met."""
    everybody = [each.id for each in pool(size)]
    new = nx.Graph(pair for pair in combinations(everybody, 2) if pair not in met)
    new.add_nodes_from(everybody)
    trios = [trio for trio in combinations(everybody, 3) if met.isdisjoint(combinations(trio, 2))]
    rest = [new.subgraph(set(everybody).difference(trio)) for trio in trios]
    return any(
        nx.is_perfect_matching(each, nx.max_weight_matching(each, maxcardinality=True)) for each in rest
    )


@pytest.mark.parametrize("size", WITHOUT_REPEATS)
def test_in_an_odd_pool_nobody_meets_again_while_it_can_be_helped(size: int) -> None:
    """At the first repeat whoever is left over has met somebody of every pair."""
    number, history = next(
        (number, history)
        for number, matching, history in rounds_of(size)
        if not met_in(history).isdisjoint(pairs_in(matching))
    )
    met = met_in(history)
    in_pairs = match(pool(size), SIT_OUT, history, boundaries(number), number)
    (left,) = in_pairs.sitting_out
    for pair in pairs_in(in_pairs):
        assert not met.isdisjoint(combinations(sorted((left, *pair)), 2))
    assert number == WITHOUT_REPEATS[size]
    assert size > FEW or not could_all_be_new(size, met)


@pytest.mark.parametrize("size", WITHOUT_REPEATS)
def test_nobody_is_in_four_trios_more_than_anybody_else(size: int) -> None:
    turns = dict.fromkeys((each.id for each in pool(size)), 0)
    for _, matching, _ in rounds_of(size):
        (trio,) = (each.people for each in matching.pairings if len(each.people) == 3)
        for who in trio:
            turns[who] += 1
        assert max(turns.values()) - min(turns.values()) <= 3


@pytest.mark.parametrize(
    ("trios", "rounds_ago", "joined"),
    [(0, 40, {2, 3}), (1, 1, {2, 3}), (2, 1, {2, 3}), (4, 1, {0, 1}), (1, 20, {0, 1})],
)
def test_a_trio_again_is_better_than_the_same_person_again_at_once(
    trios: int, rounds_ago: int, joined: set[int]
) -> None:
    """The last of five is left over, and met one of a pair; one of the other pair was in trios."""
    members, now = [someone(number, department="", grade="", site="") for number in range(5)], 60
    first, second, third, fourth, last = members
    gone = [[someone(90 + 2 * number), someone(91 + 2 * number)] for number in range(trios)]
    met = [introduced(now - rounds_ago, first, last), *(introduced(now - 9, third, *two) for two in gone)]
    history = History(tuple(met), sat_out={each.id: (now - 9,) for each in members[:4]})
    apart = frozenset(frozenset((a.id, b.id)) for a in (first, second) for b in (third, fourth))
    matching = match(members, TRIO, history, boundaries(now, exclusions=apart), 1)
    (trio,) = (each.people for each in matching.pairings if len(each.people) == 3)
    assert {int(who[1:]) for who in trio} == joined | {4}

"""What holds of every round, whoever is in the pool and whatever has been."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.history import History
from pairing.match import match
from pairing.may_meet import may_meet
from pairing.people import OddPool
from tests.cast import programme
from tests.pairing.checked import proper
from tests.pairing.pools import (
    after,
    any_history,
    apart,
    boundaries,
    pairs_in,
    pool,
    random_pool,
    seeded,
    someone,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pairing.match import Matching
    from pairing.may_meet import Boundaries
    from pairing.people import Member

TRIO, SIT_OUT = (programme(odd_pool=each) for each in (OddPool.TRIO, OddPool.SIT_OUT))
ROUNDS = 60
HORIZON = 25
"""Rounds after which a repeat may cost less than two people of one department would."""


def who_could_meet(members: Sequence[Member], around: Boundaries) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(each.id for each in members)
    graph.add_edges_from((a.id, b.id) for a, b in combinations(members, 2) if may_meet(a, b, around))
    return graph


def most_pairs(graph: nx.Graph) -> int:
    return len(nx.max_weight_matching(graph, maxcardinality=True, weight=None))


def rounds_of(
    members: Sequence[Member], odd_pool: OddPool, rounds: int = ROUNDS, **around: frozenset[frozenset[str]]
) -> Iterator[tuple[int, Matching]]:
    history = History()
    for number in range(rounds):
        matching = match(
            members, programme(odd_pool=odd_pool), history, boundaries(number, **around), 7 * number
        )
        proper(matching, members, boundaries(number, **around))
        history = after(history, number, matching, members)
        yield number, matching


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**9),
    st.integers(0, 30),
    st.sampled_from((0.0, 0.5, 0.9, 0.97)),
    st.sampled_from(OddPool),
)
def test_as_many_pairs_as_can_be_and_nobody_who_may_not_meet(
    seed: int, size: int, share: float, odd_pool: OddPool
) -> None:
    chance = seeded(seed)
    members = random_pool(size, chance)
    around = boundaries(30, exclusions=apart(members, share, chance), tried=apart(members, share / 9, chance))
    matching = match(members, programme(odd_pool=odd_pool), any_history(members, 30, chance), around, seed)
    proper(matching, members, around)
    assert len(matching.pairings) == most_pairs(who_could_meet(members, around))


@pytest.mark.parametrize("cliques", [(3, 3), (1, 5, 7, 4), (9, 1, 1, 1), (5, 5, 5, 5)])
def test_of_groups_that_keep_to_themselves_each_odd_one_leaves_one_over(cliques: tuple[int, ...]) -> None:
    group = [at for at, size in enumerate(cliques) for _ in range(size)]
    members = pool(len(group))
    across = frozenset(
        frozenset((members[a].id, members[b].id))
        for a, b in combinations(range(len(group)), 2)
        if group[a] != group[b]
    )
    matching = match(members, SIT_OUT, History(), boundaries(exclusions=across), 1)
    assert sorted(group[int(who[1:])] for who in matching.sitting_out) == [
        at for at, size in enumerate(cliques) if size % 2
    ]
    taken_in = match(members, TRIO, History(), boundaries(exclusions=across), 1)
    assert len(taken_in.sitting_out) == cliques.count(1)


def test_one_whom_everybody_else_may_meet_meets_one_and_the_others_wait_their_turn() -> None:
    """A star: each round one pair, and as many sit out as there are others."""
    members = pool(9)
    spokes = frozenset(frozenset((a.id, b.id)) for a, b in combinations(members[1:], 2))
    met = [
        next(who for who in matching.pairings[0].people if who != "p0000")
        for _, matching in rounds_of(members, OddPool.TRIO, 24, exclusions=spokes)
    ]
    assert [sorted(met[at : at + 8]) for at in (0, 8, 16)] == [[each.id for each in members[1:]]] * 3


@pytest.mark.parametrize("size", range(2, 41))
def test_a_pool_of_a_few_goes_on_for_ever_and_repeats_are_as_old_as_can_be(size: int) -> None:
    """People of whom each may still meet half of all can always all be paired (Dirac, 1952)."""
    members, last = pool(size), dict[tuple[str, str], int]()
    out: list[str] = []
    for number, matching in rounds_of(members, OddPool.SIT_OUT):
        assert len(matching.pairings) == size // 2
        assert matching.gap == 0.0
        ago = [number - last[pair] for pair in pairs_in(matching) if pair in last]
        assert min(ago, default=ROUNDS) >= min(size // 2, HORIZON)
        last |= dict.fromkeys(pairs_in(matching), number)
        out += matching.sitting_out
    assert len(out) == size % 2 * ROUNDS
    for at in range(0, len(out) - size + 1, size):
        assert len(set(out[at : at + size])) == size, "nobody sits out twice before everybody did once"
    assert size > 30 or len(last) == size * (size - 1) // 2, "everybody met everybody"


@pytest.mark.parametrize("size", [3, 5, 7, 11, 15, 23, 39])
def test_turns_in_a_trio_are_shared_out_and_nobody_sits_out(size: int) -> None:
    members = pool(size)
    turns = dict.fromkeys((each.id for each in members), 0)
    for _, matching in rounds_of(members, OddPool.TRIO):
        assert matching.sitting_out == ()
        (trio,) = (each.people for each in matching.pairings if len(each.people) == 3)
        for who in trio:
            turns[who] += 1
        assert max(turns.values()) - min(turns.values()) <= 3


@pytest.mark.parametrize("seed", range(4))
def test_of_all_who_could_be_left_over_it_is_who_was_so_longest_ago(seed: int) -> None:
    """Whose leaving lets everybody else be paired is found by trying each, one at a time."""
    members = random_pool(9, seeded(seed))
    exclusions = apart(members, 0.45, seeded(seed))
    graph = who_could_meet(members, boundaries(exclusions=exclusions))
    most = most_pairs(graph)
    could = [who for who in graph if most_pairs(graph.subgraph(set(graph) - {who})) == most]
    assert 2 * most == len(members) - 1, "the sizes are such that one is left over"
    times = dict.fromkeys(could, 0)
    for _, matching in rounds_of(members, OddPool.SIT_OUT, exclusions=exclusions):
        (left,) = matching.sitting_out
        assert times[left] == min(times.values())
        times[left] += 1


def test_eleven_people_with_a_long_past_are_all_paired_at_the_least_cost() -> None:
    members = pool(11)
    worn = History(
        tuple(each for seed in range(40) for each in any_history(members, 30, seeded(seed)).introductions)
    )
    matching = match(members, TRIO, worn, boundaries(31), 4)
    proper(matching, members, boundaries(31))
    assert [len(each.people) for each in matching.pairings].count(3) == 1
    assert matching.sitting_out == ()
    assert matching.score < matching.gap == 0.0


def test_where_most_are_of_one_department_nobody_else_meets_their_own() -> None:
    """Of a hundred, 84 are nurses, who mostly meet each other; the others have the best there is."""
    wards = [f"Ward {number % 3}" if number >= 84 else "Nursing" for number in range(100)]
    members = [someone(number, department=ward) for number, ward in enumerate(wards)]
    for _, matching in rounds_of(members, OddPool.TRIO, 12):
        assert len(matching.pairings) == 50
        assert matching.gap == 0.0
        met = [{wards[int(who[1:])] for who in each.people} for each in matching.pairings]
        assert all(pair == {"Nursing"} or len(pair) == 2 for pair in met)
        assert sum(pair != {"Nursing"} for pair in met) >= 13


def test_with_everybody_kept_apart_all_sit_out_and_one_allowed_pair_is_found() -> None:
    members = pool(12)
    everybody = apart(members, 1.1, seeded(0))
    none = match(members, TRIO, History(), boundaries(exclusions=everybody), 0)
    assert (none.pairings, len(none.sitting_out), none.bound) == ((), 12, 0)
    but_one = everybody - {frozenset(("p0003", "p0008"))}
    (pair,) = match(members, TRIO, History(), boundaries(exclusions=but_one), 0).pairings
    assert pair.people == ("p0003", "p0008")


def test_another_process_with_other_hashes_finds_the_same_in_any_order() -> None:
    told = """
from random import Random
from pairing.match import match
from tests.cast import programme
from tests.pairing.pools import *
for size in (0, 7, 60, 301):
    chance = seeded(size)
    members = random_pool(size, chance)
    history = any_history(members, 30, chance)
    around = boundaries(30, exclusions=apart(members, 0.2, chance), tried=apart(members, 0.05, chance))
    print(match(Random().sample(members, size), programme(), history, around, 11))
"""
    printed = {
        subprocess.run(
            [sys.executable, "-c", told],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": hashes},
        ).stdout
        for hashes in ("1", "77")
    }
    assert len(printed) == 1


def test_who_comes_and_goes_is_paired_whenever_they_are_there() -> None:
    """Each round other people skip it; turns and repeats hold for those who are there."""
    chance = seeded(8)
    members = pool(24)
    history, out = History(), dict.fromkeys((each.id for each in members), 0)
    for number in range(ROUNDS):
        here = [replace(each, skips_round=number if chance.random() < 0.3 else None) for each in members]
        matching = match(here, SIT_OUT, history, boundaries(number), number)
        proper(matching, here, boundaries(number))
        ready = sum(each.skips_round != number for each in here)
        assert (len(matching.pairings), len(matching.sitting_out)) == divmod(ready, 2)
        history = after(history, number, matching, members)
        for who in matching.sitting_out:
            out[who] += 1
    assert max(out.values()) - min(out.values()) <= 2

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import tables
from pairing.columns import columns_of
from pairing.history import History
from pairing.match import match
from pairing.matching import Proof
from pairing.past import past_of
from pairing.people import OddPool
from pairing.rules import rules_of
from pairing.scores import scores_of
from pairing.tables import tables_of
from pairing.turns import turns_of
from tests.cast import LADDER, programme
from tests.pairing.checked import proper
from tests.pairing.pools import (
    after,
    apart,
    boundaries,
    introduced,
    pool,
    random_history,
    random_pool,
    seeded,
    someone,
    with_weights,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pairing.scores import Scores
    from pairing.turns import Turns

FOURS, SIXES = programme(together=4), programme(together=6)
SIZES = st.integers(4, 8)


def at_work(size: int, seed: int, rounds: int = 2, share: float = 0.0) -> tuple[Scores, Turns]:
    """The scores and turns of a random pool of which about that share of pairs may not meet."""
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = random_history(members, rounds, chance)
    columns = columns_of(members, LADDER, history, rounds, seed)
    never = [pair for pair in combinations(range(size), 2) if chance.random() < share]
    scores = scores_of(columns, past_of(members, columns, history, rounds), rules_of({}), never)
    return scores, turns_of([each.id for each in members], history)


@contextmanager
def few_deals() -> Iterator[None]:
    """Less effort, where it does not matter how many points there are."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tables, "MOST_DEALS", 20)
        yield


def points_of(scores: Scores, groups: Iterable[Sequence[int]]) -> int:
    """The points of each two who sit together, one by one."""
    together = [pair for group in groups for pair in combinations(group, 2)]
    return sum(int(scores.at(np.array([a]), np.array([b]))[0]) for a, b in together)


def seatings(people: tuple[int, ...], sizes: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    """Every way to seat people at tables of these sizes."""
    if not people:
        yield []
        return
    first, *others = people
    for at, size in enumerate(sizes):
        if size in sizes[:at]:
            continue
        for more in combinations(others, size - 1):
            rest = tuple(each for each in others if each not in more)
            for seating in seatings(rest, (*sizes[:at], *sizes[at + 1 :])):
                yield [(first, *more), *seating]


@pytest.mark.parametrize("wanted", range(4, 9))
@pytest.mark.parametrize("size", [*range(4, 42), 100, 1001])
def test_tables_are_of_four_to_eight_and_differ_by_one_at_most(size: int, wanted: int) -> None:
    room = tables._room(size, wanted)

    assert room.sum() == size
    assert 4 <= room.min() <= room.max() <= min(8, room.min() + 1)
    assert size < 50 or abs(size / len(room) - wanted) < 0.5


def test_what_does_not_divide_is_spread_over_the_tables() -> None:
    assert [tables._room(13, wanted).tolist() for wanted in (4, 6)] == [[5, 4, 4], [7, 6]]


@pytest.mark.parametrize(
    ("size", "groups", "out"), [(0, [], 0), (1, [], 1), (2, [2], 0), (3, [3], 0), (4, [4], 0)]
)
@pytest.mark.parametrize("odd_pool", OddPool)
def test_a_pool_too_small_for_a_table_is_a_trio_or_a_pair(
    size: int, groups: list[int], out: int, odd_pool: OddPool
) -> None:
    matching = match(pool(size), replace(SIXES, odd_pool=odd_pool), History(), boundaries(), 1)

    proper(matching, pool(size), boundaries())
    assert [len(each.people) for each in matching.pairings] == groups
    assert len(matching.sitting_out) == out


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 10**9),
    st.integers(0, 26),
    SIZES,
    st.sampled_from((0.0, 0.05, 0.3, 0.7, 1.0)),
    st.integers(0, 3),
)
def test_nobody_sits_with_somebody_they_may_not_meet(
    seed: int, size: int, wanted: int, share: float, rounds: int
) -> None:
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = random_history(members, rounds, chance)
    around = boundaries(rounds, exclusions=apart(members, share, chance))

    with few_deals():
        matching = match(members, programme(together=wanted), history, around, seed)

    proper(matching, members, around)
    assert max((len(each.people) for each in matching.pairings), default=0) <= 8
    assert matching.linear <= matching.bound
    pairs = match(members, programme(), history, around, seed)
    assert len(matching.sitting_out) <= len(pairs.sitting_out)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9), st.integers(4, 40), SIZES)
def test_where_everybody_may_meet_everybody_has_a_seat(seed: int, size: int, wanted: int) -> None:
    scores, turns = at_work(size, seed)

    with few_deals():
        found = tables_of(scores, turns, wanted, seed)

    assert sorted(place for group in found.groups for place in group) == list(range(size))
    assert sorted(map(len, found.groups)) == sorted(tables._room(size, wanted))
    assert found.linear == points_of(scores, found.groups) <= found.bound


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("size", "wanted"), [(8, 4), (9, 4), (10, 5)])
def test_no_small_pool_can_be_seated_better(size: int, wanted: int, seed: int) -> None:
    scores, turns = at_work(size, seed)
    sizes = tuple(tables._room(size, wanted).tolist())

    found = tables_of(scores, turns, wanted, seed)

    every = [points_of(scores, seating) for seating in seatings(tuple(range(size)), sizes)]
    assert found.linear == max(every)
    assert found.bound >= max(every)


@pytest.mark.parametrize("wanted", [4, 6, 8])
def test_a_middling_pool_is_seated_far_better_than_by_a_shuffle(wanted: int) -> None:
    scores, turns = at_work(60, 5)
    chance, room = seeded(5), tables._room(60, wanted).tolist()

    def shuffled() -> int:
        order = iter(chance.sample(range(60), 60))
        return points_of(scores, [[next(order) for _ in range(size)] for size in room])

    best_of_many = max(shuffled() for _ in range(30))
    found = tables_of(scores, turns, wanted, 5)
    assert found.linear - best_of_many > (found.bound - best_of_many) / 3


def test_more_tables_than_are_dealt_at_once_are_dealt_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    scores, turns = at_work(90, 3, share=0.02)
    whole = tables_of(scores, turns, 4, 3)
    monkeypatch.setattr(tables, "BLOCK", 5)

    found = tables_of(scores, turns, 4, 3)

    assert sorted(place for group in found.groups for place in group) == list(range(90))
    assert found.linear > 0.9 * whole.linear
    assert found.linear <= found.bound == whole.bound


@pytest.mark.parametrize("seed", range(10))
def test_the_bound_of_a_crowd_looks_at_no_pairs_and_holds_all_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores, turns = at_work(30, seed)
    near = tables_of(scores, turns, 6, seed)
    monkeypatch.setattr(tables, "LOOKED_AT", 0)

    assert tables_of(scores, turns, 6, seed).bound >= near.bound >= near.linear


def test_the_bound_of_a_crowd_counts_rules_of_any_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LOOKED_AT", 0)
    members = pool(12)
    history = History((introduced(0, members[0], members[1]),))
    columns = columns_of(members, LADDER, history, 1, 1)
    free = [replace(rule, reads=()) for rule in rules_of({"repeat": -400})]
    scores = scores_of(columns, past_of(members, columns, history, 1), free, ())

    found = tables_of(scores, turns_of([each.id for each in members], history), 4, 1)

    assert found.linear == points_of(scores, found.groups) <= found.bound
    assert any({0, 1} <= set(group) for group in found.groups), "meeting again was wished for"


def test_one_table_of_people_who_are_all_alike_is_proven() -> None:
    alike = [someone(number, department="Nursing", grade="Band 5", site="North") for number in range(8)]

    matching = match(alike, with_weights(programme(together=8), serendipity=0), History(), boundaries(), 1)

    assert (matching.proof, matching.gap) == (Proof.PROVEN, 0.0)
    assert match(pool(30), SIXES, History(), boundaries(), 1).proof is Proof.CERTIFIED


def test_a_manager_takes_a_partner_from_the_table_of_their_reports() -> None:
    boss = someone(0, staff_id="boss")
    members = [boss, *(someone(number, manager_id="boss") for number in range(1, 5)), someone(5), someone(6)]

    matching = match(members, SIXES, History(), boundaries(), 1)

    proper(matching, members, boundaries())
    assert matching.sitting_out == ()
    assert {len(each.people) for each in matching.pairings} in ({2, 5}, {3, 4})


def test_whoever_fits_nowhere_else_joins_a_table_that_is_full() -> None:
    members = pool(9)
    never = frozenset(frozenset((members[0].id, other.id)) for other in members[5:])

    matching = match(members, FOURS, History(), boundaries(exclusions=never), 1)

    proper(matching, members, boundaries(exclusions=never))
    assert matching.sitting_out == ()
    assert sorted(len(each.people) for each in matching.pairings) == [4, 5]


def test_where_pairs_seat_more_people_there_are_pairs() -> None:
    nurses, others = pool(12)[::2], pool(12)[1::2]
    never = frozenset(frozenset((a.id, b.id)) for side in (nurses, others) for a, b in combinations(side, 2))
    around = boundaries(exclusions=never)

    matching = match(pool(12), FOURS, History(), around, 1)

    proper(matching, pool(12), around)
    assert matching.sitting_out == ()
    assert [len(each.people) for each in matching.pairings] == [2] * 6


def test_sitting_out_goes_round() -> None:
    """One of two who exclude each other must sit out in a pool of three, and it is the other's turn next."""
    members, history, out = pool(3), History(), list[str]()
    never = frozenset({frozenset((members[0].id, members[1].id))})
    for number in range(6):
        matching = match(members, FOURS, history, boundaries(number, exclusions=never), number)
        history = after(history, number, matching, members)
        out += matching.sitting_out

    assert sorted(out[:2]) == sorted(out[2:4]) == sorted(out[4:]) == [members[0].id, members[1].id]


def test_having_been_at_a_table_is_no_turn_at_being_a_third() -> None:
    members = pool(4)
    history = History((introduced(0, *members), introduced(1, *members[:3])))

    assert turns_of([each.id for each in members], history).trios == (1, 1, 1, 0)


def test_the_same_people_meet_at_the_same_tables_in_any_order() -> None:
    members = random_pool(40, seeded(8))
    first = match(members, SIXES, History(), boundaries(), 8)

    assert match(members[::-1], SIXES, History(), boundaries(), 8) == first
    assert match(members, SIXES, History(), boundaries(), 9).pairings != first.pairings
    assert match(members, FOURS, History(), boundaries(), 8).digest != first.digest


def test_a_year_of_tables_brings_everybody_together_before_anybody_again() -> None:
    """In a pool of 32 at tables of 4, whom somebody has met is new for most of ten rounds."""
    members, history = pool(32), History()
    met: set[frozenset[str]] = set()
    for number in range(6):
        matching = match(members, FOURS, history, boundaries(number), number)
        history = after(history, number, matching, members)
        fresh = {frozenset(pair) for each in matching.pairings for pair in combinations(each.people, 2)}
        assert len(fresh & met) <= 2
        met |= fresh

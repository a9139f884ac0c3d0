from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.columns import columns_of, plain_name
from pairing.history import History, Introduction
from pairing.past import Past, next_meeting, past_of
from tests.cast import LADDER
from tests.pairing.pools import any_history, introduced, pool, random_pool, seeded, someone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.people import Member


def past(members: Sequence[Member], history: History, number: int) -> Past:
    return past_of(members, columns_of(members, LADDER, history, number, 0), history, number)


def what_is_left(rounds_ago: int) -> int:
    """Of a hundred, the half after eight rounds, in between on a straight line."""
    halvings, rest = divmod(max(0, rounds_ago), 8)
    return 100 * (16 - rest) // (16 << halvings)


def repeats(members: Sequence[Member], history: History, number: int) -> dict[tuple[int, int], int]:
    """One introduction and two people at a time, without an array."""
    places = {each.id: place for place, each in enumerate(members)}
    found: Counter[tuple[int, int]] = Counter()
    for each in history.introductions:
        here = sorted(places[who] for who in each.people if who in places)
        for pair in combinations(here, 2):
            found[pair] += what_is_left(number - each.round_number)
    return {pair: min(1000, fresh) for pair, fresh in found.items() if fresh}


def meetings(members: Sequence[Member], history: History, number: int) -> Counter[frozenset[str]]:
    here = {plain_name(each.person.department) for each in members} - {""}
    found: Counter[frozenset[str]] = Counter()
    for each in history.introductions:
        if number - each.round_number <= 26:
            for pair in combinations(map(plain_name, each.departments), 2):
                found[frozenset(pair)] += len({*pair} & here) == 2
    return +found


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 12), st.integers(0, 80))
def test_repeats_and_meetings_are_what_counting_one_by_one_gives(seed: int, size: int, number: int) -> None:
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = any_history(members, number, chance)
    found = past(members, history, number)
    listed = zip(found.low.tolist(), found.high.tolist(), found.fresh.tolist(), strict=True)
    assert {(a, b): fresh for a, b, fresh in listed if fresh} == repeats(members, history, number)
    codes = columns_of(members, LADDER, history, number, 0).department.tolist()
    names = [plain_name(each.person.department) for each in members]
    sizes, counted = Counter(names), meetings(members, history, number)
    for one, other in combinations(range(size), 2):
        if names[one] and names[other]:
            at = codes[one], codes[other]
            assert found.sizes[[*at]].tolist() == [sizes[names[one]], sizes[names[other]]]
            assert (
                found.meetings[at]
                == found.meetings[at[::-1]]
                == counted[frozenset((names[one], names[other]))]
            )


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 12), st.integers(0, 80))
def test_any_two_can_be_looked_up_in_either_order(seed: int, size: int, number: int) -> None:
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = any_history(members, number, chance)
    known = repeats(members, history, number)
    a, b = (side.ravel() for side in np.indices((size, size)))
    looked_up = past(members, history, number).freshness_of(a, b).tolist()
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    assert looked_up == [known.get((min(pair), max(pair)), 0) for pair in pairs]


def test_each_two_stand_once_and_sorted_the_lower_place_first() -> None:
    members = pool(9)
    history = any_history(members, 30, seeded(4))
    found = past(members, history, 30)
    pairs = [*zip(found.low.tolist(), found.high.tolist(), strict=True)]
    assert pairs == sorted(set(pairs))
    assert all(low < high for low, high in pairs)


@pytest.mark.parametrize("size", range(2, 9))
def test_of_a_table_everybody_has_met_everybody(size: int) -> None:
    members = [someone(number, department=f"Ward {number}") for number in range(size)]
    found = past(members, History((introduced(3, *members),)), 3)
    assert found.fresh.tolist() == [100] * (size * (size - 1) // 2)
    assert found.meetings.tolist() == (1 - np.eye(size, dtype=int)).tolist()


def test_departments_are_counted_as_people_were_introduced_and_not_as_they_are_now() -> None:
    nurse, pharmacist = someone(0, department="Nursing"), someone(1, department="Pharmacy")
    moved = [
        someone(0, department="Nursing"),
        someone(1, department="Estates"),
        someone(5, department="Pharmacy"),
    ]
    found = past(moved, History((introduced(0, nurse, pharmacist),)), 1)
    estates, nursing, pharmacy = range(3)
    assert found.meetings[nursing, pharmacy] == 1
    assert found.meetings[nursing, estates] == 0


def test_what_a_meeting_is_worth_falls_from_the_first_to_the_last() -> None:
    for smaller in (1, 3, 40, 5_000):
        worth = next_meeting(np.arange(200), np.full(200, smaller)).tolist()
        assert worth[:4] == [100, 40, 20, 10]
        assert worth == sorted(worth, reverse=True)
        assert worth[-1] >= 0
    assert next_meeting(np.array([4, 20, 10**6]), np.array([0, 20, 20])).tolist() == [0, 5, 0]


def test_a_round_without_people_or_departments_is_no_meeting() -> None:
    members = pool(3)
    history = History(
        (Introduction(0, (), ()), Introduction(0, ("p0000",), ()), Introduction(0, ("p0001",), ("Nursing",)))
    )
    found = past(members, history, 1)
    assert len(found.low) == 0
    assert not found.meetings.any()

from __future__ import annotations

from itertools import combinations
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import plain_ways
from pairing.history import History
from pairing.may_meet import all_may_meet, may_meet
from pairing.people import OddPool, Programme
from pairing.plain_ways import Seated, Way, first_fit, greedy, shuffle
from tests.cast import programme
from tests.pairing.checked import points_table
from tests.pairing.pools import (
    apart,
    boundaries,
    introduced,
    pool,
    random_history,
    random_pool,
    seeded,
    with_weights,
)

WAYS = (shuffle, first_fit, greedy)
TRIO, SIT_OUT = programme(), programme(odd_pool=OddPool.SIT_OUT)
SEEDS = st.integers(0, 10**9)


@pytest.mark.parametrize("way", WAYS)
@given(SEEDS, st.integers(0, 15), st.sampled_from((0.0, 0.4, 0.9)), st.sampled_from((TRIO, SIT_OUT)))
@settings(max_examples=40, deadline=None)
def test_everybody_is_seated_once_and_only_with_whom_they_may_meet(
    way: Way, seed: int, size: int, share: float, of: Programme
) -> None:
    chance = seeded(seed)
    members = random_pool(size, chance)
    around = boundaries(3, exclusions=apart(members, share, chance))
    found = way(members, of, random_history(members, 3, chance), around, seed)
    known = {each.id: each for each in members}
    seated = [who for group in found.groups for who in group]

    assert sorted([*seated, *found.sitting_out]) == sorted(known)
    assert all(all_may_meet((known[who] for who in group), around) for group in found.groups)
    assert {len(group) for group in found.groups} <= ({2, 3} if of is TRIO else {2})
    assert not any(may_meet(known[a], known[b], around) for a, b in combinations(found.sitting_out, 2))


@pytest.mark.parametrize("way", WAYS)
@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_input_does_not_matter(way: Way, seed: int) -> None:
    members = random_pool(9, seeded(seed))
    history = random_history(members, 2, seeded(seed))
    found = way(members, TRIO, history, boundaries(2), seed)

    assert way(seeded(seed + 1).sample(members, 9), TRIO, history, boundaries(2), seed) == found


@pytest.mark.parametrize("way", WAYS)
def test_nobody_meets_where_the_exclusions_cannot_be_read(way: Way) -> None:
    members = pool(5)

    assert way(members, TRIO, History(), boundaries(exclusions=None), 1) == Seated(
        (), tuple(each.id for each in members)
    )


@pytest.mark.parametrize("way", WAYS)
def test_the_one_left_over_joins_a_pair_or_sits_out_as_the_programme_has_it(way: Way) -> None:
    in_threes = way(pool(3), TRIO, History(), boundaries(), 1)
    alone = way(pool(3), SIT_OUT, History(), boundaries(), 1)

    assert in_threes == Seated((("p0000", "p0001", "p0002"),), ())
    assert [len(group) for group in alone.groups] == [2]
    assert len(alone.sitting_out) == 1


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_first_fit_takes_somebody_new_where_there_is_somebody(seed: int) -> None:
    a, b, c, d = pool(4)
    history = History((introduced(1, a, b), introduced(1, c, d)))

    assert not {(a.id, b.id), (c.id, d.id)} & set(
        first_fit([a, b, c, d], TRIO, history, boundaries(2), seed).groups
    )


def test_first_fit_introduces_again_rather_than_leave_people_alone() -> None:
    members = pool(4)
    history = History(tuple(introduced(1, *pair) for pair in combinations(members, 2)))

    assert len(first_fit(members, TRIO, history, boundaries(2), 1).groups) == 2


@pytest.mark.parametrize("most", [3, 20, plain_ways.MOST_PAIRS])
@given(SEEDS, st.integers(2, 14))
@settings(max_examples=25, deadline=None)
def test_greedy_leaves_no_pair_that_both_would_rather_be_in(most: int, seed: int, size: int) -> None:
    members = random_pool(size, seeded(seed))
    history = random_history(members, 3, seeded(seed))
    around = boundaries(3, exclusions=apart(members, 0.3, seeded(seed)))
    with patch.object(plain_ways, "MOST_PAIRS", most):
        found = greedy(members, SIT_OUT, history, around, seed)
    points = points_table(members, history, 3, seed)
    place = {each.id: at for at, each in enumerate(members)}
    reached = {who: points[place[a]][place[b]] for a, b in found.groups for who in (a, b)}

    for a, b in combinations(members, 2):
        if may_meet(a, b, around):
            best = max(reached.get(who.id, -(1 << 60)) for who in (a, b))
            assert best >= points[place[a.id]][place[b.id]]


def test_greedy_weighs_as_the_programme_does() -> None:
    members = pool(8)
    alike = greedy(members, with_weights(TRIO, different_department=-1000), History(), boundaries(), 1)
    known = {each.id: each.person.department for each in members}

    assert all(known[a] == known[b] for a, b in alike.groups)

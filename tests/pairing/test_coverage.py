from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.coverage import coverage_of, points_of_departments
from pairing.matching import Coverage
from tests.pairing.pools import seeded
from tests.pairing.spreading import any_pairs, any_pool, pool_of, true_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from pairing.scores import Scores

Groups = list[list[int]]


def every_way(people: Sequence[int], sizes: Sequence[int]) -> Iterator[Groups]:
    """Every way to put people into groups of these sizes; with equal sizes some more than once."""
    if not sizes:
        yield []
        return
    equal = len(set(sizes)) == 1
    for group in combinations(people, sizes[0]):
        if equal and group[0] != people[0]:
            return
        for rest in every_way([each for each in people if each not in group], sizes[1:]):
            yield [list(group), *rest]


def shuffled(people: Sequence[int], sizes: Sequence[int], chance: Random) -> Groups:
    order = iter(chance.sample(list(people), len(people)))
    return [[next(order) for _ in range(size)] for size in sizes]


def joined_of(scores: Scores, groups: Groups) -> int:
    """The pairs of departments that have met, with those of these groups, one at a time."""
    department, meetings = scores.columns.department.tolist(), scores.past.meetings
    met = {(low, high) for low, high in combinations(range(len(meetings)), 2) if meetings[low, high]}
    for group in groups:
        for pair in combinations(sorted(department[place] for place in group), 2):
            met |= {pair} if -1 not in pair and pair[0] != pair[1] else set()
    return len(met)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 40), st.integers(0, 5))
def test_each_further_meeting_of_two_departments_is_worth_what_counting_one_by_one_says(
    seed: int, size: int, rounds: int
) -> None:
    chance = seeded(seed)
    scores = any_pool(size, chance, rounds, rare_departments=7)
    pairs = any_pairs(scores, chance)
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T

    points = points_of_departments(scores, a, b)

    assert points.tolist() == [7 * share for share in true_shares(scores, pairs)]
    assert (points <= scores.by_rule(a, b)["rare_departments"]).all()


def test_a_weight_below_nothing_counts_every_meeting_in_full() -> None:
    scores = pool_of([*"AABB"], seeded(1), rare_departments=-2)

    assert points_of_departments(scores, np.array([0, 1]), np.array([2, 3])).tolist() == [-200, -200]


def test_departments_give_no_points_where_the_rule_is_off() -> None:
    scores = pool_of([*"AB"], seeded(1), rare_departments=0)

    assert points_of_departments(scores, np.array([0]), np.array([1])).tolist() == [0]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**9),
    st.sampled_from(((2,), (3,), (2, 2), (3, 2), (2, 2, 2), (3, 2, 2), (3, 3), (4, 2), (2, 2, 2, 2))),
    st.integers(0, 3),
)
def test_no_way_to_group_the_same_people_joins_more_than_the_bound(
    seed: int, sizes: tuple[int, ...], rounds: int
) -> None:
    chance = seeded(seed)
    scores = any_pool(sum(sizes) + 2, chance, rounds)
    people = chance.sample(range(scores.size), sum(sizes))

    for groups in every_way(people, sizes):
        coverage = coverage_of(scores, groups)
        assert coverage.joined == joined_of(scores, groups)
        assert coverage.before <= coverage.joined <= coverage.most <= coverage.possible


@pytest.mark.parametrize(
    ("names", "sizes", "most"),
    [
        ("ABCDEF", (2, 2, 2), 3),
        ("AAABCD", (2, 2, 2), 3),
        ("ABC", (3,), 3),
        ("AABBCC", (2, 2, 2), 3),
        ("AAAAAB", (2, 2, 2), 1),
        ("ABCDE", (3, 2), 4),
        ("AAAAAA", (2, 2, 2), 0),
        ("ABCD", (4,), 6),
    ],
)
def test_the_bound_is_reached_where_it_can_be(names: str, sizes: tuple[int, ...], most: int) -> None:
    scores = pool_of(names, seeded(1))
    found = [coverage_of(scores, groups) for groups in every_way(range(len(names)), sizes)]

    assert {each.most for each in found} == {most}
    assert max(each.joined for each in found) == most


@pytest.mark.parametrize(
    ("departments", "sizes", "off"),
    [
        ("AB", (2,), 0.0),
        ("ABCD", (2, 2), 0.0),
        ("AABBCCDD", (2, 2, 2, 2), 0.06),
        ("AAAABBBCCDEFGH" * 2, (2,) * 14, 0.02),
        ("AAAABBBCCDEFGH" * 2 + "A", (3,) + (2,) * 13, 0.02),
        ("AAAAAAAAAAAABBBBBBBCCCCCDDDEFGHIJ" * 3 + "A", (2,) * 50, 0.01),
        ("ABCDE", (5,), 0.0),
        ("AAB", (3,), 0.0),
        ("AAAABBBCCDEFGH" * 2, (5, 5, 6, 6, 6), 0.02),
    ],
)
def test_chance_is_what_shuffling_the_same_people_joins_on_average(
    departments: str, sizes: tuple[int, ...], off: float
) -> None:
    chance = seeded(1)
    scores = pool_of(departments, chance)
    people = range(len(departments))

    times = 1_500
    mean = sum(joined_of(scores, shuffled(people, sizes, chance)) for _ in range(times)) / times

    stated = coverage_of(scores, shuffled(people, sizes, chance)).by_chance
    assert stated == pytest.approx(mean, rel=off, abs=0.06)


def test_what_was_joined_before_counts_and_is_not_joined_again() -> None:
    scores = pool_of([*"AABBCC"], seeded(2), rounds=8)
    groups = [[0, 2], [1, 4], [3, 5]]

    assert coverage_of(scores, groups) == Coverage(
        departments=3, possible=3, before=3, joined=3, most=3, by_chance=3.0
    )


def test_people_of_unknown_departments_count_nowhere() -> None:
    scores = pool_of(["A", "", "", "B"], seeded(1))

    assert coverage_of(scores, [[0, 1], [2, 3]]) == Coverage(
        departments=2, possible=1, before=0, joined=0, most=1, by_chance=0.3
    )


@pytest.mark.parametrize("names", [[], ["A"], ["", ""], ["A", "B"]])
def test_where_nobody_is_paired_nothing_is_joined(names: list[str]) -> None:
    known = len(set(names) - {""})

    assert coverage_of(pool_of(names, seeded(1)), []) == Coverage(
        departments=known, possible=known * (known - 1) // 2
    )

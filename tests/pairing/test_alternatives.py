from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import alternatives as weighed
from pairing import solve
from pairing.alternatives import Alternatives, alternatives
from pairing.columns import UNKNOWN, columns_of
from pairing.matching import Proof, Reason
from pairing.past import past_of
from pairing.prices import Problem
from pairing.rules import rules_of
from pairing.scores import FORBIDDEN, scores_of
from pairing.solve import Solution
from tests.cast import LADDER
from tests.pairing.pools import random_history, random_pool, seeded

if TYPE_CHECKING:
    from pairing.scores import Scores


@dataclass(frozen=True, slots=True)
class Round:
    """A pool with the first step of its round, and who meets in the end."""

    people: tuple[str, ...]
    problem: Problem
    solution: Solution
    groups: list[tuple[int, ...]]

    @property
    def scores(self) -> Scores:
        return self.problem.scores

    @property
    def found(self) -> Alternatives:
        return alternatives(self.people, self.scores, self.solution, self.groups, 1)

    def together(self, a: int) -> set[int]:
        """Those whom somebody meets, and themself."""
        return {a}.union(*(group for group in self.groups if a in group))

    def others(self, a: int) -> list[int]:
        """Those whom somebody could have met instead."""
        rest = [b for b in range(len(self.people)) if b not in self.together(a)]
        return [b for b in rest if self.points(a, b) != FORBIDDEN]

    def points(self, a: int, b: int) -> int:
        return int(self.scores.at(np.array([a]), np.array([b]))[0])

    def short(self, a: int, b: int) -> int:
        """Twice what two people fall short of their prices."""
        return int(self.solution.doubled[a] + self.solution.doubled[b]) - 2 * self.points(a, b)

    def lost_if_they_met(self, a: int, b: int) -> int:
        """What the first step loses at least, and can lose no less, if these two meet: by networkx."""
        alone = self.problem.alone.tolist()
        graph = nx.Graph()
        for one, other in combinations(set(range(self.problem.size)) - {a, b}, 2):
            gain = int(self.problem.at(np.array([one]), np.array([other]))[0]) + alone[one] + alone[other]
            if gain > 0:
                graph.add_edge(one, other, weight=gain)
        best = sum(graph.edges[pair]["weight"] for pair in nx.max_weight_matching(graph))
        left = sum(alone) - alone[a] - alone[b]
        return int(self.solution.points - self.points(a, b) - best + left)


def round_of(size: int, seed: int, share: float = 0.0, rounds: int = 2) -> Round:
    """A made-up round; the last pair takes in whoever is left over, so that there is a trio."""
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = random_history(members, rounds, chance)
    columns = columns_of(members, LADDER, history, rounds, seed)
    never = [pair for pair in combinations(range(size), 2) if chance.random() < share]
    scores = scores_of(columns, past_of(members, columns, history, rounds), rules_of({}), never)
    step = size * scores.largest + 1
    alone = step * np.array([1 + chance.randrange(3) for _ in members])
    problem = Problem(scores, np.append(alone, 5 * step) if size % 2 else alone)
    solution = solve.solve(problem, seed)
    groups = [(a, b) for a, b in enumerate(solution.partner.tolist()[:size]) if a < b < size]
    return Round(tuple(member.id for member in members), problem, solution, list(groups))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 9), st.sampled_from((0.0, 0.3, 0.7)), st.integers(0, 3))
def test_no_round_in_which_the_two_meet_loses_less_than_is_said(
    seed: int, size: int, share: float, rounds: int
) -> None:
    made = round_of(size, seed, share, rounds)
    beyond = size * made.scores.largest
    for person, other in made.found.items():
        a, b = made.people.index(person), made.people.index(other.other)
        lost = made.lost_if_they_met(a, b)
        assert lost > beyond if other.cost is None else lost >= other.cost >= 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 7))
def test_it_holds_too_where_the_best_is_not_found_or_the_bound_is_uncertain(seed: int, size: int) -> None:
    made = round_of(size, seed)
    for proof, less, more in ((Proof.CERTIFIED, 700, 0), (Proof.SAMPLED, 0, 700)):
        points, bound = made.solution.points - less, made.solution.bound + more
        stated = replace(made, solution=replace(made.solution, points=points, bound=bound, proof=proof))
        for person, other in stated.found.items():
            a, b = stated.people.index(person), stated.people.index(other.other)
            exact = made.found[person].cost
            assert not other.cost or stated.lost_if_they_met(a, b) >= other.cost
            assert exact is None or other.cost == max(0, exact - 700)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 40), st.sampled_from((0.0, 0.3, 0.9)))
def test_nobody_they_could_have_met_falls_less_short_of_the_prices(
    seed: int, size: int, share: float
) -> None:
    made = round_of(size, seed, share)
    found = made.found
    for a, person in enumerate(made.people):
        others = made.others(a)
        assert (person in found) == bool(others)
        if others:
            b = made.people.index(found[person].other)
            assert b in others
            assert made.short(a, b) == min(made.short(a, each) for each in others)


@pytest.mark.parametrize("narrow", [weighed.NARROW, 0])
def test_blocks_and_the_width_of_numbers_change_nothing(narrow: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = round_of(41, 3, 0.2)
    expected = dict(made.found)
    monkeypatch.setattr(weighed, "TILE", 7)
    monkeypatch.setattr(weighed, "NARROW", narrow)
    assert dict(made.found) == expected


def test_the_points_are_those_of_the_rules_most_first() -> None:
    made = round_of(12, 1)
    for person, other in made.found.items():
        assert other.points == made.points(made.people.index(person), made.people.index(other.other))
        assert other.points == sum(reason.points for reason in other.reasons)
        assert list(other.reasons) == sorted(other.reasons, key=lambda each: (-each.points, each.rule))
        assert all(reason.points for reason in other.reasons)


def test_whoever_takes_somebody_in_is_no_alternative_for_them() -> None:
    made = round_of(9, 5)
    trio = sorted({*range(9)} - {place for pair in made.groups[1:] for place in pair})
    made = replace(made, groups=[tuple(trio), *made.groups[1:]])
    assert len(trio) == 3
    for a in trio:
        assert made.people.index(made.found[made.people[a]].other) not in trio


def test_only_those_who_could_have_met_somebody_else_are_told() -> None:
    two = round_of(2, 1)
    assert (dict(two.found), len(two.found), "p0000" in two.found) == ({}, 0, False)
    with pytest.raises(KeyError):
        two.found["p0000"]
    four = round_of(4, 1)
    assert (len(four.found), list(four.found)) == (4, list(four.people))
    with pytest.raises(KeyError):
        four.found["somebody else"]


def test_what_no_points_make_up_for_is_told_apart() -> None:
    """Two pairs, of whom one each may only meet the other: were the other two to meet, both are left."""
    made = round_of(4, 1)
    scores = scores_of(made.scores.columns, made.scores.past, made.scores.rules, [(0, 3), (1, 2), (1, 3)])
    step = 4 * scores.largest + 1
    worth = [2 * (step + made.points(0, 1)), -2 * step, 2 * (step + made.points(2, 3)), -2 * step]
    solution = Solution(
        np.array([1, 0, 3, 2]), sum(worth) // 2, sum(worth) // 2, Proof.PROVEN, np.array(worth)
    )
    problem = Problem(scores, np.full(4, step))
    left = Round(made.people, problem, solution, [(0, 1), (2, 3)])
    assert {person: (one.other, one.cost) for person, one in left.found.items()} == {
        "p0000": ("p0002", None),
        "p0002": ("p0000", None),
    }
    assert left.lost_if_they_met(0, 2) > 4 * scores.largest


def test_a_larger_pool_is_weighed_by_sample_and_the_seed_chooses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = round_of(24, 2)
    monkeypatch.setattr(weighed, "WEIGHED_ALL", 23)
    monkeypatch.setattr(weighed, "SAMPLE", 9)
    monkeypatch.setattr(weighed, "TILE", 10)
    sampled, again = made.found, made.found
    assert dict(sampled) == dict(again)
    assert dict(sampled) != dict(alternatives(made.people, made.scores, made.solution, made.groups, 2))
    for person, other in sampled.items():
        a, b = made.people.index(person), made.people.index(other.other)
        assert b in made.others(a)
        assert not other.cost or made.lost_if_they_met(a, b) >= other.cost


def test_some_alternatives_cost_the_round_something() -> None:
    """Else everything above would hold of a cost that is always 0."""
    costs = [one.cost for seed in range(20) for one in round_of(10, seed).found.values()]
    assert sum(1 for cost in costs if cost) > len(costs) // 10


def test_values_are_made_from_the_columns_when_asked_for() -> None:
    found = Alternatives(
        people=("a", "b", "c"),
        other=np.array([1, 0, UNKNOWN]),
        points=np.array([30, 30, 0]),
        cost=np.array([4, UNKNOWN, UNKNOWN]),
        by_rule={"waited": np.array([10, 10, 0]), "same_site": np.array([20, 20, 0])},
    )
    assert found["a"].reasons == (Reason("same_site", 20), Reason("waited", 10))
    assert (found["a"].cost, found["b"].cost, found["b"].other) == (4, None, "a")

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.history import History
from pairing.match import match
from pairing.matching import Match, Matching, Proof, Reason
from pairing.rules import rules_of
from pairing.satisfaction import FEWEST, Satisfaction, satisfaction
from tests.cast import programme
from tests.pairing.pools import boundaries, pool, random_pool, seeded

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = {rule.name: rule for rule in rules_of({})}


def matching_of(rule: str, given: Sequence[int], people: int = 2) -> Matching:
    """One pairing for each number of points that this rule gave; 0 points are no reason."""
    made = [
        Match(tuple(f"{n}{k}" for k in range(people)), got, (Reason(rule, got),) if got else ())
        for n, got in enumerate(given)
    ]
    return Matching(tuple(made), (), 0, 0, 0, Proof.PROVEN, 1, "")


def shares(rule: str, given: Sequence[int], people: int = 2, weight: int | None = None) -> tuple[int, ...]:
    rules = rules_of({} if weight is None else {rule: weight})
    (found,) = satisfaction(matching_of(rule, given, people), [each for each in rules if each.name == rule])
    assert found.rule == rule
    return found.full, found.part, found.unmet


def test_a_rule_is_met_in_full_in_part_or_not_at_all() -> None:
    assert shares("grade_distance", [1500] * 10 + [600] * 6 + [0] * 4) == (50, 30, 20)


def test_a_rule_of_repeats_is_met_where_there_is_none() -> None:
    fresh, faded, again, twice = 0, -10_000, -40_000, -70_000
    assert shares("repeat", [fresh] * 14 + [faded] * 3 + [again] * 2 + [twice]) == (70, 15, 15)


def test_three_who_meet_count_by_the_average_of_each_two() -> None:
    assert shares("different_department", [12_000] * 9 + [8_000], people=3) == (90, 10, 0)


def test_a_rule_that_is_turned_round_is_met_where_it_takes_nothing_away() -> None:
    assert shares("same_site", [-600] * 5 + [0] * 15, weight=-6) == (25, 0, 75)


@pytest.mark.parametrize("pairings", [0, 1, FEWEST - 1])
def test_of_few_pairings_nothing_is_said(pairings: int) -> None:
    assert satisfaction(matching_of("same_site", [600] * pairings), RULES.values()) == ()
    assert satisfaction(matching_of("same_site", [600] * FEWEST), RULES.values()) != ()


@given(st.lists(st.sampled_from((0, 300, 600)), min_size=FEWEST, max_size=300))
def test_shares_are_steps_of_five_that_add_up_and_are_near_the_truth(given: list[int]) -> None:
    told = shares("same_site", given)
    true = [100 * given.count(points) / len(given) for points in (600, 300, 0)]
    assert sum(told) == 100
    for said, share in zip(told, true, strict=True):
        assert said % 5 == 0
        assert abs(said - share) < 5


def test_every_rule_that_is_on_is_told_in_its_order() -> None:
    members = random_pool(40, seeded(1))
    made = match(members, programme(), History(), boundaries(), 1)
    rules = rules_of({"newcomer": 0})
    assert [each.rule for each in satisfaction(made, rules)] == [rule.name for rule in rules]
    assert satisfaction(made, rules)[0] == Satisfaction("repeat", 100, 0, 0)


def test_no_share_says_who_for_there_is_nobody_in_it() -> None:
    told = str(satisfaction(match(pool(40), programme(), History(), boundaries(), 1), rules_of({})))
    assert "p00" not in told

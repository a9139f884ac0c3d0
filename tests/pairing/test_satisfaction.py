from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.history import History
from pairing.match import match
from pairing.matching import FEWEST, Match, Matching, Proof, Reason
from pairing.rules import rules_of
from pairing.satisfaction import Satisfaction, satisfaction
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


def told(rule: str, given: Sequence[int], weight: int, people: int = 2) -> tuple[Satisfaction, ...]:
    """What is said of one rule with this weight."""
    rules = [each for each in rules_of({rule: weight}) if each.name == rule]
    return satisfaction(matching_of(rule, given, people), rules)


def shares(rule: str, given: Sequence[int], people: int = 2, weight: int | None = None) -> tuple[int, ...]:
    (found,) = told(rule, given, RULES[rule].weight if weight is None else weight, people)
    assert found.rule == rule
    return found.full, found.part, found.unmet


def test_a_rule_is_met_in_full_in_part_or_not_at_all() -> None:
    assert shares("grade_distance", [1500] * 10 + [600] * 6 + [0] * 4) == (50, 30, 20)


def test_a_rule_of_repeats_is_met_where_there_is_none() -> None:
    fresh, faded, again, twice = 0, -12_500, -50_000, -87_500
    assert shares("repeat", [fresh] * 14 + [faded] * 3 + [again] * 2 + [twice]) == (70, 15, 15)


def test_three_who_meet_count_by_the_average_of_each_two() -> None:
    assert shares("different_department", [12_000] * 9 + [8_000], people=3) == (90, 10, 0)


def test_a_rule_that_is_turned_round_is_met_where_it_takes_nothing_away() -> None:
    assert shares("same_site", [-600] * 5 + [0] * 15, weight=-6) == (75, 0, 25)
    assert shares("grade_distance", [-1500] * 10 + [-600] * 6 + [0] * 4, weight=-15) == (20, 30, 50)


def test_repeats_that_are_wanted_are_met_where_two_meet_again() -> None:
    assert shares("repeat", [0] * 15 + [10_000] * 3 + [40_000, 70_000], weight=-400) == (10, 15, 75)


@pytest.mark.parametrize(("weight", "is_turned"), [(6, False), (-6, True)])
def test_a_rule_that_is_turned_round_is_marked_as_such(weight: int, is_turned: bool) -> None:  # noqa: FBT001 - a case
    (found,) = told("same_site", [100 * weight] * 10, weight)
    assert found.is_turned is is_turned


@pytest.mark.parametrize(
    ("rule", "weight", "is_said"),
    [("waited", 10, False), ("repeat", 400, True), ("same_site", -6, True), ("repeat", -400, False)],
)
def test_a_rule_that_gave_nobody_anything_is_left_out_unless_that_is_how_it_is_met(
    rule: str,
    weight: int,
    is_said: bool,  # noqa: FBT001 - a case
) -> None:
    assert [(one.full, one.unmet) for one in told(rule, [0] * 10, weight)] == [(100, 0)] * is_said


@pytest.mark.parametrize("pairings", [0, 1, FEWEST - 1])
def test_of_few_pairings_nothing_is_said(pairings: int) -> None:
    assert satisfaction(matching_of("same_site", [600] * pairings), RULES.values()) == ()
    assert satisfaction(matching_of("same_site", [600] * FEWEST), RULES.values()) != ()


@given(st.lists(st.sampled_from((0, 300, 600)), min_size=FEWEST, max_size=300).filter(any))
def test_shares_are_steps_of_five_that_add_up_and_are_near_the_truth(given: list[int]) -> None:
    said = shares("same_site", given)
    true = [100 * given.count(points) / len(given) for points in (600, 300, 0)]
    assert sum(said) == 100
    for step, share in zip(said, true, strict=True):
        assert step % 5 == 0
        assert abs(step - share) < 5


def test_every_rule_that_is_on_and_had_something_to_say_is_told_in_its_order() -> None:
    """In a first round nobody has waited, and nobody is experienced."""
    members = random_pool(40, seeded(1))
    made = match(members, programme(), History(), boundaries(), 1)
    rules = rules_of({"grade_distance": 0})
    silent = {"grade_distance", "waited", "newcomer"}
    assert [each.rule for each in satisfaction(made, rules)] == [each for each in RULES if each not in silent]
    assert satisfaction(made, rules)[0] == Satisfaction("repeat", 100, 0, 0)


def test_no_share_says_who_for_there_is_nobody_in_it() -> None:
    said = str(satisfaction(match(pool(40), programme(), History(), boundaries(), 1), rules_of({})))
    assert "p00" not in said

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing import rules
from pairing.columns import columns_of
from pairing.history import History, Introduction
from pairing.past import freshness, past_of
from pairing.people import Ladder, Member
from tests.cast import AMARA, BEN, CHIDI, DANA, EFUA, LADDER, member, person
from tests.pairing.pools import introduced, random_history, random_pool, seeded, someone

if TYPE_CHECKING:
    from pairing.columns import Columns
    from pairing.past import Past

NEW = History()
ABOUT_ANYBODY = [rule for rule in rules.RULES if not rule.of_repeats]
OF_REPEATS = [rule for rule in rules.RULES if rule.of_repeats]


def share(
    rule: rules.Share, a: Member, b: Member, history: History = NEW, number: int = 5, seed: int = 0
) -> int:
    """What a rule gives two people in a pool of their own, whoever of them is named first."""
    columns = columns_of((a, b), LADDER, history, number, seed)
    past = past_of((a, b), columns, history, number)
    here, there = (int(each) for each in rule(columns, columns.take(np.array([1, 0])), past))
    assert here == there, "a rule favours neither of the two"
    return here


def thirty_people() -> tuple[Columns, Past]:
    chance = seeded(1)
    members = random_pool(30, chance)
    history = random_history(members[6:], 6, chance)
    columns = columns_of(members, LADDER, history, 6, 9)
    return columns, past_of(members, columns, history, 6)


SPEAKING_AGAINST = {"same_hours", "same_ways"}
"""Rules that say not only how well two suit each other, but also that they do not."""


def named(rule: rules.Rule) -> str:
    return rule.name


@pytest.mark.parametrize("rule", ABOUT_ANYBODY, ids=named)
def test_a_rule_says_the_same_of_a_block_and_of_a_list_and_stays_within_its_share(rule: rules.Rule) -> None:
    columns, past = thirty_people()
    everyone = np.arange(30)
    block = rule.share(columns.take(everyone[:, None]), columns.take(everyone[None, :]), past)
    a, b = (side.ravel() for side in np.indices((30, 30)))
    listed = rule.share(columns.take(a), columns.take(b), past)
    assert (block.ravel() == listed).all()
    assert block.shape == (30, 30)
    assert (block == block.T).all()
    assert block.dtype == np.int64
    least = -100 if rule.name in SPEAKING_AGAINST else 0
    assert least <= block.min() < block.max() <= 100


@pytest.mark.parametrize("rule", ABOUT_ANYBODY, ids=named)
def test_a_rule_is_decided_by_the_columns_that_it_says_it_reads(rule: rules.Rule) -> None:
    """All other facts are mixed up among the people, and it says the same."""
    columns, past = thirty_people()
    mixed = columns.take(np.random.default_rng(3).permutation(30))
    told = replace(mixed, **{name: getattr(columns, name) for name in rule.reads})
    a, b = (side.ravel() for side in np.indices((30, 30)))
    expected = rule.share(columns.take(a), columns.take(b), past)
    assert (rule.share(told.take(a), told.take(b), past) == expected).all()


@pytest.mark.parametrize("rule", OF_REPEATS, ids=named)
def test_a_rule_of_repeats_speaks_of_those_who_met_and_of_nobody_else(rule: rules.Rule) -> None:
    columns, past = thirty_people()
    met = {*zip(past.low.tolist(), past.high.tolist(), strict=True)}
    new = np.array([pair for pair in combinations(range(30), 2) if pair not in met])
    assert not rule.share(columns.take(new[:, 0]), columns.take(new[:, 1]), past).any()
    given_again = rule.share(columns.take(past.low), columns.take(past.high), past)
    assert -1000 <= given_again.min() <= given_again.max() < 0


def test_two_departments_count_and_an_unknown_one_is_no_difference() -> None:
    amara = member(AMARA)
    assert share(rules.different_department, amara, member(BEN)) == 100
    assert share(rules.different_department, amara, member(person("Zoe", "  nursing ", ""))) == 0
    assert share(rules.different_department, amara, member(person("Zoe", "", ""))) == 0


@pytest.mark.parametrize(
    ("grade", "points"),
    [
        ("Band 5", 0),
        ("4", 80),
        ("band 7", 100),
        ("Band 8a", 80),
        ("8b", 40),
        ("8c", 20),
        ("Band 9", 20),
        ("MC46", 0),
        ("", 0),
    ],
)
def test_one_to_three_steps_on_the_ladder_are_best(grade: str, points: int) -> None:
    assert share(rules.grade_distance, member(AMARA), member(person("Zoe", "Finance", grade))) == points


def test_the_lowest_grade_is_a_grade_like_any_other() -> None:
    porter, nurse = member(person("Zoe", "Estates", "Band 2")), member(person("Yan", "Nursing", "Band 3"))
    assert share(rules.grade_distance, porter, nurse) == 80
    assert share(rules.grade_distance, porter, member(person("Yan", "Nursing", "MC46"))) == 0


def test_a_ladder_of_nothing_makes_grades_say_nothing() -> None:
    columns = columns_of((member(AMARA), member(BEN)), Ladder(), NEW, 0, 0)
    assert columns.grade.tolist() == [-1, -1]


def test_each_meeting_of_two_departments_counts_less_than_the_one_before() -> None:
    amara, ben = member(AMARA), member(BEN)
    met = Introduction(1, ("someone", "gone"), ("Nursing", "pharmacy"))
    worth = [share(rules.rare_departments, amara, ben, History((met,) * times)) for times in range(7)]
    assert worth == [100, 40, 20, 10, 2, 1, 1]
    half_known = Introduction(1, ("a", "b"), ("Nursing", ""))
    assert share(rules.rare_departments, amara, ben, History((half_known,))) == 100


def test_after_four_meetings_larger_departments_are_worn_out_more_slowly() -> None:
    nurses, pharmacists = ([someone(at + number) for number in range(0, 80, 4)] for at in (0, 1))
    met = History((introduced(1, nurses[0], pharmacists[0]),) * 20)
    for fewer, worth in ((20, 5), (5, 2), (1, 0)):
        members = [*nurses, *pharmacists[-fewer:]]
        columns = columns_of(members, LADDER, met, 2, 0)
        past = past_of(members, columns, met, 2)
        last = columns.take(np.array([len(members) - 1]))
        assert rules.rare_departments(columns.take(np.array([0])), last, past).tolist() == [worth]


def test_departments_are_new_to_each_other_again_after_a_year() -> None:
    amara, ben = member(AMARA), member(BEN)
    met = History((introduced(3, amara, ben),))
    worth = [share(rules.rare_departments, amara, ben, met, number) for number in (3, 29, 30)]
    assert worth == [40, 40, 100]


def test_departments_of_a_trio_count_as_three_pairs() -> None:
    trio = introduced(1, member(AMARA), member(BEN), member(CHIDI))
    for a, b in ((AMARA, BEN), (BEN, CHIDI), (AMARA, CHIDI)):
        assert share(rules.rare_departments, member(a), member(b), History((trio,))) == 40
        assert share(rules.repeat, member(a), member(b), History((trio,)), number=1) == -100
    assert share(rules.rare_departments, member(AMARA), member(DANA), History((trio,))) == 100


def test_two_of_one_department_are_never_a_rare_meeting() -> None:
    assert share(rules.rare_departments, someone(0), someone(4)) == 0


def test_an_unknown_department_is_never_a_rare_meeting() -> None:
    assert share(rules.rare_departments, someone(0), someone(1, department="")) == 0
    assert share(rules.rare_departments, someone(0, department=" "), someone(1, department="")) == 0


def test_a_repeat_is_dear_at_first_and_half_as_dear_after_eight_rounds() -> None:
    amara, ben = member(AMARA), member(BEN)
    met = History((introduced(2, amara, ben),))
    costs = [share(rules.repeat, amara, ben, met, number) for number in (2, 10, 18, 26, 55, 56)]
    assert costs == [-100, -50, -25, -12, -1, 0]
    assert share(rules.repeat, amara, member(CHIDI), met) == 0


def test_every_repeat_counts_up_to_ten_fresh_ones() -> None:
    amara, ben = member(AMARA), member(BEN)
    once, long_ago = introduced(10, amara, ben), introduced(2, amara, ben)
    assert share(rules.repeat, amara, ben, History((once, long_ago)), 10) == -150
    assert share(rules.repeat, amara, ben, History((once,) * 9), 10) == -900
    assert share(rules.repeat, amara, ben, History((once,) * 30), 10) == -1000


@given(st.integers(0, 400))
def test_a_repeat_never_gets_dearer_again(rounds: int) -> None:
    now, then = freshness(np.array([rounds, rounds + 1])).tolist()
    assert 100 >= now >= then >= 0


def test_within_half_a_year_each_round_makes_a_repeat_cheaper() -> None:
    assert all(older < newer for newer, older in pairwise(freshness(np.arange(16)).tolist()))


def test_a_shared_site_counts_where_both_are_known() -> None:
    assert share(rules.same_site, member(AMARA), member(BEN)) == 100
    assert share(rules.same_site, member(AMARA), member(CHIDI)) == 0
    nowhere = [member(person(name, "Finance", "", site="")) for name in ("Yan", "Zoe")]
    assert share(rules.same_site, nowhere[0], nowhere[1]) == 0


@pytest.mark.parametrize("told", ["sat_out", "stood_up"])
def test_who_waited_lately_meets_somebody_who_turns_up(told: str) -> None:
    waiting = History(sat_out={"amara": (4,)}) if told == "sat_out" else History(stood_up={"amara": (4,)})
    assert share(rules.waited, member(AMARA), member(BEN), waiting) == 50
    assert share(rules.waited, member(AMARA), member(BEN, silent_rounds=1), waiting) == 25
    assert share(rules.waited, member(AMARA, silent_rounds=1), member(BEN), waiting) == 50
    assert share(rules.waited, member(AMARA), member(BEN), waiting, number=7) == 12
    assert share(rules.waited, member(AMARA), member(BEN), waiting, number=40) == 0
    assert share(rules.waited, member(AMARA), member(BEN), waiting, number=4) == 0
    assert share(rules.waited, member(BEN), member(CHIDI), waiting) == 0


def test_two_who_both_waited_count_twice() -> None:
    both = History(sat_out={"amara": (1, 4), "ben": (4, 9)})
    assert share(rules.waited, member(AMARA), member(BEN), both) == 100


def test_somebody_new_meets_somebody_experienced() -> None:
    three = History(tuple(introduced(number, member(BEN), member(EFUA)) for number in range(3)))
    assert share(rules.newcomer, member(AMARA), member(BEN), three) == 100
    assert share(rules.newcomer, member(AMARA), member(CHIDI), three) == 0
    assert share(rules.newcomer, member(BEN), member(EFUA), three) == 0
    two = replace(three, introductions=three.introductions[:2])
    assert share(rules.newcomer, member(AMARA), member(BEN), two) == 0


def test_chance_depends_on_the_seed_and_on_nothing_else() -> None:
    amara, ben = member(AMARA), member(BEN)
    shares = {share(rules.serendipity, amara, ben, seed=seed) for seed in range(200)}
    assert len(shares) > 60
    assert min(shares) >= 0


def test_a_round_of_long_ago_is_replayed_with_the_chance_it_had() -> None:
    dealt = [share(rules.serendipity, member(AMARA), member(BEN), seed=seed) for seed in (0, 1, -7, 2**70)]
    assert dealt == [0, 96, 20, 100]


def test_chance_is_dealt_out_evenly() -> None:
    columns, past = thirty_people()
    chance = np.arange(256)
    rows, other = replace(columns, chance=chance[:, None]), replace(columns, chance=chance[None, :])
    shares = rules.serendipity(rows, other, past)
    assert (shares.min(), shares.max()) == (0, 100)
    assert np.bincount(shares.ravel(), minlength=101).min() > 256 * 256 / 101 / 2


def test_a_weight_can_be_changed_or_switched_off() -> None:
    usual = {rule.name: rule.weight for rule in rules.RULES}
    changed = {rule.name: rule.weight for rule in rules.rules_of({"repeat": -3, "newcomer": 0})}
    assert changed == {name: weight for name, weight in usual.items() if name != "newcomer"} | {"repeat": -3}


def test_every_weight_by_default_is_one_that_could_be_set() -> None:
    assert rules.rules_of({rule.name: rule.weight for rule in rules.RULES}) == rules.RULES


def test_a_fresh_repeat_costs_more_than_all_else_can_make_up_for_and_after_a_year_a_department() -> None:
    weights = {rule.name: rule.weight for rule in rules.RULES}
    # Of the three rules about a season two people can meet two halves at most: one season each.
    seasons = [weight for name, weight in weights.items() if name.startswith("season_")]
    together = sum(weights.values()) - weights["repeat"] - sum(seasons) + max(seasons)
    assert weights["repeat"] > 3 * together
    (left_after_a_year,) = freshness(np.array([26])).tolist()
    department = 100 * weights["different_department"]
    assert department <= weights["repeat"] * left_after_a_year < 1.5 * department


def test_departments_count_most_then_grades_then_people_and_chance_the_least() -> None:
    ordered = [
        "different_department",
        "rare_departments",
        "grade_distance",
        "waited",
        "newcomer",
        "same_site",
    ]
    weights = {rule.name: rule.weight for rule in rules.RULES}
    assert [weights[name] for name in (*ordered, "serendipity")] == [40, 40, 15, 10, 10, 6, 1]

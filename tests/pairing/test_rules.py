from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing import rules
from pairing.columns import columns_of, freshness, past_of
from pairing.history import History, Introduction
from pairing.people import Ladder, Member
from tests.cast import AMARA, BEN, CHIDI, DANA, EFUA, LADDER, member, person
from tests.pairing.pools import introduced, random_history, random_pool, seeded, someone

NEW = History()


def share(
    rule: rules.Rule, a: Member, b: Member, history: History = NEW, number: int = 5, seed: int = 0
) -> int:
    columns = columns_of((a, b), LADDER, history, number, seed)
    past = past_of((a, b), columns, history, number)
    one, other = (columns.take(np.array([place])) for place in (0, 1))
    given_here, given_there = int(rule(one, other, past)[0]), int(rule(other, one, past)[0])
    assert given_here == given_there, "a rule favours neither of the two"
    return given_here


@pytest.mark.parametrize("rule", rules.RULES)
def test_a_rule_says_the_same_of_a_block_and_of_a_list_and_stays_within_its_share(rule: rules.Rule) -> None:
    chance = seeded(1)
    members = random_pool(30, chance)
    history = random_history(members, 4, chance)
    columns = columns_of(members, LADDER, history, 4, 9)
    past = past_of(members, columns, history, 4)
    everyone = np.arange(30)
    block = rule(columns.take(everyone[:, None]), columns.take(everyone[None, :]), past)
    a, b = (side.ravel() for side in np.indices((30, 30)))
    listed = rule(columns.take(a), columns.take(b), past)
    assert (block.ravel() == listed).all()
    assert block.shape == (30, 30)
    assert (block == block.T).all()
    assert block.dtype == np.int64
    assert -1000 <= block.min() <= block.max() <= 100


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


def test_a_ladder_of_nothing_makes_grades_say_nothing() -> None:
    columns = columns_of((member(AMARA), member(BEN)), Ladder(), NEW, 0, 0)
    assert columns.grade.tolist() == [-1, -1]


def test_departments_that_met_often_for_their_size_count_less() -> None:
    amara, ben = member(AMARA), member(BEN)
    met = Introduction(1, ("someone", "gone"), ("Nursing", "pharmacy"))
    assert share(rules.rare_departments, amara, ben) == 100
    assert share(rules.rare_departments, amara, ben, History((met,))) == 50
    assert share(rules.rare_departments, amara, ben, History((met,) * 4)) == 20
    assert (
        share(rules.rare_departments, amara, ben, History((Introduction(1, ("a", "b"), ("Nursing", "")),)))
        == 100
    )


def test_departments_of_a_trio_count_as_three_pairs() -> None:
    trio = introduced(1, member(AMARA), member(BEN), member(CHIDI))
    for a, b in ((AMARA, BEN), (BEN, CHIDI), (AMARA, CHIDI)):
        assert share(rules.rare_departments, member(a), member(b), History((trio,))) == 50
        assert share(rules.repeat, member(a), member(b), History((trio,)), number=1) == -100
    assert share(rules.rare_departments, member(AMARA), member(DANA), History((trio,))) == 100


def test_two_of_one_department_are_never_a_rare_meeting() -> None:
    assert share(rules.rare_departments, someone(0), someone(4)) == 0


def test_a_repeat_is_dear_at_first_and_half_as_dear_after_eight_rounds() -> None:
    amara, ben = member(AMARA), member(BEN)
    met = History((introduced(2, amara, ben),))
    costs = [share(rules.repeat, amara, ben, met, number) for number in (2, 10, 18, 26)]
    assert costs == [-100, -50, -25, -12]
    assert share(rules.repeat, amara, member(CHIDI), met) == 0
    assert share(rules.repeat, amara, ben, History((introduced(2, amara, ben),) * 30), 2) == -1000


@given(st.integers(-3, 400))
def test_a_repeat_never_gets_dearer_again(rounds: int) -> None:
    assert 100 >= freshness(rounds) >= freshness(rounds + 1) >= 0


def test_within_half_a_year_each_round_makes_a_repeat_cheaper() -> None:
    assert all(older < newer for newer, older in pairwise(freshness(ago) for ago in range(16)))


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
    assert share(rules.waited, member(AMARA), member(BEN), waiting, number=7) == 12
    assert share(rules.waited, member(AMARA), member(BEN), waiting, number=40) == 0
    assert share(rules.waited, member(AMARA), member(BEN), waiting, number=4) == 0
    assert share(rules.waited, member(BEN), member(CHIDI), waiting) == 0


def test_somebody_new_meets_somebody_experienced() -> None:
    three = History(tuple(introduced(number, member(BEN), member(EFUA)) for number in range(3)))
    assert share(rules.newcomer, member(AMARA), member(BEN), three) == 100
    assert share(rules.newcomer, member(AMARA), member(CHIDI), three) == 0
    assert share(rules.newcomer, member(BEN), member(EFUA), three) == 0


def test_chance_depends_on_the_seed_and_on_nothing_else() -> None:
    amara, ben = member(AMARA), member(BEN)
    shares = {share(rules.serendipity, amara, ben, seed=seed) for seed in range(200)}
    assert len(shares) > 60
    assert min(shares) >= 0
    assert share(rules.serendipity, amara, ben, seed=-7) == share(rules.serendipity, amara, ben, seed=-7)


def test_a_weight_can_be_changed_or_switched_off() -> None:
    assert rules.weights_of({})[rules.repeat] == 400
    changed = rules.weights_of({"repeat": -3, "newcomer": 0})
    assert changed[rules.repeat] == -3
    assert rules.newcomer not in changed


def test_every_weight_by_default_is_one_that_could_be_set() -> None:
    assert (
        rules.weights_of({rules.name_of(rule): weight for rule, weight in rules.RULES.items()}) == rules.RULES
    )

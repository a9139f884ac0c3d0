from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pairing.may_meet
from pairing.history import History
from pairing.match import match
from pairing.may_meet import Boundaries, Refusal, all_may_meet
from pairing.people import Member, OddPool, Person, Status
from pairing.pool import PoolError
from pairing.rules import RULES, WeightError
from tests.cast import member, programme
from tests.pairing.pools import (
    after,
    apart,
    boundaries,
    introduced,
    pairs_in,
    pool,
    random_history,
    random_pool,
    seeded,
    someone,
    with_weights,
)

if TYPE_CHECKING:
    from random import Random
from tests.pairing.checked import points_table, proper

SIT_OUT = programme(odd_pool=OddPool.SIT_OUT)
TRIO = programme(odd_pool=OddPool.TRIO)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 14), st.sampled_from((0.0, 0.4)), st.randoms())
def test_the_order_of_the_input_does_not_matter(seed: int, size: int, share: float, shuffled: Random) -> None:
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = random_history(members, 2, chance)
    around = boundaries(2, exclusions=apart(members, share, chance))
    first = match(members, TRIO, history, around, seed)
    others = shuffled.sample(members, size)
    told = History(
        tuple(shuffled.sample(history.introductions, len(history.introductions))),
        dict(reversed(list(history.sat_out.items()))),
        history.stood_up,
    )
    assert match(others, TRIO, told, around, seed) == first


def test_another_process_pairs_the_same_people() -> None:
    told = (
        "from tests.pairing.pools import *; from tests.cast import programme;"
        "from pairing.match import match; from pairing.history import History;"
        "quiet = with_weights(programme(), serendipity=0);"
        "print(match(pool(61), quiet, History(), boundaries(), 4))"
    )
    printed = {
        subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True).stdout
        for _ in range(2)
    }
    assert len(printed) == 1


def test_the_digest_changes_with_anything_that_goes_in() -> None:
    one, two = pool(4), [*pool(3), someone(3, site="Elsewhere")]
    history = History((introduced(0, *one[:2]),))
    digests = {
        match(one, TRIO, History(), boundaries(1), 1).digest,
        match(two, TRIO, History(), boundaries(1), 1).digest,
        match(one, SIT_OUT, History(), boundaries(1), 1).digest,
        match(one, TRIO, history, boundaries(1), 1).digest,
        match(one, TRIO, History(), boundaries(2), 1).digest,
        match(
            one, TRIO, History(), boundaries(1, tried=frozenset({frozenset({"p0000", "p0001"})})), 1
        ).digest,
        match(one, TRIO, History(), boundaries(1), 2).digest,
    }
    assert len(digests) == 7


def test_the_seed_settles_ties() -> None:
    alike = [someone(number, department="Nursing", grade="", site="") for number in range(12)]
    paired = {tuple(pairs_in(match(alike, TRIO, History(), boundaries(), seed))) for seed in range(8)}
    assert len(paired) == 8


def test_nobody_and_one_person_are_valid_pools() -> None:
    empty = match([], TRIO, History(), boundaries(), 0)
    assert (empty.pairings, empty.sitting_out, empty.score, empty.gap) == ((), (), 0, 0.0)
    alone = match(pool(1), TRIO, History(), boundaries(), 0)
    assert (alone.pairings, alone.sitting_out, alone.bound) == ((), ("p0000",), 0)


@pytest.mark.parametrize("size", [2, 5, 9])
@pytest.mark.parametrize("odd_pool", list(OddPool))
def test_nobody_is_paired_where_everybody_is_excluded_or_nothing_can_be_read(
    size: int, odd_pool: OddPool
) -> None:
    members = pool(size)
    for exclusions in (apart(members, 1.1, seeded(0)), None):
        matching = match(
            members, programme(odd_pool=odd_pool), History(), boundaries(exclusions=exclusions), 0
        )
        assert matching.pairings == ()
        assert len(matching.sitting_out) == size


def test_those_who_do_not_take_part_are_neither_paired_nor_sitting_out() -> None:
    here = pool(4)
    away = [
        Member(someone(10).person, status=Status.PAUSED),
        Member(someone(11).person, status=Status.LEFT),
        Member(someone(12).person, skips_round=0),
        someone(13),
        Member(Person("T2", "p0001", "Somebody elsewhere")),
    ]
    matching = match([*here, *away], TRIO, History(), boundaries(spent=frozenset({"p0013"})), 0)
    assert {who for each in matching.pairings for who in each.people} == {each.id for each in here}
    assert matching.sitting_out == ()


def test_a_manager_of_everybody_sits_out_and_the_others_meet() -> None:
    manager = someone(0)
    reports = [someone(number, manager_id=manager.person.staff_id) for number in range(1, 41)]
    matching = match([manager, *reports], TRIO, History(), boundaries(), 3)
    assert matching.sitting_out == (manager.id,)
    assert len(matching.pairings) == 20


def test_people_without_a_staff_id_manage_nobody() -> None:
    members = [someone(number, staff_id="", manager_id="") for number in range(6)]
    assert len(match(members, TRIO, History(), boundaries(), 0).pairings) == 3


def test_a_hard_rule_that_no_list_holds_is_obeyed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    known = pairing.may_meet.refusal
    members = pool(9)

    def stricter(a: Member, b: Member, around: Boundaries) -> Refusal | None:
        alike = a.person.department != b.person.department
        return Refusal.NO_ROOM if alike else known(a, b, around)

    monkeypatch.setattr(pairing.may_meet, "refusal", stricter)
    matching = match(members, TRIO, History(), boundaries(), 0)
    proper(matching, members, boundaries())
    assert [len(each.people) for each in matching.pairings] == [3, 2, 2, 2]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 13), st.sampled_from((0.0, 0.3, 0.7)), st.integers(0, 3))
def test_only_a_trio_takes_in_those_left_over_and_never_two_of_them(
    seed: int, size: int, share: float, rounds: int
) -> None:
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = random_history(members, rounds, chance)
    around = boundaries(rounds, exclusions=apart(members, share, chance))
    matching, in_pairs = (match(members, each, history, around, seed) for each in (TRIO, SIT_OUT))
    proper(matching, members, around)
    trios = [each for each in matching.pairings if len(each.people) == 3]
    assert len(matching.pairings) == len(in_pairs.pairings)
    assert len(in_pairs.sitting_out) == len(matching.sitting_out) + len(trios)
    assert all(len(each.people) == 2 for each in in_pairs.pairings)
    known = {each.id: each for each in members}
    pairs_left = [each.people for each in matching.pairings if len(each.people) == 2]
    for who, pair in ((who, pair) for who in matching.sitting_out for pair in pairs_left):
        assert not all_may_meet((known[each] for each in (who, *pair)), around)


def test_a_trio_joins_the_pair_that_suits_best() -> None:
    members, history = pool(7), History()
    of_people = {"rare_departments": 0}
    points = points_table(members, history, 0, 5, of_people)
    matching = match(members, with_weights(TRIO, **of_people), history, boundaries(), 5)
    alone = match(members, with_weights(SIT_OUT, **of_people), history, boundaries(), 5)
    left = int(alone.sitting_out[0][1:])
    pairs = [tuple(int(who[1:]) for who in each.people if int(who[1:]) != left) for each in matching.pairings]
    trio = next(each for each in matching.pairings if len(each.people) == 3)
    best = max(pairs, key=lambda pair: points[left][pair[0]] + points[left][pair[1]])
    assert {int(who[1:]) for who in trio.people} == {left, *best}
    assert trio.score == sum(points[a][b] for a, b in combinations(sorted((left, *best)), 2))


@pytest.mark.parametrize("size", range(3, 16, 2))
def test_nobody_sits_out_twice_before_everybody_did_once(size: int) -> None:
    members, history = pool(size), History()
    out: list[str] = []
    for number in range(30):
        matching = match(members, SIT_OUT, history, boundaries(number), number)
        history = after(history, number, matching, members)
        out += matching.sitting_out
    assert len(out) == 30
    for at in range(0, 30 - size + 1, size):
        assert len(set(out[at : at + size])) == size


def test_somebody_new_is_not_left_over_in_their_first_round() -> None:
    members = pool(4)
    history = after(History(), 0, match(members, SIT_OUT, History(), boundaries(0), 0), members)
    for seed in range(6):
        matching = match([*members, someone(9)], SIT_OUT, history, boundaries(1), seed)
        assert matching.sitting_out != ("p0009",)


@pytest.mark.parametrize("size", [5, 7, 9, 15])
def test_turns_in_a_trio_are_shared_out(size: int) -> None:
    members, history = pool(size), History()
    turns = dict.fromkeys((each.id for each in members), 0)
    for number in range(20):
        matching = match(members, TRIO, history, boundaries(number), number)
        assert matching.sitting_out == ()
        history = after(history, number, matching, members)
        for who in next(each.people for each in matching.pairings if len(each.people) == 3):
            turns[who] += 1
    assert max(turns.values()) - min(turns.values()) <= 2


@pytest.mark.parametrize("odd_pool", list(OddPool))
@pytest.mark.parametrize("size", range(2, 13))
def test_a_small_pool_never_runs_dry(size: int, odd_pool: OddPool) -> None:
    members, history, around = pool(size), History(), programme(odd_pool=odd_pool)
    met: dict[tuple[str, str], int] = {}
    for number in range(60):
        matching = match(members, around, history, boundaries(number), number)
        assert len(matching.pairings) == size // 2
        history = after(history, number, matching, members)
        for pair in pairs_in(matching):
            met[pair] = met.get(pair, 0) + 1
    assert len(met) == size * (size - 1) // 2, "everybody met everybody"


def test_nobody_meets_again_while_there_is_somebody_new() -> None:
    members, history, met = pool(30), History(), set[tuple[str, str]]()
    for number in range(12):
        matching = match(members, TRIO, history, boundaries(number), number)
        assert met.isdisjoint(pairs_in(matching))
        met.update(pairs_in(matching))
        history = after(history, number, matching, members)


def test_people_who_left_do_not_disturb_the_history() -> None:
    gone = [someone(number, department="Closed") for number in (90, 91)]
    history = History((introduced(0, *gone), introduced(0, gone[0], someone(1))), {"p0090": (0,)})
    assert len(match(pool(6), TRIO, history, boundaries(1), 0).pairings) == 3


def test_the_same_person_twice_is_refused() -> None:
    with pytest.raises(PoolError, match="once"):
        match([*pool(3), someone(2)], TRIO, History(), boundaries(), 0)


@pytest.mark.parametrize("weight", [float("nan"), 1.5, 1001, -1001, True, "40"])
def test_a_weight_that_is_no_sensible_number_is_refused(weight: int) -> None:
    with pytest.raises(WeightError, match="repeat must be a whole number"):
        match(pool(4), programme(weights={"repeat": weight}), History(), boundaries(), 0)


def test_a_weight_for_a_rule_that_does_not_exist_is_refused() -> None:
    with pytest.raises(WeightError, match="no rule called 'star_sign'"):
        match(pool(4), programme(weights={"star_sign": 3}), History(), boundaries(), 0)


def test_the_reasons_are_the_rules_that_counted() -> None:
    members = [member(someone(1).person), member(someone(3).person)]
    (pair,) = match(members, TRIO, History((introduced(0, *members),)), boundaries(1), 0).pairings
    given = [reason.rule for reason in pair.reasons]
    assert given[0] == "different_department"
    assert given[-1] == "repeat"
    assert [reason.points for reason in pair.reasons] == sorted(
        (reason.points for reason in pair.reasons), reverse=True
    )
    switched_off = programme(weights={"repeat": 0, "serendipity": 0})
    (pair,) = match(members, switched_off, History((introduced(0, *members),)), boundaries(1), 0).pairings
    assert {"repeat", "serendipity"}.isdisjoint(reason.rule for reason in pair.reasons)


def test_with_every_rule_off_everybody_is_still_paired() -> None:
    nothing = programme(weights={rule.name: 0 for rule in RULES})
    matching = match(pool(31), nothing, History(), boundaries(), 0)
    assert [len(each.people) for each in matching.pairings].count(2) == 14
    assert matching.score == matching.bound == 0

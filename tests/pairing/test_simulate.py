from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from pairing.match import match
from pairing.people import OddPool
from pairing.simulate import CROSSBREW, WAYS, Played, Setting, play
from tests.cast import programme
from tests.pairing.pools import pool

if TYPE_CHECKING:
    from typing import Any

    from pairing.plain_ways import Seated


def setting(size: int = 40, **changes: Any) -> Setting:
    """So many people, and the usual turnout."""
    return Setting(**{"members": tuple(pool(size)), "programme": programme(), "seed": 7, **changes})


def played(of: Setting, way: str = "shuffle", rounds: int = 6) -> list[Played]:
    return list(play(of, WAYS[way], rounds))


@pytest.mark.parametrize("way", WAYS)
def test_the_same_seed_plays_the_same_year(way: str) -> None:
    assert played(setting(), way) == played(setting(), way)
    assert played(setting(), way) != played(setting(seed=8), way)


def test_every_way_meets_the_same_turnouts() -> None:
    turnouts = [[[who.id for who in each.present] for each in played(setting(), way)] for way in WAYS]

    assert all(turnout == turnouts[0] for turnout in turnouts)


def test_about_the_share_that_is_asked_for_takes_part_and_not_always_the_same() -> None:
    rounds = played(setting(400), rounds=4)

    assert all(0.78 < len(each.present) / 400 < 0.92 for each in rounds)
    assert all(one.present != other.present for one, other in pairwise(rounds))
    assert len(played(setting(turnout=100))[0].present) == 40


def test_the_order_in_which_members_are_listed_does_not_matter() -> None:
    assert played(setting(members=tuple(reversed(pool(40))))) == played(setting())


def test_each_round_looks_back_on_all_before_it() -> None:
    rounds = played(setting(9, programme=programme(odd_pool=OddPool.SIT_OUT), turnout=100))
    departments = {member.id: member.person.department for member in pool(9)}

    for number, each in enumerate(rounds, 1):
        past = each.before.introductions
        assert each.number == number
        assert [one.people for one in past] == [
            group for r in rounds[: number - 1] for group in r.seated.groups
        ]
        assert all(one.departments == tuple(departments[who] for who in one.people) for one in past)
        out = [(who, r.number) for r in rounds[: number - 1] for who in r.seated.sitting_out]
        assert sorted(out) == sorted((who, at) for who, ats in each.before.sat_out.items() for at in ats)


def test_where_a_pair_falls_silent_one_of_the_two_is_stood_up() -> None:
    first, second, third = played(setting(10, turnout=100, silent=100), rounds=3)

    for before, after in ((first, second), (second, third)):
        stood_up = {who for who, ats in after.before.stood_up.items() if before.number in ats}
        silent = {who.id for who in after.present if who.silent_rounds} - stood_up
        assert [sum(who in stood_up for who in pair) for pair in before.seated.groups] == [1] * 5
        assert all(any(who in stood_up for who in pair) for pair in before.seated.groups)
        assert len(silent | stood_up) >= 5


def test_silent_rounds_are_counted_in_a_row_and_end_with_a_word() -> None:
    rounds = played(setting(4, turnout=100, silent=100), rounds=6)

    for before, after in pairwise(rounds):
        stood_up = {who for who, ats in after.before.stood_up.items() if before.number in ats}
        counted = {who.id: who.silent_rounds for who in before.present}
        assert {who.id: who.silent_rounds for who in after.present} == {
            who: 0 if who in stood_up else times + 1 for who, times in counted.items()
        }


def test_nobody_is_stood_up_in_a_trio_or_where_everybody_writes() -> None:
    in_threes = played(setting(3, turnout=100, silent=100), rounds=2)
    quiet = played(setting(20, silent=0), rounds=2)

    assert [len(group) for group in in_threes[0].seated.groups] == [3]
    assert not in_threes[1].before.stood_up
    assert not quiet[1].before.stood_up


def test_somebody_who_is_away_stays_as_silent_as_they_were() -> None:
    rounds = played(setting(10, turnout=60, silent=100), rounds=8)
    last: dict[str, int] = {}

    for before, after in pairwise(rounds):
        last |= {who.id: who.silent_rounds for who in before.present}
        seen = {who for group in before.seated.groups for who in group}
        for who in after.present:
            if who.id in last and who.id not in seen:
                assert who.silent_rounds == last[who.id]
        last = {who: times for who, times in last.items() if who not in seen}


def test_a_way_is_called_once_a_round_with_its_day_and_its_own_seed() -> None:
    calls: list[tuple[int, Any, int]] = []

    def watched(*inputs: Any) -> Seated:
        calls.append((inputs[3].round_number, inputs[3].day, inputs[4]))
        return WAYS["shuffle"](*inputs)

    list(play(setting(), watched, 3))
    numbers, days, seeds = zip(*calls, strict=True)

    assert numbers == (1, 2, 3)
    assert [(after - before).days for before, after in pairwise(days)] == [14, 14]
    assert len(set(seeds)) == 3


def test_crossbrews_way_is_the_matcher() -> None:
    of = setting(21)
    for each in play(of, WAYS[CROSSBREW], 2):
        told = match(
            each.present, of.programme, each.before, of.boundaries(each.number), of.seed_of(each.number)
        )
        assert each.seated.groups == tuple(one.people for one in told.pairings)
        assert (each.seated.sitting_out, each.seated.gap) == (told.sitting_out, told.gap)
        assert each.seated.proof is told.proof


def test_a_seed_below_zero_is_a_seed_too() -> None:
    assert played(setting(seed=-3), rounds=2)

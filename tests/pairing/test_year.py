from __future__ import annotations

from dataclasses import replace
from statistics import mean
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.history import History
from pairing.match import match
from pairing.matching import Proof
from pairing.people import Member
from pairing.plain_ways import Seated
from pairing.simulate import CROSSBREW, WAYS, Played, Setting, play
from pairing.year import always_new, figures, round_reached, turns
from tests.cast import CAST, programme
from tests.pairing.pools import pool, random_pool, seeded, with_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.year import Figures

AMARA, BEN, CHIDI, DANA, EFUA = (Member(who) for who in CAST)
FIVE = Setting((AMARA, BEN, CHIDI, DANA, EFUA), programme(), seed=1)
"""Five departments; bands 5, 7, 3, 8a and 6."""


def round_of(number: int, *groups: Sequence[Member], out: Sequence[Member] = (), **before: Any) -> Played:
    """A round in which these meet and these sit out."""
    present = tuple(sorted((*(who for group in groups for who in group), *out), key=lambda who: who.id))
    seated = Seated(
        tuple(tuple(sorted(who.id for who in group)) for group in groups), tuple(who.id for who in out)
    )
    return Played(number, present, History(**before), seated)


def of(*rounds: Played, setting: Setting = FIVE) -> list[Figures]:
    return list(figures(setting, rounds))


def test_a_round_is_counted() -> None:
    [one] = of(round_of(1, (AMARA, BEN), (CHIDI, DANA), out=[EFUA]))

    assert (one.number, one.people, one.introductions, one.couples) == (1, 5, 2, 2)
    assert (one.trios, one.sitting_out, one.repeats) == (0, 1, 0)
    assert (one.possible, one.joined, one.crossing) == (10, 2, 2)
    assert (one.graded, one.mixed, one.mix) == (2, 1, 0.5)  # 5 and 7 are two apart, 3 and 8a five
    assert (one.gap, one.proof, one.is_best) == (None, None, False)


def test_three_who_meet_are_three_couples() -> None:
    [one] = of(round_of(1, (AMARA, BEN, CHIDI)))

    assert (one.introductions, one.couples, one.trios, one.joined, one.most) == (1, 3, 1, 3, 3)


def test_departments_are_joined_once_however_often_they_meet() -> None:
    first, second, third = of(
        round_of(1, (AMARA, BEN)), round_of(2, (AMARA, BEN), (CHIDI, DANA)), round_of(3, (AMARA, EFUA))
    )

    assert [one.joined for one in (first, second, third)] == [1, 2, 3]
    assert [one.most for one in (first, second, third)] == [1, 3, 4]


def test_who_has_no_department_or_grade_joins_and_mixes_nothing() -> None:
    unknown = replace(AMARA.person, department="", grade="MC46")
    nobody = Setting((Member(unknown), BEN), programme(), seed=1)
    [one] = of(round_of(1, (Member(unknown), BEN)), setting=nobody)

    assert (one.possible, one.joined, one.most, one.by_chance) == (0, 0, 0, 0)
    assert (one.crossing, one.crossing_by_chance, one.graded, one.mix) == (0, 0, 0, None)


def test_colleagues_do_not_cross_and_may_have_one_grade() -> None:
    colleague = Member(replace(AMARA.person, id="anna"))
    [one] = of(round_of(1, (AMARA, colleague)), setting=Setting((AMARA, colleague, BEN), programme(), 1))

    assert (one.possible, one.joined, one.crossing, one.crossing_by_chance) == (1, 0, 0, 0)
    assert (one.graded, one.mixed) == (1, 0)


@pytest.mark.parametrize(("apart", "repeats"), [(1, 1), (26, 1), (27, 0)])
def test_a_repeat_is_one_within_a_year(apart: int, repeats: int) -> None:
    one, other = of(round_of(1, (AMARA, BEN)), round_of(1 + apart, (BEN, AMARA)))

    assert (one.repeats, other.repeats) == (0, repeats)


def test_a_repeat_counts_from_the_last_time() -> None:
    assert [one.repeats for one in of(*(round_of(number, (AMARA, BEN)) for number in (1, 20, 40, 70)))] == [
        0,
        1,
        1,
        0,
    ]


def test_chance_is_what_shuffles_come_to_on_average() -> None:
    setting = Setting(tuple(pool(30)), programme(), seed=1, turnout=80)
    shuffled = [
        list(figures(replace(setting, seed=seed), play(replace(setting, seed=seed), WAYS["shuffle"], 2)))
        for seed in range(150)
    ]

    for number in (0, 1):
        rounds = [one[number] for one in shuffled]
        assert mean(one.joined for one in rounds) == pytest.approx(
            mean(one.by_chance for one in rounds), abs=0.2
        )
        crossing = mean(one.crossing for one in rounds)
        assert crossing == pytest.approx(mean(one.crossing_by_chance for one in rounds), rel=0.05)


@given(st.integers(0, 10**9), st.integers(2, 20), st.sampled_from(sorted(WAYS)))
@settings(max_examples=40, deadline=None)
def test_no_way_joins_more_than_the_most(seed: int, size: int, way: str) -> None:
    setting = Setting(tuple(random_pool(size, seeded(seed))), programme(), seed)
    joined = 0
    for one in figures(setting, play(setting, WAYS[way], 4)):
        assert joined <= one.joined <= one.most <= one.possible
        assert 0 <= one.by_chance <= one.possible
        assert one.mixed <= one.graded <= one.couples
        assert one.crossing <= one.couples
        joined = one.joined


@pytest.mark.parametrize("weights", [{}, {"rare_departments": 0}])
def test_points_are_counted_as_the_matcher_counts_them(weights: dict[str, int]) -> None:
    setting = Setting(tuple(pool(25)), with_weights(programme(), **weights), seed=5)
    for one, each in zip(
        figures(setting, play(setting, WAYS[CROSSBREW], 4)), play(setting, WAYS[CROSSBREW], 4), strict=True
    ):
        told = match(
            each.present,
            setting.programme,
            each.before,
            setting.boundaries(each.number),
            setting.seed_of(each.number),
        )
        assert one.points == told.score
        assert one.is_best is (told.proof is Proof.PROVEN and told.gap == 0)


def test_a_round_of_nobody_is_a_round_too() -> None:
    [one] = of(round_of(1))

    assert (one.people, one.couples, one.joined, one.most, one.points, one.mix) == (0, 0, 0, 0, 0, None)
    assert one.by_chance == one.crossing_by_chance == 0


def test_who_was_in_trios_and_who_sat_out_is_counted_by_person() -> None:
    told = turns(
        [
            round_of(1, (AMARA, BEN, CHIDI), (DANA, EFUA)),
            round_of(2, (AMARA, DANA, EFUA), out=[BEN]),
            round_of(3, (AMARA, DANA), out=[BEN, CHIDI], sat_out={"ben": (2,)}),
        ]
    )

    assert (told.most_trios, told.most_sat_out, told.sat_out) == (2, 2, 3)
    assert turns([]).most_trios == turns([]).most_sat_out == 0


def test_it_is_unfair_to_sit_out_again_before_somebody_else_did_once() -> None:
    before = list(play(replace(FIVE, turnout=100), WAYS["shuffle"], 2))[1].before.introductions
    again = {"introductions": before, "sat_out": {"efua": (1,)}}

    assert turns([round_of(2, (AMARA, BEN), (CHIDI, DANA), out=[EFUA], **again)]).unfair == 1
    assert turns([round_of(2, (AMARA, BEN), (CHIDI, EFUA), out=[DANA], **again)]).unfair == 0


def test_it_is_fair_where_everybody_else_had_their_turn_or_is_there_for_the_first_time() -> None:
    all_had = {"introductions": (), "sat_out": {who.id: (1,) for who in FIVE.members}}
    others_are_new = {"introductions": (), "sat_out": {"efua": (1,)}}

    for before in (all_had, others_are_new):
        assert turns([round_of(2, (AMARA, BEN), (CHIDI, DANA), out=[EFUA], **before)]).unfair == 0


def test_a_share_is_reached_in_the_first_round_that_has_it() -> None:
    pairs = [(AMARA, BEN), (AMARA, CHIDI), (BEN, CHIDI)]
    three = Setting((AMARA, BEN, CHIDI), programme(), seed=1)
    rounds = of(*(round_of(number, pair) for number, pair in enumerate(pairs, 1)), setting=three)

    assert [round_reached(rounds, share) for share in (0.3, 0.5, 1)] == [1, 2, 3]
    assert round_reached(rounds[:2], 1) is None
    assert round_reached(of(round_of(1), setting=Setting((AMARA,), programme(), 1)), 1) is None


def test_fifty_four_people_are_enough_for_a_year_of_new_faces() -> None:
    assert [always_new(rounds) for rounds in (1, 26, 130)] == [4, 54, 54]


def test_fifty_four_people_never_meet_again_within_a_year() -> None:
    setting = Setting(tuple(pool(54)), programme(), seed=3, turnout=100)

    assert sum(one.repeats for one in figures(setting, play(setting, WAYS[CROSSBREW], 26))) == 0

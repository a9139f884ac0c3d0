"""Whether everyone somebody meets is just like them, beside chance: by hand, and against real draws."""

from __future__ import annotations

import random
from statistics import mean
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reports.groups import LEAST_PEOPLE
from reports.own import FEWEST_MET, FEWEST_OTHERS, Alike, Likeness, mirror
from tests.cast import AMARA, LADDER, person

if TYPE_CHECKING:
    from pairing.people import Person

WARD, LAB = ("Nursing", "Band 5", "North"), ("Labs", "Band 8a", "South")
OTHERS = {WARD: 15, LAB: 25}


def of(*facts: tuple[str, str, str]) -> list[Person]:
    return [person(f"P{n}", dep, grade, site=site) for n, (dep, grade, site) in enumerate(facts)]


def test_what_was_met_stands_beside_what_chance_would_give() -> None:
    found = mirror(AMARA, of(WARD, WARD, LAB, LAB), OTHERS, LADDER)

    assert found == tuple(Alike(likeness, 4, 2, 4 * 15 / 40) for likeness in Likeness)


def test_grades_a_step_apart_are_as_good_as_alike_and_unknown_ones_only_if_they_are_the_same() -> None:
    near, far, odd = ("Labs", "6", "South"), ("Labs", "Band 7", "South"), ("Labs", "MC46", "South")
    others = {near: 20, far: 10, odd: 10}

    (grade,) = mirror(AMARA, of(near, far, odd), others, LADDER)
    (same,) = mirror(person("Ada", "", "mc 46", site=""), of(near, odd, odd), others, LADDER)

    assert grade == Alike(Likeness.GRADE, 3, 1, 3 * 20 / 40)
    assert same == Alike(Likeness.GRADE, 3, 2, 3 * 10 / 40)


def test_whoever_has_no_such_fact_counts_neither_way() -> None:
    nameless = ("", "", "")

    assert mirror(AMARA, of(WARD, WARD, LAB, nameless), OTHERS | {nameless: 100}, LADDER) == tuple(
        Alike(likeness, 3, 2, 3 * 15 / 40) for likeness in Likeness
    )
    assert mirror(person("Ada", "", "", site=""), of(WARD, LAB, LAB), OTHERS, LADDER) == ()


def test_nothing_is_said_from_too_few_meetings() -> None:
    assert mirror(AMARA, of(*[LAB] * (FEWEST_MET - 1)), OTHERS, LADDER) == ()
    assert mirror(AMARA, [], OTHERS, LADDER) == ()


def test_a_small_programme_is_not_given_away() -> None:
    met = of(WARD, LAB, LAB)
    least = FEWEST_OTHERS // 2

    assert mirror(AMARA, met, {WARD: least, LAB: least}, LADDER)
    assert mirror(AMARA, met, {WARD: least, LAB: least - 1}, LADDER) == ()


def test_a_small_group_is_not_given_away_nor_is_what_is_left_beside_it() -> None:
    met = of(WARD, LAB, LAB)

    assert mirror(AMARA, met, {WARD: LEAST_PEOPLE, LAB: 40}, LADDER)
    for few in (0, 1, LEAST_PEOPLE - 1):
        assert mirror(AMARA, met, {WARD: few, LAB: 40}, LADDER) == ()
        assert mirror(AMARA, met, {WARD: 40, LAB: few}, LADDER) == ()


@given(st.integers(10, 60), st.integers(10, 60), st.integers(3, 20))
def test_chance_is_what_blind_draws_come_to(like: int, unlike: int, met: int) -> None:
    chance = random.Random(like * 10_000 + unlike * 100 + met)  # noqa: S311 - drawing lots, not keys
    pool = [WARD] * like + [LAB] * unlike
    drawn = [chance.sample(pool, met).count(WARD) for _ in range(400)]

    (department, *_) = mirror(AMARA, of(*pool[:met]), {WARD: like, LAB: unlike}, LADDER)

    assert abs(mean(drawn) - department.chance) < 6 * (met**0.5 / 2) / 400**0.5

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise, permutations
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.answers import Certainty, Outcome
from reports.connections import best_share, chance_share, held_between, mix
from reports.metrics import tally
from reports.records import PairingRecord, Participant
from tests.reports.builders import drawn, pairing, programme, staff

if TYPE_CHECKING:
    from collections.abc import Sequence


def department(participant: Participant) -> str:
    return participant.department


def round_of(units: Sequence[str], shape: Sequence[int]) -> list[PairingRecord]:
    """People of these units, in this order, in introductions of these sizes."""
    people = [Participant(str(number), unit, "") for number, unit in enumerate(units)]
    edges = [sum(shape[:number]) for number in range(len(shape) + 1)]
    return [pairing(*people[start:end]) for start, end in pairwise(edges)]


def every_share(units: Sequence[str], shape: Sequence[int]) -> list[float]:
    """The crossing share of every way of dealing these people over the same places, one by one."""
    edges = [sum(shape[:number]) for number in range(len(shape) + 1)]
    slots = [pair for start, end in pairwise(edges) for pair in combinations(range(start, end), 2)]
    return [sum(deal[a] != deal[b] for a, b in slots) / len(slots) for deal in permutations(units)]


SHAPES = [
    ("aabbc", (2, 3)),
    ("aaabb", (2, 3)),
    ("aaabbcd", (2, 2, 3)),
    ("aaaabbc", (2, 2, 3)),
    ("aaaaaab", (2, 2, 3)),
    ("aaabbb", (3, 3)),
    ("aaaabb", (2, 2, 2)),
    ("aabbcd", (2, 2, 2)),
    ("aaaaabbc", (2, 3, 3)),
    ("aab", (3,)),
    ("aa", (2,)),
    ("aaaab", (5,)),
    ("aaaabbc", (3, 4)),
    ("aaabbcc", (3, 4)),
]


@pytest.mark.parametrize(("units", "shape"), SHAPES)
def test_chance_and_best_are_those_of_every_deal_of_the_people_over_places_as_they_were(
    units: str, shape: tuple[int, ...]
) -> None:
    shares = every_share(units, shape)

    assert chance_share(Counter(units)) == pytest.approx(mean(shares))
    assert best_share(round_of(units, shape), department) == pytest.approx(max(shares))


@pytest.mark.parametrize("units", ["aaabbcc", "aaaabbc", "aaabbcd"])
def test_beside_a_pair_introduced_late_the_best_of_tables_is_a_bound(units: str) -> None:
    assert best_share(round_of(units, (2, 5)), department) >= max(every_share(units, (2, 5)))


def test_chance_agrees_with_a_published_example_of_simpsons_index() -> None:
    # Five plants of a woodland quadrat, the worked example of the Offwell Woodland & Wildlife Trust:
    # 2, 8, 1, 1 and 3 of them give D = 64/210 = 0.3.
    assert 1 - chance_share(Counter(rush=2, holly=8, bramble=1, grass=1, sedge=3)) == pytest.approx(64 / 210)


def test_forty_equal_departments_cross_by_chance_in_975_of_1000() -> None:
    assert chance_share(Counter({str(number): 500 for number in range(40)})) == pytest.approx(0.975, abs=1e-4)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_with_pairs_alone_the_best_is_twice_the_share_outside_the_largest_group(sizes: list[int]) -> None:
    units = [str(unit) for unit, size in enumerate(sizes) for _ in range(2 * size)]
    pairs = round_of(units, [2] * (len(units) // 2))

    assert best_share(pairs, department) == pytest.approx(min(1, 2 * (1 - max(sizes) / sum(sizes))))


@given(st.integers(0, 2**32), st.lists(st.integers(0, 20), min_size=1, max_size=6), st.integers(0, 4))
def test_neither_truth_nor_chance_is_above_the_best(seed: int, sizes: list[int], rounds: int) -> None:
    records = drawn(seed, sizes, rounds)
    held, sent = (mix(records.pairings, department, held=held) for held in (True, False))

    assert sent.cross <= sent.best + 1e-9
    assert held.chance <= held.best + 1e-9
    assert sent.chance <= sent.best + 1e-9
    assert (held.total, sent.total) == tuple(
        sum(3 if len(each.people) == 3 else 1 for each in records.pairings if each.outcome in outcomes)
        for outcomes in ({Outcome.MET}, set(Outcome))
    )


def test_each_round_is_weighed_by_the_meetings_that_were_held_in_it() -> None:
    a, b, c, d = staff(Nursing=2, Pharmacy=2)
    silent = pairing(c, d, round_number=1, outcome=Outcome.UNKNOWN, certainty=Certainty.UNKNOWN)
    pairings = [pairing(a, c), pairing(b, d), pairing(a, b, round_number=1), silent]

    held, sent = (mix(pairings, department, held=held) for held in (True, False))

    assert (held.total, held.cross, sent.total, sent.cross) == (3, 2, 4, 2)
    assert (held.chance, sent.chance) == pytest.approx((3 * 2 / 3, 4 * 2 / 3))
    assert (held.best, sent.best) == pytest.approx((3, 4))


def test_a_trio_that_met_is_three_connections() -> None:
    a, b, c = staff(Nursing=2, Pharmacy=1)
    unmet = pairing(a, b, outcome=Outcome.NOT_MET)

    assert held_between([pairing(a, b, c), unmet], department) == {
        ("Nursing", "Nursing"): 1,
        ("Nursing", "Pharmacy"): 2,
    }


def test_a_pairing_of_one_or_of_the_same_person_twice_is_refused() -> None:
    a, b, *more = staff(Nursing=9)
    for people in ((a,), (a, a), (a, b, *more), (a, b, a)):
        with pytest.raises(ValueError, match="two to eight different people"):
            pairing(*people)


def test_people_are_reached_once_and_only_while_they_are_eligible() -> None:
    a, b, c, d = staff(Nursing=4)
    unmet = pairing(c, d, outcome=Outcome.NOT_MET, certainty=Certainty.ONE_SIDED)
    counted = tally(
        programme((a, b, d), [pairing(a, b), pairing(a, c, round_number=1), unmet], members=2, sat_out=1)
    )

    assert (counted.eligible, counted.members, counted.introductions) == (3, 2, 3)
    assert (counted.introduced, counted.reached, counted.sat_out) == (4, 2, 2)
    assert (counted.of(Outcome.MET), counted.of(Outcome.NOT_MET), counted.of(Outcome.UNKNOWN)) == (2, 1, 0)

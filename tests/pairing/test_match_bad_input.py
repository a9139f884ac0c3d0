"""What nobody should give the matcher: a named error or a stated default, never a wrong matching."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from pairing.columns import columns_of
from pairing.history import History, Introduction
from pairing.match import match
from pairing.may_meet import BoundaryError
from pairing.past import past_of
from pairing.people import Ladder, Member, OddPool, Status
from pairing.pool import PoolError
from pairing.rules import RULES, WeightError, rules_of
from pairing.scores import scores_of
from tests.cast import LADDER, programme
from tests.pairing.checked import proper
from tests.pairing.pools import boundaries, introduced, pairs_in, pool, seeded, someone, with_weights

if TYPE_CHECKING:
    from pairing.match import Matching

ODD_IDS = (
    "a",
    "a\N{RIGHT-TO-LEFT MARK}",
    "\N{RIGHT-TO-LEFT OVERRIDE}b",
    "n\0l",
    "n",
    "x" * 10_000,
    "x" * 9_999,
    "\ud800",
    "",
    " ",
    "é",
    "e\N{COMBINING ACUTE ACCENT}",
)
FAR = (-(2**70), -(2**63), -40, -1, 10**6, 2**63 - 1, 2**70)
NEW = History()
SIT_OUT = programme(odd_pool=OddPool.SIT_OUT)


def paired(members: list[Member], history: History = NEW, number: int = 3, seed: int = 0) -> Matching:
    """The matching, which is a proper one and the best there is."""
    around = boundaries(number)
    matching = match(members, programme(), history, around, seed)
    proper(matching, members, around)
    assert matching.gap == 0.0
    assert matching.sitting_out == ()
    return matching


@pytest.mark.parametrize(
    "weight",
    [
        float("nan"),
        float("inf"),
        -float("inf"),
        40.0,
        1.5,
        True,
        False,
        None,
        "40",
        10**9,
        10**400,
        1001,
        -1001,
    ],
    ids=lambda weight: str(weight)[:5],
)
def test_a_weight_that_is_no_whole_number_in_reach_is_named(weight: Any) -> None:
    with pytest.raises(WeightError, match="weight of same_site must be a whole number from -1000 to 1000"):
        match(pool(4), with_weights(programme(), same_site=weight), History(), boundaries(), 0)


def test_a_weight_of_a_rule_that_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(WeightError, match=r"no rule called 'star_sign'; the rules are .*repeat, same_hours"):
        match(pool(4), with_weights(programme(), star_sign=4), History(), boundaries(), 0)


@pytest.mark.parametrize("weight", [-1000, 1000])
@pytest.mark.parametrize("size", [40, 41])
def test_the_heaviest_weights_and_a_hundred_repeats_add_up_exactly(weight: int, size: int) -> None:
    members = pool(size)
    history = History(tuple(introduced(99, *members[:size:2]) for _ in range(100)), {"p0001": (98,)})
    weights = {rule.name: weight for rule in RULES}
    matching = match(members, with_weights(SIT_OUT, **weights), history, boundaries(100), 3)
    proper(matching, members, boundaries(100))
    columns = columns_of(members, LADDER, history, 100, 3)
    scores = scores_of(columns, past_of(members, columns, history, 100), rules_of(weights), ())
    left = int(matching.sitting_out[0][1:]) if size % 2 else -1
    rest = np.array([place for place in range(size) if place != left])
    graph = nx.Graph()
    for one, points in zip(rest.tolist(), scores.block(rest, rest).tolist(), strict=True):
        edges = zip(rest.tolist(), points, strict=True)
        graph.add_weighted_edges_from((one, other, gain) for other, gain in edges if one < other)
    best = nx.max_weight_matching(graph, maxcardinality=True)
    assert matching.linear == matching.bound == sum(graph.edges[pair]["weight"] for pair in best)


def test_a_grade_that_the_ladder_lacks_says_nothing() -> None:
    members = [someone(number, grade=f"Consultant {number}") for number in range(10)]
    assert all(
        reason.rule != "grade_distance" for each in paired(members).pairings for reason in each.reasons
    )
    nothing = match(pool(10), programme(ladder=Ladder()), History(), boundaries(), 0)
    assert {reason.rule for each in nothing.pairings for reason in each.reasons}.isdisjoint(
        {"grade_distance"}
    )


def test_people_of_whom_nothing_is_known_are_paired_all_the_same() -> None:
    members = [someone(number, department=" ", grade="", site="\t") for number in range(10)]
    rules = {reason.rule for each in paired(members).pairings for reason in each.reasons}
    assert rules <= {"serendipity"}


@pytest.mark.parametrize(
    "again", [someone(2), someone(2, site="Elsewhere"), replace(someone(2), status=Status.LEFT)]
)
def test_one_id_twice_is_refused_whoever_it_is(again: Member) -> None:
    with pytest.raises(PoolError, match="Give each member once; ids that are in the pool more than once: 1"):
        match([*pool(3), again], programme(), History(), boundaries(), 0)


def test_the_same_id_in_another_workspace_is_somebody_else() -> None:
    elsewhere = [Member(replace(each.person, workspace="T2")) for each in pool(4)]
    matching = match([*pool(4), *elsewhere], programme(), History(), boundaries(), 0)
    assert [len(each.people) for each in matching.pairings] == [2, 2]


@pytest.mark.parametrize("number", FAR)
def test_rounds_before_the_first_and_rounds_to_come_do_no_harm(number: int) -> None:
    members = pool(6)
    told = History((introduced(number, *members[:2]),), {"p0000": (number,)}, {"p0001": (number,)})
    paired(members, told)
    paired(members, told, number)
    paired(members, told, -number)
    paired(members, History((introduced(3, *members[:2]),), {"p0000": (3,)}), number)


def test_a_meeting_still_to_come_counts_as_one_of_now() -> None:
    members = pool(2)
    costs = [
        next(reason.points for reason in paired(members, met).pairings[0].reasons if reason.rule == "repeat")
        for met in (History((introduced(number, *members),)) for number in (3, 4, 10**9, 2**63 + 3, 2**70))
    ]
    assert costs == [-50_000] * 5


def test_who_sat_out_before_the_first_round_is_not_the_first_to_sit_out_again() -> None:
    members = pool(5)
    told = History((introduced(-9, *members),), {"p0000": (-5,)})
    for seed in range(6):
        assert match(members, SIT_OUT, told, boundaries(0), seed).sitting_out != ("p0000",)


def test_introductions_of_nobody_or_of_one_person_are_none() -> None:
    members = pool(6)
    odd = [
        Introduction(2, (), ()),
        Introduction(2, ("p0000",), ("Nursing",)),
        Introduction(2, ("p0000", "p0000"), ("Nursing", "Nursing")),
        Introduction(2, ("p0001", "gone"), ("Nowhere", "Nursing")),
        Introduction(2, ("gone", "gone too"), ()),
    ]
    told = History(tuple(odd), {"gone": (1,), "p0001": ()}, {"gone": (), "p0002": ()})
    known = paired(members, told)
    assert all(reason.rule != "repeat" for each in known.pairings for reason in each.reasons)


def test_who_stands_twice_in_an_introduction_met_the_other_twice() -> None:
    amara, ben = pool(2)
    twice = Introduction(2, (amara.id, amara.id, ben.id), ("Nursing", "Nursing", "Pharmacy"))
    (pair,) = paired([amara, ben], History((twice,)), 2).pairings
    assert {reason.rule: reason.points for reason in pair.reasons}["repeat"] == -100_000


def test_a_history_of_people_who_left_is_read_over() -> None:
    gone = [someone(number, department="Closed") for number in range(90, 98)]
    told = History(
        (introduced(0, *gone), introduced(1, gone[0], someone(1)), introduced(1, *gone[:3], someone(2)))
    )
    assert paired(pool(8), told).pairings == paired(pool(8), replace(told, sat_out={"p0090": (2,)})).pairings


@pytest.mark.parametrize("pair", [(), ("p0000",), ("gone", "p0000"), ("gone", "gone too")])
@pytest.mark.parametrize("kept", ["exclusions", "tried"])
def test_a_pair_that_lacks_somebody_keeps_nobody_apart(pair: tuple[str, ...], kept: str) -> None:
    around = boundaries(0, **{kept: frozenset({frozenset(pair)})})
    pairings = match(pool(2), programme(), History(), around, 0).pairings
    assert [each.people for each in pairings] == [("p0000", "p0001")]


@pytest.mark.parametrize("kept", ["exclusions", "tried"])
def test_three_people_kept_apart_at_once_are_refused_and_not_overlooked(kept: str) -> None:
    with pytest.raises(
        BoundaryError,
        match=r"^Three or more people are kept apart at once; give each two of them as a pair\.$",
    ):
        boundaries(0, **{kept: frozenset({frozenset(("p0000", "p0001", "p0002"))})})


def test_ids_and_facts_of_any_letters_are_told_apart() -> None:
    members = [
        someone(number, id=odd, department=odd, grade=odd, site=odd, staff_id=odd)
        for number, odd in enumerate(ODD_IDS)
    ]
    met = History(tuple(introduced(0, *members[at : at + 2]) for at in range(0, 12, 2)))
    around = boundaries(1, exclusions=frozenset({frozenset(ODD_IDS[:2]), frozenset(ODD_IDS[-2:])}))
    matching = match(members, programme(), met, around, 0)
    proper(matching, members, around)
    assert matching.sitting_out == ()
    before = {tuple(sorted(each.people)) for each in met.introductions}
    assert before.isdisjoint(pairs_in(matching))
    assert match(members[::-1], programme(), met, around, 0) == matching


@pytest.mark.parametrize("seed", [-1, -(2**200), 2**63, 2**200, 2**63 - 1, -(2**63)])
def test_any_whole_number_is_a_seed(seed: int) -> None:
    matching = paired(pool(9), seed=seed)
    assert matching.seed == seed
    assert matching == paired(pool(9), seed=seed)
    assert matching.digest != paired(pool(9), seed=seed + 2**63).digest


@pytest.mark.parametrize("silent", [-(2**70), -3, 0, 2**70])
def test_silent_rounds_of_any_number_only_weigh_on_who_waited(silent: int) -> None:
    members = [replace(each, silent_rounds=silent) for each in pool(8)]
    paired(members, History(sat_out={"p0000": (2,)}))


def test_one_staff_id_for_everybody_lets_nobody_meet_their_manager() -> None:
    members = [someone(number, staff_id="S", manager_id="S") for number in range(4)]
    matching = match(members, programme(), History(), boundaries(), 0)
    assert matching.pairings == ()
    own = [someone(number, manager_id=f"S-p{number:04}") for number in range(4)]
    assert len(paired(own).pairings) == 2


def test_as_many_departments_as_people_are_no_trouble() -> None:
    members = [someone(number, department=f"Team {number}") for number in range(200)]
    seeded(0).shuffle(members)
    assert all(len(each.people) == 2 for each in paired(members).pairings)

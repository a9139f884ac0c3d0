from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.may_meet import Boundaries, Refusal, all_may_meet, may_meet, refusal
from pairing.people import Member, Person, Status
from tests.cast import AMARA, BEN, CHIDI, member

DAY = date(2026, 1, 5)
OPEN = Boundaries(3, DAY, frozenset())
AMARA_AND_BEN = frozenset({frozenset({"amara", "ben"})})

IDS = st.sampled_from(["amara", "ben", "chidi", "dana"])
STAFF = st.sampled_from(["", "S1", "S2", "S3"])
PEOPLE = st.builds(
    Person,
    workspace=st.sampled_from(["T1", "T2"]),
    id=IDS,
    name=st.just("Somebody"),
    staff_id=STAFF,
    manager_id=STAFF,
)
MEMBERS = st.builds(
    Member,
    person=PEOPLE,
    status=st.sampled_from(Status),
    paused_until=st.none() | st.sampled_from([DAY + timedelta(days) for days in (-1, 0, 1)]),
    skips_round=st.none() | st.sampled_from([2, 3]),
)
PAIRS = st.frozensets(st.frozensets(IDS, min_size=2, max_size=2))
BOUNDARIES = st.builds(
    Boundaries,
    round_number=st.just(3),
    day=st.just(DAY),
    exclusions=st.none() | PAIRS,
    spent=st.frozensets(IDS),
    tried=PAIRS,
)


def in_the_round(each: Member) -> bool:
    back = each.status is Status.PAUSED and each.paused_until is not None and each.paused_until <= DAY
    return each.skips_round != 3 and (each.status is Status.ACTIVE or back)


@given(MEMBERS, MEMBERS, BOUNDARIES)
def test_nobody_meets_against_a_hard_rule(a: Member, b: Member, around: Boundaries) -> None:
    """Each hard rule is written out once more here, apart from the code it checks."""
    pair = {a.id, b.id}
    reports_to = any(
        one.person.manager_id and one.person.manager_id == other.person.staff_id
        for one, other in ((a, b), (b, a))
    )
    expected = (
        around.exclusions is not None
        and pair not in around.exclusions
        and pair not in around.tried
        and not pair & around.spent
        and len(pair) == 2
        and a.person.workspace == b.person.workspace
        and in_the_round(a)
        and in_the_round(b)
        and not reports_to
    )
    assert may_meet(a, b, around) is expected


@given(MEMBERS, MEMBERS, BOUNDARIES)
def test_it_does_not_matter_who_is_named_first(a: Member, b: Member, around: Boundaries) -> None:
    assert refusal(a, b, around) is refusal(b, a, around)


@given(st.lists(MEMBERS, max_size=4), BOUNDARIES)
def test_a_group_may_meet_when_every_two_of_it_may(group: list[Member], around: Boundaries) -> None:
    assert all_may_meet(group, around) is all(may_meet(a, b, around) for a, b in combinations(group, 2))


@given(MEMBERS, MEMBERS, BOUNDARIES)
def test_where_exclusions_cannot_be_read_nobody_meets(a: Member, b: Member, around: Boundaries) -> None:
    assert refusal(a, b, replace(around, exclusions=None)) is Refusal.UNREADABLE


@pytest.mark.parametrize(
    ("a", "b", "around", "why"),
    [
        (member(AMARA), member(BEN), OPEN, None),
        (member(AMARA), member(AMARA), OPEN, Refusal.SAME_PERSON),
        (member(AMARA), member(replace(AMARA, workspace="T2")), OPEN, Refusal.OTHER_WORKSPACE),
        (member(AMARA), member(BEN, status=Status.LEFT), OPEN, Refusal.NOT_TAKING_PART),
        (member(AMARA, skips_round=3), member(BEN), OPEN, Refusal.NOT_TAKING_PART),
        (member(AMARA), member(BEN), replace(OPEN, exclusions=AMARA_AND_BEN), Refusal.EXCLUDED),
        (member(AMARA), member(replace(BEN, manager_id="S-amara")), OPEN, Refusal.LINE_MANAGER),
        (member(AMARA), member(BEN), replace(OPEN, spent=frozenset({"ben"})), Refusal.NO_ROOM),
        (member(AMARA), member(BEN), replace(OPEN, tried=AMARA_AND_BEN), Refusal.ALREADY_TRIED),
        (member(AMARA), member(CHIDI), replace(OPEN, exclusions=AMARA_AND_BEN), None),
    ],
)
def test_the_reason_is_known_inside(a: Member, b: Member, around: Boundaries, why: Refusal | None) -> None:
    assert refusal(a, b, around) is why


def test_two_without_staff_ids_do_not_manage_each_other() -> None:
    a, b = (member(replace(who, staff_id="", manager_id="")) for who in (AMARA, BEN))
    assert may_meet(a, b, OPEN)

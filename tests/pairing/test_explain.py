from __future__ import annotations

import pytest

from pairing.explain import Fact, Why, told, why
from pairing.history import History
from pairing.match import Reason, match
from tests.cast import AMARA, BEN, CHIDI, EFUA, LADDER, member, person, programme
from tests.pairing.pools import boundaries

COUNTED = (
    Reason("different_department", 4000),
    Reason("grade_distance", 1500),
    Reason("same_site", 600),
    Reason("serendipity", 40),
    Reason("repeat", -900),
)


def test_one_thing_shared_and_one_thing_different() -> None:
    assert why([AMARA, BEN], COUNTED, LADDER) == Why(
        shared=Fact("site", ("North",)), different=Fact("department", ("Nursing", "Pharmacy"))
    )


def test_the_rule_that_counted_most_chooses_the_difference() -> None:
    reasons = (Reason("grade_distance", 1500), Reason("different_department", 400))
    assert why([BEN, AMARA], reasons, LADDER).different == Fact("grade", ("Band 7", "Band 5"))


def test_a_rule_that_spoke_against_chooses_nothing() -> None:
    reasons = (Reason("grade_distance", -1500),)
    assert why([AMARA, BEN], reasons, LADDER).different == Fact("department", ("Nursing", "Pharmacy"))


def test_what_is_not_known_is_never_told() -> None:
    nobody = person("Zoe", " ", "", site="")
    assert why([AMARA, nobody], COUNTED, LADDER) == Why(None, None)


@pytest.mark.parametrize("rule", ["offer_answers_ask", "wish_met", "same_hours", "same_ways"])
def test_a_wish_that_counted_is_told_and_what_a_season_is_for_is_not(rule: str) -> None:
    reasons = (Reason("season_grow", 900), Reason(rule, 600), Reason("wish_met", -5))
    assert why([AMARA, BEN], reasons, LADDER).wish == rule
    assert why([AMARA, BEN], reasons[:1], LADDER).wish == ""
    assert why([AMARA, BEN], (Reason(rule, -300),), LADDER).wish == ""


def test_of_what_counted_only_what_spoke_for_it_and_is_no_secret_may_be_told() -> None:
    counted = [
        Reason("same_site", 600),
        Reason("season_grow", 300),
        Reason("waited", 50),
        Reason("wish_met", -1),
    ]

    assert told(counted) == ("same_site",)


def test_a_trio_is_told_only_what_is_true_of_all_three() -> None:
    trio = (member(AMARA), member(CHIDI), member(EFUA))
    (matched,) = match(trio, programme(), History(), boundaries(), 0).pairings
    assert len(matched.people) == 3
    assert why([AMARA, CHIDI, EFUA], matched.reasons, LADDER) == Why(
        shared=None, different=Fact("department", ("Nursing", "Estates", "Radiology"))
    )
    assert why([CHIDI, EFUA], matched.reasons, LADDER).shared == Fact("site", ("South",))


@pytest.mark.parametrize(
    ("facts", "shared"),
    [
        ({"job_title": "STAFF  nurse", "department": "Theatres"}, Fact("job_title", ("Staff nurse",))),
        ({"department": "nursing"}, Fact("department", ("Nursing",))),
        ({"grade": "5"}, Fact("grade", ("Band 5",))),
        ({"grade": "MC46"}, None),
    ],
)
def test_without_a_rule_a_true_fact_is_found(facts: dict[str, str], shared: Fact | None) -> None:
    other = person("Zoe", **{"department": "Theatres", "grade": "Band 9", "site": "South", **facts})
    assert why([AMARA, other], (), LADDER).shared == shared


def test_two_of_the_same_kind_may_have_no_difference() -> None:
    twin = person("Ada", "Nursing", "Band 5", job_title="Staff nurse")
    assert why([AMARA, twin], (), LADDER).different is None


def test_grades_off_the_ladder_are_compared_by_their_spelling() -> None:
    one, other = (person(name, "Finance", "MC 46", site="") for name in ("Yan", "Zoe"))
    reasons = (Reason("grade_distance", 5),)
    assert why([one, other], reasons, LADDER) == Why(Fact("department", ("Finance",)), None)

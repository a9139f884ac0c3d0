from __future__ import annotations

import pytest

from pairing.admission import STAFF_LIST, YES, kept_out_by

ASKED = {"department": ("Nursing", "Theatres"), "grade": ("Band 5",), STAFF_LIST: (YES,)}
FACTS = {"department": "Nursing", "grade": "Band 5", STAFF_LIST: YES}


def test_everybody_may_join_where_nothing_is_asked() -> None:
    assert kept_out_by({}, {}) == ()


@pytest.mark.parametrize(
    "facts",
    [
        FACTS,
        FACTS | {"department": "theatres"},
        FACTS | {"grade": "5"},
        FACTS | {"grade": "BAND-5", "site": "Mars"},
    ],
)
def test_whoever_has_each_of_the_facts_may_join_however_they_are_spelt(facts: dict[str, str]) -> None:
    assert kept_out_by(ASKED, facts) == ()


@pytest.mark.parametrize(
    ("change", "out"),
    [
        ({"department": "Estates"}, ("department",)),
        ({"department": ""}, ("department",)),
        ({"grade": "Band 6"}, ("grade",)),
        ({STAFF_LIST: ""}, (STAFF_LIST,)),
        ({"department": "Estates", "grade": ""}, ("department", "grade")),
    ],
)
def test_each_fact_that_is_not_let_in_keeps_out(change: dict[str, str], out: tuple[str, ...]) -> None:
    assert kept_out_by(ASKED, FACTS | change) == out


def test_a_fact_that_somebody_does_not_give_is_not_let_in() -> None:
    assert kept_out_by({"site": ("North",)}, {}) == ("site",)

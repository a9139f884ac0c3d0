from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.answers import Answer, Certainty, Outcome, Said, Settled, WhyNot, latest, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)
ANSWERS = st.builds(
    Answer,
    person=st.sampled_from(("amara", "ben", "chidi")),
    said=st.sampled_from(Said),
    at=st.integers(0, 3).map(lambda hours: MONDAY + timedelta(hours=hours)),
    why_not=st.none() | st.sampled_from(WhyNot),
)


def said(person: str, what: Said, hours: int = 0) -> Answer:
    return Answer(person, what, MONDAY + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("words", "outcome", "certainty"),
    [
        ((), Outcome.UNKNOWN, Certainty.UNKNOWN),
        ((Said.MET,), Outcome.MET, Certainty.ONE_SIDED),
        ((Said.NOT_MET,), Outcome.NOT_MET, Certainty.ONE_SIDED),
        ((Said.CANNOT,), Outcome.NOT_MET, Certainty.ONE_SIDED),
        ((Said.BOOKED,), Outcome.UNKNOWN, Certainty.UNKNOWN),
        ((Said.WAITING,), Outcome.UNKNOWN, Certainty.UNKNOWN),
        ((Said.BOOKED, Said.BOOKED), Outcome.UNKNOWN, Certainty.UNKNOWN),
        ((Said.MET, Said.BOOKED), Outcome.MET, Certainty.ONE_SIDED),
        ((Said.MET, Said.MET), Outcome.MET, Certainty.CONFIRMED),
        ((Said.NOT_MET, Said.NOT_MET), Outcome.NOT_MET, Certainty.CONFIRMED),
        ((Said.NOT_MET, Said.CANNOT), Outcome.NOT_MET, Certainty.CONFIRMED),
        ((Said.MET, Said.NOT_MET), Outcome.UNKNOWN, Certainty.DISPUTED),
        ((Said.MET, Said.MET, Said.NOT_MET), Outcome.MET, Certainty.CONFIRMED),
        ((Said.MET, Said.MET, Said.CANNOT), Outcome.MET, Certainty.CONFIRMED),
        ((Said.MET, Said.NOT_MET, Said.NOT_MET), Outcome.UNKNOWN, Certainty.DISPUTED),
        ((Said.MET, Said.MET, Said.WAITING), Outcome.MET, Certainty.CONFIRMED),
    ],
)
def test_answers_add_up_to_an_outcome_and_how_it_is_known(
    words: tuple[Said, ...], outcome: Outcome, certainty: Certainty
) -> None:
    answers = [said(person, word) for person, word in zip(("amara", "ben", "chidi"), words, strict=False)]

    assert settle(answers) == Settled(outcome, certainty)


def test_somebody_who_changes_their_mind_is_taken_at_their_last_word() -> None:
    answers = [said("amara", Said.MET, 2), said("amara", Said.NOT_MET, 1), said("ben", Said.MET)]

    assert latest(answers)["amara"].said is Said.MET
    assert settle(answers) == Settled(Outcome.MET, Certainty.CONFIRMED)


def test_two_answers_of_one_person_are_not_two_sides() -> None:
    assert settle([said("amara", Said.MET), said("amara", Said.MET, 1)]).certainty is Certainty.ONE_SIDED


@given(
    st.lists(ANSWERS, max_size=8).flatmap(
        lambda answers: st.tuples(st.just(answers), st.permutations(answers))
    )
)
def test_answers_commute(both: tuple[Sequence[Answer], Sequence[Answer]]) -> None:
    one, other = both

    assert latest(one) == latest(other)
    assert settle(one) == settle(other)


@given(st.lists(ANSWERS, max_size=8))
def test_hearing_an_answer_twice_changes_nothing(answers: list[Answer]) -> None:
    assert settle(answers + answers) == settle(answers)

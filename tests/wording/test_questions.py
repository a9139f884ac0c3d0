from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.wording.questions import QUESTIONS, two_questions


@given(st.integers())
def test_two_questions_differ_and_are_the_same_for_the_same_seed(seed: int) -> None:
    first, second = two_questions(seed)

    assert first != second
    assert {first, second} <= set(QUESTIONS)
    assert (first, second) == two_questions(seed)


def test_the_bank_is_large_without_doubles_and_all_of_it_is_asked() -> None:
    assert len(set(QUESTIONS)) == len(QUESTIONS) >= 40
    assert {question for seed in range(1_000) for question in two_questions(seed)} == set(QUESTIONS)


def test_every_question_is_one_short_open_question() -> None:
    assert all(question.endswith("?") and question.count("?") == 1 for question in QUESTIONS)
    assert all(len(question.split()) <= 16 for question in QUESTIONS)
    assert all(question.split()[0] in {"What", "Which", "Who", "How", "When", "If"} for question in QUESTIONS)

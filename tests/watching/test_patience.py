from __future__ import annotations

import threading

import pytest

from bot.watching.patience import Patient


def test_an_answer_in_time_is_the_answer_each_time_anew() -> None:
    answers = iter("ab")
    patient = Patient(lambda: next(answers), 10)

    assert [patient.ask(), patient.ask()] == ["a", "b"]


def test_what_the_question_raises_is_raised_where_it_was_asked() -> None:
    def fail() -> str:
        raise LookupError("nowhere")

    with pytest.raises(LookupError, match="nowhere"):
        Patient(fail, 10).ask()


def test_while_one_asking_hangs_nobody_asks_a_second_time() -> None:
    free, begun = threading.Event(), []

    def hang() -> None:
        begun.append(1)
        free.wait()

    patient = Patient(hang, 0.05)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            patient.ask()
    free.set()

    assert begun == [1]

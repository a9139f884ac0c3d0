from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.wording import reasons
from bot.wording.matching import explanation, how_good, preview, sitting_out, why_not
from pairing.matching import Coverage, LeftOut, Match, Matching, Proof, Reason
from pairing.rules import RULES
from pairing.satisfaction import Satisfaction
from storage.explaining import Instead
from storage.rounds import Result

if TYPE_CHECKING:
    from tests.golden import Golden

WHY = (Reason("different_department", 4_000), Reason("rare_departments", 4_000), Reason("repeat", -625))
INSTEAD = Instead(7_900, 1_250, (Reason("different_department", 4_000), Reason("a_rule_to_come", 3_900)))
RESULT = Result(7, "0123456789abcdef", 2_345_678, 2_400_000, 2_401_000, "certified", 312, 328)
MATCHING = Matching(
    pairings=(Match(("a", "b"), 7_375, WHY), Match(("c", "d", "e"), 9_000, ())),
    sitting_out=("f", "g", "h"),
    score=2_345_678,
    linear=2_400_000,
    bound=2_400_000,
    proof=Proof.PROVEN,
    seed=7,
    digest="0123456789abcdef",
    coverage=Coverage(32, 496, 180, 312, 328, 231.6),
    left_out={"f": LeftOut.NOBODY, "g": LeftOut.ODD_ONE, "h": LeftOut.NOBODY},
)
SATISFIED = (
    Satisfaction("repeat", 95, 5, 0),
    Satisfaction("grade_distance", 60, 25, 15),
    Satisfaction("newcomer", 5, 0, 95),
    Satisfaction("serendipity", 0, 100, 0),
)


def left(*reasons: LeftOut) -> str:
    people = tuple(str(number) for number in range(len(reasons)))
    return sitting_out(
        replace(MATCHING, sitting_out=people, left_out=dict(zip(people, reasons, strict=True)))
    )


def test_a_preview_reads_as_agreed(golden: Golden) -> None:
    golden("cli/preview.txt", "\n".join(preview(12, MATCHING, SATISFIED)))


def test_an_explanation_reads_as_agreed(golden: Golden) -> None:
    golden("cli/explain.txt", "\n".join(explanation(WHY, INSTEAD, RESULT)))


def test_what_is_not_known_has_no_line() -> None:
    bare = replace(MATCHING, pairings=MATCHING.pairings[:1], coverage=Coverage(), sitting_out=())
    assert "\n".join(preview(1, bare, ())) == (
        "Round 1 would have 2 people in it and make 1 introduction.\nNobody sits out.\n"
        "The score is 2,345,678. Before departments were spread, each meeting counted as the first of its"
        " two, it was 2,400,000, and none could be above 2,400,000: proven optimal."
    )
    told = "\n".join(explanation(WHY, None, replace(RESULT, most=0)))
    assert "departments introduced lately" not in told
    assert "No alternative is known: there was none, or the round is over and it is forgotten." in told


def test_tables_are_told_as_tables() -> None:
    tables = tuple(Match(tuple("abcde"[:size]), 1, ()) for size in (4, 5, 4))
    first, *_ = preview(1, replace(MATCHING, pairings=tables, sitting_out=()), ())
    assert first == "Round 1 would have 13 people in it and make 3 tables of 4 to 5."


def test_those_who_sit_out_are_told_apart_by_number_alone() -> None:
    assert left() == "Nobody sits out."
    assert left(LeftOut.ODD_ONE) == "One sits out, since the number is odd."
    assert left(LeftOut.NOBODY, LeftOut.NOBODY) == "Two sit out, whom the rules leave nobody to meet."
    assert left(LeftOut.NOBODY, LeftOut.ODD_ONE, LeftOut.NOBODY) == (
        "Three sit out: one since the number is odd, two whom the rules leave nobody to meet."
    )
    assert left(*[LeftOut.OTHERS_TAKEN] * 11) == (
        "11 sit out, since those they may meet were needed so that more people are paired."
    )
    assert sitting_out(replace(MATCHING, left_out={})) == "Three sit out."


@pytest.mark.parametrize(
    ("cost", "sentence"),
    [
        (None, "somebody more, or somebody whose turn it was not, would have been left over."),
        (0, "it may have been as good"),
        (1, "Not taken: counted so, all introductions together would have had at least 1 point fewer."),
        (1_250, "at least 1,250 points fewer."),
    ],
)
def test_why_an_alternative_was_not_taken(cost: int | None, sentence: str) -> None:
    assert sentence in why_not(cost)


@pytest.mark.parametrize(
    ("proof", "sentence"),
    [
        (Proof.PROVEN, " none could be above 300,000: proven optimal."),
        (Proof.CERTIFIED, " none could be above 300,000: certified within 0.334 % of the best possible."),
        (
            Proof.SAMPLED,
            " with 99.9 % confidence none could be above 300,000: within 0.334 % of the best possible.",
        ),
    ],
)
def test_how_good_a_round_is_is_never_told_as_better_than_it_is(proof: Proof, sentence: str) -> None:
    assert how_good(1, 299_000, 300_000, proof).endswith(sentence)


def test_every_rule_has_words() -> None:
    assert set(reasons.RULES) == {rule.name for rule in RULES}

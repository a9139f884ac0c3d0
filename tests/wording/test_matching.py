from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.wording import reasons
from bot.wording.matching import Explained, explanation, how_good, preview, sitting_out, why_not
from pairing.matching import FEWEST, Coverage, LeftOut, Match, Matching, Proof, Reason
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
MANY = replace(MATCHING, pairings=MATCHING.pairings[:1] * FEWEST)
EXPLAINED = Explained(2, WHY, INSTEAD)
SATISFIED = (
    Satisfaction("repeat", 95, 5, 0),
    Satisfaction("grade_distance", 60, 25, 15),
    Satisfaction("newcomer", 5, 0, 95),
    Satisfaction("same_site", 50, 0, 50, is_turned=True),
    Satisfaction("serendipity", 0, 100, 0),
)


def left(*reasons: LeftOut) -> str:
    people = tuple(str(number) for number in range(len(reasons)))
    return sitting_out(replace(MANY, sitting_out=people, left_out=dict(zip(people, reasons, strict=True))))


def explained(one: Explained, result: Result = RESULT) -> str:
    return "\n".join(explanation(one, result))


def test_a_preview_reads_as_agreed(golden: Golden) -> None:
    golden("cli/preview.txt", "\n".join(preview(12, MANY, SATISFIED)))


def test_an_explanation_reads_as_agreed(golden: Golden) -> None:
    golden("cli/explain.txt", explained(EXPLAINED))


def test_what_is_not_known_has_no_line() -> None:
    bare = replace(MATCHING, pairings=MATCHING.pairings[:1], coverage=Coverage(), sitting_out=())
    assert "\n".join(preview(1, bare, ())) == (
        "Round 1 would have 2 people in it and make 1 introduction.\nNobody sits out.\n"
        "Proven: by these rules no round could have more points, before departments are spread.\n"
        "So counted it has 2,400,000 points of at most 2,400,000. Its score is 2,345,678, in which a second"
        " meeting of the same two departments counts for less than the first."
    )
    told = explained(replace(EXPLAINED, instead=None), replace(RESULT, most=0))
    assert "departments introduced lately" not in told
    assert "No alternative is known: there was none, or the round is over and it is forgotten." in told


def test_how_good_it_is_is_not_told_where_nobody_is_paired() -> None:
    told = list(preview(1, replace(MATCHING, pairings=(), coverage=Coverage()), ()))
    assert told == ["Round 1 would have 3 people in it and make 0 introductions.", "Three sit out."]
    assert explained(EXPLAINED, Result()).endswith("1,250 points fewer.")


def test_at_tables_no_alternative_is_said_to_be_looked_for() -> None:
    told = explained(Explained(4, WHY, at_tables=True))
    assert "What the rules gave it, all 6 pairs of the 4 together:\n" in told
    assert "No alternative is known: at tables, none is looked for.\n" in told
    assert "forgotten" not in told


@pytest.mark.parametrize("at_tables", [False, True])
def test_of_a_late_pairing_nothing_is_told_that_is_of_the_round(at_tables: bool) -> None:  # noqa: FBT001 - a case
    told = explained(Explained(2, WHY, is_late=True, at_tables=at_tables))
    assert "No alternative to it is kept.\nIt was made after the round began, by hand or " in told
    assert [
        word for word in ("Seed", "inputs", "2,345,678", "lately", "forgotten", "Cert") if word in told
    ] == []
    assert "The best alternative" in explained(replace(EXPLAINED, is_late=True))


def test_the_sum_of_a_trio_is_not_set_beside_one_pair_without_a_word() -> None:
    told = explained(replace(EXPLAINED, people=3))
    assert told.startswith("What the rules gave it, all 3 pairs of the 3 together:\n")
    assert "  in all\nThat is one pair, so its points are not to be held against the sum above.\n" in told
    assert "one pair" not in explained(EXPLAINED)


def test_of_a_large_round_it_is_said_that_not_everybody_was_looked_at() -> None:
    told = explained(replace(EXPLAINED, is_sampled=True))
    assert "for this person of at least 512 people who were looked at, were it the only" in told


@pytest.mark.parametrize(("sizes", "seats"), [((4, 5, 4), "3 tables of 4 to 5."), ((4, 4), "2 tables of 4.")])
def test_tables_are_told_as_tables(sizes: tuple[int, ...], seats: str) -> None:
    tables = tuple(Match(tuple("abcde"[:size]), 1, ()) for size in sizes)
    first, *_ = preview(1, replace(MATCHING, pairings=tables, sitting_out=()), ())
    assert first == f"Round 1 would have {sum(sizes)} people in it and make {seats}"


@pytest.mark.parametrize("made", [0, 1, FEWEST - 1])
def test_of_a_small_round_nobody_is_told_why_somebody_sits_out(made: int) -> None:
    """Of three people with one kept apart from both others, the reason would say who."""
    assert sitting_out(replace(MATCHING, pairings=MATCHING.pairings[:1] * made)) == "Three sit out."


def test_exclusions_that_cannot_be_read_are_told_however_few_there_are() -> None:
    nobody = replace(MATCHING, pairings=(), left_out=dict.fromkeys("fgh", LeftOut.UNREADABLE))
    assert sitting_out(nobody).startswith(
        "The list of people kept apart could not be read, so nobody was paired: "
    )


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
    assert left(LeftOut.NO_PLACE) == (
        "One sits out, since no introduction of people they may all meet had a place."
    )
    assert sitting_out(replace(MANY, left_out={})) == "Three sit out."


def test_every_reason_to_sit_out_has_words() -> None:
    assert {reason for reason in LeftOut if left(reason) == "One sits out."} == set()


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
        (Proof.PROVEN, "Proven: by these rules no round could have more points,"),
        (
            Proof.CERTIFIED,
            "Certified: by these rules the round is within 0.334 % of the most points possible,",
        ),
        (
            Proof.SAMPLED,
            "With 99.9 % confidence, by these rules the round is within 0.334 % of the most points possible,",
        ),
    ],
)
def test_how_good_a_round_is_is_never_told_as_better_than_it_is(proof: Proof, sentence: str) -> None:
    verdict, numbers = how_good(1, 299_000, 300_000, proof)
    assert verdict == f"{sentence} before departments are spread."
    assert numbers.startswith("So counted it has 299,000 points of at most 300,000. Its score is 1,")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("same_site", "not the same site"),
        ("repeat", "introduced before"),
        ("newcomer", "nobody new meets somebody experienced"),
    ],
)
def test_a_rule_that_is_turned_round_is_told_as_what_it_then_asks_for(rule: str, words: str) -> None:
    assert reasons.met_in_words(rule, is_turned=True) == words
    assert reasons.met_in_words(rule, is_turned=False) != words


def test_every_rule_has_words() -> None:
    assert set(reasons.RULES) == {rule.name for rule in RULES}

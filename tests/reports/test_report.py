from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reports
from pairing.answers import Certainty, Outcome
from pairing.people import Ladder
from reports.export import as_csv, as_text
from reports.published import Cell, Report, Status
from reports.records import RoundRecord
from reports.report import publish
from tests.reports.builders import cell, drawn, pairing, programme, sentence, staff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.records import Participant

HERE = Path(next(iter(reports.__path__)))
NOT_MET = (Outcome.NOT_MET, Certainty.ONE_SIDED)
SILENT = (Outcome.UNKNOWN, Certainty.UNKNOWN)


def paired(people: tuple[Participant, ...], rounds: int, *others: tuple[Outcome, Certainty]) -> Report:
    """The first half of the people with the second half, turned by one each round.

    The last introductions of the last round come to ``others``, every other one was a meeting.
    """
    half = len(people) // 2
    couples = [
        (people[seat], people[half + (seat + turn) % half], turn)
        for turn in range(rounds)
        for seat in range(half)
    ]
    endings = [(Outcome.MET, Certainty.CONFIRMED)] * (len(couples) - len(others)) + list(others)
    return publish(
        programme(
            people,
            [
                pairing(a, b, round_number=turn, outcome=outcome, certainty=certainty)
                for (a, b, turn), (outcome, certainty) in zip(couples, endings, strict=True)
            ],
        )
    )


def test_a_trusts_first_rounds_are_told_in_sentences() -> None:
    report = paired(staff(Estates=60, Nursing=60, Pharmacy=60), 4, *[NOT_MET] * 30, *[SILENT] * 60)

    assert sentence(report, "rounds") == "4 rounds have closed."
    assert sentence(report, "members") == "About 180 of about 180 eligible people have joined."
    assert sentence(report, "introductions") == "About 360 introductions, to about 180 people."
    assert (
        sentence(report, "met")
        == "About 270 introductions led to a meeting (both say so: about 270, one says so: 0)."
    )
    assert sentence(report, "not_met") == (
        "About 30 introductions did not lead to a meeting (both say so: 0, one says so: about 30)."
    )
    assert sentence(report, "unknown") == (
        "About 60 introductions ended without our knowing (they disagree: 0, nobody said: about 60)."
    )
    assert sentence(report, "held") == (
        "90% of the introductions that we know of led to a meeting;"
        " of all introductions it is between 75% and 92%, whatever the silent ones came to."
    )
    assert (
        sentence(report, "reached")
        == "About 180 of about 180 eligible people have met somebody, 95% or more."
    )
    assert sentence(report, "sat_out") == "Nobody who took part was left without a partner."
    assert report.notes == ()
    assert report.tables[0].groups == ("Estates", "Nursing", "Pharmacy")


def test_the_share_across_departments_is_beside_chance_and_the_best() -> None:
    report = paired(staff(Estates=60, Nursing=60, Pharmacy=60), 6)

    assert sentence(report, "connections_across_departments") == (
        "95% or more of connections were across departments; blind chance would give 67%, and the best"
        " possible is 95% or more. That is 92% of the way from chance to the best possible."
    )
    assert cell(report, "connections_across_departments", "chance").value == 67
    assert cell(report, "connections_across_departments", "best").status is Status.AT_LEAST


def test_a_company_of_forty_is_told_what_cannot_be_shown_yet_and_why() -> None:
    people = staff(Sales=8, Product=8, Support=8, Finance=8, People=8)

    first, sixth = paired(people, 1, NOT_MET, *[SILENT] * 3), paired(people, 6)

    assert (
        sentence(first, "met")
        == "About 15 introductions led to a meeting (both say so: about 15, one says so: 0)."
    )
    assert sentence(first, "held") == "Not shown yet: too few introductions for a rate."
    assert any("Rates are not shown yet" in note for note in first.notes)
    assert any("How many did not meet" in note for note in first.notes)
    assert any(
        note == "Connections between departments are not shown yet: a group needs 10 or more eligible people,"
        " and fewer than two groups have them."
        for note in sixth.notes
    )
    assert "blind chance would give 83%" in sentence(sixth, "connections_across_departments")


def test_a_programme_with_fewer_than_ten_eligible_people_shows_only_its_rounds() -> None:
    report = paired(staff(Sales=8), 3)

    assert [figure.name for figure in report.figures] == ["rounds"]
    assert report.tables == ()
    assert "Fewer than 10 people are eligible" in report.notes[0]


def test_before_the_first_round_has_closed_one_sentence_says_so() -> None:
    report = publish(programme(staff(Sales=20, Product=20), members=0))

    assert report.facts == (("Rounds", "No round has closed yet."),)
    assert report.notes == (
        "The first figures come when the first round has closed: until then nobody has been asked.",
    )
    assert report.tables == ()


def test_a_round_of_nobody_says_that_nobody_joined_and_nobody_met() -> None:
    records = programme(staff(Sales=20, Product=20), members=0)
    report = publish(dataclasses.replace(records, rounds=(RoundRecord(1),)))

    assert sentence(report, "members") == "Nobody has joined yet, of about 40 eligible people."
    assert sentence(report, "introductions") == "Nobody has been introduced yet."
    assert sentence(report, "reached") == "Nobody has met anybody yet."


def test_a_pilot_of_three_pairs_says_only_that_it_is_small() -> None:
    people = staff(Sales=20, Product=20)
    report = publish(
        programme(people, [pairing(*people[i : i + 2]) for i in (0, 2, 4)], members=6, sat_out=1)
    )

    assert sentence(report, "rounds") == "1 round has closed."
    assert sentence(report, "members") == "Fewer than 8 of about 40 eligible people have joined."
    assert sentence(report, "introductions") == "Fewer than 8 introductions so far: too few to say more."
    assert sentence(report, "met") == "Not shown: the numbers are too small."
    assert sentence(report, "reached") == "Not shown: too few people have met somebody."
    assert (
        sentence(report, "sat_out") == "Fewer than 8 times somebody who took part was left without a partner."
    )


def test_many_meetings_of_a_handful_of_people_are_not_counted_out() -> None:
    people = staff(Sales=20, Product=20)
    report = publish(programme(people, [pairing(*people[:2], round_number=number) for number in range(20)]))

    assert sentence(report, "introductions") == "Not shown: too few different people have been introduced."
    assert cell(report, "met", "introductions").status is Status.WITHHELD


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ((), "95% or more of the introductions that we know of led to a meeting;"),
        (
            [NOT_MET] * 20 + [SILENT] * 5,
            "80% of the introductions that we know of led to a meeting; of all introductions it is between",
        ),
        ([NOT_MET] * 20 + [SILENT] * 5, "between 75% and 82%, whatever the silent ones came to."),
        (
            [NOT_MET] * 4 + [SILENT] * 5,
            "The share of introductions that led to a meeting is between 90% and 95% or more, whatever",
        ),
        ([NOT_MET, SILENT], "95% or more of all introductions are known to have led to a meeting."),
    ],
)
def test_silence_leaves_a_band_and_what_is_hidden_is_not_used(
    others: list[tuple[Outcome, Certainty]], words: str
) -> None:
    report = paired(staff(Estates=50, Nursing=50), 2, *others)

    assert words in sentence(report, "held")


def test_how_far_above_chance_is_told_in_words() -> None:
    def words(observed: list[tuple[int, int]], rounds: int, **sizes: int) -> str:
        people = staff(**sizes)
        report = publish(
            programme(
                people,
                [
                    pairing(people[a], people[b], round_number=number)
                    for number in range(rounds)
                    for a, b in observed
                ],
            )
        )
        return sentence(report, "connections_across_departments")

    across = [(seat, 40 + seat) for seat in range(40)]
    half = [(seat, 40 + seat) for seat in range(20, 40)]
    inside = [(seat, seat + 1) for seat in (*range(0, 20, 2), *range(40, 60, 2))]
    most = [(seat, 40 + seat) for seat in range(8, 40)]
    few = [(seat, seat + 1) for seat in (*range(0, 8, 2), *range(40, 48, 2))]

    assert words(across, 6, A=40, B=40).endswith("That is as good as it can be, or nearly.")
    assert words(half + inside, 6, A=40, B=40).endswith("That is no more than chance, or hardly more.")
    assert words(most + few, 6, A=40, B=40).endswith("% of the way from chance to the best possible.")
    assert words(across, 1, A=40, B=40).endswith("There are too few yet to say how far that is from chance.")
    everybody = {f"D{number}": 1 for number in range(80)}
    assert words(across, 6, **everybody).endswith("Chance alone is already at the ceiling.")


def test_a_table_with_nothing_to_show_is_not_drawn() -> None:
    people = staff(A=12, B=12, C=12, D=12)
    inside = [pairing(people[12 * i + j], people[12 * i + j + 6]) for i in range(4) for j in range(3)]
    report = publish(programme(people, inside))

    assert [table.name for table in report.tables if table.name == "departments"] == []
    assert (
        "Connections between departments are not shown yet: there are too few of them,"
        " and a number below 8 could point at somebody."
    ) in report.notes


def test_the_same_records_give_the_same_report() -> None:
    records = drawn(7, [30, 20, 25, 4], 5)

    assert publish(records) == publish(dataclasses.replace(records, pairings=records.pairings[::-1]))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(0, 12))
def test_every_number_in_a_sentence_is_a_published_one(seed: int, sizes: list[int], rounds: int) -> None:
    report = publish(drawn(seed, sizes, rounds))

    for figure in report.figures:
        allowed = {f"{each.value:,}" for _, each in figure.cells if each.value is not None}
        assert set(re.findall(r"\d[\d,]*\b", figure.sentence)) <= allowed | {"8"}, figure
    for note in report.notes:
        assert set(re.findall(r"\d+", note)) <= {"8", "10", "15", "25"}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(0, 12))
def test_a_report_holds_no_number_outside_its_cells_and_nobodys_id(
    seed: int, sizes: list[int], rounds: int
) -> None:
    records = drawn(seed, sizes, rounds)
    report = publish(records)

    assert {type(leaf) for leaf in leaves(report)} <= {str, Cell}
    exact = [f.name for f in report.figures for _, each in f.cells if each.status is Status.EXACT]
    assert exact == ["rounds"]
    shown = as_text(report) + as_csv(report)
    assert not any(re.search(rf"\b{who.person}\b", shown) for who in records.eligible)


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Cell):
        for each in dataclasses.fields(value):
            yield from leaves(getattr(value, each.name))
    else:
        yield value


@pytest.mark.parametrize("renderer", ["export", "sentences"])
def test_what_words_and_renders_a_report_can_reach_published_values_only(renderer: str) -> None:
    tree = ast.parse((HERE / f"{renderer}.py").read_text(encoding="utf-8"))
    ours = {
        name
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        if name.split(".")[0] in {"reports", "pairing", "storage", "scheduler", "bot"}
    }

    assert ours == {"reports.published"}


def test_an_organisation_without_a_ladder_still_gets_its_departments() -> None:
    people = staff(Estates=60, Nursing=60)
    pairs = [pairing(people[i], people[60 + i]) for i in range(60)]
    report = publish(programme(people, pairs, ladder=Ladder()))

    assert [table.name for table in report.tables] == ["departments"]
    assert any(note.startswith("Connections between grades are not shown yet") for note in report.notes)

"""Records for the tests: a programme told in a line, or drawn from a seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from pairing.answers import Certainty, Outcome
from pairing.people import Ladder
from reports.records import PairingRecord, Participant, ProgrammeRecords, RoundRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.published import Cell, Report

LADDER = Ladder(("Band 2", "Band 3", "Band 4", "Band 5", "Band 6", "Band 7", "Band 8a", "Band 9"))
SETTLED = (
    (Outcome.MET, Certainty.CONFIRMED),
    (Outcome.MET, Certainty.ONE_SIDED),
    (Outcome.NOT_MET, Certainty.CONFIRMED),
    (Outcome.NOT_MET, Certainty.ONE_SIDED),
    (Outcome.UNKNOWN, Certainty.DISPUTED),
    (Outcome.UNKNOWN, Certainty.UNKNOWN),
)


def staff(**departments: int) -> tuple[Participant, ...]:
    """So many people of each department, of grades that go round the ladder."""
    return tuple(
        Participant(f"{department}-{number}", department, LADDER.grades[number % len(LADDER.grades)])
        for department, size in departments.items()
        for number in range(size)
    )


def pairing(
    *people: Participant,
    round_number: int = 0,
    outcome: Outcome = Outcome.MET,
    certainty: Certainty = Certainty.CONFIRMED,
) -> PairingRecord:
    """One introduction, met unless it says otherwise."""
    return PairingRecord(round_number, outcome, certainty, people)


def programme(
    eligible: Sequence[Participant],
    pairings: Iterable[PairingRecord] = (),
    *,
    name: str = "Coffee",
    members: int | None = None,
    sat_out: int = 0,
    ladder: Ladder = LADDER,
) -> ProgrammeRecords:
    """A programme with these pairings, everybody a member."""
    pairings = tuple(pairings)
    numbers = sorted({each.round_number for each in pairings})
    return ProgrammeRecords(
        programme=name,
        ladder=ladder,
        eligible=tuple(eligible),
        members=len(eligible) if members is None else members,
        rounds=tuple(RoundRecord(number, sat_out) for number in numbers),
        pairings=pairings,
    )


def drawn(
    seed: int, sizes: Sequence[int], rounds: int, keen: float = 0.8, together: int = 2
) -> ProgrammeRecords:
    """Made-up records: departments of ``sizes``, everybody shuffled each round, outcomes by chance."""
    dice = Random(seed)  # noqa: S311 - made-up records, nothing secret
    grades = (*LADDER.grades, "Consultant", "")
    people = [
        Participant(f"{department}-{number}", f"Department {department}", dice.choice(grades))
        for department, size in enumerate(sizes)
        for number in range(size)
    ]
    weights = [dice.random() ** 3 for _ in SETTLED]
    pairings: list[PairingRecord] = []
    for number in range(rounds):
        pool = [who for who in people if dice.random() < keen]
        dice.shuffle(pool)
        pairings += [
            PairingRecord(number, *dice.choices(SETTLED, weights)[0], group)
            for group in _dealt(pool, together)
        ]
    return programme(people, pairings, sat_out=dice.randrange(3))


def _dealt(pool: list[Participant], together: int) -> list[tuple[Participant, ...]]:
    """Tables, or pairs and one trio where the number is odd."""
    if together > 2:  # whoever is too few for a table sits out
        return [tuple(pool[at : at + together]) for at in range(0, len(pool) - together + 1, together)]
    cut = 3 if len(pool) % 2 else 0
    trios = [tuple(pool[:3])] if cut and len(pool) >= cut else []
    return [*trios, *((pool[i], pool[i + 1]) for i in range(cut, len(pool) - 1, 2))]


def sentence(report: Report, name: str) -> str:
    """What a figure of the report says."""
    return next(figure.sentence for figure in report.figures if figure.name == name)


def cell(report: Report, figure: str, name: str) -> Cell:
    """One of its cells."""
    return next(dict(each.cells)[name] for each in report.figures if each.name == figure)

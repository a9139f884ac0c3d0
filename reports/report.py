"""One issue of the report: from the true records to published cells, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.answers import Outcome
from reports import sentences
from reports.connections import mix
from reports.disclosure import crossing, shares
from reports.groups import LEAST_PEOPLE, kinds
from reports.headlines import headlines
from reports.matrices import Absent, matrix
from reports.metrics import tally
from reports.published import Cell, Figure, PublishedTable, Report, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.groups import Kind
    from reports.headlines import Headlines
    from reports.published import Shares
    from reports.records import ProgrammeRecords

ENDINGS = {
    Outcome.MET: ("Met", "led to a meeting", ("both say so", "one says so")),
    Outcome.NOT_MET: ("Not met", "did not lead to a meeting", ("both say so", "one says so")),
    Outcome.UNKNOWN: ("Not known", "ended without our knowing", ("they disagree", "nobody said")),
}
REASONS = {
    Absent.ONE_GROUP: "a group needs 10 or more eligible people, and fewer than two groups have them.",
    Absent.TOO_FEW: "there are too few of them, and a number below 8 could point at somebody.",
    Absent.UNSAFE: "there are so few that those shown would give the hidden ones away.",
}


def publish(records: ProgrammeRecords) -> Report:
    """Put ``records`` through the disclosure rules; what comes out may be shown to the programme's owner.

    The same records always give the same report.
    """
    true = tally(records)
    rounds = _rounds(len(records.rounds))
    if not records.rounds:
        return Report(records.programme, (rounds,), (), (sentences.NO_ROUND,), ())
    if true.eligible < LEAST_PEOPLE:
        return Report(records.programme, (rounds,), (), (sentences.TOO_FEW_PEOPLE,), sentences.METHOD)
    heads = headlines(true)
    divided = [_divide(kind, records, heads) for kind in kinds(records.ladder)]
    return Report(
        records.programme,
        (rounds, *_figures(heads), *(figure for figures, _, _ in divided for figure in figures)),
        tuple(table for _, table, _ in divided if table),
        (*_notes(heads), *(note for _, _, note in divided if note)),
        sentences.METHOD,
    )


def _divide(
    kind: Kind, records: ProgrammeRecords, heads: Headlines
) -> tuple[tuple[Figure, ...], PublishedTable | None, str]:
    """The figures across departments or grades, and their table, or else the sentence in its place."""
    held, sent = (mix(records.pairings, kind.unit_of, held=held) for held in (True, False))
    figures = (
        _across(kind, "connections", shares(held, heads.reached)),
        _across(kind, "introductions", shares(sent, heads.introduced)),
    )
    table: PublishedTable | Absent = Absent.TOO_FEW
    if heads.outcomes[Outcome.MET].status is Status.ROUNDED:
        known = crossing(held, sent, (heads.reached, heads.introduced))
        table = matrix(kind, records, held.total, known)
    if isinstance(table, Absent):
        return figures, None, sentences.no_table(kind.name, REASONS[table])
    return figures, table, ""


def _rounds(number: int) -> Figure:
    cell = Cell(Status.EXACT, number)
    return Figure("rounds", "Rounds", sentences.rounds(cell), (("rounds", cell),))


def _figures(heads: Headlines) -> Iterator[Figure]:
    eligible = ("eligible", heads.eligible)
    yield Figure(
        "members",
        "Members",
        sentences.members(heads.members, heads.eligible),
        (("members", heads.members), eligible),
    )
    yield Figure(
        "introductions",
        "Introductions",
        sentences.introductions(heads.introductions, heads.introduced),
        (("introductions", heads.introductions), ("people", heads.introduced)),
    )
    yield from (_outcome(heads, outcome) for outcome in Outcome)
    yield Figure(
        "held",
        "Held",
        sentences.held(heads.held),
        (("share", heads.held.share), ("low", heads.held.low), ("high", heads.held.high)),
    )
    yield Figure(
        "reached",
        "People reached",
        sentences.reached(heads.reached, heads.eligible, heads.reach),
        (("people", heads.reached), eligible, ("share", heads.reach)),
    )
    yield Figure("sat_out", "Sat out", sentences.sat_out(heads.sat_out), (("times", heads.sat_out),))


def _outcome(heads: Headlines, outcome: Outcome) -> Figure:
    label, ending, names = ENDINGS[outcome]
    total = heads.outcomes[outcome]
    split = tuple(zip(names, heads.split[outcome], strict=True))
    sentence = sentences.outcome(total, ending, split)
    return Figure(outcome.value, label, sentence, (("introductions", total), *split))


def _across(kind: Kind, what: str, published: Shares) -> Figure:
    return Figure(
        f"{what}_across_{kind.name}",
        f"{what.capitalize()} across {kind.name}",
        sentences.across(what, kind.name, published),
        (
            ("observed", published.observed),
            ("chance", published.chance),
            ("best", published.best),
            ("lift", published.lift),
        ),
    )


def _notes(heads: Headlines) -> Iterator[str]:
    if heads.introductions.status is Status.ROUNDED:
        if not heads.held.low.known:
            yield sentences.NO_RATES
        if heads.outcomes[Outcome.NOT_MET].status is Status.WITHHELD:
            yield sentences.NO_SPLIT

"""The headline cells of a report, from its true counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pairing.answers import Certainty, Outcome
from reports.disclosure import HIDDEN, WITHHELD, backed, count, parts_of, percent, rate
from reports.published import LEAST_SHOWN, Cell, Held, Status

if TYPE_CHECKING:
    from reports.metrics import Tally

SUREST = {
    Outcome.MET: Certainty.CONFIRMED,
    Outcome.NOT_MET: Certainty.CONFIRMED,
    Outcome.UNKNOWN: Certainty.DISPUTED,
}
"""Each outcome is split in two: this certainty, and whatever else there is."""


@dataclass(frozen=True, slots=True)
class Headlines:
    """Counts for the whole programme. ``split`` has, by outcome, its surest part and the rest."""

    eligible: Cell
    members: Cell
    introductions: Cell
    introduced: Cell
    outcomes: dict[Outcome, Cell]
    split: dict[Outcome, tuple[Cell, ...]]
    reached: Cell
    reach: Cell
    sat_out: Cell
    held: Held


def headlines(true: Tally) -> Headlines:
    """Publish the counts of a programme that has enough eligible people to be shown at all."""
    eligible = count(true.eligible)
    introductions, introduced = backed(true.introductions, true.introduced)
    met, reached = backed(true.of(Outcome.MET), true.reached)
    if not introductions.known:
        met = reached = WITHHELD
    outcomes = _outcomes(true, met)
    return Headlines(
        eligible=eligible,
        members=count(true.members),
        introductions=introductions,
        introduced=introduced,
        outcomes=outcomes,
        split={outcome: _split(true, outcome, outcomes) for outcome in Outcome},
        reached=reached,
        reach=rate(reached, eligible, eligible),
        sat_out=count(true.sat_out),
        held=_held(introductions, introduced, outcomes),
    )


def _outcomes(true: Tally, met: Cell) -> dict[Outcome, Cell]:
    """All three where that is safe; else the meetings alone, or nothing where those are too few.

    A reader is granted the exact number of meetings wherever it is shown: after one round, the people
    reached are twice as many, and their rounded number says more than its own.
    """
    if met == WITHHELD:
        return dict.fromkeys(Outcome, WITHHELD)
    together = [outcome for outcome in Outcome if outcome is not Outcome.MET or met == HIDDEN]
    parts = parts_of(
        sum(true.of(outcome) for outcome in together),
        tuple(count(true.of(outcome)) for outcome in together),
    )
    return {Outcome.MET: met} | dict(zip(together, parts, strict=True))


def _split(true: Tally, outcome: Outcome, outcomes: dict[Outcome, Cell]) -> tuple[Cell, ...]:
    """How surely an outcome is known, unless that would tell more of an outcome that is hidden.

    Two rounded parts narrow their total down, and with it the outcome beside it; the number of
    meetings, which is granted as exact already, has nothing more to tell.
    """
    beside_hidden = HIDDEN in outcomes.values() and outcome is not Outcome.MET
    if beside_hidden or not outcomes[outcome].known:
        return WITHHELD, WITHHELD
    surest = true.outcomes[outcome, SUREST[outcome]]
    rest = true.of(outcome) - surest
    return parts_of(surest + rest, (count(surest), count(rest)))


def _held(introductions: Cell, introduced: Cell, outcomes: dict[Outcome, Cell]) -> Held:
    met = outcomes[Outcome.MET]
    low = rate(met, introductions, introduced)
    if met.value is None or introductions.value is None or not low.known:
        return Held(WITHHELD, WITHHELD, WITHHELD)
    silent, not_met = outcomes[Outcome.UNKNOWN], outcomes[Outcome.NOT_MET]
    return Held(_share(met.value, not_met), low, _high(met.value, silent, introductions.value))


def _share(met: int, not_met: Cell) -> Cell:
    return WITHHELD if not_met.value is None else percent(met, met + not_met.value)


def _high(met: int, silent: Cell, introductions: int) -> Cell:
    if silent.status is Status.WITHHELD:
        return WITHHELD
    most = LEAST_SHOWN - 1 if silent.value is None else silent.value
    return percent(min(met + most, introductions), introductions)

"""True counts over a programme's records. They stay inside `reports`: only cells leave it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pairing.answers import Certainty, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.records import PairingRecord, ProgrammeRecords


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of everything.

    ``introduced`` and ``reached`` count different people: introduced to somebody at all, and eligible
    people with at least one meeting. ``sat_out`` counts a person once for each round they sat out.
    """

    eligible: int
    members: int
    introductions: int
    introduced: int
    outcomes: Counter[tuple[Outcome, Certainty]]
    reached: int
    sat_out: int

    def of(self, outcome: Outcome) -> int:
        """How many introductions came to ``outcome``, however surely."""
        return sum(number for (known, _), number in self.outcomes.items() if known is outcome)


def tally(records: ProgrammeRecords) -> Tally:
    """Count everything in ``records`` once."""
    eligible = {someone.person for someone in records.eligible}
    met = _people(pairing for pairing in records.pairings if pairing.outcome is Outcome.MET)
    return Tally(
        eligible=len(eligible),
        members=records.members,
        introductions=len(records.pairings),
        introduced=len(_people(records.pairings)),
        outcomes=Counter((pairing.outcome, pairing.certainty) for pairing in records.pairings),
        reached=len(met & eligible),
        sat_out=sum(closed.sat_out for closed in records.rounds),
    )


def _people(pairings: Iterable[PairingRecord]) -> set[str]:
    return {participant.person for pairing in pairings for participant in pairing.people}

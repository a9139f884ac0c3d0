"""Rounds without a page: wind the clock through them, then print the report and check what was promised."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from bot.wording.phrases import counted
from pairing.notices import PairingState
from pairing.rounds import timetable
from storage import pairings, people, rounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.demo.stage import DemoStage
    from bot.demo.world import World
    from pairing.notices import Pairing
    from pairing.people import Person


OF_A_ROUND = re.compile(r"\bround \d", re.IGNORECASE)
WITHIN = 0.001
"""A round whose score is proven to lie within a thousandth of the best possible counts as the best."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was promised, what was found, and whether it holds."""

    promise: str
    found: str
    holds: bool


def play(world: World, stage: DemoStage, number: int, say: Callable[[str], object]) -> None:
    """Wind the clock until ``number`` rounds have closed."""
    for one in range(1, number + 1):
        plan = timetable(world.programme.cadence, one)
        for sentence in stage.wind(plan.closes_at, being=frozenset(), others_answer=True):
            # The instant at which the last round closes is that at which one more opens.
            if OF_A_ROUND.search(sentence) and f"ound {number + 1} " not in sentence:
                say(sentence)


def checks(world: World, number: int) -> list[Check]:
    """Count, straight from the store and apart from the matcher, whether the rounds kept their promises."""
    with world.bot.database.read() as connection:
        everybody = people.people(connection, world.platform.workspace)
        made = [pairings.in_round(connection, world.programme, one) for one in range(1, number + 1)]
        sat_out = rounds.history(connection, world.programme).sat_out
        known = rounds.rounds(connection, world.programme)
    met = Counter(pair for round_ in made for one in round_ for pair in combinations(sorted(one.people), 2))
    managed = sum(_manages(everybody[a], everybody[b]) for a, b in met)
    repeats = sum(times - 1 for times in met.values())
    at_once = max(max(Counter(_people_in(_lasting(round_))).values(), default=0) for round_ in made)
    in_all = ", ".join(str(len(set(_people_in(round_)))) for round_ in made)
    most = max((len(numbers) for numbers in sat_out.values()), default=0)
    results = [one.result for one in known.values()]
    gap = max((one.bound - one.linear) / max(one.bound, 1) for one in results)
    out = sum(len(numbers) for numbers in sat_out.values())
    return [
        Check(
            "sitting out is rare",
            f"{in_all} people introduced, {counted(out, 'time', 'times')} somebody sat out",
            out <= number,
        ),
        Check("nobody has two partners at once", f"at most {at_once} in any round", at_once <= 1),
        Check(
            "sitting out is shared fairly", f"nobody more than {counted(most, 'time', 'times')}", most <= 1
        ),
        Check(
            "nobody meets the same person again",
            f"{repeats} of {counted(met.total(), 'pair', 'pairs')}",
            repeats == 0,
        ),
        Check("nobody meets their line manager", _told_of(managed, everybody), managed == 0),
        Check("no better pairing exists", f"proven within {gap:.3%} in every round", gap <= WITHIN),
    ]


def _lasting(made: Iterable[Pairing]) -> list[Pairing]:
    """Pairings that were not given up for a fresh one."""
    return [one for one in made if one.state is not PairingState.FREED]


def _people_in(made: Iterable[Pairing]) -> list[str]:
    return [person for one in made for person in one.people]


def _told_of(managed: int, everybody: Mapping[str, Person]) -> str:
    managers = {person.manager_id for person in everybody.values()} - {""}
    if managers.isdisjoint(person.staff_id for person in everybody.values()):
        return "none of the managers is in this list"
    return counted(managed, "such pair", "such pairs")


def _manages(one: Person, other: Person) -> bool:
    pairs = ((one, other), (other, one))
    return any(report.manager_id and report.manager_id == manager.staff_id for manager, report in pairs)

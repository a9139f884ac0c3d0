"""Rounds in memory: the same people, a different turnout each time, and a past that grows.

Whatever is drawn (who takes part, which pairs fall silent) is drawn by the seed, so that a way of
pairing meets the same turnouts as any other that it is held against.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pairing.history import History, Introduction
from pairing.match import match
from pairing.may_meet import Boundaries
from pairing.plain_ways import Seated, Way, first_fit, greedy, shuffle
from pairing.rounds import start_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pairing.people import Member, Programme

FULL = 100
COUPLE = 2
TURNOUT, SILENCE = 1, 2
"""What is drawn: one stream of chance for each."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is simulated: percent of the members in each round, and of its pairs that fall silent."""

    members: tuple[Member, ...]
    programme: Programme
    seed: int
    turnout: int = 85
    silent: int = 5

    def present(self, number: int) -> tuple[Member, ...]:
        """Who takes part in a round, sorted by id."""
        everybody = sorted(self.members, key=lambda member: member.id)
        drawn = self._chance(number, TURNOUT).random(len(everybody)) * FULL < self.turnout
        return tuple(member for member, comes in zip(everybody, drawn.tolist(), strict=True) if comes)

    def boundaries(self, number: int) -> Boundaries:
        """The round's number and day; managers are known from the members, exclusions there are none."""
        return Boundaries(number, start_day(self.programme.cadence, number), frozenset())

    def seed_of(self, number: int) -> int:
        """The round's own seed."""
        return self.seed + number

    def silences(self, number: int, groups: Sequence[tuple[str, ...]]) -> dict[str, str]:
        """Who falls silent, each with whom they stand up; the two others of a trio have each other."""
        chance = self._chance(number, SILENCE)
        falls = chance.random(len(groups)) * FULL < self.silent
        sides = chance.integers(COUPLE, size=len(groups))
        return {
            pair[side]: pair[1 - side]
            for pair, silent, side in zip(groups, falls.tolist(), sides.tolist(), strict=True)
            if silent and len(pair) == COUPLE
        }

    def _chance(self, number: int, what: int) -> np.random.Generator:
        return np.random.default_rng([self.seed % (1 << 63), number, what])


@dataclass(frozen=True, slots=True)
class Played:
    """One round as it was played, and all that had been before it."""

    number: int
    present: tuple[Member, ...]
    before: History
    seated: Seated


def best(
    members: Sequence[Member], programme: Programme, history: History, boundaries: Boundaries, seed: int
) -> Seated:
    """Crossbrew's own way: ``match``."""
    found = match(members, programme, history, boundaries, seed)
    return Seated(tuple(each.people for each in found.pairings), found.sitting_out, found.gap, found.proof)


CROSSBREW = "crossbrew"
WAYS: Mapping[str, Way] = {CROSSBREW: best, "shuffle": shuffle, "first-fit": first_fit, "greedy": greedy}
"""Every way to pair that can be simulated."""


def play(setting: Setting, way: Way, rounds: int) -> Iterator[Played]:
    """So many rounds, one at a time. ``way`` is called once a round, so that a caller can time it."""
    history, silent_for = History(), dict[str, int]()
    for number in range(1, rounds + 1):
        present = tuple(
            replace(member, silent_rounds=silent_for.get(member.id, 0)) for member in setting.present(number)
        )
        around, seed = setting.boundaries(number), setting.seed_of(number)
        seated = way(present, setting.programme, history, around, seed)
        yield Played(number, present, history, seated)
        silences = setting.silences(number, seated.groups)
        heard = {person for group in seated.groups for person in group}
        silent_for = {who: times for who, times in silent_for.items() if who not in heard} | {
            who: silent_for.get(who, 0) + 1 for who in silences
        }
        history = _after(history, number, present, seated, silences.values())


def _after(
    history: History,
    number: int,
    present: Sequence[Member],
    seated: Seated,
    stood_up: Iterable[str],
) -> History:
    departments = {member.id: member.person.department for member in present}
    met = tuple(
        Introduction(number, group, tuple(departments[who] for who in group)) for group in seated.groups
    )
    return History(
        history.introductions + met,
        _with_round(history.sat_out, seated.sitting_out, number),
        _with_round(history.stood_up, stood_up, number),
    )


def _with_round(
    rounds: Mapping[str, tuple[int, ...]], people: Iterable[str], number: int
) -> Mapping[str, tuple[int, ...]]:
    return {**rounds, **{who: (*rounds.get(who, ()), number) for who in people}}

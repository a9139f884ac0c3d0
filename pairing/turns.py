"""Whose turn it is to be left over: those who were longest ago, or never, come first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.history import History

MOST_TURNS = 1_000
"""Different turns told apart; the longest waits beyond it count as one, so that sums stay exact."""
TRIO = 3


@dataclass(frozen=True, slots=True)
class Turns:
    """For each person of a pool, by place: their turn (0 is left over first), and trios so far."""

    order: tuple[int, ...]
    trios: tuple[int, ...]


def turns_of(people: Sequence[str], history: History) -> Turns:
    """Everybody's turn, from the rounds in which they sat out, were in a trio, or were stood up.

    Sitting out weighs most, then trios; within each the latest round, then how often. Somebody new
    is not left over in their very first round while there is anybody else. The sets of people who can
    all be paired at once form a matroid, so that a sum over these orders finds the same people as
    comparing the worst off first: https://doi.org/10.6028/jres.069B.016 (Edmonds and Fulkerson, 1965).
    """
    introduced, trios = _introduced(history)
    keys = [
        (
            person not in introduced,
            *_latest_and_often(history.sat_out.get(person, ())),
            *_latest_and_often(trios.get(person, ())),
            *_latest_and_often(history.stood_up.get(person, ())),
        )
        for person in people
    ]
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    merged = max(0, len(ranks) - MOST_TURNS)
    return Turns(
        order=tuple(max(0, ranks[key] - merged) for key in keys),
        trios=tuple(len(trios.get(person, ())) for person in people),
    )


def _introduced(history: History) -> tuple[set[str], dict[str, tuple[int, ...]]]:
    trios: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
    for each in history.introductions:
        for person in each.people if len(each.people) == TRIO else ():
            trios[person] += (each.round_number,)
    return {person for each in history.introductions for person in each.people}, dict(trios)


def _latest_and_often(rounds: Sequence[int]) -> tuple[bool, int, int]:
    """Never comes first, also before rounds that were held before round 0."""
    return bool(rounds), max(rounds, default=0), len(rounds)

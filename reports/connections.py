"""Who is joined to whom, group by group: observed, by blind chance, and at best.

Chance shuffles the people of one round over the very places that the round had, pairs, trios and
tables as they were. Every connection then joins a uniformly random couple of different places, however
many sit together, so the chance that it crosses is ``1 - sum n(n-1) / N(N-1)`` for each of them
(the Gini-Simpson index without replacement), and expectations add up although the three connections
of a trio depend on each other.

The best is what no such shuffle can exceed. Dealing people out group by group over ``q`` introductions,
a group of ``n`` must meet itself ``max(0, n - q)`` times for want of a first place at another one,
``max(0, n - 2q)`` times more for want of a second place, and so on over as many places as there are;
where sizes differ by one at most, dealing in a circle reaches that for all groups at once. With pairs
alone it is ``2 (1 - n_max / N)``, at most 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pairing.answers import Outcome
from reports.records import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.records import PairingRecord

UnitOf: TypeAlias = Callable[[Participant], str]


@dataclass(frozen=True, slots=True)
class Mix:
    """Of ``total`` connections, how many cross: in truth, by blind chance, and at best."""

    total: int
    cross: int
    chance: float
    best: float


def mix(pairings: Iterable[PairingRecord], unit_of: UnitOf, *, held: bool) -> Mix:
    """Count crossing connections of the introductions sent, or of those ``held`` alone.

    Chance and best are always those of everybody introduced in a round; each round counts with the
    number of its connections that are counted.
    """
    total = cross = 0
    chance = best = 0.0
    for _, pairings_of_round in sorted(_by_round(pairings).items()):
        counted = [pairing for pairing in pairings_of_round if _counts(pairing, held=held)]
        number = sum(1 for pairing in counted for _ in pairing.pairs)
        total += number
        cross += _crossing(counted, unit_of)
        chance += number * chance_share(_places(pairings_of_round, unit_of))
        best += number * best_share(pairings_of_round, unit_of)
    return Mix(total, cross, chance, best)


def chance_share(places: Counter[str]) -> float:
    """The share of connections that cross when people are dealt blindly over ``places`` by unit."""
    number = places.total()
    return 1 - sum(n * (n - 1) for n in places.values()) / (number * (number - 1))


def best_share(pairings: Iterable[PairingRecord], unit_of: UnitOf) -> float:
    """The largest share of one round's connections that could cross, were its people dealt anew."""
    pairings = list(pairings)
    connections = sum(1 for pairing in pairings for _ in pairing.pairs)
    sizes = [len(pairing.people) for pairing in pairings]
    room = [sum(min(size, seats) for size in sizes) for seats in range(1, max(sizes))]
    within = sum(max(0, n - places) for n in _places(pairings, unit_of).values() for places in room)
    return 1 - within / connections


def held_between(pairings: Iterable[PairingRecord], unit_of: UnitOf) -> Counter[tuple[str, str]]:
    """How many connections were made between each two units, in alphabetical order of the two."""
    return Counter(
        (min(first, second), max(first, second))
        for pairing in pairings
        if _counts(pairing, held=True)
        for first, second in (map(unit_of, pair) for pair in pairing.pairs)
    )


def _by_round(pairings: Iterable[PairingRecord]) -> dict[int, list[PairingRecord]]:
    rounds: defaultdict[int, list[PairingRecord]] = defaultdict(list)
    for pairing in pairings:
        rounds[pairing.round_number].append(pairing)
    return rounds


def _counts(pairing: PairingRecord, *, held: bool) -> bool:
    return not held or pairing.outcome is Outcome.MET


def _crossing(pairings: Iterable[PairingRecord], unit_of: UnitOf) -> int:
    return sum(unit_of(a) != unit_of(b) for pairing in pairings for a, b in pairing.pairs)


def _places(pairings: Iterable[PairingRecord], unit_of: UnitOf) -> Counter[str]:
    return Counter(unit_of(participant) for pairing in pairings for participant in pairing.people)

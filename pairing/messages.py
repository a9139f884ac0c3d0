"""Prices by talking: everybody tells each possible partner what they can do without them.

What ``a`` can offer ``b`` is the pair's points less the best that somebody else offers ``a``. Said over
and over, with each offer halfway between the old and the new, the offers settle, and a person's price
lies in the middle of their best and second best offer: the balanced outcome of Bayati, Borgs, Chayes,
Kanoria and Montanari, "Bargaining dynamics in exchange networks", https://arxiv.org/abs/1004.2079.

Single prices settle in a few rounds; what a whole kind of people is worth (newcomers, a small site)
takes hundreds. So the price of a kind is moved as in a market, by how many more people ask for it
than there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pairing.columns import Ints
    from pairing.kinds import Kinds
    from pairing.scores import Places, Points, Scores

Offers: TypeAlias = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]

OFFERS = 60
"""How often everybody makes their offers in a talk."""
MARKET = 5
"""Offers between two moves of the kinds' prices."""
QUIET = 10
"""Offers at the end during which they stay where they are."""
CALMER = 0.7
"""Each move is so much smaller than the one before."""
NARROW = 1 << 26
"""Prices lie between this and its negative, so that tiles of 32 bits hold what is left of any points."""
UNEVEN = 0.5
"""Points of chance on each pair, so that two equally good ones do not wait for each other."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """Pairs both ways, sorted by who hears the offer: the ``tail`` makes it to the ``head``.

    The offers that person p hears are those from ``start[p]`` on, one at least; ``back`` is where the
    same pair stands the other way round.
    """

    start: Ints
    tail: Places
    head: Places
    back: Places
    points: Offers


@dataclass(frozen=True, slots=True)
class Talk:
    """How a talk ended: everybody's price, in whole points, and whose offer is each one's best."""

    prices: Points
    wanted: Ints


def arcs_of(scores: Scores, keys: Ints, chance: np.random.Generator) -> Arcs:
    """Pairs (``low * size + high``, sorted), in which everybody is part of one, as arcs."""
    size = scores.size
    low, high = np.divmod(keys, size)
    uneven = UNEVEN * chance.random(len(keys), np.float32)
    points = scores.at(low, high).astype(np.float32) + uneven
    low, high = low.astype(np.int32), high.astype(np.int32)
    order = np.argsort(np.concatenate([high, low]), kind="stable").astype(np.int32)
    place = np.empty_like(order)
    place[order] = np.arange(len(order), dtype=np.int32)
    head = np.concatenate([high, low])[order]
    return Arcs(
        start=np.searchsorted(head, np.arange(size)),
        tail=np.concatenate([low, high])[order],
        head=head,
        back=np.concatenate([place[len(keys) :], place[: len(keys)]])[order],
        points=np.concatenate([points, points])[order],
    )


def talk(arcs: Arcs, kinds: Iterable[Kinds], prices: Points, loose: int, move: float) -> Talk:
    """Offers, ``OFFERS`` times, beginning with what these prices leave.

    A second best offer counts as at most ``loose`` points below the best. The first time, a kind that
    twice as many ask for as there are has its price raised by ``move``.
    """
    offers = arcs.points - prices[arcs.tail].astype(np.float32)
    for number in range(1, OFFERS + 1):
        first, second, best = _two_best(arcs, offers, loose)
        said = arcs.points - np.where(best, _of(second, arcs.head), _of(first, arcs.head))
        offers = (offers + _of(said, arcs.back)) * np.float32(0.5)
        if number % MARKET == 0 and number <= OFFERS - QUIET:
            offers -= _of(np.float32(move) * _asked_for(arcs, best, kinds), arcs.tail)
            move *= CALMER
    first, second, best = _two_best(arcs, offers, loose)
    wanted = np.empty(len(first), np.int64)
    wanted[arcs.head[best]] = arcs.tail[best]
    prices = np.clip(np.ceil((first + second) / 2), -NARROW, NARROW)
    return Talk(prices.astype(np.int32), wanted)


def _of(values: Offers, places: Places) -> Offers:
    """The values at these places; clipped, since NumPy else checks them first, in twice the time."""
    return values.take(places, mode="clip")


def _two_best(arcs: Arcs, offers: Offers, loose: int) -> tuple[Offers, Offers, Flags]:
    """Everybody's best and second best offer, and which offers are the best."""
    first = np.maximum.reduceat(offers, arcs.start)
    best = offers == _of(first, arcs.head)
    second = np.maximum.reduceat(np.where(best, -np.inf, offers), arcs.start)
    return first, np.maximum(second, first - loose).astype(np.float32), best


def _asked_for(arcs: Arcs, best: Flags, kinds: Iterable[Kinds]) -> Offers:
    """How many more ask for somebody than one, on average over their kind; summed over the tables."""
    more = np.bincount(arcs.tail[best], minlength=len(arcs.start)) - 1.0
    total = np.zeros(len(more))
    for each in kinds:
        there = np.bincount(each.of, minlength=len(each.points))
        total += (np.bincount(each.of, more, minlength=len(each.points)) / np.maximum(1, there))[each.of]
    return total.astype(np.float32)

"""Exchanges of partners between two pairs, by the true points of a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.coverage import tally_of
from pairing.deal import introduced
from pairing.scores import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pairing.columns import Ints
    from pairing.coverage import Tally
    from pairing.deal import KnownPairs
    from pairing.scores import Scores


@dataclass(frozen=True, slots=True)
class Partners:
    """Whom each person meets so far, and what is needed to weigh something else.

    ``of`` holds a place each, -1 for nobody. ``points`` are those of the pair that each is in, all but
    what departments give.
    ``of``, ``points`` and the tally's counts change in place.
    """

    scores: Scores
    tally: Tally
    known: KnownPairs
    of: Ints
    points: Ints


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Of each, ``a`` and ``b`` leave their partners for each other, and their partners meet in turn.

    ``numbers`` (4, k) are the tally's for the two pairs that go, ``a``'s and ``b``'s, and for the two
    that come, ``a`` with ``b`` first; ``points`` (2, k) are those of the two that come, and ``gain``
    what they have more than the two that go, both without what departments give.
    """

    a: Ints
    b: Ints
    numbers: Ints
    points: Ints
    gain: Ints

    def at(self, kept: Ints | NDArray[np.bool_]) -> Exchanges:
        """Some of them, by their place or by a mask."""
        return Exchanges(
            self.a[kept], self.b[kept], self.numbers[:, kept], self.points[:, kept], self.gain[kept]
        )


def partners_of(scores: Scores, pairs: Sequence[tuple[int, int]]) -> Partners:
    """Where the exchanges start: these pairs of places, counted."""
    a, b = np.array(pairs, np.int64).T
    tally = tally_of(scores)
    of, points = np.full(scores.size, -1), np.zeros(scores.size, np.int64)
    of[a], of[b] = b, a
    numbers = tally.number_of(a, b)
    points[a] = points[b] = scores.at(a, b) - tally.first_worth(numbers)
    np.add.at(tally.met, numbers, 1)
    return Partners(scores, tally, introduced(scores.past), of, points)


def exchanges(partners: Partners, a: Ints, b: Ints) -> Exchanges:
    """Those that may be made and would help: for equally long lists of people who don't meet each other."""
    tally = partners.tally
    c, d = partners.of[a], partners.of[b]
    numbers = np.stack([tally.number_of(*pair) for pair in ((a, c), (b, d), (a, b), (c, d))])
    raw = partners.scores.at(np.concatenate([a, c]), np.concatenate([b, d])).reshape(2, -1)
    points = raw - tally.first_worth(numbers[2:])
    gain = points.sum(axis=0) - partners.points[a] - partners.points[b]
    helps = (raw > FORBIDDEN).all(axis=0) & (gain + gain_of_departments(tally, numbers) > 0)
    found = Exchanges(a, b, numbers, points, gain).at(helps)
    again = partners.known.among(found.a, found.b) | partners.known.among(c[helps], d[helps])
    return found.at(~again)


def gain_of_departments(tally: Tally, numbers: Ints) -> Ints:
    """What departments gain by each exchange if it is made alone: two pairs go, then two come."""
    gone, also_gone, come, also_come = numbers
    return (
        tally.worth(come, -_same(come, gone) - _same(come, also_gone))
        + tally.worth(
            also_come, _same(also_come, come) - _same(also_come, gone) - _same(also_come, also_gone)
        )
        - tally.worth(gone, -1)
        - tally.worth(also_gone, -1 - _same(gone, also_gone))
    )


def exchange(partners: Partners, found: Exchanges) -> int:
    """Make them, the best first, as long as they help, and count them; nobody moves twice.

    What each gives the departments is only true for one at a time, so those of which none touches what
    another does are made together, and the rest are weighed again.
    """
    made = 0
    while len(found.a):
        gain = found.gain + gain_of_departments(partners.tally, found.numbers)
        found = found.at(np.argsort(-gain, kind="stable")[: np.count_nonzero(gain > 0)])
        touched = _touched(partners, found)
        together = _apart(touched, partners.scores.size + partners.tally.nowhere)
        _make(partners, found.at(together))
        made += len(together)
        moved = np.zeros(partners.scores.size, bool)
        moved[touched[:2, together]] = True
        found = found.at(~(moved[touched[0]] | moved[touched[1]]))
    return made


def _make(partners: Partners, chosen: Exchanges) -> None:
    pairs = (chosen.a, chosen.b), (partners.of[chosen.a], partners.of[chosen.b])
    for (one, other), points in zip(pairs, chosen.points, strict=True):
        partners.of[one], partners.of[other] = other, one
        partners.points[one] = partners.points[other] = points
    np.add.at(partners.tally.met, chosen.numbers[:2], -1)
    np.add.at(partners.tally.met, chosen.numbers[2:], 1)


def _touched(partners: Partners, found: Exchanges) -> Ints:
    """What only one at a time may change: two pairs, each by the first of its people, then departments."""
    first, second = (np.minimum(side, partners.of[side]) for side in (found.a, found.b))
    departments = found.numbers + partners.scores.size
    nowhere = found.numbers == partners.tally.nowhere
    return np.stack([first, second, *np.where(nowhere, first, departments)])


def _apart(touched: Ints, size: int) -> Ints:
    """Columns of which no two have anything in common, early ones rather than late, as many as fit."""
    taken, left = np.zeros(size, bool), np.arange(touched.shape[1])
    chosen: list[Ints] = [left[:0]]
    earliest = np.empty(size, np.int64)  # as long as the square of the departments, so never gone through
    while len(left):
        mine, ranks = touched[:, left], np.arange(len(left))
        earliest[mine] = len(left)
        np.minimum.at(earliest, mine, np.broadcast_to(ranks, mine.shape))
        first = (earliest[mine] == ranks).all(axis=0)
        chosen.append(left[first])
        taken[mine[:, first]] = True
        left = left[~taken[mine].any(axis=0)]
    return np.concatenate(chosen)


def _same(one: Ints, other: Ints) -> Ints:
    equal: Ints = (one == other).astype(np.int64)
    return equal

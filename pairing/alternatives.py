"""The best alternative that each person of a round had, and what it would have cost the round.

Let y be the prices of the round's first step, with y_a + y_b >= points(a, b) for each allowed pair and
y_a >= -alone(a) for each person. Every way to pair the pool has as many points as all prices together,
less what each of its pairs falls short of its two prices, less what each person left alone does (weak
duality). So one in which ``a`` meets ``b`` has at most sum(y) - (y_a + y_b - points(a, b)). Where the
round has all of sum(y), its own pairs fall short by nothing (complementary slackness), and that
shortfall is what it would lose at least; where it has less, or sum(y) is itself uncertain, the
difference to the bound is taken off first, so that the claim stays true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import UNKNOWN
from pairing.matching import SAMPLE, WEIGHED_ALL, Alternative, Reason
from pairing.scores import FORBIDDEN, TILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pairing.columns import Ints
    from pairing.scores import Facing, Scores
    from pairing.solve import Solution

NARROW = 1 << 28
"""Prices this far apart, with any points taken off, still fit into 32 bits, which are twice as quick."""


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives(Mapping[str, Alternative]):
    """The best alternatives as columns, one entry a person; each is made into a value when asked for.

    ``people`` are sorted. ``other`` is a place in them, or ``UNKNOWN`` for those who may meet nobody
    but whom they meet; such people are not in the mapping.
    """

    people: tuple[str, ...]
    other: Ints
    points: Ints
    cost: Ints
    by_rule: Mapping[str, Ints]

    def __getitem__(self, person: str) -> Alternative:
        """Somebody's best alternative."""
        place = bisect_left(self.people, person)
        if self.people[place : place + 1] != (person,) or self.other[place] == UNKNOWN:
            raise KeyError(person)
        cost = int(self.cost[place])
        given = [Reason(rule, int(points[place])) for rule, points in self.by_rule.items()]
        return Alternative(
            other=self.people[self.other[place]],
            points=int(self.points[place]),
            cost=None if cost == UNKNOWN else cost,
            reasons=tuple(sorted((each for each in given if each.points), key=_most_first)),
        )

    def __iter__(self) -> Iterator[str]:
        """Everybody who had an alternative."""
        return (self.people[place] for place in np.flatnonzero(self.other != UNKNOWN).tolist())

    def __len__(self) -> int:
        """How many had one."""
        return int(np.count_nonzero(self.other != UNKNOWN))


def alternatives(
    people: Sequence[str], scores: Scores, solution: Solution, groups: Iterable[Sequence[int]], seed: int
) -> Alternatives:
    """For each person, of those they may meet and do not, the one who falls least short of the prices.

    ``people`` are the ids by place, ``groups`` the places of those who meet in the end. The points are
    those of that pair in the first step, and ``cost`` is the least by which that step would have fewer
    points if the two met: a whole number, 0 where no loss is proven. It is ``UNKNOWN`` where it is more
    than points can make up for: then somebody more, or out of turn, would be left over.

    What is claimed holds where the prices of ``solution`` do, proven or certified; with a sampled bound,
    at its confidence. Everybody is weighed up to ``WEIGHED_ALL`` people; beyond, the best of ``SAMPLE``
    others is given: a true cost of a pair that need not be the very best.
    """
    other = _least_short(scores, solution.doubled, _together(groups, scores.size), seed)
    a, alone = np.arange(scores.size), other == UNKNOWN
    b = np.where(alone, a, other)
    points = scores.at(a, b)
    short = solution.doubled[a] + solution.doubled[b] - 2 * points
    lost = np.maximum(0, (short - _missing(solution) + 1) // 2)
    cost = np.where(alone | (lost > scores.size * scores.largest), UNKNOWN, lost)
    return Alternatives(tuple(people), other, points, cost, scores.by_rule(a, b))


def _missing(solution: Solution) -> int:
    """Twice the points by which the round could at most have had more, going by the prices or the bound."""
    return max(int(solution.doubled.sum()), 2 * solution.bound) - 2 * solution.points


def _together(groups: Iterable[Sequence[int]], size: int) -> Ints:
    """Who is no alternative for whom: two columns, sorted, of everybody with themself and their group."""
    both = [pair for group in groups for pair in permutations(group, 2)]
    pairs = np.array([*both, *((each, each) for each in range(size))], np.int64).reshape(-1, 2)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _least_short(scores: Scores, doubled: Ints, together: Ints, seed: int) -> Ints:
    """For each row the column of the least shortfall; a row's own price is the same for all of them."""
    prices = _narrowed(doubled[: scores.size], scores.largest)
    worst = np.iinfo(prices.dtype).max
    best = np.full(scores.size, worst, prices.dtype)
    other = np.full(scores.size, UNKNOWN)
    for rows, columns, facing in _tiles(scores, seed):
        points = facing.points(rows)
        short = prices[columns] - 2 * points
        short[points == FORBIDDEN] = worst
        short[_inside(together, rows, columns)] = worst
        at = short.argmin(axis=1)
        least = short[np.arange(len(rows)), at]
        better = least < best[rows]
        best[rows[better]], other[rows[better]] = least[better], columns[at[better]]
    return other


def _narrowed(prices: Ints, largest: int) -> Ints:
    """Prices from 0 up, in 32 bits where they and twice any points fit."""
    low = prices - prices.min()
    narrow: Ints = low.astype(np.int32) if low.max() + 2 * largest < NARROW else low
    return narrow


def _tiles(scores: Scores, seed: int) -> Iterator[tuple[Ints, Ints, Facing]]:
    """Blocks of people by those weighed for them: everybody, or a sample for each block."""
    everyone = np.arange(scores.size)
    strips = [everyone[at : at + TILE] for at in range(0, scores.size, TILE)]
    if scores.size <= WEIGHED_ALL:
        for columns in strips:
            facing = scores.facing(columns)
            yield from ((rows, columns, facing) for rows in strips)
        return
    chance = np.random.default_rng(seed % (1 << 63))
    for rows in strips:
        columns = np.sort(chance.choice(scores.size, SAMPLE, replace=False))
        yield rows, columns, scores.facing(columns)


def _inside(pairs: Ints, rows: Ints, columns: Ints) -> tuple[Ints, Ints]:
    """Where in a block of adjoining rows and sorted columns these sorted pairs are."""
    start, stop = np.searchsorted(pairs[:, 0], (rows[0], rows[-1] + 1))
    row, wanted = pairs[start:stop].T
    at = np.minimum(np.searchsorted(columns, wanted), len(columns) - 1)
    found = columns[at] == wanted
    return row[found] - rows[0], at[found]


def _most_first(reason: Reason) -> tuple[int, str]:
    return -reason.points, reason.rule

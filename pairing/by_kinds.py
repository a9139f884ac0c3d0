"""The best that anybody could have, over all pairs of a pool too large to look at them one by one.

Points are what tables of kinds give, added up; only people who have a past, or are kept apart, have more
or less. So the best partner is found one table after another, as a product over a sum is multiplied
out: of all people who are the same in what is left to look at, only the best counts. That takes as many
steps as there are combinations of kinds, however many people there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from pairing.kinds import Kinds, kinds_of
from pairing.scores import FORBIDDEN
from pairing.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pairing.columns import Ints
    from pairing.scores import Points, Scores

MOST = 1 << 24
"""Combinations that are in memory at once, for each of two threads: 64 megabytes an array."""
STEPS = 8
"""Combinations take so many times as long as pairs do."""


@dataclass(frozen=True, slots=True)
class ByKinds:
    """A pool's tables: one that is gone through kind by kind, one for the end, and those ``between``.

    ``place`` is everybody's combination of kinds in the tables between, ``ordered`` are the people by
    the kind that they are gone through by, those of the k-th from ``start[k]`` on.
    """

    through: Kinds
    last: Kinds
    between: tuple[Kinds, ...]
    place: Ints
    ordered: Ints
    start: Ints

    def best(self, prices: Points, parts: Sequence[Ints], turn: int = 0) -> tuple[Ints, Points]:
        """For each person the best of some others, and what these would leave them at their prices.

        The k-th kind is weighed against the part of the pool whose turn it is, the k-th and ``turn`` more
        of ``parts``, so that not all ask for the same people. Those who may not meet, or met before, are
        taken for others of their kinds, and a person for somebody else: so no true answer is higher.
        ``prices`` are whole points of 32 bits.
        """
        asked = [self._asked(prices, part) for part in parts]
        partner, answers = np.empty_like(self.place), np.empty(len(self.place), np.int32)

        def look(kind: int) -> tuple[Ints, Ints, Points]:
            rows = self.ordered[self.start[kind] : self.start[kind + 1]]
            return rows, *self._look(kind, rows, asked[(kind + turn) % len(asked)])

        for rows, theirs, left in side_by_side(look, range(len(self.through.points))):
            partner[rows], answers[rows] = theirs, left
        return partner, answers

    @property
    def _shape(self) -> tuple[int, ...]:
        return (*(len(table.points) for table in self.between), len(self.last.points))

    def _asked(self, prices: Points, part: Ints) -> _Asked:
        combination = self.place[part] * len(self.last.points) + self.last.of[part]
        order = np.argsort(combination, kind="stable")
        people, combination = part[order], combination[order]
        first = np.flatnonzero(np.diff(combination, prepend=-1))
        return _Asked(people, self.through.of[people], prices[people], first, combination[first])

    def _look(self, kind: int, rows: Ints, asked: _Asked) -> tuple[Ints, Points]:
        """For people of one kind: whom they would choose, and what is left to them."""
        left = self.through.points[kind].take(asked.kind) - asked.prices
        most = np.maximum.reduceat(left, asked.first)
        best = np.full(prod(self._shape), FORBIDDEN, np.int32)
        best[asked.there] = most
        steps = [best.reshape(self._shape)]
        for axis, table in enumerate(self.between):
            steps.append(_exchanged(steps[-1], axis, table.points))
        answers = steps[-1].reshape(-1, self._shape[-1]).take(self.place[rows], axis=0)
        answers += self.last.points.take(self.last.of[rows], axis=0)
        column = answers.argmax(axis=1)
        there = self._traced(steps, rows, column)
        first = asked.first[np.searchsorted(asked.there, there)]
        counts = np.diff(asked.first, append=len(left))
        hit = np.flatnonzero(left == np.repeat(most, counts))
        return asked.people[hit[np.searchsorted(hit, first)]], answers[np.arange(len(rows)), column]

    def _traced(self, steps: Sequence[Points], rows: Ints, column: Ints) -> Ints:
        """Which combination of kinds each answer came from: back through the tables, last to first."""
        at, stride = self.place[rows] * self._shape[-1] + column, self._shape[-1]
        for table, before in zip(reversed(self.between), reversed(steps[:-1]), strict=True):
            mine, kinds = table.of[rows], np.arange(len(table.points))
            at -= mine * stride
            left = before.ravel().take(at[:, None] + kinds * stride) + table.points.take(mine, axis=0)
            at += left.argmax(axis=1) * stride
            stride *= len(kinds)
        return at


@dataclass(frozen=True, slots=True)
class _Asked:
    """People sorted by their combination of kinds, each of which begins at ``first`` and is ``there``."""

    people: Ints
    kind: Ints
    prices: Points
    first: Ints
    there: Ints


def by_kinds(scores: Scores) -> ByKinds | None:
    """A pool's tables; ``None`` where they do not tell all, are too many, or save no time over all pairs."""
    if not scores.size or scores.listed.points.max(initial=0) > 0 or any(_tells_more(scores)):
        return None
    tables = sorted(_tables(scores), key=lambda each: -len(each.points))
    nothing = Kinds(np.zeros(scores.size, np.int64), np.zeros(1, np.int64), np.zeros((1, 1), np.int32))
    last, through, *between = [*tables, nothing, nothing]
    combinations = prod(len(table.points) for table in (last, *between))
    if combinations > MOST or combinations * len(through.points) * STEPS > scores.size**2:
        return None
    place = np.zeros(scores.size, np.int64)
    for table in between:
        place = place * len(table.points) + table.of
    ordered = np.argsort(through.of, kind="stable")
    start = np.searchsorted(through.of[ordered], np.arange(len(through.points) + 1))
    return ByKinds(through, last, tuple(between), place, ordered, start)


def _tells_more(scores: Scores) -> Iterator[bool]:
    return (not rule.reads and not rule.of_repeats for rule in scores.rules)


def _tables(scores: Scores) -> Iterator[Kinds]:
    """One for each set of columns that rules read: the smaller, the fewer steps."""
    for reads in sorted({rule.reads for rule in scores.rules if rule.reads}):
        yield from kinds_of(
            scores.columns, scores.past, (rule for rule in scores.rules if rule.reads == reads)
        )


def _exchanged(best: Points, axis: int, points: Points) -> Points:
    """The best for each kind that asks, from the best of each kind that is asked, along one axis.

    Any kind is worth the least points of the table, so only those worth more are gone through.
    """
    asked, least = np.moveaxis(best, axis, 0), points.min()
    asking = np.empty_like(asked)
    asking[...] = asked.max(axis=0) + least
    for mine, theirs in zip(*np.nonzero(points > least), strict=True):
        np.maximum(asking[mine], asked[theirs] + points[mine, theirs], out=asking[mine])
    return np.ascontiguousarray(np.moveaxis(asking, 0, axis))

"""The points of any two people in a pool, a block at a time: no table of all pairs is ever kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pairing.columns import FULL
from pairing.kinds import MOST_KINDS, kinds_of
from pairing.past import MOST_REPEATS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pairing.columns import Columns, Ints
    from pairing.kinds import Kinds
    from pairing.past import Past
    from pairing.rules import Rule

Points: TypeAlias = NDArray[np.int32]
Places: TypeAlias = NDArray[np.int32]
"""Places in a pool where there are many: half as long as ``Ints``."""
FORBIDDEN = -(1 << 28)
"""The points of two people who may not meet: below anything that rules add up to."""
TILE = 512
"""People a side in a block that the processor keeps near."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Pairs that are looked up, since few have anything.

    For person ``p`` those at ``start[p]`` to ``start[p + 1]``, with points to add, or ``FORBIDDEN``.
    Every pair stands under both.
    """

    start: Ints
    other: Places
    points: Points

    def find(self, a: Ints, b: Ints) -> Ints:
        """Where in the list of each of ``a`` the one of ``b`` stands, or would stand.

        All lists are halved at the same time, so that nothing as long as all of them is made.
        """
        low, high = self.start[a], self.start[a + 1]
        for _ in range(int((high - low).max(initial=0)).bit_length()):
            middle = (low + high) // 2
            before = (low < high) & (self.other[np.minimum(middle, len(self.other) - 1)] < b)
            low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
        return low


@dataclass(frozen=True, slots=True)
class Scores:
    """A pool's rules at work. Points are whole numbers of 32 bits; a person with themself means nothing."""

    columns: Columns
    past: Past
    rules: tuple[Rule, ...]
    kinds: tuple[Kinds, ...]
    listed: Listed

    @property
    def size(self) -> int:
        """How many people are in the pool."""
        return len(self.columns.index)

    @property
    def largest(self) -> int:
        """No allowed pair has more points than this, nor fewer than its negative."""
        return sum(abs(rule.weight) * FULL * (MOST_REPEATS if rule.of_repeats else 1) for rule in self.rules)

    def at(self, a: Ints, b: Ints) -> Ints:
        """The points of each two in equally long lists, in 64 bits."""
        points = np.zeros(len(a), np.int64)
        for kinds in self.kinds:
            points += kinds.points[kinds.of[a], kinds.of[b]]
        for rule in self._about_anything():
            points += rule.weight * rule.share(self.columns.take(a), self.columns.take(b), self.past)
        return self._with_listed(points, a, b)

    def block(self, a: Ints, b: Ints) -> Points:
        """The points of people ``a`` (rows) with people ``b`` (columns)."""
        return self.facing(b).points(a)

    def facing(self, columns: Ints) -> Facing:
        """These people made ready as the columns of many blocks."""
        return Facing(self, columns)

    def by_rule(self, a: Ints, b: Ints) -> dict[str, Ints]:
        """The same points of equally long lists by the rule that gives them, forbidden or not."""
        left, right = self.columns.take(a), self.columns.take(b)
        return {rule.name: rule.weight * rule.share(left, right, self.past) for rule in self.rules}

    def _about_anything(self) -> Iterable[Rule]:
        return (rule for rule in self.rules if not rule.reads and not rule.of_repeats)

    def _with_listed(self, points: Ints, a: Ints, b: Ints) -> Ints:
        at, end = self.listed.find(a, b), self.listed.start[a + 1]
        known = np.flatnonzero(at < end)
        known = known[self.listed.other[at[known]] == b[known]]
        more = self.listed.points[at[known]]
        points[known] = np.where(more == FORBIDDEN, FORBIDDEN, points[known] + more)
        return points


class Facing:
    """The columns of blocks to come: what the tables and the lists hold for them, gathered once."""

    __slots__ = ("_at", "_by_kind", "_columns", "_more", "_scores", "_who")

    def __init__(self, scores: Scores, columns: Ints) -> None:
        self._scores, self._columns = scores, columns
        self._by_kind = [
            kinds.points.take(kinds.of[columns], axis=1) if len(kinds.points) <= MOST_KINDS else None
            for kinds in scores.kinds
        ]
        place, entry = _ranges(scores.listed.start[columns], scores.listed.start[columns + 1])
        order = np.argsort(scores.listed.other[entry], kind="stable")
        self._who, self._at = scores.listed.other[entry][order], place[order]
        self._more = scores.listed.points[entry][order]

    def points(self, rows: Ints) -> Points:
        """The points of people ``rows`` with the columns, in 32 bits."""
        scores = self._scores
        tables = zip(scores.kinds, self._by_kind, strict=True)
        parts = (
            kinds.points[kinds.of[rows]].take(kinds.of[self._columns], axis=1)
            if by_kind is None
            else by_kind.take(kinds.of[rows], axis=0)
            for kinds, by_kind in tables
        )
        block = next(parts, np.zeros((len(rows), len(self._columns)), np.int32))
        for part in parts:
            block += part
        for rule in scores._about_anything():  # noqa: SLF001 - one value in two classes
            here, there = scores.columns.take(rows[:, None]), scores.columns.take(self._columns[None, :])
            block += (rule.weight * rule.share(here, there, scores.past)).astype(np.int32)
        row, entry = _ranges(np.searchsorted(self._who, rows), np.searchsorted(self._who, rows, "right"))
        at, more = self._at[entry], self._more[entry]
        block[row, at] = np.where(more == FORBIDDEN, FORBIDDEN, block[row, at] + more)
        return block


def scores_of(
    columns: Columns, past: Past, rules: Iterable[Rule], forbidden: Iterable[tuple[int, int]]
) -> Scores:
    """A pool's rules, ready to be asked; ``forbidden`` holds pairs of places that may not meet."""
    rules = tuple(rules)
    by_kind = kinds_of(columns, past, (rule for rule in rules if rule.reads))
    return Scores(columns, past, rules, by_kind, _listed(columns, past, rules, forbidden))


def _listed(
    columns: Columns, past: Past, rules: Iterable[Rule], forbidden: Iterable[tuple[int, int]]
) -> Listed:
    met = np.zeros(len(past.low), np.int64)
    for rule in rules:
        if rule.of_repeats:
            met += rule.weight * rule.share(columns.take(past.low), columns.take(past.high), past)
    never = np.array(sorted({(min(pair), max(pair)) for pair in forbidden}), np.int64).reshape(-1, 2)
    size = max(1, len(columns.index))
    keys = np.concatenate([never[:, 0] * size + never[:, 1], past.low * size + past.high])
    points = np.concatenate([np.full(len(never), FORBIDDEN), met])
    order = np.argsort(keys, kind="stable")  # of a pair that is forbidden and met, the first entry stays
    low, high = np.divmod(keys[order], size)
    first = (np.diff(low, prepend=-1) != 0) | (np.diff(high, prepend=-1) != 0)
    return _both_ways(low[first], high[first], points[order][first], size)


def _both_ways(low: Ints, high: Ints, points: Ints, size: int) -> Listed:
    keys = np.concatenate([low * size + high, high * size + low])
    order = np.argsort(keys, kind="stable")
    both = np.concatenate([points, points]).astype(np.int32)[order]
    keys = keys[order]
    start = np.searchsorted(keys, np.arange(size + 1) * size)
    return Listed(start, (keys % size).astype(np.int32), both)


def _ranges(start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """For ranges of entries: the number of its range, and the place, of every entry in them."""
    counts = stop - start
    number = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return number, np.arange(len(number)) - before[number] + start[number]

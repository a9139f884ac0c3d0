"""Every pair of a pool against the prices, in tiles that the processor keeps near, on two threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from pairing.scores import FORBIDDEN, TILE
from pairing.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pairing.columns import Ints
    from pairing.scores import Facing, Scores

NEVER = -(1 << 58)
"""Points of a pair that is not to be, where prices need 64 bits."""
NARROW = 1 << 26
"""Prices below it fit tiles of 32 bits, and no two of them make up for ``FORBIDDEN``."""

_T = TypeVar("_T")
_Pairs = tuple["Ints", "Ints"]


@dataclass(frozen=True, slots=True)
class Above:
    """Some pairs ``a``, ``b`` above their prices, and by how much anybody's worst pair is (0: by nothing)."""

    a: Ints
    b: Ints
    worst: Ints


@dataclass(frozen=True, slots=True)
class Groups:
    """People in groups (``of``: its number, one a person), two of one of which cost ``extra`` more."""

    of: Ints
    extra: Ints


class Tiles:
    """The pairs among ``people``, who are called by their number in that list; prices are doubled.

    Every method looks at the first people only, as many as there are prices.
    """

    def __init__(self, scores: Scores, people: Ints) -> None:
        self._scores = scores
        self._strips = [people[at : at + TILE] for at in range(0, len(people), TILE)]
        self._facing: dict[int, Facing] = {}

    def above(self, doubled: Ints, width: int = TILE, least: int = 1, groups: Groups | None = None) -> Above:
        """Of everybody's pairs the one that most exceeds the prices, in each ``width`` people of a tile.

        It must exceed them by ``least``, which may be negative.
        """

        def look(place: int) -> tuple[Ints, Ints, Ints]:
            worst = np.zeros(len(doubled), np.int64)
            found = [_none()]
            for down, across, excess in self._excess(place, doubled, groups):
                sides = ((down, across, excess), (across, down, excess.T))
                for mine, others, block in sides if down != across else sides[:1]:
                    top = block.max(axis=1)
                    np.maximum(worst[mine : mine + len(top)], top, out=worst[mine : mine + len(top)])
                    a, b = _best(block, np.flatnonzero(top >= least), width, least)
                    found.append((mine + a, others + b))
            return *_joined(found), worst

        parts = self._each_strip(look, len(doubled))
        a, b = _joined([(a, b) for a, b, _ in parts])
        return Above(a, b, np.max([worst for _, _, worst in parts], axis=0))

    def all_above(self, doubled: Ints, most: int, groups: Groups) -> _Pairs | None:
        """All pairs that exceed the prices; ``None`` where they are over ``most``."""

        def look(place: int) -> _Pairs:
            found, count = [_none()], 0
            for down, across, excess in self._excess(place, doubled, groups):
                row, column = np.nonzero(excess > 0)
                once = (row < column) if down == across else slice(None)
                found.append((down + row[once], across + column[once]))
                count += len(found[-1][0])
                if count > most:
                    break
            return _joined(found)

        a, b = _joined(self._each_strip(look, len(doubled)))
        return (a, b) if len(a) <= most else None

    def answers(self, doubled: Ints, size: int) -> Ints:
        """Prices for the first ``size`` people: those without one ask what the best of the others leaves."""

        def look(place: int) -> Ints:
            rows = self._strips[place][max(0, len(doubled) - place * TILE) : size - place * TILE]
            best = np.full(len(rows), doubled.min())
            for across in range(0, len(doubled), TILE):
                prices = doubled[across : across + TILE]
                excess = self._points(across // TILE, rows, prices, dtype)
                np.maximum(best, excess.max(axis=1), out=best)
            return best

        dtype = _dtype(doubled)
        return np.concatenate([doubled, *self._each_strip(look, size)])

    def _each_strip(self, look: Callable[[int], _T], size: int) -> list[_T]:
        """What is found in each strip, in their order whoever looks."""
        places = range(-(-size // TILE))
        if len(places) == 1:
            return [look(0)]
        return list(side_by_side(look, places))

    def _excess(self, place: int, doubled: Ints, groups: Groups | None) -> Iterator[tuple[int, int, Ints]]:
        """The tiles at and below the diagonal in a strip of columns: where they start, and the excess."""
        across = place * TILE
        dtype = _dtype(doubled, *([] if groups is None else [groups.extra]))
        prices = doubled[across : across + TILE]
        for down in range(across, len(doubled), TILE):
            mine = doubled[down : down + TILE]
            excess = self._points(place, self._strips[down // TILE][: len(mine)], prices, dtype)
            excess -= mine.astype(dtype)[:, None]
            if groups is not None:
                rows, columns = slice(down, down + len(mine)), slice(across, across + len(prices))
                together = groups.of[rows, None] == groups.of[columns]
                excess -= together * groups.extra[columns].astype(dtype)
            if down == across:
                np.fill_diagonal(excess, 2 * (FORBIDDEN if dtype == np.int32 else NEVER))
            yield down, across, excess

    def _points(self, place: int, rows: Ints, prices: Ints, dtype: type[np.integer]) -> Ints:
        """Doubled points of some people with a strip's columns, less the prices of these."""
        if place not in self._facing:
            self._facing[place] = self._scores.facing(self._strips[place])
        points = self._facing[place].points(rows)[:, : len(prices)].astype(dtype, copy=False)
        if dtype != np.int32:
            points[points == FORBIDDEN] = NEVER
        points += points
        points -= prices.astype(dtype)
        return points


def _dtype(*doubled: Ints) -> type[np.integer]:
    return np.int32 if all(np.abs(each).max() < NARROW for each in doubled) else np.int64


def _best(block: Ints, rows: Ints, width: int, least: int) -> _Pairs:
    """In these rows the largest of each ``width`` columns, where it is at least ``least``."""
    some = np.ascontiguousarray(block[rows])
    found = [_none()]
    for start in range(0, some.shape[1] if len(rows) else 0, width):
        part = some[:, start : start + width]
        at = part.argmax(axis=1)
        enough = np.flatnonzero(part[np.arange(len(rows)), at] >= least)
        found.append((rows[enough], start + at[enough]))
    return _joined(found)


def _none() -> _Pairs:
    return np.empty(0, np.int64), np.empty(0, np.int64)


def _joined(parts: list[_Pairs]) -> _Pairs:
    a, b = (np.concatenate(side) for side in zip(*parts, strict=True))
    return a, b

"""Prices held against all pairs of a pool: by how much anybody's worst pair exceeds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.scores import FORBIDDEN, TILE
from pairing.side_by_side import side_by_side

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.scores import Points, Scores


@dataclass(frozen=True, slots=True)
class Excess:
    """By how much each person's worst pair exceeds the two prices (0 where none does), and such pairs."""

    worst: Points
    a: Ints
    b: Ints


def excess_of(scores: Scores, prices: Points) -> Excess:
    """All pairs, in tiles; of those above the prices, everybody's worst in each tile is given.

    ``prices`` are whole points of 32 bits. Takes about 2 ns a pair; no more than a few strips of tiles
    are in memory at a time.
    """
    worst = np.zeros(scores.size, np.int32)
    parts = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for start, strip in side_by_side(
        lambda start: (start, _strip(scores, prices, start)), range(0, scores.size, TILE)
    ):
        np.maximum(worst[start:], strip.worst, out=worst[start:])
        parts.append((strip.a, strip.b))
    a, b = (np.concatenate(side) for side in zip(*parts, strict=True))
    return Excess(worst, a, b)


def _strip(scores: Scores, prices: Points, start: int) -> Excess:
    """A strip of columns with everybody from its own rows on."""
    columns = np.arange(start, min(start + TILE, scores.size))
    facing, theirs = scores.facing(columns), prices[columns]
    worst, a, b = np.zeros(scores.size - start, np.int32), [], []
    for down in range(start, scores.size, TILE):
        rows = np.arange(down, min(down + TILE, scores.size))
        above = facing.points(rows)
        above -= theirs
        above -= prices[rows, None]
        if down == start:
            np.fill_diagonal(above, FORBIDDEN)
        for mine, others, block in ((rows, columns, above), (columns, rows, above.T)):
            most = block.max(axis=1)
            hit = np.flatnonzero(most > 0)
            np.maximum(worst[mine - start], most, out=most)
            worst[mine - start] = most
            a.append(mine[hit])
            b.append(others[block[hit].argmax(axis=1)] if len(hit) else hit)
    return Excess(worst, np.concatenate(a), np.concatenate(b))

"""Whom each person of a large pool could best meet, without weighing everybody against everybody.

People are lined up so that those who suit each other are likely to stand close, and each is weighed
against those in the same window only; many such orders find what one misses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pairing.scores import FORBIDDEN, TILE
from pairing.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.columns import Ints
    from pairing.kinds import Kinds
    from pairing.messages import Flags
    from pairing.scores import Points, Scores

WINDOW = 2 * TILE
"""People in a row who are weighed against each other."""
SHUFFLED = 4
"""One order in so many is left to chance alone, for what no table of kinds tells."""
NOISE = 0.2
"""Of a table's range: so that it is not the very same kinds who stand together in each order."""


def orders(scores: Scores, count: int, chance: np.random.Generator) -> Iterator[Ints]:
    """So many ways to line the pool up.

    For each table of kinds one half of the people, drawn by lot, stand at their own kind, the others at
    the kind that suits them best; which table comes first is drawn as well. Rules that no table holds
    are met by chance.
    """
    for number in range(count):
        tables = () if number % SHUFFLED == SHUFFLED - 1 else scores.kinds
        keys = [chance.permutation(scores.size)]
        at_home = chance.random(scores.size) < 1 / 2
        keys += [_stand(tables[table], at_home, chance) for table in chance.permutation(len(tables))]
        yield np.lexsort(keys)


def best_in_windows(scores: Scores, prices: Points, order: Ints, least: int) -> tuple[Ints, Ints]:
    """Pairs of each person and the one in their window whose points exceed the two prices by most.

    ``prices`` are in whole points of 32 bits; pairs that exceed them by less than ``least`` are left out.
    """
    windows = np.array_split(order, -(-len(order) // WINDOW))
    found = list(side_by_side(lambda window: _best(scores, prices, window, least), windows))
    a, b = (np.concatenate(side) for side in zip(*found, strict=True))
    return a, b


def _stand(kinds: Kinds, at_home: Flags, chance: np.random.Generator) -> Ints:
    """By which number of this table everybody stands; the kinds themselves are shuffled."""
    size = len(kinds.points)
    noise = chance.random((size, size), np.float32) * NOISE * np.ptp(kinds.points)
    suits = np.argmax(kinds.points + noise, axis=1)
    return chance.permutation(size)[np.where(at_home, kinds.of, suits[kinds.of])]


def _best(scores: Scores, prices: Points, window: Ints, least: int) -> tuple[Ints, Ints]:
    facing, theirs = scores.facing(window), prices[window]
    a, b = [], []
    for start in range(0, len(window), TILE):
        mine = window[start : start + TILE]
        excess = facing.points(mine) - theirs
        rows = np.arange(len(mine))
        excess[rows, start + rows] = 2 * FORBIDDEN
        at = excess.argmax(axis=1)
        enough = excess[rows, at] - prices[mine] >= least
        a.append(mine[enough])
        b.append(window[at[enough]])
    return np.concatenate(a), np.concatenate(b)

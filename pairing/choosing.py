"""Pairs chosen by prices: first those who want each other, then those who are the best that is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.messages import Flags
    from pairing.scores import Points, Scores


def mutual(wanted: Ints, left_over: int | None) -> tuple[Ints, Flags]:
    """Everybody's partner where two want each other, else themself; and who is still to be paired."""
    everyone = np.arange(len(wanted))
    partner = np.where(wanted[wanted] == everyone, wanted, everyone)
    if left_over is not None:
        partner[partner[left_over]] = partner[left_over]
        partner[left_over] = left_over
    free = partner == everyone
    free[[] if left_over is None else left_over] = False
    return partner, free


def choose(
    scores: Scores, keys: Ints, prices: Points, partner: Ints, free: Flags, chance: np.random.Generator
) -> None:
    """Pair those still free of whom each is the other's best; ``partner`` and ``free`` change in place.

    ``keys`` are pairs (``low * size + high``); best is who misses the two prices by least, and of several
    one by lot. It goes on among those who are left until none of these pairs is.
    """
    low, high = np.divmod(keys, scores.size)
    both = free[low] & free[high]
    low, high = low[both], high[both]
    missing = prices[low] + prices[high] - scores.at(low, high)
    order = np.lexsort((chance.random(len(low)), missing))
    pairs = np.stack([low[order], high[order]])
    first = np.empty(len(partner), np.int64)
    while pairs.shape[1]:
        ranks = np.arange(pairs.shape[1])
        first[pairs[:, ::-1].T.ravel()] = np.repeat(ranks[::-1], 2)  # of several the last stays: the best
        low, high = pairs[:, (first[pairs] == ranks).all(axis=0)]
        partner[low], partner[high] = high, low
        free[low] = free[high] = False
        pairs = pairs[:, free[pairs].all(axis=0)]


def by_lot(partner: Ints, free: Flags, chance: np.random.Generator) -> None:
    """Pair all who are still free with each other; one may be left."""
    lot = chance.permutation(np.flatnonzero(free))
    half = len(lot) // 2
    partner[lot[:half]], partner[lot[half : 2 * half]] = lot[half : 2 * half], lot[:half]

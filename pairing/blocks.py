"""A pairing made better, a block of people at a time; it never gets worse.

Of the poorest pairs, and of the pairs of those who would suit their people best, one side is assigned
anew to the other, as well as can be. This is a large neighbourhood of a pairing, searched in full; see
Ahuja, Ergun, Orlin and Punnen, "A survey of very large-scale neighborhood search techniques" (2002).
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from pairing.scores import FORBIDDEN

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.messages import Arcs
    from pairing.scores import Places, Points, Scores

POOR = 48
"""Poor pairs in a block."""
FRIENDS = 4
"""Of each person in a poor pair, so many who would suit them best come in with their partners."""
RANDOM = 256
"""Other pairs that help to part two who may not meet."""
TRIES = 8


def friends_of(arcs: Arcs, prices: Points) -> Places:
    """For each person (a row) the few who suit them best, by how little the pair misses the two prices.

    Best first; where there are fewer they stand for themselves.
    """
    size, short = len(prices), prices[arcs.tail] - arcs.points
    order = np.lexsort((short, arcs.head))
    at = arcs.start[:, None] + np.arange(FRIENDS)
    stop = np.append(arcs.start[1:], len(order))[:, None]
    tail = arcs.tail[order[np.minimum(at, stop - 1)]]
    friends: Places = np.where(at < stop, tail, np.arange(size, dtype=np.int32)[:, None])
    return friends


def mend(scores: Scores, partner: Ints, prices: Points, friends: Places, share: float) -> Ints:
    """The pairing with its poorest pairs, this ``share`` of all, and their friends' pairs dealt anew.

    ``partner`` is a place each, one's own for those who are alone, who stay so. Poor are the pairs that
    miss their prices by most, and first of all those who may not meet.
    """
    partner = partner.copy()
    a = np.flatnonzero(partner > np.arange(len(partner)))
    missing = prices[a] + prices[partner[a]] - scores.at(a, partner[a])
    poor = a[np.argsort(-missing, kind="stable")[: ceil(share * len(a))]]
    for start in range(0, len(poor), POOR):
        left = poor[start : start + POOR]
        suits = partner[friends[left].ravel()], friends[partner[left]].ravel()
        _deal(scores, partner, np.concatenate([left, *suits]))
    return partner


def part_forbidden(scores: Scores, partner: Ints, chance: np.random.Generator) -> Ints:
    """The pairing without those who may not meet: they change partners with others, or are left alone."""
    partner = partner.copy()
    for _ in range(TRIES):
        wrong = _forbidden(scores, partner)
        if not len(wrong):
            return partner
        _deal(scores, partner, np.concatenate([wrong, chance.permutation(len(partner))[:RANDOM]]))
    wrong = _forbidden(scores, partner)
    both = np.concatenate([wrong, partner[wrong]])
    partner[both] = both
    return partner


def _deal(scores: Scores, partner: Ints, left: Ints) -> None:
    """Assign the partners of these people anew among them, in place; each pair counts once."""
    left = left[partner[left] != left]
    _, once = np.unique(np.minimum(left, partner[left]), return_index=True)
    left = left[np.sort(once)]
    right = partner[left]
    row, column = linear_sum_assignment(scores.block(left, right), maximize=True)
    left, right = left[row], right[column]
    partner[left], partner[right] = right, left


def _forbidden(scores: Scores, partner: Ints) -> Ints:
    """One of each two who are together and may not be."""
    a = np.flatnonzero(partner > np.arange(len(partner)))
    wrong: Ints = a[scores.at(a, partner[a]) == FORBIDDEN]
    return wrong

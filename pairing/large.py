"""The matcher for pools of tens of thousands to a million: near the best, and by how much is stated.

Nothing here is as long as all pairs. Prices are settled over the pairs that come closest to them
(``pairing.settling``). People who want each other most are paired, and the rest with whoever is left
(``pairing.choosing``); then the poorest pairs are mended (``pairing.blocks``). What the prices fall
short of any pair is added to them, and so proves a bound by weak duality, as in ``pairing.prices``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pairing.blocks import friends_of, mend, part_forbidden
from pairing.by_kinds import by_kinds
from pairing.choosing import by_lot, choose, mutual
from pairing.everybody import excess_of
from pairing.matching import Proof
from pairing.messages import arcs_of
from pairing.sampled import sampled_excess
from pairing.settling import asked, settled
from pairing.solve import Solution

if TYPE_CHECKING:
    from pairing.by_kinds import ByKinds
    from pairing.columns import Ints
    from pairing.messages import Talk
    from pairing.prices import Problem
    from pairing.scores import Points

CERTIFIED = 200_000
"""Up to so many people all pairs are looked at; beyond, only where kinds tell all, or else a sample."""
AGAIN = 4
"""How often those who are left ask each other, where kinds tell all."""
MENDED = (0.04, 0.04, 0.03, 0.03)
"""Which share of the pairs, the poorest, is mended each time."""


def solve_large(problem: Problem, seed: int) -> Solution:
    """A matching near the best, with a bound over all pairs, or sampled where that takes too long.

    All pairs count up to ``CERTIFIED`` people, and of more where kinds tell all; a sampled bound holds
    with 99.9 % confidence, and the prices beside it are those that it is drawn from, which some pairs
    exceed. Nobody is left alone but the one of an odd pool, unless there is next to nobody they may
    meet; what that costs then shows as a distance to the bound.
    """
    scores, chance = problem.scores, np.random.default_rng(seed % (1 << 63))
    tables, few = by_kinds(scores), scores.size <= CERTIFIED
    keys, said = settled(problem, tables, seed, chance, few=few)
    friends = friends_of(arcs_of(scores, keys, chance), said.prices)
    partner = _paired(problem, keys, said, None if few else tables, chance)
    for share in MENDED:
        partner = mend(scores, partner, said.prices, friends, share)
    return _proven(problem, tables, part_forbidden(scores, partner, chance), said.prices, chance)


def _left_over(problem: Problem, prices: Points) -> int | None:
    """In an odd pool, whom to leave over: the one whose turn it is, and of several the cheapest."""
    if problem.size == problem.scores.size:
        return None
    return int(np.argmax(-problem.alone[:-1] - prices))


def _paired(
    problem: Problem, keys: Ints, said: Talk, tables: ByKinds | None, chance: np.random.Generator
) -> Ints:
    """Those who want each other, then the best that is left, are paired; the one left over is alone."""
    scores, prices = problem.scores, said.prices
    partner, free = mutual(said.wanted, _left_over(problem, prices))
    choose(scores, keys, prices, partner, free, chance)
    for _ in range(AGAIN):
        if tables is not None and free.any():
            left = chance.permutation(np.flatnonzero(free))
            choose(scores, asked(tables, prices, left), prices, partner, free, chance)
    by_lot(partner, free, chance)
    return partner


def _proven(
    problem: Problem, tables: ByKinds | None, partner: Ints, prices: Points, chance: np.random.Generator
) -> Solution:
    """The matching with its points and their bound."""
    scores, proof, more = problem.scores, Proof.CERTIFIED, 0
    doubled = 2 * prices.astype(np.int64)
    if tables is not None:
        doubled += tables.best(prices, [np.arange(scores.size)])[1] - prices
    elif scores.size <= CERTIFIED:
        doubled += excess_of(scores, prices).worst
    else:
        proof, more = Proof.SAMPLED, sampled_excess(scores, prices, chance)
    alone = np.flatnonzero(partner == np.arange(len(partner)))
    a = np.flatnonzero(partner > np.arange(len(partner)))
    points = int(scores.at(a, partner[a]).sum()) - int(problem.alone[alone].sum())
    doubled = np.maximum(doubled, -2 * problem.alone[: scores.size])
    if problem.size > scores.size:
        made_up = np.max(-2 * problem.alone[:-1] - doubled)
        doubled = np.append(doubled, max(made_up, -2 * problem.alone[-1]))
        partner = np.append(partner, alone[0])
        partner[alone[0]] = scores.size
    return Solution(partner, points, (int(doubled.sum()) + more) // 2, proof, doubled)

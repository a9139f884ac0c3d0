"""The best matching of a pool, proven, or with its gap stated.

The fractional problem (``pairing.prices``) gives a bound and a first matching. A better one can only
use pairs whose points miss the prices by no more than the gap between the two, so a general matching
on those few (Edmonds' blossoms, from rustworkx) is as good as one on all pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import rustworkx

from pairing.matching import Proof
from pairing.prices import NEVER, fractional, near

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.prices import Problem

PROVEN = 1_500
"""Up to this many people the optimum is always proven; beyond, where that is cheap."""
MOST_PAIRS = 60_000
"""Pairs that the last step weighs for a larger pool; where ties leave more, the gap is stated instead."""
SLACKS = (0, 16, 256, -NEVER)
"""Doubled points by which pairs may miss the prices: the last one lets every allowed pair in."""
MENDED = 600
"""People matched again, all with all, so that few are left alone where the proof is too dear."""


@dataclass(frozen=True, slots=True)
class Solution:
    """With whom each is (``partner``: a place each, one's own for alone), and a bound on the points.

    ``points`` are those of the pairs less the cost of being alone; they equal ``bound`` where it is
    proven that no matching has more, be it by the prices or by having weighed every pair that could.
    ``doubled`` holds twice everybody's price.
    """

    partner: Ints
    points: int
    bound: int
    proof: Proof
    doubled: Ints


def solve(problem: Problem, seed: int) -> Solution:
    """The matching with the most points, the cost of being alone taken off."""
    fraction = fractional(problem, seed)
    most = MOST_PAIRS if problem.size > PROVEN else problem.size**2
    partner, slacks = _split(fraction.partner), iter(SLACKS)
    while missing := fraction.bound - _points(problem, partner):
        slack = min(2 * missing, next(slacks))
        pairs = near(problem, fraction.doubled, slack, most)
        if pairs is None:
            mended = _mend(problem, partner, fraction.doubled)
            return Solution(
                mended, _points(problem, mended), fraction.bound, Proof.CERTIFIED, fraction.doubled
            )
        partner = _blossom(problem, *pairs)
        if 2 * (fraction.bound - _points(problem, partner)) <= slack:
            break
    points = _points(problem, partner)
    return Solution(partner, points, points, Proof.PROVEN, fraction.doubled)


def _mend(problem: Problem, partner: Ints, doubled: Ints) -> Ints:
    """Match those left alone again, with those who would suit them best and their partners."""
    everyone = np.arange(problem.size)
    alone = np.flatnonzero(partner == everyone)[: MENDED // 2]
    suits = (2 * problem.at(alone[:, None], everyone[None, :]) - doubled).max(axis=0)
    likely = np.argsort(-suits, kind="stable")[: (MENDED - len(alone)) // 2]
    some = np.zeros(problem.size, bool)
    some[np.concatenate([alone, likely, partner[likely]])] = True
    a, b = (np.flatnonzero(some)[half] for half in np.triu_indices(int(some.sum()), 1))
    return np.where(some, _blossom(problem, a, b), partner)


def _split(partner: Ints) -> Ints:
    """Whole pairs from halves: each ring of people is cut into couples; an odd one leaves one alone."""
    whole, seen = np.arange(len(partner)), np.zeros(len(partner), bool)
    for start in range(len(partner)):
        ring = []
        at = start
        while not seen[at]:
            seen[at] = True
            ring.append(at)
            at = int(partner[at])
        for a, b in zip(ring[::2], ring[1::2], strict=False):
            whole[a], whole[b] = b, a
    return whole


def _blossom(problem: Problem, a: Ints, b: Ints) -> Ints:
    """The best matching that uses only these pairs."""
    points = problem.at(a, b)
    allowed = points > NEVER
    a, b = a[allowed], b[allowed]
    gain = points[allowed] + problem.alone[a] + problem.alone[b]
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(problem.size))
    graph.add_edges_from(list(zip(a.tolist(), b.tolist(), gain.tolist(), strict=True)))
    partner = np.arange(problem.size)
    for one, other in rustworkx.max_weight_matching(graph, weight_fn=int):
        partner[one], partner[other] = other, one
    return partner


def _points(problem: Problem, partner: Ints) -> int:
    """Both halves of everybody, and so each pair twice."""
    return int(problem.at(np.arange(problem.size), partner).sum()) // 2

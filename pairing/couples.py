"""Whole couples from halves: the last step from a matching by halves to a matching, with its proof.

Even rings of halves are cut into couples. What odd ones leave alone is matched by blossoms over the
pairs that mattered so far; their prices are a proof over all pairs but those that exceed them, which
join in until there are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.blossoms import Blossoms
from pairing.tiles import Tiles

if TYPE_CHECKING:
    from pairing.blossoms import OddSets
    from pairing.columns import Ints
    from pairing.prices import Fractional, Pairs, Problem
    from pairing.tiles import Groups

MOST_PASSES = 20
"""Rounds of adding pairs, at most; the gap is stated where that is too few."""
MOST_PAIRS = 1_000_000
"""Pairs that are listed at once; where more exceed the prices, the worst of them do for this time."""


@dataclass(frozen=True, slots=True)
class Couples:
    """Whom each is matched with (oneself for alone), and whether it is proven that nothing is better.

    ``odd_sets`` is the proof where the prices alone are none.
    """

    partner: Ints
    proven: bool
    odd_sets: OddSets | None = None


def couples(problem: Problem, fraction: Fractional) -> Couples:
    """The best matching."""
    start, pairs = _fitting(problem, fraction), fraction.pairs
    tiles = Tiles(problem.scores, np.arange(problem.scores.size))
    for _ in range(MOST_PASSES):
        blossoms = Blossoms(pairs, problem.alone, start, 2 * fraction.doubled)
        partner = blossoms.grow()
        if problem.points(partner) == fraction.bound:
            return Couples(partner, proven=True)
        proof = blossoms.odd_sets()
        more, complete = _above(problem, tiles, proof, blossoms.groups(problem.scores.size))
        if not len(more.a):
            return Couples(partner, complete, proof if complete else None)
        pairs = pairs.and_(more)
    return Couples(partner, proven=False)


def _above(problem: Problem, tiles: Tiles, proof: OddSets, groups: Groups) -> tuple[Pairs, bool]:
    """Pairs worth more than what they would have to be, and whether these are all."""
    doubled = proof.prices[: problem.scores.size] // 2
    found = tiles.all_above(doubled, MOST_PAIRS, groups)
    if found is None:
        worst = tiles.above(doubled, groups=groups)
        pairs = problem.pairs(worst.a, worst.b)
    else:
        pairs = problem.pairs(*found)
    return pairs.take(4 * pairs.points > proof.price(pairs.a, pairs.b)), found is not None


def _fitting(problem: Problem, fraction: Fractional) -> Ints:
    """Couples from rings: an odd ring leaves one alone, as do two whose points miss their prices."""
    everyone, partner = np.arange(problem.size), np.array(_split(fraction.partner.tolist()))
    misses = fraction.doubled + fraction.doubled[partner] > 2 * problem.at(everyone, partner)
    return np.where(misses, everyone, partner)


def _split(partner: list[int]) -> list[int]:
    whole, seen = list(range(len(partner))), [False] * len(partner)
    for start in range(len(partner)):
        ring, at = [], start
        while not seen[at]:
            seen[at] = True
            ring.append(at)
            at = partner[at]
        for a, b in zip(ring[::2], ring[1::2], strict=False):
            whole[a], whole[b] = b, a
    return whole

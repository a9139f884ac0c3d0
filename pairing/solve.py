"""The best matching of a pool, proven, or with its gap stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pairing.couples import couples
from pairing.matching import Proof
from pairing.prices import fractional

if TYPE_CHECKING:
    from pairing.blossoms import OddSets
    from pairing.columns import Ints
    from pairing.prices import Problem


@dataclass(frozen=True, slots=True)
class Solution:
    """With whom each is (``partner``: a place each, one's own for alone), and a bound on the points.

    ``points`` are those of the pairs less the cost of being alone; they equal ``bound`` where it is
    proven that no matching has more. ``doubled`` holds twice everybody's price: no allowed pair has
    more points than its two prices together, nor does anybody's being alone cost less than minus theirs.
    Where the best matching has fewer points than all prices, ``odd_sets`` prove that it is the best.
    """

    partner: Ints
    points: int
    bound: int
    proof: Proof
    doubled: Ints
    odd_sets: OddSets | None = None


def solve(problem: Problem, seed: int) -> Solution:
    """The matching with the most points, the cost of being alone taken off."""
    fraction = fractional(problem, seed)
    found = couples(problem, fraction)
    points = problem.points(found.partner)
    return Solution(
        partner=found.partner,
        points=points,
        bound=points if found.proven else fraction.bound,
        proof=Proof.PROVEN if found.proven else Proof.CERTIFIED,
        doubled=fraction.doubled,
        odd_sets=found.odd_sets,
    )

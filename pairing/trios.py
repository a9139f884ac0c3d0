"""Which pairs take in those who are left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from pairing.scores import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.scores import Scores
    from pairing.turns import Turns

MOST_TRIOS = 50
"""Past trios told apart when a pair is chosen."""


def trios_of(
    scores: Scores, turns: Turns, left: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Each of those left over with a pair of their own, as far as all three may meet.

    As many as possible are taken in; of these, those whose turn to be left over is last; then pairs
    whose two were in the fewest trios so far; then the most points.
    """
    if not left or not pairs:
        return []
    third, both = np.array(left), np.array(pairs)
    first, second = (scores.block(third, both[:, side]).astype(np.int64) for side in (0, 1))
    step = 4 * scores.largest * len(left) + 1
    turn = np.array(turns.order)[third][:, None] + 1
    trios = np.minimum(np.array(turns.trios)[both].max(axis=1), MOST_TRIOS)
    gain = (turn * len(left) * (MOST_TRIOS + 2) - trios) * step + first + second
    gain[(first == FORBIDDEN) | (second == FORBIDDEN)] = 0
    found = zip(*linear_sum_assignment(gain, maximize=True), strict=True)
    return [(left[row], *pairs[column]) for row, column in found if gain[row, column] > 0]

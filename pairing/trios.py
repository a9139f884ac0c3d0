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

TRIO = 15_625
"""Points that a trio so far costs: by the usual weights a third of meeting the same person again at once."""


def trios_of(
    scores: Scores, turns: Turns, left: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Each of those left over with a pair of their own, as far as all three may meet.

    As many as possible are taken in; of these, those whose turn to be left over is last; then by the
    pairs with the most points with their third, less ``TRIO`` for each trio that either was in so far.
    By that cost turns are shared out: nobody is in a second trio before everybody in one, unless the
    other pairs suit much worse, above all since somebody would meet the same person again soon. People
    would rather be in a trio again.
    """
    if not left or not pairs:
        return []
    third, both = np.array(left), np.array(pairs)
    first, second = (scores.block(third, both[:, side]).astype(np.int64) for side in (0, 1))
    cost = TRIO * np.array(turns.trios)[both].sum(axis=1)
    step = (4 * scores.largest + int(cost.max())) * len(left) + 1
    turn = np.array(turns.order)[third][:, None] + 1
    gain = turn * step + first + second - cost
    gain[(first == FORBIDDEN) | (second == FORBIDDEN)] = 0
    found = zip(*linear_sum_assignment(gain, maximize=True), strict=True)
    return [(left[row], *pairs[column]) for row, column in found if gain[row, column] > 0]

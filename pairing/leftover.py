"""Why somebody sits out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pairing.matching import LeftOut
from pairing.scores import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pairing.scores import Scores


def left_out(
    scores: Scores, left: Sequence[int], order: Sequence[int], *, odd_sits_out: bool
) -> Mapping[int, LeftOut]:
    """Why each of those left over (places in the pool) sits out; ``order`` is everybody's turn.

    ``odd_sits_out`` is for pairs alone: there an odd number leaves somebody over, and as many pairs are
    made as can be. Whom the rules leave nobody is not counted when it is asked whether the number is
    odd. Of the others one at most is the odd one, whose turn it is first; any more were left since those
    they may meet were needed elsewhere. With trios or at tables only the hard rules leave somebody over.
    """
    alone = _nobody_to_meet(scores)
    fits_nowhere = LeftOut.OTHERS_TAKEN if odd_sits_out else LeftOut.NO_PLACE
    found = {place: LeftOut.NOBODY if alone[place] else fits_nowhere for place in left}
    others = [place for place in left if not alone[place]]
    if odd_sits_out and others and (scores.size - np.count_nonzero(alone)) % 2:
        found[min(others, key=lambda place: (order[place], place))] = LeftOut.ODD_ONE
    return found


def _nobody_to_meet(scores: Scores) -> NDArray[np.bool_]:
    """Whether each person may meet nobody: the list of forbidden pairs has all others under them."""
    listed = scores.listed
    person = np.repeat(np.arange(scores.size), np.diff(listed.start))
    refused = person[(listed.points == FORBIDDEN) & (listed.other != person)]
    alone: NDArray[np.bool_] = np.bincount(refused, minlength=scores.size) == scores.size - 1
    return alone

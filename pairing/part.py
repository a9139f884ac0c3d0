"""Some of a pool as a pool of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pairing.scores import Listed

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.scores import Places, Scores


def part(scores: Scores, places: Ints) -> Scores:
    """The scores of the people at ``places``, which are sorted, who are called by their number there."""
    number = np.full(scores.size, -1, np.int32)
    number[places] = np.arange(len(places))
    return replace(
        scores,
        columns=scores.columns.take(places),
        kinds=tuple(replace(kinds, of=kinds.of[places]) for kinds in scores.kinds),
        listed=_listed(scores.listed, places, number),
    )


def _listed(listed: Listed, places: Ints, number: Places) -> Listed:
    """The lists of these people, without whoever is not among them."""
    counts = np.diff(listed.start)[places]
    before = np.concatenate([[0], np.cumsum(counts)])
    entry = np.arange(before[-1]) + np.repeat(listed.start[places] - before[:-1], counts)
    other = number[listed.other[entry]]
    here = other >= 0
    kept = np.concatenate([[0], np.cumsum(here)])
    return Listed(kept[before], other[here], listed.points[entry][here])

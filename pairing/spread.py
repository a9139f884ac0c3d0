"""Spreading a round over departments: its best pairs once a second meeting counts less than the first.

This starts from the matching that is best while each meeting counts as if it were the only one. Two
people whose departments have met less, and whose present pairs would hardly be missed, are put
together, and so are the two they leave, wherever that is better by the true points. What it costs by
other rules is then won back, as far as it can be, by dealing partners out again in each department.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import FULL
from pairing.deal import deal
from pairing.exchanges import exchange, exchanges, partners_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator

    from pairing.columns import Ints
    from pairing.exchanges import Partners
    from pairing.scores import Scores

TRIES = 16
"""Exchanges looked at in a sweep for each two departments."""
MOST_TARGETS = 100_000
"""Pairs of departments looked at in a sweep, nor more than there are people: of more, some are drawn."""
MOST_SWEEPS = 40
"""Far more than are needed, so that however many people there are the time has an end."""
IDLE = 1_000
"""A sweep in which less than one pair in so many changed is the last."""
DEALS = 2
"""Partners are dealt out twice, in hands of other people: a third time hardly changes anything."""


def spread(scores: Scores, pairs: Sequence[tuple[int, int]], seed: int) -> list[tuple[int, int]]:
    """The same people in pairs that join more departments, with at least as many points in truth.

    ``pairs`` are places of people who may meet. No pair comes in that may not meet, or that was
    introduced before. The same pairs, in any order, and seed give the same ones, sorted; they stay as
    they are where rule ``rare_departments`` is off or its weight below 0. Memory grows with the people
    and with the square of the departments, and so does time, in ``MOST_SWEEPS`` sweeps at most.
    """
    pairs = sorted((min(pair), max(pair)) for pair in pairs)
    if len(pairs) < 2:  # noqa: PLR2004 - an exchange is between two pairs
        return pairs
    partners = partners_of(scores, pairs)
    if partners.tally.weight <= 0:
        return pairs
    chance = np.random.default_rng(seed % (1 << 63))
    if _exchanged(partners, chance, len(pairs) // IDLE):
        for _ in range(DEALS):
            deal(scores, partners.of, partners.known, chance)
    first = np.flatnonzero(partners.of > np.arange(scores.size))
    return list(zip(first.tolist(), partners.of[first].tolist(), strict=True))


def _exchanged(partners: Partners, chance: Generator, few: int) -> int:
    made = 0
    for _ in range(MOST_SWEEPS):
        now = exchange(partners, exchanges(partners, *_proposed(partners, chance)))
        made += now
        if now <= few:
            break
    return made


def _proposed(partners: Partners, chance: Generator) -> tuple[Ints, Ints]:
    """People to put together: each now in a pair worth at most half of what their departments' meeting is.

    What is meant is what pairs and meetings give by departments. People of a department stand in the
    order of what would be missed, so those who come into question are the first ones.
    """
    tally, seated = partners.tally, np.flatnonzero(partners.of >= 0)
    missed = tally.worth(tally.number_of(seated, partners.of[seated]), -1)
    span = tally.weight * FULL + 1
    keys = tally.department[seated] * span + missed
    order = np.argsort(keys, kind="stable")
    keys, people = keys[order], seated[order]
    targets = _targets(tally.departments, min(len(seated), MOST_TARGETS), chance)
    most = tally.worth(targets[0] * tally.departments + targets[1]) // 2
    start = np.searchsorted(keys, targets * span)
    count = np.searchsorted(keys, targets * span + most, side="right") - start
    useful = np.repeat(np.flatnonzero((count > 0).all(axis=0)), TRIES)
    a, b = people[start[:, useful] + chance.integers(0, count[:, useful])]
    apart = partners.of[a] != b
    return a[apart], b[apart]


def _targets(departments: int, most: int, chance: Generator) -> Ints:
    """Pairs of departments, the lower one first: all, or as many as that, drawn."""
    if departments * (departments - 1) // 2 <= most:
        return np.stack(np.triu_indices(departments, 1))
    drawn = np.sort(chance.integers(0, departments, (2, most)), axis=0)
    return drawn[:, drawn[0] < drawn[1]]

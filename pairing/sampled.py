"""A bound for pools whose pairs are too many to look at: from a sample of people, with its confidence."""

from __future__ import annotations

from math import ceil, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import FULL
from pairing.scores import FORBIDDEN, TILE
from pairing.side_by_side import side_by_side

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.scores import Points, Scores

SAMPLE = 20_000
"""People drawn, with replacement, each of whom is weighed against everybody."""
DOUBT = 0.001
"""How likely the bound is to be too low: one in a thousand."""


def sampled_excess(scores: Scores, prices: Points, chance: np.random.Generator) -> int:
    """What the worst excesses of everybody over the prices add up to at most, with 99.9 % confidence.

    The excess of a person is by how much their worst pair exceeds the two prices, 0 where none does.
    It lies between 0 and the most points there are less the two lowest prices, which is the range in
    the empirical Bernstein bound; see theorem 4 of Maurer and Pontil, "Empirical Bernstein bounds and
    sample variance penalization", https://arxiv.org/abs/0907.3740. The people are drawn after the
    prices are known, and independently of them.
    """
    drawn = chance.integers(0, scores.size, SAMPLE)
    worst = np.maximum(0, worst_of(scores, prices, drawn)).astype(np.int64)
    total, squares = int(worst.sum()), int((worst * worst).sum())  # exact, so the same on every machine
    variance = (SAMPLE * squares - total * total) / (SAMPLE * (SAMPLE - 1))
    doubt, largest = log(2 / DOUBT), max(0, most_points(scores) - 2 * int(prices.min()))
    rare = 7 * largest * doubt / (3 * (SAMPLE - 1))
    return ceil(scores.size * (total / SAMPLE + sqrt(2 * variance * doubt / SAMPLE) + rare))


def worst_of(scores: Scores, prices: Points, people: Ints) -> Points:
    """By how much the worst pair of each of these people, with anybody, exceeds the two prices."""
    few = [people[start : start + TILE] for start in range(0, len(people), TILE)]
    return np.concatenate(list(side_by_side(lambda some: _worst(scores, prices, some), few)))


def most_points(scores: Scores) -> int:
    """No allowed pair has more points than this: what each table, list and free rule gives at most."""
    tables = sum(int(kinds.points.max()) for kinds in scores.kinds)
    free = sum(abs(rule.weight) * FULL for rule in scores.rules if not rule.reads and not rule.of_repeats)
    return tables + free + max(0, int(scores.listed.points.max(initial=0)))


def _worst(scores: Scores, prices: Points, people: Ints) -> Points:
    facing, worst = scores.facing(people), np.full(len(people), FORBIDDEN, np.int32)
    for start in range(0, scores.size, TILE):
        rows = np.arange(start, min(start + TILE, scores.size))
        above = facing.points(rows)
        above -= prices[rows, None]
        at_home = np.flatnonzero((people >= start) & (people <= rows[-1]))
        above[people[at_home] - start, at_home] = 2 * FORBIDDEN
        np.maximum(worst, above.max(axis=0), out=worst)
    worst -= prices[people]
    return worst

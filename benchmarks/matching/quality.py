"""What a round is worth, whoever made it: reckoned from the rules, one by one, and from the past."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pairing.past import next_meeting
from pairing.people import OddPool
from pairing.rules import rare_departments
from pairing.trios import trios_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.matching.games import Game
    from benchmarks.matching.rivals import Pairs
    from pairing.columns import Ints
    from pairing.scores import Scores

NEAREST, FARTHEST = 1, 3
"""Steps apart on the ladder at which two grades have most to tell each other."""


@dataclass(frozen=True, slots=True)
class Quality:
    """A round in figures. A couple is two people who were put together, in a pair or in a trio.

    ``points`` counts each meeting of two departments as if it were the only one of the round, ``true``
    the second less than the first. ``refused`` couples break a hard rule, ``repeats`` met before.
    """

    points: int
    true: int
    couples: int
    trios: int
    left_out: int
    refused: int
    repeats: int
    cross_department: float
    cross_grade: float
    departments_joined: int


def with_trio(game: Game, pairs: Pairs) -> list[tuple[int, ...]]:
    """The pairs, of which one takes in the last person of an odd pool, as in a round."""
    left = sorted(set(range(game.size)) - {place for pair in pairs for place in pair})
    wanted = game.pool is None or game.pool.programme.odd_pool is OddPool.TRIO
    trios = trios_of(game.scores, game.turns, left, pairs) if wanted and len(left) == 1 else []
    taken = {place for trio in trios for place in trio}
    return [*trios, *(pair for pair in pairs if pair[0] not in taken)]


def quality(game: Game, groups: Sequence[tuple[int, ...]]) -> Quality:
    """What these groups of places are worth."""
    couples = np.array([pair for group in groups for pair in combinations(sorted(group), 2)], np.int64)
    a, b = couples.reshape(-1, 2).T
    columns, met = game.scores.columns, game.met()
    joins = _departments(columns.department, a, b)
    steps = np.abs(columns.grade[a] - columns.grade[b])
    graded = (columns.grade[a] >= 0) & (columns.grade[b] >= 0)
    mixed = graded & (steps >= NEAREST) & (steps <= FARTHEST)
    return Quality(
        points=points(game.scores, a, b),
        true=true_points(game.scores, a, b),
        couples=len(a),
        trios=sum(len(group) > 2 for group in groups),
        left_out=game.size - sum(map(len, groups)),
        refused=sum(not game.may_meet(one, other) for one, other in couples.tolist()),
        repeats=sum((one, other) in met for one, other in couples.tolist()),
        cross_department=len(joins) / max(1, len(a)),
        cross_grade=float(mixed.sum()) / max(1, int(graded.sum())),
        departments_joined=len(set(joins)),
    )


def points(scores: Scores, a: Ints, b: Ints) -> int:
    """The sum of what each rule gives these couples, forbidden or not."""
    return sum(int(each.sum()) for each in scores.by_rule(a, b).values())


def true_points(scores: Scores, a: Ints, b: Ints) -> int:
    """The same, with the second meeting of two departments in the round worth what a second one is."""
    weight = sum(rule.weight for rule in scores.rules if rule.share is rare_departments)
    alone = sum(
        int(each.sum()) for name, each in scores.by_rule(a, b).items() if name != rare_departments.__name__
    )
    past = scores.past
    for (one, other), times in Counter(_departments(scores.columns.department, a, b)).items():
        counts = past.meetings[one, other] + np.arange(times)
        alone += weight * int(next_meeting(counts, min(past.sizes[one], past.sizes[other])).sum())
    return alone


def _departments(department: Ints, a: Ints, b: Ints) -> list[tuple[int, int]]:
    """The two departments of each couple that comes from two, the lower first."""
    low, high = np.minimum(department[a], department[b]), np.maximum(department[a], department[b])
    joins = (low >= 0) & (low != high)
    return list(zip(low[joins].tolist(), high[joins].tolist(), strict=True))

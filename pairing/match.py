"""The matcher: who meets whom in a round, with the proof of how good it is.

As many people as possible are paired; then those sit out whose turn it is; then the points that the
rules give are as many as can be. ``may_meet`` is asked about everybody who is put together; a pair it
refuses is ruled out and the round is matched again, so that the result is the best of what is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import columns_of
from pairing.digest import digest, rows
from pairing.matching import Match, Matching, Proof, Reason
from pairing.past import past_of
from pairing.people import Member, OddPool, Person
from pairing.pool import pool_of, refused, refused_in_lists
from pairing.prices import Problem
from pairing.rules import rules_of
from pairing.scores import scores_of
from pairing.solve import solve
from pairing.trios import trios_of
from pairing.turns import turns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.history import History
    from pairing.may_meet import Boundaries
    from pairing.people import Programme
    from pairing.scores import Scores
    from pairing.solve import Solution
    from pairing.turns import Turns


__all__ = ["Match", "Matching", "Reason", "match"]


_FACTS = (
    *(f"person.{fact.name}" for fact in fields(Person)),
    *(fact.name for fact in fields(Member) if fact.name != "person"),
)


@dataclass(frozen=True, slots=True)
class _Seating:
    """Groups of places in the pool, whoever is in none, and the pairs' bound less their points."""

    groups: tuple[tuple[int, ...], ...]
    left: tuple[int, ...]
    missing: int
    proof: Proof


def match(
    members: Sequence[Member], programme: Programme, history: History, boundaries: Boundaries, seed: int
) -> Matching:
    """Pair a pool for one round; the same inputs, in any order, give the same matching everywhere.

    Those who don't take part, have a pairing already, or belong to another workspace are neither
    paired nor counted as sitting out. Raises ``PoolError`` for a person who is in it twice and
    ``WeightError`` for a rule's weight that can't be used.
    """
    rules = rules_of(programme.weights)
    pool = pool_of(members, programme, boundaries)
    columns = columns_of(pool, programme.ladder, history, boundaries.round_number, seed)
    past = past_of(pool, columns, history, boundaries.round_number)
    turns = turns_of([member.id for member in pool], history)
    forbidden = refused_in_lists(pool, boundaries)
    while True:
        scores = scores_of(columns, past, rules, forbidden)
        seating = (
            _nobody(pool) if boundaries.exclusions is None else _seat(scores, turns, programme.odd_pool, seed)
        )
        against = set(refused(pool, boundaries, seating.groups))
        if not against:
            break
        forbidden |= against
    pairings = _matches(scores, pool, seating)
    score = sum(each.score for each in pairings)
    return Matching(
        pairings=pairings,
        sitting_out=tuple(pool[place].id for place in seating.left),
        score=score,
        linear=score,
        proof=seating.proof,
        bound=score + seating.missing,
        seed=seed,
        digest=_fingerprint(members, programme, history, boundaries, seed),
    )


def _seat(scores: Scores, turns: Turns, odd_pool: OddPool, seed: int) -> _Seating:
    if not scores.size:
        return _Seating((), (), 0, Proof.PROVEN)
    solution = solve(_problem(scores, turns), seed)
    pairs, left = _pairs_and_left(solution, scores.size)
    trios = trios_of(scores, turns, left, pairs) if odd_pool is OddPool.TRIO else []
    seated = {place for trio in trios for place in trio}
    groups = (*trios, *(pair for pair in pairs if pair[0] not in seated))
    return _Seating(
        groups=groups,
        left=tuple(each for each in left if each not in seated),
        missing=solution.bound - solution.points,
        proof=solution.proof,
    )


def _nobody(pool: Sequence[Member]) -> _Seating:
    """Nobody is paired where the exclusions can't be read."""
    return _Seating((), tuple(range(len(pool))), 0, Proof.PROVEN)


def _problem(scores: Scores, turns: Turns) -> Problem:
    """Leaving one more person alone, or one whose turn it is less, costs more than all points are worth."""
    step = scores.size * scores.largest + 1
    alone = step * (1 + np.array(turns.order, dtype=np.int64))
    made_up = step * (2 + max(turns.order))
    return Problem(scores, np.append(alone, made_up) if scores.size % 2 else alone)


def _pairs_and_left(solution: Solution, size: int) -> tuple[list[tuple[int, int]], list[int]]:
    partners = list(enumerate(solution.partner.tolist()[:size]))
    pairs = [(a, b) for a, b in partners if a < b < size]
    return pairs, [a for a, b in partners if b in (a, size)]


def _matches(scores: Scores, pool: Sequence[Member], seating: _Seating) -> tuple[Match, ...]:
    reasons = _reasons(scores, seating.groups)
    matches = [
        Match(tuple(sorted(pool[place].id for place in group)), sum(each.points for each in why), why)
        for group, why in zip(seating.groups, reasons, strict=True)
    ]
    return tuple(sorted(matches, key=lambda each: each.people))


def _reasons(scores: Scores, groups: Sequence[tuple[int, ...]]) -> list[tuple[Reason, ...]]:
    sides = [(group, a, b) for group, places in enumerate(groups) for a, b in combinations(places, 2)]
    of, a, b = np.array(sides, dtype=np.int64).reshape(-1, 3).T
    reasons: list[list[Reason]] = [[] for _ in groups]
    for rule, points in scores.by_rule(a, b).items():
        total = np.zeros(len(groups), np.int64)
        np.add.at(total, of, points)
        for group in np.flatnonzero(total).tolist():
            reasons[group].append(Reason(rule, int(total[group])))
    return [tuple(sorted(why, key=lambda each: (-each.points, each.rule))) for why in reasons]


def _fingerprint(
    members: Sequence[Member], programme: Programme, history: History, boundaries: Boundaries, seed: int
) -> str:
    return digest(
        rows(members, *_FACTS),
        programme,
        rows(history.introductions, "round_number", "people", "departments"),
        history.sat_out,
        history.stood_up,
        boundaries,
        seed,
    )

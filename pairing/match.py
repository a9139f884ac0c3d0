"""The matcher: who meets whom in a round, with the proof of how good it is.

As many people as possible are paired; then those sit out whose turn it is; then the points that the
rules give are as many as can be. ``may_meet`` is asked about everybody who is put together; a pair it
refuses is ruled out and the round is matched again, so that the result is the best of what is allowed.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pairing.alternatives import alternatives
from pairing.columns import columns_of
from pairing.coverage import coverage_of, points_of_departments
from pairing.digest import digest, rows
from pairing.leftover import left_out
from pairing.matching import LeftOut, Match, Matching, Reason
from pairing.past import past_of
from pairing.people import Member, OddPool, Person, Preferences
from pairing.pool import pool_of, refused, refused_in_lists
from pairing.rules import rare_departments, rules_of
from pairing.scores import scores_of
from pairing.seating import nobody, seat
from pairing.tables import PAIR, seat_at_tables
from pairing.turns import turns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pairing.columns import Ints
    from pairing.history import History
    from pairing.matching import Alternative
    from pairing.may_meet import Boundaries
    from pairing.people import Programme
    from pairing.scores import Scores
    from pairing.seating import Seating
    from pairing.turns import Turns

__all__ = ["Match", "Matching", "Reason", "match"]


_FACTS = (
    *(f"person.{fact.name}" for fact in fields(Person)),
    *(fact.name for fact in fields(Member) if fact.name not in ("person", "preferences")),
    *(f"preferences.{fact.name}" for fact in fields(Preferences) if fact.name not in ("ways", "parts")),
    "preferences.how",
)


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
            nobody(len(pool)) if boundaries.exclusions is None else _seat(scores, turns, programme, seed)
        )
        against = set(refused(pool, boundaries, seating.groups))
        if not against:
            break
        forbidden |= against
    people = tuple(member.id for member in pool)
    pairings = _matches(scores, people, seating.groups)
    return Matching(
        pairings=pairings,
        sitting_out=tuple(people[place] for place in seating.left),
        score=sum(each.score for each in pairings),
        linear=seating.linear,
        bound=seating.bound,
        proof=seating.proof,
        seed=seed,
        digest=_fingerprint(members, programme, history, boundaries, seed),
        coverage=coverage_of(scores, seating.groups),
        left_out=_left_out(people, scores, seating, turns, programme)
        if boundaries.exclusions is not None
        else dict.fromkeys(people, LeftOut.UNREADABLE),
        alternatives=_alternatives(people, scores, seating, seed),
    )


def _seat(scores: Scores, turns: Turns, programme: Programme, seed: int) -> Seating:
    if programme.together == PAIR:
        return seat(scores, turns, programme.odd_pool, seed)
    return seat_at_tables(scores, turns, programme, seed)


def _left_out(
    people: Sequence[str], scores: Scores, seating: Seating, turns: Turns, programme: Programme
) -> Mapping[str, LeftOut]:
    in_pairs = seating.solution is not None and programme.odd_pool is OddPool.SIT_OUT
    found = left_out(scores, seating.left, turns.order, odd_sits_out=in_pairs)
    return {people[place]: why for place, why in found.items()}


def _alternatives(
    people: Sequence[str], scores: Scores, seating: Seating, seed: int
) -> Mapping[str, Alternative]:
    if seating.solution is None:
        return {}
    return alternatives(people, scores, seating.solution, seating.groups, seed)


def _matches(scores: Scores, people: Sequence[str], seated: Sequence[tuple[int, ...]]) -> tuple[Match, ...]:
    groups = sorted(tuple(sorted(group)) for group in seated)
    reasons = _reasons(scores, groups)
    return tuple(
        Match(tuple(people[place] for place in group), sum(each.points for each in why), why)
        for group, why in zip(groups, reasons, strict=True)
    )


def _reasons(scores: Scores, groups: Sequence[tuple[int, ...]]) -> list[tuple[Reason, ...]]:
    sides = [(group, a, b) for group, places in enumerate(groups) for a, b in combinations(places, 2)]
    of, a, b = np.array(sides, dtype=np.int64).reshape(-1, 3).T
    reasons: list[list[Reason]] = [[] for _ in groups]
    for rule, points in _true_points(scores, a, b).items():
        total = np.zeros(len(groups), np.int64)
        np.add.at(total, of, points)
        for group in np.flatnonzero(total).tolist():
            reasons[group].append(Reason(rule, int(total[group])))
    return [tuple(sorted(why, key=lambda each: (-each.points, each.rule))) for why in reasons]


def _true_points(scores: Scores, a: Ints, b: Ints) -> dict[str, Ints]:
    """Points by rule, in which a second meeting of two departments in the round counts as one."""
    points = scores.by_rule(a, b)
    if rare_departments.__name__ in points:
        points[rare_departments.__name__] = points_of_departments(scores, a, b)
    return points


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

"""Plain ways to pair a pool, to hold the matcher against: what most coffee bots do.

Each takes what ``match`` takes, obeys ``may_meet`` as it does, and lets whoever is left over join a pair
where the programme wants trios. None looks ahead, and none knows how good its pairing is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from pairing.columns import columns_of
from pairing.history import History
from pairing.may_meet import Boundaries, may_meet
from pairing.past import past_of
from pairing.people import Member, OddPool, Programme
from pairing.pool import pool_of, refused_in_lists
from pairing.rules import rules_of
from pairing.scores import FORBIDDEN, TILE, Scores, scores_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.columns import Ints
    from pairing.matching import Proof

Pair: TypeAlias = tuple[int, int]
Allowed: TypeAlias = Callable[[int, int], bool]
MOST_PAIRS = 500_000
"""About as many pairs as ``greedy`` sorts at once: the best first, then the next among those still free."""
SAMPLE = 10_000
"""Pairs that are looked at to tell how many points so many pairs have."""


@dataclass(frozen=True, slots=True)
class Seated:
    """Who meets in a round, by id and sorted, and who sits out; a gap and its proof where they are known."""

    groups: tuple[tuple[str, ...], ...]
    sitting_out: tuple[str, ...]
    gap: float | None = None
    proof: Proof | None = None


Way: TypeAlias = Callable[[Sequence[Member], Programme, History, Boundaries, int], Seated]
"""A way to pair: what ``match`` takes."""


def shuffle(
    members: Sequence[Member],
    programme: Programme,
    history: History,  # noqa: ARG001 - every way has one shape
    boundaries: Boundaries,
    seed: int,
) -> Seated:
    """Everybody in a random order, each with the next whom they may meet."""
    pool = pool_of(members, programme, boundaries)
    return _seated(pool, programme, boundaries, _in_turn(len(pool), _allowed(pool, boundaries), seed))


def first_fit(
    members: Sequence[Member], programme: Programme, history: History, boundaries: Boundaries, seed: int
) -> Seated:
    """As ``shuffle``, but each takes the next whom they never met, if there is one left."""
    pool = pool_of(members, programme, boundaries)
    allowed = _allowed(pool, boundaries)
    met = {pair for each in history.introductions for pair in combinations(sorted(each.people), 2)}

    def fresh(a: int, b: int) -> bool:
        return (pool[min(a, b)].id, pool[max(a, b)].id) not in met and allowed(a, b)

    pairs = _in_turn(len(pool), fresh, seed)
    left = _left(len(pool), pairs)
    again = _in_turn(len(left), lambda a, b: allowed(left[a], left[b]), seed)
    return _seated(pool, programme, boundaries, [*pairs, *((left[a], left[b]) for a, b in again)])


def greedy(
    members: Sequence[Member], programme: Programme, history: History, boundaries: Boundaries, seed: int
) -> Seated:
    """The two with the most points first, then the best two of the rest, and so on."""
    pool = pool_of(members, programme, boundaries)
    scores = scored(pool, programme, history, boundaries, seed)
    return _seated(pool, programme, boundaries, _best_first(scores, _allowed(pool, boundaries), seed))


def scored(
    pool: Sequence[Member], programme: Programme, history: History, boundaries: Boundaries, seed: int
) -> Scores:
    """The points of any two of a pool that is sorted by id, as ``match`` sees them."""
    columns = columns_of(pool, programme.ladder, history, boundaries.round_number, seed)
    past = past_of(pool, columns, history, boundaries.round_number)
    return scores_of(columns, past, rules_of(programme.weights), refused_in_lists(pool, boundaries))


def _allowed(pool: Sequence[Member], boundaries: Boundaries) -> Allowed:
    return lambda a, b: may_meet(pool[a], pool[b], boundaries)


def _in_turn(size: int, allowed: Allowed, seed: int) -> list[Pair]:
    pairs = []
    free = _random(seed).permutation(size).tolist()
    while free:
        one = free.pop()
        other = next((at for at in range(len(free) - 1, -1, -1) if allowed(one, free[at])), None)
        if other is not None:
            pairs.append((one, free.pop(other)))
    return pairs


def _best_first(scores: Scores, allowed: Allowed, seed: int) -> list[Pair]:
    pairs: list[Pair] = []
    free = _random(seed).permutation(scores.size)  # ties fall by it
    taken, upper = set[int](), scores.largest + 1
    while upper > FORBIDDEN + 1 and len(free) > 1:
        lower = _level(scores, free, upper, seed)
        for a, b in _between(scores, free, lower, upper):
            if a not in taken and b not in taken and allowed(a, b):
                taken.update((a, b))
                pairs.append((a, b))
        free = free[~np.isin(free, list(taken))]
        upper = lower
    return pairs


def _level(scores: Scores, free: Ints, upper: int, seed: int) -> int:
    """Points that about ``MOST_PAIRS`` pairs of these people have, fewer than ``upper``; from a sample."""
    pairs = len(free) * (len(free) - 1) // 2
    if pairs <= MOST_PAIRS:
        return FORBIDDEN + 1
    a, b = _random(seed).choice(free, (2, SAMPLE))
    points = np.sort(scores.at(a, b)[a != b])
    return max(FORBIDDEN + 1, min(upper - 1, int(points[-(len(points) * MOST_PAIRS // pairs) - 1])))


def _between(scores: Scores, free: Ints, lower: int, upper: int) -> Iterator[Pair]:
    """Each two of these people whose points are at least ``lower`` and below ``upper``, best first."""
    found = []
    for at in range(0, len(free), TILE):
        columns = free[at : at + TILE]
        facing = scores.facing(columns)
        for above in range(0, at + 1, TILE):
            rows = free[above : above + TILE]
            points = facing.points(rows)
            row, column = np.nonzero((points >= lower) & (points < upper))
            once = row + above < column + at
            row, column = row[once], column[once]
            found.append((points[row, column], rows[row], columns[column]))
    points, a, b = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(-points, kind="stable")
    yield from zip(a[order].tolist(), b[order].tolist(), strict=True)


def _seated(
    pool: Sequence[Member], programme: Programme, boundaries: Boundaries, pairs: Sequence[Pair]
) -> Seated:
    allowed = _allowed(pool, boundaries)
    groups: list[tuple[int, ...]] = list(pairs)
    left = _left(len(pool), pairs)
    for third in tuple(left) if programme.odd_pool is OddPool.TRIO else ():
        joins = (at for at, pair in enumerate(pairs) if groups[at] == pair)
        at = next((at for at in joins if all(allowed(third, each) for each in pairs[at])), None)
        if at is not None:
            groups[at] = (*pairs[at], third)
            left.remove(third)
    named = (tuple(sorted(pool[place].id for place in group)) for group in groups)
    return Seated(tuple(sorted(named)), tuple(pool[place].id for place in left))


def _left(size: int, pairs: Sequence[Pair]) -> list[int]:
    return sorted(set(range(size)) - {place for pair in pairs for place in pair})


def _random(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed % (1 << 63))

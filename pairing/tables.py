"""Who sits together where a programme brings four to eight people to a table.

The best tables of a pool are out of reach: to part people into cliques is hard. So they are improved
step by step: one seat is taken from every table, and those people are dealt out anew over the very
same seats by an assignment, until that brings nothing for a while. No step seats fewer people, seats
them less fairly, or gives fewer points. See Ahuja, Ergun, Orlin and Punnen, "A survey of very
large-scale neighborhood search techniques", https://doi.org/10.1016/S0166-218X(01)00338-9 (2002).
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from pairing.columns import FULL
from pairing.matching import Proof
from pairing.scores import FORBIDDEN, TILE
from pairing.seating import Seating, seat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.random import Generator

    from pairing.columns import Ints
    from pairing.people import Programme
    from pairing.scores import Facing, Scores
    from pairing.turns import Turns

FEWEST, MOST = 4, 8
"""People at a table, as far as there are as many."""
BLOCK = 256
"""Tables dealt anew at once; what an assignment costs grows faster than what more of them bring."""
EFFORT, FEWEST_DEALS, MOST_DEALS = 60_000, 12, 400
"""Deals in all: as many as make ``EFFORT`` when multiplied by the people, at least 12 and at most 400."""
PATIENCE = 8
"""Deals in a row that may bring nothing, for each seat of a table, before it starts anew."""
LOOKED_AT = 20_000
"""People up to whom the bound looks at every two; beyond, it adds up the most that each rule can give."""
EMPTY = -1
PAIR = 2


def seat_at_tables(scores: Scores, turns: Turns, programme: Programme, seed: int) -> Seating:
    """The programme's tables, or pairs in the rare pool of which those leave fewer people out."""
    tables = tables_of(scores, turns, programme.together, seed)
    if not tables.left:
        return tables
    pairs = seat(scores, turns, programme.odd_pool, seed)
    return pairs if len(pairs.left) < len(tables.left) else tables


def tables_of(scores: Scores, turns: Turns, size: int, seed: int) -> Seating:
    """Seat a pool at tables of about ``size`` people, 4 to 8, at which everybody may meet everybody.

    Sizes differ by one at most, unless hard rules keep people apart: then somebody may join a table
    that is full, or take a partner from one. Whoever fits in nowhere is left over, those first whose
    turn it is. A pool of three is one table, and so is a pool of two. No seating at as many tables of
    the same sizes has more points than ``bound``.
    """
    hall = _best_hall(scores, turns, _room(scores.size, size), np.random.default_rng(seed % (1 << 63)))
    tables, left = _squeezed_in(scores, hall.tables, hall.least_due_first)
    points, bound = _points(scores, tables), _bound(scores, [len(table) for table in tables])
    return Seating(
        groups=tuple(tuple(sorted(table)) for table in tables),
        left=tuple(sorted(left)),
        linear=points,
        bound=bound,
        proof=Proof.PROVEN if points == bound else Proof.CERTIFIED,
    )


def _room(people: int, size: int) -> Ints:
    """How many people each table takes: as near to ``size`` as 4 to 8 allow, the larger ones first."""
    fewest, most = -(-people // MOST), max(1, people // FEWEST)
    tables = min(max(round(people / size), fewest, 1), most)
    return np.full(tables, people // tables) + (np.arange(tables) < people % tables)


def _best_hall(scores: Scores, turns: Turns, room: Ints, rng: Generator) -> _Hall:
    """The best of as many starts as there is time for: one for a large pool, a good many for a small one."""
    best, deals = _Hall(scores, turns, room, rng), 0
    most = min(max(EFFORT // max(1, scores.size), FEWEST_DEALS), MOST_DEALS)
    while best.can_improve and deals < most:
        hall = _Hall(scores, turns, room, rng)
        deals += hall.improve(most - deals)
        best = max(best, hall, key=lambda each: each.value)
    return best


class _Hall:
    """Tables as rows of places, ``EMPTY`` where nobody sits, and those who have no seat yet."""

    def __init__(self, scores: Scores, turns: Turns, room: Ints, rng: Generator) -> None:
        self._scores, self._room, self._rng = scores, room, rng
        # How much it matters that each has a seat: more for those whose turn to be left over is far off.
        self._matters = 1 + np.array(turns.order, dtype=np.int64)
        # One unit of that is worth more than all the points that one deal could move.
        self._unit = 2 * MOST * scores.largest * min(BLOCK, len(room)) + 1
        self._seats = np.full((len(room), int(room.max())), EMPTY)
        self._standing = np.arange(scores.size)
        self._fill()

    @property
    def tables(self) -> list[list[int]]:
        """Who sits where; somebody alone at a table has no table."""
        tables = ([place for place in row if place != EMPTY] for row in self._seats.tolist())
        return [table for table in tables if len(table) >= PAIR]

    @property
    def least_due_first(self) -> list[int]:
        """Those at no table; first the one whose turn to be left over is furthest off."""
        seated = {place for table in self.tables for place in table}
        return sorted(
            set(range(self._scores.size)) - seated, key=lambda place: (-self._matters[place], place)
        )

    @property
    def can_improve(self) -> bool:
        """Whether people could change places at all."""
        return len(self._room) > 1 or bool(len(self._standing))

    @property
    def value(self) -> tuple[int, int]:
        """How much it matters that some have no seat, less than 0, and then the points."""
        return -int(self._matters[self._standing].sum()), _points(self._scores, self.tables)

    def improve(self, most: int) -> int:
        """Deal out a random seat of every table again and again, until that brings nothing; how often."""
        best, since = self.value, 0
        for deals in range(most):
            if since > PATIENCE * self._seats.shape[1]:
                return deals
            self._deal(np.arange(len(self._room)), self._rng.integers(0, self._room))
            value = self.value
            best, since = max(best, value), since + 1 if value <= best else 0
        return most

    def _fill(self) -> None:
        """Deal out one seat of every table after the other."""
        for number in range(self._seats.shape[1]):
            tables = np.flatnonzero(self._room > number)
            self._deal(tables, np.full(len(tables), number))

    def _deal(self, tables: Ints, seats: Ints) -> None:
        """Take one seat of each of these tables; deal it to whoever sat there, or stands, at its best.

        Of those who stand as many are called as there are seats: others each time, so that starts differ.
        """
        blocks, standing = -(-len(tables) // BLOCK), self._rng.permutation(self._standing)
        called = np.array_split(standing[: len(tables)], blocks)
        some = np.array_split(self._rng.permutation(len(tables)), blocks)
        left = [self._deal_block(tables[at], seats[at], who) for at, who in zip(some, called, strict=True)]
        self._standing = np.concatenate([*left, standing[len(tables) :]])

    def _deal_block(self, tables: Ints, seats: Ints, standing: Ints) -> Ints:
        sat = self._seats[tables, seats]
        self._seats[tables, seats] = EMPTY
        people = np.concatenate([sat[sat != EMPTY], standing])
        gain = self._gain(people, self._seats[tables])
        row, column = linear_sum_assignment(gain, maximize=True)
        taken = gain[row, column] > 0
        row, column = row[taken], column[taken]
        self._seats[tables[column], seats[column]] = people[row]
        return np.delete(people, row)

    def _gain(self, people: Ints, others: Ints) -> Ints:
        """What it is worth that each of these people joins each table of others; 0 where they may not."""
        points = self._scores.block(people, others.ravel().clip(0)).reshape(len(people), *others.shape)
        points = np.where(others == EMPTY, np.int32(0), points)
        gain: Ints = points.sum(axis=2, dtype=np.int64) + self._unit * self._matters[people][:, None]
        gain[(points == FORBIDDEN).any(axis=2)] = 0
        return gain


def _squeezed_in(
    scores: Scores, tables: list[list[int]], standing: Sequence[int]
) -> tuple[list[list[int]], list[int]]:
    """Find what the deals have no seat for: a place at a full table, or a partner who stands or is spared.

    The tables change; the second list holds those for whom there is nothing.
    """
    waiting, left = list(standing), []
    while waiting:
        person, *waiting = waiting
        points = scores.block(np.array([person]), np.arange(scores.size))[0]
        if table := _most_points(points, (each for each in tables if len(each) < MOST)):
            table.append(person)
        elif other := _most_points(points, ([each] for each in waiting)) or _spared(points, tables):
            waiting = [each for each in waiting if each not in other]
            tables.append([person, *other])
        else:
            left.append(person)
    return tables, left


def _most_points(points: Ints, tables: Iterable[list[int]]) -> list[int] | None:
    """The table at which somebody with these points may sit and has most of them."""
    fits = (table for table in tables if points[table].min() > FORBIDDEN)
    return max(fits, key=lambda table: int(points[table].sum(dtype=np.int64)), default=None)


def _spared(points: Ints, tables: Iterable[list[int]]) -> list[int] | None:
    """Somebody whom they may meet, taken from the largest table that has one of three or more."""
    many = (table for table in tables if len(table) > PAIR and points[table].max() > FORBIDDEN)
    table = max(many, key=len, default=None)
    if table is None:
        return None
    return [table.pop(int(points[table].argmax()))]


def _points(scores: Scores, tables: Iterable[Sequence[int]]) -> int:
    a, b = np.array([pair for table in tables for pair in combinations(table, 2)], np.int64).reshape(-1, 2).T
    return int(scores.at(a, b).sum())


def _bound(scores: Scores, sizes: Sequence[int]) -> int:
    """Half the sum of what everybody could have from the best others, as many as sit at a table.

    For the k-th best other it is counted who has most from theirs, as many as there are people with k
    others at their table: nobody needs to be told which table they would sit at.
    """
    best = _best(scores, max(sizes, default=1) - 1)
    others = np.array(sizes, np.int64) - 1
    counts = [int((others[others >= k] + 1).sum()) for k in range(1, best.shape[1] + 1)]
    each = (np.sort(best[:, k])[::-1][:count].sum() for k, count in enumerate(counts))
    return int(sum(each)) // 2


def _best(scores: Scores, number: int) -> Ints:
    """For each person the points of the best other, the second best and so on; or more, but never less."""
    if scores.size > LOOKED_AT:
        return np.repeat(_most_by_rule(scores)[:, None], number, axis=1)
    everyone = np.arange(scores.size)
    strips = [everyone[at : at + TILE] for at in range(0, scores.size, TILE)]
    facing = scores.facing(everyone)
    found = [_largest(facing, strip, number) for strip in strips]
    return np.concatenate([np.empty((0, number), np.int64), *found])


def _largest(everyone: Facing, rows: Ints, number: int) -> Ints:
    """The most points of each row, in order, but for people with themselves."""
    points = everyone.points(rows)
    points[np.arange(len(rows)), rows] = FORBIDDEN
    top = np.partition(points, -number, axis=1)[:, -number:] if number else points[:, :0]
    return -np.sort(-top.astype(np.int64), axis=1)


def _most_by_rule(scores: Scores) -> Ints:
    """For each person the most points that anybody could bring: the most of each rule, added up."""
    anything = sum(FULL * abs(rule.weight) for rule in scores.rules if not rule.reads and not rule.of_repeats)
    most = np.full(scores.size, anything + max(0, int(scores.listed.points.max(initial=0))), np.int64)
    for kinds in scores.kinds:
        most += kinds.points.max(axis=1)[kinds.of]
    return most

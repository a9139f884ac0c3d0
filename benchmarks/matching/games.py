"""A pool as its points: what the rivals are given, and what our results are checked against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching.instances import AS_PEOPLE, drawn, past_rounds, pool_drawn, pool_listed
from pairing.columns import EXPERIENCED, FULL, UNKNOWN, Columns, columns_of
from pairing.may_meet import may_meet
from pairing.past import Past, freshness, past_of
from pairing.pool import pool_of, refused_in_lists
from pairing.prices import Problem
from pairing.rules import rules_of
from pairing.scores import FORBIDDEN, TILE, Scores, scores_of
from pairing.turns import Turns, turns_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.matching.instances import Draw, Pool
    from pairing.columns import Ints

Table: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Game:
    """The points of any two, who may not meet (pairs of places, the lower first), whose turn it is.

    ``pool`` is missing where there are too many people to make objects of them.
    """

    scores: Scores
    forbidden: frozenset[tuple[int, int]]
    turns: Turns
    pool: Pool | None = None

    @property
    def size(self) -> int:
        """How many people there are."""
        return self.scores.size

    def may_meet(self, a: int, b: int) -> bool:
        """Whether these two may be introduced: asked of the product's own predicate where it can be."""
        if self.pool is None:
            return a != b and (min(a, b), max(a, b)) not in self.forbidden
        return may_meet(self.pool.members[a], self.pool.members[b], self.pool.boundaries)

    def problem(self) -> Problem:
        """What the solver is given: as in a round, leaving people alone costs more than all points."""
        step = self.size * self.scores.largest + 1
        order = np.array(self.turns.order, dtype=np.int64)
        alone = step * (1 + order)
        return Problem(self.scores, np.append(alone, step * (2 + order.max())) if self.size % 2 else alone)

    def table(self) -> Table:
        """The points of all pairs in 32 bits, ``FORBIDDEN`` for those who may not meet and for oneself."""
        table: Table = np.empty((self.size, self.size), np.int32)
        everyone = np.arange(self.size)
        strips = [everyone[at : at + TILE] for at in range(0, self.size, TILE)]
        for columns in strips:
            facing = self.scores.facing(columns)
            for rows in strips:
                table[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = facing.points(rows)
        np.fill_diagonal(table, FORBIDDEN)
        return table

    def met(self) -> set[tuple[int, int]]:
        """Everybody who was introduced to each other, the lower place first."""
        return set(zip(self.scores.past.low.tolist(), self.scores.past.high.tolist(), strict=True))


def game_named(size: int, file: Path | None, seed: int) -> Game:
    """The game of a staff list, or else of a drawn trust of this size."""
    rounds = past_rounds(size)
    if file:
        return game_of(pool_listed(file, rounds, seed), seed)
    if size > AS_PEOPLE:
        return game_of_arrays(drawn(size, rounds, seed), rounds, seed)
    return game_of(pool_drawn(size, rounds, seed), seed)


def game_of(pool: Pool, seed: int) -> Game:
    """A pool's points, from the same parts as a round's."""
    members = pool_of(pool.members, pool.programme, pool.boundaries)
    number = pool.boundaries.round_number
    columns = columns_of(members, pool.programme.ladder, pool.history, number, seed)
    past = past_of(members, columns, pool.history, number)
    forbidden = frozenset(refused_in_lists(members, pool.boundaries))
    scores = scores_of(columns, past, rules_of(pool.programme.weights), forbidden)
    return Game(scores, forbidden, turns_of([member.id for member in members], pool.history), pool)


def game_of_arrays(draw: Draw, rounds: int, seed: int) -> Game:
    """A draw's points, without making objects of its people."""
    size = len(draw.department)
    met = np.concatenate([np.empty((0, 2), np.int64), *draw.met])
    waited = np.zeros(size, np.int64)
    waited[draw.stood_up] = FULL
    columns = Columns(
        index=np.arange(size),
        department=draw.department,
        site=draw.site,
        grade=draw.grade,
        experience=np.minimum(np.bincount(met.ravel(), minlength=size), EXPERIENCED),
        waited=waited,
        reliable=np.full(size, FULL),
        chance=np.random.default_rng(seed).integers(256, size=size),
        season=np.full(size, UNKNOWN),
        **dict.fromkeys(("ways", "parts", "asks", "offers", "curious", "known"), np.zeros(size, np.int64)),
    )
    forbidden = _kept_apart(draw)
    scores = scores_of(columns, _past(draw, rounds), rules_of({}), forbidden)
    return Game(scores, forbidden, Turns((0,) * size, (0,) * size))


def _kept_apart(draw: Draw) -> frozenset[tuple[int, int]]:
    led = np.flatnonzero(draw.manager >= 0)
    pairs = np.concatenate([draw.never, np.column_stack([led, draw.manager[led]])])
    return frozenset(_as_pairs(np.sort(pairs, axis=1)))


def _as_pairs(rows: Ints) -> Iterable[tuple[int, int]]:
    return zip(rows[:, 0].tolist(), rows[:, 1].tolist(), strict=True)


def _past(draw: Draw, rounds: int) -> Past:
    ago = np.concatenate([np.full(len(pairs), rounds - number) for number, pairs in enumerate(draw.met)])
    pairs = np.sort(np.concatenate(draw.met), axis=1)
    order = np.lexsort((ago, pairs[:, 1], pairs[:, 0]))  # of two who met twice, the latest time counts
    pairs, ago = pairs[order], ago[order]
    first = np.append(True, (np.diff(pairs, axis=0) != 0).any(axis=1))
    sizes = np.bincount(draw.department)
    counts = np.zeros((len(sizes), len(sizes)), np.int64)
    np.add.at(counts, tuple(draw.department[pairs].T), 1)
    np.fill_diagonal(counts, 0)
    return Past(
        low=pairs[first, 0],
        high=pairs[first, 1],
        fresh=freshness(ago[first]),
        meetings=counts + counts.T,
        sizes=sizes,
    )

"""Prices for pools too large to weigh everybody against everybody, and the pairs that come close to them.

First prices come from a sample of the pool that is solved outright. They are refined in talks
(``pairing.messages``) over pairs that turn up where people are lined up by kind (``pairing.buckets``), and
then over those that a look at all pairs shows to exceed them. Pools too large for that look, of which
kinds tell all, begin with the prices of a part, settled in this way; then everybody's best in other
parts of the pool are found by kinds (``pairing.by_kinds``), and talks over those pairs settle the rest.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from pairing.buckets import best_in_windows, orders
from pairing.everybody import excess_of
from pairing.messages import NARROW, Talk, arcs_of, talk
from pairing.part import part
from pairing.prices import Problem, fractional
from pairing.scores import TILE
from pairing.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pairing.by_kinds import ByKinds
    from pairing.columns import Ints
    from pairing.scores import Points, Scores

_Look: TypeAlias = "Callable[[Points, int], Iterable[Ints]]"

SAMPLE = 2_000
"""People who are solved outright for the first prices."""
ORDERS = (8, 4, 4)
"""In how many orders people are lined up before each talk."""
CALMER = 0.5
"""From talk to talk the prices of kinds are moved by so much less."""
WHOLE = 2
"""Talks over the pairs that a look at all of them turns up, where that is done."""
PART = 8
"""Where kinds tell all, one person in so many is priced first, and the others by them."""
CALMED = 1
"""How often prices are then brought halfway to what the best of all would leave everybody."""
ASKED = (4, 4, 4)
"""How many parts of the pool everybody asks before each talk over all of it."""
WIDE = 25_000
"""People in such a part."""


def settled(
    problem: Problem, tables: ByKinds | None, seed: int, chance: np.random.Generator, *, few: bool
) -> tuple[Ints, Talk]:
    """The pairs that matter (``low * size + high``, sorted), and what was settled in talks over them.

    Where people are ``few`` all pairs are looked at, and ``tables`` are of no use.
    """
    if few or tables is None:
        return _by_looks(problem, seed, chance, WHOLE if few else 0)
    return _by_asking(problem, tables, seed, chance)


def _by_asking(
    problem: Problem, tables: ByKinds, seed: int, chance: np.random.Generator
) -> tuple[Ints, Talk]:
    scores, everyone, keys = problem.scores, np.arange(problem.scores.size), np.empty(0, np.int64)
    prices = _calmed(tables, _passed_on(problem, tables, seed, chance), everyone)
    loose = max(1, _spread(prices) // 5)
    move, trusted = loose / 4, loose // 2  # few pairs are known, so a talk may be far out for some people
    for count in ASKED:
        lot = chance.permutation(scores.size)
        more = [asked(tables, prices, lot, turn) for turn in range(count)]
        keys = _kept(scores, prices, [keys, *more], loose)
        said = talk(arcs_of(scores, keys, chance), scores.kinds, prices, loose, move)
        prices = np.clip(said.prices, prices - trusted, prices + trusted)
        move, trusted = move * CALMER, trusted // 2
    return keys, Talk(prices, said.wanted)


def _passed_on(problem: Problem, tables: ByKinds, seed: int, chance: np.random.Generator) -> Points:
    """What those of a part of the pool, at the prices they settle for, leave everybody."""
    scores = problem.scores
    some = np.sort(chance.permutation(scores.size)[: scores.size // (2 * PART) * 2])
    few = Problem(part(scores, some), problem.alone[some])
    prices = np.zeros(scores.size, np.int32)
    prices[some] = _by_looks(few, seed, chance, 0)[1].prices
    _, answers = tables.best(prices, [some])
    answers[some] = prices[some]
    clipped: Points = np.clip(answers, -NARROW, NARROW)
    return clipped


def _calmed(tables: ByKinds, prices: Points, everyone: Ints) -> Points:
    for _ in range(CALMED):
        prices = (prices + tables.best(prices, [everyone])[1] + 1) >> 1
    return prices


def asked(tables: ByKinds, prices: Points, people: Ints, turn: int = 0) -> Ints:
    """The pairs of everybody and the best of a part of these people, who are in order of a lot."""
    partner, _ = tables.best(prices, np.array_split(people, max(1, len(people) // WIDE)), turn)
    others = np.flatnonzero(partner != np.arange(len(prices)))
    return _keys(others, partner[others], len(prices))


def _by_looks(problem: Problem, seed: int, chance: np.random.Generator, whole: int) -> tuple[Ints, Talk]:
    scores, keys, least = problem.scores, np.empty(0, np.int64), -NARROW
    prices = _first_prices(problem, seed, chance)
    loose = max(1, _spread(prices) * 3 // 4)
    move = float(loose)
    for look in _looks(scores, chance, whole):
        keys = _kept(scores, prices, [keys, *look(prices, least)], loose)
        said = talk(arcs_of(scores, keys, chance), scores.kinds, prices, loose, move)
        prices, least, move = said.prices, -loose // 4, move * CALMER
    return keys, said


def _spread(prices: Points) -> int:
    """How far prices lie from their mean, on average: in whole numbers, so the same on every machine."""
    wide = prices.astype(np.int64)
    return int(np.abs(wide - wide.sum() // len(wide)).sum()) // len(wide)


def _looks(scores: Scores, chance: np.random.Generator, whole: int) -> Iterator[_Look]:
    """Ways to find the pairs that come close to the prices, or exceed them; as keys."""

    def in_windows(count: int, prices: Points, least: int) -> Iterator[Ints]:
        for order in orders(scores, count, chance):
            yield _keys(*best_in_windows(scores, prices, order, least), scores.size)

    def everywhere(prices: Points, _: int) -> Iterator[Ints]:
        excess = excess_of(scores, prices)
        yield _keys(excess.a, excess.b, scores.size)

    yield from (partial(in_windows, count) for count in ORDERS)
    yield from [everywhere] * whole


def _first_prices(problem: Problem, seed: int, chance: np.random.Generator) -> Points:
    """What the best of a sample, at their own prices, would leave each person."""
    scores = problem.scores
    even = min(SAMPLE, scores.size // 2 * 2)
    sample = np.sort(chance.permutation(scores.size)[:even])
    solved = fractional(Problem(part(scores, sample), problem.alone[sample]), seed)
    theirs = np.clip((solved.doubled + 1) // 2, -NARROW, NARROW).astype(np.int32)
    facing = scores.facing(sample)

    def look(start: int) -> Points:
        rows = np.arange(start, min(start + TILE, scores.size))
        best: Points = (facing.points(rows) - theirs).max(axis=1)
        return best

    prices = np.concatenate(list(side_by_side(look, range(0, scores.size, TILE))))
    prices[sample] = theirs  # and not what a person would pay for themself
    clipped: Points = np.clip(prices, -NARROW, NARROW)
    return clipped


def _keys(a: Ints, b: Ints, size: int) -> Ints:
    return np.minimum(a, b) * size + np.maximum(a, b)


def _kept(scores: Scores, prices: Points, keys: Sequence[Ints], loose: int) -> Ints:
    """These pairs, without those that miss the prices by more than ``loose``; all people are in a ring."""
    everyone = np.arange(scores.size)
    found = _once(np.concatenate(keys))
    low, high = np.divmod(found, scores.size)
    found = found[prices[low] + prices[high] - scores.at(low, high) <= loose]
    return _once(np.concatenate([found, _keys(everyone, np.roll(everyone, 1), scores.size)]))


def _once(keys: Ints) -> Ints:
    """Sorted, each once: ``np.unique`` takes thirty times as long for millions."""
    keys.sort()
    once: Ints = keys[np.diff(keys, prepend=-1) != 0]
    return once

"""The matcher for pools of tens of thousands to a million: near the best, and by how much is stated.

Nothing here is as long as all pairs. Prices come from a sample of the pool that is solved outright, and
are refined over the pairs that come closest to them (``pairing.buckets``, ``pairing.messages``). People
who want each other most are paired, and the rest with whoever is left; then the poorest pairs are
mended (``pairing.blocks``). What the prices fall short of any pair is added to them, and so proves a
bound by weak duality, as in ``pairing.prices``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from pairing.blocks import friends_of, mend, part_forbidden
from pairing.buckets import best_in_windows, orders
from pairing.everybody import excess_of
from pairing.matching import Proof
from pairing.messages import NARROW, arcs_of, talk
from pairing.part import part
from pairing.prices import Problem, fractional
from pairing.sampled import sampled_excess
from pairing.scores import TILE
from pairing.side_by_side import side_by_side
from pairing.solve import Solution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pairing.columns import Ints
    from pairing.messages import Talk
    from pairing.scores import Points, Scores

_Look: TypeAlias = "Callable[[Points, int], Iterable[Ints]]"

CERTIFIED = 200_000
"""Up to so many people all pairs are looked at; beyond, a sample of them."""
SAMPLE = 2_000
"""People who are solved outright for the first prices."""
ORDERS = (8, 4, 4)
"""In how many orders people are lined up before each talk."""
CALMER = 0.5
"""From talk to talk the prices of kinds are moved by so much less."""
WHOLE = 2
"""Talks over the pairs that a look at all of them turns up, where that is done."""
MENDED = (0.04, 0.04, 0.03, 0.03)
"""Which share of the pairs, the poorest, is mended each time."""


def solve_large(problem: Problem, seed: int) -> Solution:
    """A matching near the best, with a bound: over all pairs up to ``CERTIFIED`` people, sampled beyond.

    A sampled bound holds with 99.9 % confidence; the prices beside it are those that it is drawn from,
    which some pairs exceed. Nobody is left alone but the one of an odd pool, unless there is next to
    nobody they may meet; what that costs then shows as a distance to the bound.
    """
    scores, chance = problem.scores, np.random.default_rng(seed % (1 << 63))
    keys, said = _settled(problem, seed, chance)
    friends = friends_of(arcs_of(scores, keys, chance), said.prices)
    partner = _paired(said, _left_over(problem, said.prices), chance)
    for share in MENDED:
        partner = mend(scores, partner, said.prices, friends, share)
    return _proven(problem, part_forbidden(scores, partner, chance), said.prices, chance)


def _settled(problem: Problem, seed: int, chance: np.random.Generator) -> tuple[Ints, Talk]:
    """The pairs that matter (``low * size + high``, sorted), and what was settled in talks over them."""
    scores, keys, least = problem.scores, np.empty(0, np.int64), -NARROW
    prices = _first_prices(problem, seed, chance)
    loose = max(1, _spread(prices) * 3 // 4)
    move = float(loose)
    for look in _looks(scores, chance):
        keys = _kept(scores, prices, [keys, *look(prices, least)], loose)
        said = talk(arcs_of(scores, keys, chance), scores.kinds, prices, loose, move)
        prices, least, move = said.prices, -loose // 4, move * CALMER
    return keys, said


def _spread(prices: Points) -> int:
    """How far prices lie from their mean, on average: in whole numbers, so the same on every machine."""
    wide = prices.astype(np.int64)
    return int(np.abs(wide - wide.sum() // len(wide)).sum()) // len(wide)


def _looks(scores: Scores, chance: np.random.Generator) -> Iterator[_Look]:
    """Ways to find the pairs that come close to the prices, or exceed them; as keys."""

    def in_windows(count: int, prices: Points, least: int) -> Iterator[Ints]:
        for order in orders(scores, count, chance):
            yield _keys(*best_in_windows(scores, prices, order, least), scores.size)

    def everywhere(prices: Points, _: int) -> Iterator[Ints]:
        excess = excess_of(scores, prices)
        yield _keys(excess.a, excess.b, scores.size)

    yield from (partial(in_windows, count) for count in ORDERS)
    yield from [everywhere] * (WHOLE if scores.size <= CERTIFIED else 0)


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


def _left_over(problem: Problem, prices: Points) -> int | None:
    """In an odd pool, whom to leave over: the one whose turn it is, and of several the cheapest."""
    if problem.size == problem.scores.size:
        return None
    return int(np.argmax(-problem.alone[:-1] - prices))


def _paired(said: Talk, left_over: int | None, chance: np.random.Generator) -> Ints:
    """Those who want each other are paired, the others by lot; the one left over is their own partner."""
    wanted, everyone = said.wanted.copy(), np.arange(len(said.wanted))
    if left_over is not None:
        wanted[left_over] = left_over
    partner = np.where(wanted[wanted] == everyone, wanted, everyone)
    lot = chance.permutation(everyone[(partner == everyone) & (wanted != everyone)])
    partner[lot[::2]], partner[lot[1::2]] = lot[1::2], lot[::2]
    return partner


def _proven(problem: Problem, partner: Ints, prices: Points, chance: np.random.Generator) -> Solution:
    """The matching with its points and their bound."""
    scores, doubled = problem.scores, 2 * prices.astype(np.int64)
    if scores.size <= CERTIFIED:
        proof, more = Proof.CERTIFIED, 0
        doubled += excess_of(scores, prices).worst
    else:
        proof, more = Proof.SAMPLED, sampled_excess(scores, prices, chance)
    alone = np.flatnonzero(partner == np.arange(len(partner)))
    a = np.flatnonzero(partner > np.arange(len(partner)))
    points = int(scores.at(a, partner[a]).sum()) - int(problem.alone[alone].sum())
    doubled = np.maximum(doubled, -2 * problem.alone[: scores.size])
    if problem.size > scores.size:
        made_up = np.max(-2 * problem.alone[:-1] - doubled)
        doubled = np.append(doubled, max(made_up, -2 * problem.alone[-1]))
        partner = np.append(partner, alone[0])
        partner[alone[0]] = scores.size
    return Solution(partner, points, (int(doubled.sum()) + more) // 2, proof, doubled)

"""Whether a result is as good as it says it is, found out without the solver.

If everybody has a price and no two who may meet have more points than their prices together, no
pairing has more points than all prices together (weak duality). So this looks at every pair: at its
points, as the rules give them one by one, and at the two prices. Pairs that exceed them must be
forbidden; where some are not, the prices are raised by half of the worst excess of each person, which
makes any prices valid. A set of an odd number of people, k, may cost extra for two who are both in it:
k people make (k - 1) / 2 pairs at most, so that many times the extra is added to the sum. Four times
everybody's price is counted, so that halves of halves are whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.matching.games import Game
    from pairing.columns import Ints
    from pairing.prices import Problem
    from pairing.solve import Solution

STRIP = 1 << 18
"""Pairs that are looked at together."""
ALL_PAIRS = 12_000
"""People up to whom every pair is looked at; of more, all pairs of a sample of people."""
SAMPLED = 40_000_000
"""Pairs in such a sample, about."""


class CertificateError(ValueError):
    """A result that is not as good as it says, or not allowed; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Four times what everybody costs, and what two cost on top who are both in one of these odd sets."""

    each: Ints
    sets: tuple[tuple[Ints, int], ...] = ()

    @classmethod
    def of(cls, solution: Solution) -> Prices:
        """Those that prove the solution."""
        proof = solution.odd_sets
        if proof is None:
            return cls(2 * solution.doubled)
        return cls(proof.prices, tuple((proof.order[start:stop], extra) for start, stop, extra in proof.sets))

    def on_top(self, a: Ints, b: Ints) -> Ints:
        """What each two cost on top of their prices."""
        extra, inside = np.zeros(len(a), np.int64), np.zeros(len(self.each), bool)
        for people, more in self.sets:
            inside[:] = False
            inside[people] = True
            extra[inside[a] & inside[b]] += more
        return extra

    def total(self) -> int:
        """What no pairing can have more than four times the points of, if these prices hold."""
        for people, more in self.sets:
            if more < 0 or len(people) % 2 == 0 or len(np.unique(people)) < len(people):
                raise CertificateError(f"{len(people)} people with {more:,} extra are no odd set.")
        return int(self.each.sum()) + sum(more * (len(people) // 2) for people, more in self.sets)


def certified(game: Game, problem: Problem, solution: Solution, seed: int) -> str:
    """How the bound is known to hold. Raises ``CertificateError`` where it is not, or a rule is broken."""
    _pairs_are_allowed(game, solution)
    if (points := _points(game, problem, solution.partner)) != solution.points:
        raise CertificateError(f"The pairs have {points:,} points, and not {solution.points:,}.")
    if solution.points > solution.bound:
        raise CertificateError("The pairs have more points than the bound.")
    rows, prices = _rows(game.size, seed), Prices.of(solution)
    if (least := valid(game, problem, prices, rows)) // 4 > solution.bound:
        raise CertificateError(f"Valid prices sum to {least / 4:,.0f}: above the bound.")
    if len(rows) < game.size:
        return f"prices, {len(rows)} rows sampled"
    odd = f" and {len(prices.sets):,} odd sets" if prices.sets else ""
    return f"prices of all {game.size:,}{odd}"


def _pairs_are_allowed(game: Game, solution: Solution) -> None:
    everyone = np.arange(len(solution.partner))
    if (solution.partner[solution.partner] != everyone).any():
        raise CertificateError("Somebody is in two pairs.")
    paired = np.flatnonzero(everyone < solution.partner)
    for a, b in zip(paired.tolist(), solution.partner[paired].tolist(), strict=True):
        if b < game.size and not game.may_meet(a, b):
            raise CertificateError(f"{a} and {b} may not meet.")


def _points(game: Game, problem: Problem, partner: Ints) -> int:
    """The points of all pairs less what it costs to leave people alone; who meets the made-up one is."""
    everyone = np.arange(len(partner))
    paired = np.flatnonzero((everyone < partner) & (partner < game.size))
    alone = np.flatnonzero(((partner == everyone) | (partner == game.size)) & (everyone < game.size))
    if len(partner) > game.size and partner[game.size] == game.size:
        alone = np.append(alone, game.size)
    return int(_by_rule(game, paired, partner[paired]).sum()) - int(problem.alone[alone].sum())


def _by_rule(game: Game, a: Ints, b: Ints) -> Ints:
    points = np.zeros(len(a), np.int64)
    for each in game.scores.by_rule(a, b).values():
        points += each
    return points


def _rows(size: int, seed: int) -> Ints:
    """Everybody, or a sample."""
    if size <= ALL_PAIRS:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).choice(size, SAMPLED // size, replace=False))


def valid(game: Game, problem: Problem, prices: Prices, rows: Ints) -> float:
    """Four times the least sum of valid prices that these rows show."""
    worst = np.zeros(len(prices.each))
    for a, b in _pairs(rows, game.size):
        excess = 4 * _by_rule(game, a, b) - prices.each[a] - prices.each[b]
        over = np.flatnonzero(excess > 0)
        one, other = a[over], b[over]
        excess = excess[over] - prices.on_top(one, other)
        excess[[not game.may_meet(*pair) for pair in zip(one.tolist(), other.tolist(), strict=True)]] = 0
        np.maximum.at(worst, one, excess)
        if len(rows) == game.size:
            np.maximum.at(worst, other, excess)
    raised = float(worst.sum()) * game.size / len(rows) / 2
    return prices.total() + raised + _alone(game, problem, prices)


def _alone(game: Game, problem: Problem, prices: Prices) -> int:
    """How much the prices must be raised to pay for being alone, or with the made-up person."""
    worst = np.maximum(0, -4 * problem.alone - prices.each)
    if len(problem.alone) > game.size:
        everyone, made_up = np.arange(game.size), np.full(game.size, game.size)
        paid = prices.each[:-1] + prices.each[-1] + prices.on_top(everyone, made_up)
        worst[:-1] = np.maximum(worst[:-1], -4 * problem.alone[:-1] - paid)
    return int(worst.sum())


def _pairs(rows: Ints, size: int) -> Iterator[tuple[Ints, Ints]]:
    """Every pair of these people with anybody, in strips; once, where all people are rows."""
    everyone, together = np.arange(size), max(1, STRIP // size)
    for at in range(0, len(rows), together):
        strip = rows[at : at + together]
        a, b = np.repeat(strip, size), np.tile(everyone, len(strip))
        wanted = a < b if len(rows) == size else a != b
        yield a[wanted], b[wanted]

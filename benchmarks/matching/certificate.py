"""Whether a result is as good as it says it is, found out without the solver.

If everybody has a price and no two who may meet have more points than their prices together, no
pairing has more points than all prices together (weak duality). So this looks at every pair: at its
points, as the rules give them one by one, and at the two prices. Pairs that exceed them must be
forbidden; where some are not, the prices are raised by half of the worst excess of each person, which
makes any prices valid. Twice everybody's price is counted, so that halves are whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import rustworkx

from pairing.matching import Proof

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
MOST_WEIGHED = 400_000
"""Pairs near to their prices among which a better pairing is looked for, at most."""


class CertificateError(ValueError):
    """A result that is not as good as it says, or not allowed; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """Twice the sum of valid prices, and the allowed pairs that miss theirs by no more than asked."""

    doubled: float
    near: tuple[Ints, Ints, Ints]


def certified(game: Game, problem: Problem, solution: Solution, seed: int) -> str:
    """How the bound is known to hold. Raises ``CertificateError`` where it is not, or a rule is broken."""
    _pairs_are_allowed(game, solution)
    if (points := _points(game, problem, solution.partner)) != solution.points:
        raise CertificateError(f"The pairs have {points:,} points, and not {solution.points:,}.")
    if solution.points > solution.bound:
        raise CertificateError("The pairs have more points than the bound.")
    rows = _rows(game.size, seed)
    missing = max(0, int(solution.doubled.sum()) - 2 * solution.points)
    slack = missing if solution.proof is Proof.PROVEN else 0
    reckoned = _reckoned(game, problem, solution.doubled, rows, slack)
    if reckoned.doubled // 2 <= solution.bound:
        return (
            f"prices of all {game.size:,}" if len(rows) == game.size else f"prices, {len(rows)} rows sampled"
        )
    if solution.proof is not Proof.PROVEN:
        raise CertificateError(f"Valid prices sum to {reckoned.doubled / 2:,.0f}: above the bound.")
    return _weighed(game, problem, solution, reckoned)


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


def _reckoned(game: Game, problem: Problem, doubled: Ints, rows: Ints, slack: int) -> _Reckoned:
    """Twice the least sum of valid prices that these rows show, and the pairs within the slack."""
    worst = np.zeros(len(doubled))
    near: list[tuple[Ints, Ints, Ints]] = [(np.empty(0, np.int64),) * 3]
    for a, b in _pairs(rows, game.size):
        points = _by_rule(game, a, b)
        excess = 2 * points - doubled[a] - doubled[b]
        close = np.flatnonzero(excess >= (-slack or 1))
        allowed = close[[game.may_meet(one, other) for one, other in zip(a[close], b[close], strict=True)]]
        np.maximum.at(worst, a[allowed], excess[allowed])
        if len(rows) == game.size:
            np.maximum.at(worst, b[allowed], excess[allowed])
        near.append((a[allowed], b[allowed], points[allowed]))
    alone = np.maximum(0, -2 * problem.alone - doubled)
    if len(problem.alone) > game.size:
        alone[:-1] = np.maximum(alone[:-1], -2 * problem.alone[:-1] - doubled[:-1] - doubled[-1])
    raised = float(np.maximum(worst, 0).sum()) * game.size / len(rows) / 2 + float(alone.sum())
    parts = (np.concatenate(part) for part in zip(*near, strict=True))
    a, b, points = parts
    return _Reckoned(int(doubled.sum()) + raised, (a, b, points))


def _pairs(rows: Ints, size: int) -> Iterator[tuple[Ints, Ints]]:
    """Every pair of these people with anybody, in strips; once, where all people are rows."""
    everyone, together = np.arange(size), max(1, STRIP // size)
    for at in range(0, len(rows), together):
        strip = rows[at : at + together]
        a, b = np.repeat(strip, size), np.tile(everyone, len(strip))
        wanted = a < b if len(rows) == size else a != b
        yield a[wanted], b[wanted]


def _weighed(game: Game, problem: Problem, solution: Solution, reckoned: _Reckoned) -> str:
    """Look for a better pairing among the pairs that one could use: no other is near enough to its prices."""
    a, b, points = reckoned.near
    if len(a) > MOST_WEIGHED:
        raise CertificateError(f"{len(a):,} pairs could be in a better pairing: too many to weigh.")
    people = np.arange(game.size)
    made_up = np.full(game.size if problem.size > game.size else 0, game.size)
    gain = np.append(points + problem.alone[a] + problem.alone[b], problem.alone[made_up])
    a, b = np.append(a, people[: len(made_up)]), np.append(b, made_up)
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(problem.size))
    graph.add_edges_from(list(zip(a.tolist(), b.tolist(), gain.tolist(), strict=True)))
    best = sum(graph.get_edge_data(*pair) for pair in rustworkx.max_weight_matching(graph, weight_fn=int))
    if best - int(problem.alone.sum()) > solution.points:
        raise CertificateError(f"There is a pairing with {best - int(problem.alone.sum()):,} points.")
    return f"prices of all {game.size:,}, and {len(a):,} pairs weighed"

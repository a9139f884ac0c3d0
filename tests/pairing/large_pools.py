"""Pools as the matcher for large ones sees them, small enough to look at every pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from pairing.columns import columns_of
from pairing.past import past_of
from pairing.prices import Problem
from pairing.rules import rules_of
from pairing.scores import FORBIDDEN, scores_of
from tests.cast import LADDER
from tests.pairing.pools import random_history, random_pool, seeded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pairing.columns import Columns, Ints
    from pairing.past import Past
    from pairing.rules import Rule
    from pairing.scores import Scores
    from pairing.solve import Solution


def anything(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """A rule about nothing that the columns sort people by."""
    return (a.index + b.index) * (a.index ^ b.index) % 101


def scores_for(
    size: int,
    seed: int,
    forbidden: Iterable[tuple[int, int]] = (),
    rules: tuple[Rule, ...] | None = None,
) -> Scores:
    """A random pool with eight rounds behind it."""
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = random_history(members, 8, chance)
    columns = columns_of(members, LADDER, history, 8, seed)
    past = past_of(members, columns, history, 8)
    return scores_of(columns, past, rules_of({}) if rules is None else rules, forbidden)


def problem_for(scores: Scores, seed: int = 0) -> Problem:
    """To leave somebody alone costs more than all points, and more where it is not their turn."""
    step = scores.size * scores.largest + 1
    alone = [step * (1 + seeded(seed + place).randrange(3)) for place in range(scores.size)]
    return Problem(scores, np.array([*alone, 4 * step] if scores.size % 2 else alone))


def table(scores: Scores) -> Ints:
    """The points of every pair, with nothing on the diagonal that could count."""
    everyone = np.arange(scores.size)
    points = scores.block(everyone, everyone).astype(np.int64)
    np.fill_diagonal(points, FORBIDDEN)
    return points


def best_points(problem: Problem) -> int:
    """The most points that there are, by another program, which looks at every pair."""
    graph = nx.Graph()
    graph.add_nodes_from(range(problem.scores.size))
    points = table(problem.scores)
    for a, b in zip(*np.nonzero(np.triu(points > FORBIDDEN, 1)), strict=True):
        gain = points[a, b] + problem.alone[a] + problem.alone[b]
        graph.add_edge(int(a), int(b), weight=int(gain))
    gained = sum(graph[a][b]["weight"] for a, b in nx.max_weight_matching(graph))
    return int(gained - problem.alone[: problem.scores.size].sum())


def proper(problem: Problem, solution: Solution) -> None:
    """Everybody is somebody's partner or alone, nobody with whom they may not be, and the points add up."""
    people, partner = problem.scores.size, solution.partner
    assert (partner[partner] == np.arange(problem.size)).all()
    a = np.flatnonzero(partner > np.arange(problem.size))
    a = a[partner[a] < people]
    points = problem.scores.at(a, partner[a])
    assert (points > FORBIDDEN).all()
    alone = [each for each in range(people) if partner[each] in (each, people)]
    assert solution.points == points.sum() - problem.alone[alone].sum() <= solution.bound


def holds_for_every_pair(problem: Problem, doubled: Ints) -> None:
    """Weak duality, checked pair by pair: no two, nor anybody alone, are worth more than their prices."""
    people = problem.scores.size
    assert (doubled[:people, None] + doubled[:people] >= 2 * table(problem.scores)).all()
    assert (doubled >= -2 * problem.alone).all()
    assert (doubled[people:, None] + doubled[:people] >= -2 * problem.alone[:people]).all()

"""What others do, on the same people and the same points: each gives pairs of places, nobody twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import rustworkx
from scipy.optimize import linear_sum_assignment

from pairing.scores import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.matching.games import Game, Table

Pairs: TypeAlias = "list[tuple[int, int]]"


def shuffle(game: Game, seed: int) -> Pairs:
    """Blind chance, which knows no rule at all."""
    order = np.random.default_rng(seed).permutation(game.size).tolist()
    return list(zip(order[::2], order[1::2], strict=False))


def first_fit(game: Game, seed: int) -> Pairs:
    """In random order, each with the first who is free, allowed and not met before: the usual bot.

    Those for whom there is none are served again at the end, when having met no longer matters.
    """
    order = np.random.default_rng(seed).permutation(game.size).tolist()
    pairs, left = _first_that(order, game.forbidden | game.met())
    more, _ = _first_that(left, game.forbidden)
    return pairs + more


def greedy(game: Game, seed: int) -> Pairs:  # noqa: ARG001 - every way has one shape
    """The best pair of all first, then the best of those who are left, and so on."""
    return _greedy(game.table())


def dense_assignment(game: Game, seed: int) -> Pairs:  # noqa: ARG001 - every way has one shape
    """SciPy's assignment on the table of all pairs; rings are cut into couples, leftovers go greedily."""
    table = game.table()
    _, partner = linear_sum_assignment(table.astype(np.float64), maximize=True)
    pairs = [pair for ring in _rings(partner.tolist()) for pair in _couples(ring, table)]
    left = np.setdiff1d(np.arange(game.size), np.array(pairs).ravel())
    rest = _greedy(table[np.ix_(left, left)])
    return pairs + [(int(left[a]), int(left[b])) for a, b in rest]


def blossom_rustworkx(game: Game, seed: int) -> Pairs:  # noqa: ARG001 - every way has one shape
    """The maximum-weight matching by rustworkx on the graph of all allowed pairs."""
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(game.size))
    graph.add_edges_from(list(edges(game.table())))
    return sorted(rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int))


def edges(table: Table) -> Iterable[tuple[int, int, int]]:
    """Every allowed pair once, with its points."""
    a, b = np.nonzero(np.triu(table != FORBIDDEN, 1))
    return zip(a.tolist(), b.tolist(), table[a, b].tolist(), strict=True)


def _first_that(
    order: Sequence[int], never: set[tuple[int, int]] | frozenset[tuple[int, int]]
) -> tuple[Pairs, list[int]]:
    """Pairs none of which is in ``never``, and whoever found nobody."""
    pairs, left, queue = [], [], list(reversed(order))
    while queue:
        one = queue.pop()
        for at in range(len(queue) - 1, -1, -1):
            other = queue[at]
            if (min(one, other), max(one, other)) not in never:
                pairs.append((one, queue.pop(at)))
                break
        else:
            left.append(one)
    return pairs, left


def _greedy(table: Table) -> Pairs:
    a, b = np.nonzero(np.triu(table != FORBIDDEN, 1))
    order = np.argsort(-table[a, b], kind="stable")
    free, pairs = set(range(len(table))), []
    for one, other in zip(a[order].tolist(), b[order].tolist(), strict=True):
        if one in free and other in free:
            free -= {one, other}
            pairs.append((one, other))
    return pairs


def _rings(partner: Sequence[int]) -> list[list[int]]:
    rings, seen = [], [False] * len(partner)
    for start in range(len(partner)):
        ring, at = [], start
        while not seen[at]:
            seen[at] = True
            ring.append(at)
            at = partner[at]
        if ring:
            rings.append(ring)
    return rings


def _couples(ring: Sequence[int], table: Table) -> Pairs:
    """The best way to cut a ring into couples; where it is odd, whoever costs the least is left."""
    starts = range(len(ring)) if len(ring) % 2 else range(min(2, len(ring)))
    turned = ([*ring[start:], *ring[:start]] for start in starts)
    cuts = [list(zip(each[::2], each[1::2], strict=False)) for each in turned]
    best = max(cuts, key=lambda pairs: sum(int(table[pair]) for pair in pairs))
    return [pair for pair in best if table[pair] != FORBIDDEN]

"""Rivals that run networkx, apart from the others so that only their processes load it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from benchmarks.matching.rivals import edges
from pairing.scores import FORBIDDEN

if TYPE_CHECKING:
    from benchmarks.matching.games import Game
    from benchmarks.matching.rivals import Pairs


def beans(game: Game, seed: int) -> Pairs:  # noqa: ARG001 - every way has one shape
    """The idea of Yelp's bot (https://github.com/Yelp/beans).

    As many pairs as can be of those who are allowed, come from different departments and never met,
    each worth the same.
    """
    table, past = game.table(), game.scores.past
    department = game.scores.columns.department
    fit = (table != FORBIDDEN) & (department[:, None] != department[None, :])
    fit[past.low, past.high] = fit[past.high, past.low] = False
    graph = nx.Graph()
    graph.add_nodes_from(range(game.size))
    a, b = np.nonzero(np.triu(fit))
    graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True), weight=1.0)
    return sorted(nx.max_weight_matching(graph))


def blossom_networkx(game: Game, seed: int) -> Pairs:  # noqa: ARG001 - every way has one shape
    """The maximum-weight matching by networkx on the graph of all allowed pairs."""
    graph = nx.Graph()
    graph.add_nodes_from(range(game.size))
    graph.add_weighted_edges_from(edges(game.table()))
    return sorted(nx.max_weight_matching(graph, maxcardinality=True))

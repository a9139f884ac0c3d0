"""Everybody who is measured, and up to how many people."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.matching.games import Game
    from benchmarks.matching.rivals import Pairs

OURS = "crossbrew"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pair: the function's name and module, what it is called, and the most people it is given.

    Beyond ``largest`` (``longest`` where one has asked to wait) it takes too long or too much memory;
    its seconds there are carried on from smaller pools, and marked so.
    """

    name: str
    label: str
    module: str
    largest: int
    longest: int = 0

    def most(self, *, long: bool) -> int:
        """The most people that it is given."""
        return max(self.largest, self.longest) if long else self.largest

    def load(self) -> Callable[[Game, int], Pairs]:
        """Its function; only this process imports what it needs."""
        found: Callable[[Game, int], Pairs] = getattr(import_module(self.module), self.name)
        return found


_OWN, _NETWORKX = "benchmarks.matching.rivals", "benchmarks.matching.rivals_networkx"
_ANY = 1_000_000

WAYS = (
    Way(OURS, "Crossbrew", "", _ANY),
    Way("shuffle", "shuffle", _OWN, _ANY),
    Way("first_fit", "first fit", _OWN, _ANY),
    Way("greedy", "greedy", _OWN, 2_000),
    Way("beans", "Beans' algorithm", _NETWORKX, 2_000),
    Way("blossom_networkx", "networkx, weighted", _NETWORKX, 500, 1_000),
    Way("blossom_rustworkx", "rustworkx, weighted", _OWN, 2_000),
    Way("dense_assignment", "SciPy, dense assignment", _OWN, 10_000),
)
BY_NAME = {way.name: way for way in WAYS}

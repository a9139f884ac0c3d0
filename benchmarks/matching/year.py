"""A year of rounds, each on what those before it left: ours, and first fit on the same turnouts."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.matching.instances import YEAR, pool_drawn, pool_listed
from pairing.simulate import WAYS, Setting, play
from pairing.year import figures, round_reached, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.history import History
    from pairing.may_meet import Boundaries
    from pairing.people import Member, Programme
    from pairing.plain_ways import Seated, Way

SHOWN = (1, 4, 8, YEAR)
"""Rounds whose departments are shown."""


class _Timed:
    """A way that notes how long each round took."""

    def __init__(self, way: Way) -> None:
        self._way, self.seconds = way, list[float]()

    def __call__(
        self,
        members: Sequence[Member],
        programme: Programme,
        history: History,
        boundaries: Boundaries,
        seed: int,
    ) -> Seated:
        began = time.perf_counter()
        seated = self._way(members, programme, history, boundaries, seed)
        self.seconds.append(time.perf_counter() - began)
        return seated


def year(way: str, size: int = 0, file: str = "", seed: int = 1) -> dict[str, Any]:
    """Rounds of a year, of which everybody misses some: repeats, turns, departments joined, seconds."""
    pool = pool_listed(Path(file), 0, seed) if file else pool_drawn(size, 0, seed)
    setting = Setting(pool.members, pool.programme, seed)
    timed = _Timed(WAYS[way])
    played = list(play(setting, timed, YEAR))
    rounds, fair = list(figures(setting, played)), turns(played)
    return {
        "people": len(pool.members),
        "rounds": YEAR,
        "seconds": median(timed.seconds),
        "slowest": max(timed.seconds),
        "repeats": sum(each.repeats for each in rounds),
        "left_out": fair.sat_out,
        "unfair": fair.unfair,
        "most_trios": fair.most_trios,
        "optimal": sum(each.is_best for each in rounds),
        "joined": {each.number: each.joined for each in rounds if each.number in SHOWN},
        "most": {each.number: each.most for each in rounds if each.number in SHOWN},
        "possible": rounds[0].possible,
        "all_joined": round_reached(rounds, 1.0),
    }

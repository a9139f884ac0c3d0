"""Workers that are killed and frozen at random instants, and started again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.delivery.worker import LEASE, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import ForkProcess
    from random import Random

    from benchmarks.delivery.ways import Way


@dataclass
class Crew:
    """So many workers, always. They are forked: starting one must not take longer than it lives."""

    start: Callable[[], ForkProcess]
    draw: Random
    size: int
    kills: int = 0
    freezes: int = 0
    _living: list[ForkProcess] = field(default_factory=list)
    _frozen: dict[int, float] = field(default_factory=dict)

    def keep_up(self) -> None:
        """Replace the dead, and thaw whoever was frozen long enough."""
        self._living = [worker for worker in self._living if worker.is_alive()]
        self._living += [self.start() for _ in range(self.size - len(self._living))]
        for pid, until in list(self._frozen.items()):
            if time.monotonic() >= until:
                del self._frozen[pid]
                os.kill(pid, signal.SIGCONT)

    def kill(self) -> None:
        """``kill -9`` one of those that run."""
        if victim := self._running():
            victim.kill()
            victim.join()
            self.kills += 1

    def freeze(self) -> None:
        """Stop one of those that run until its lease is over and somebody else has seen to its work."""
        victim = self._running()
        if victim is not None and victim.pid is not None:
            os.kill(victim.pid, signal.SIGSTOP)
            seconds = LEASE.total_seconds() + self.draw.uniform(0.5, 2)
            self._frozen[victim.pid] = time.monotonic() + seconds
            self.freezes += 1

    def dismiss(self) -> None:
        """End them all."""
        for worker in self._living:
            worker.kill()
            worker.join()

    def _running(self) -> ForkProcess | None:
        candidates = [one for one in self._living if one.is_alive() and one.pid not in self._frozen]
        return self.draw.choice(candidates) if candidates else None

    @property
    def is_whole(self) -> bool:
        """Whether nobody is frozen."""
        return not self._frozen


def crew(url: str, api_url: str, way: Way, size: int, draw: Random) -> Crew:
    """Workers on one store and one Slack."""
    context = multiprocessing.get_context("fork")

    def start() -> ForkProcess:
        worker = context.Process(target=work, args=(url, api_url, way), daemon=True)
        worker.start()
        return worker

    return Crew(start, draw, size)

"""A simulated hour at Slack: workers that send by the real queue, a server that counts a sliding minute."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.pacing import Pacer
from bot.platforms import Call
from bot.slack.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator

    from storage.database import Database

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
MINUTE = 60.0
WORKSPACE = "T1"
INTRODUCTION = (Call.OPEN_GROUP, Call.POST)


@dataclass
class Server:
    """Counts what arrives in the last sixty seconds, by method, and refuses what is too much."""

    arrived: dict[str, deque[float]] = field(default_factory=dict)
    refused: int = 0

    def call(self, method: str, at: float, most: int) -> None:
        """A call that arrives at a second; they come in order."""
        recent = self.arrived.setdefault(method, deque())
        while recent and recent[0] <= at - MINUTE:
            recent.popleft()
        if len(recent) >= most:
            self.refused += 1
        recent.append(at)


@dataclass
class Moving:
    """The clock of whichever worker acts."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class Hour:
    """What came of it: seconds from the first call to the last, and calls that were refused."""

    seconds: float
    refused: int

    def share_of_allowed(self, calls: int) -> float:
        """Of the calls that the tightest limit allows in this time, how many were made."""
        allowed = LIMITS[Call.OPEN_GROUP].per_minute * self.seconds / MINUTE
        return calls / allowed


def introduce(database: Database, introductions: int, workers: int, latency: float, draw: Generator) -> Hour:
    """Send so many introductions, each with a group to open; a call takes up to twice the latency."""
    clock, server = Moving(), Server()
    pacer = Pacer(clock)
    events: list[tuple[float, int, Iterator[float]]] = []
    waiting = iter(range(introductions))
    arrivals: list[tuple[float, str, int]] = []

    def work() -> Iterator[float]:
        for _ in waiting:
            for call in INTRODUCTION:
                limit = LIMITS[call]
                with database.change() as connection:
                    slot = pacer.reserve(connection, WORKSPACE, limit)
                yield max(0.0, (slot.at - clock.now()).total_seconds())
                taken = float(draw.uniform(0, 2 * latency))
                arrivals.append((clock.seconds + taken / 2, limit.method, limit.per_minute))
                yield taken

    for number in range(workers):
        heapq.heappush(events, (0.0, number, work()))
    while events:
        clock.seconds, number, worker = heapq.heappop(events)
        pause = next(worker, None)
        if pause is not None:
            heapq.heappush(events, (clock.seconds + pause, number, worker))
    for at, method, most in sorted(arrivals):
        server.call(method, at, most)
    opened = [at for at, method, _ in arrivals if method == LIMITS[Call.OPEN_GROUP].method]
    return Hour(max(opened) - min(opened), server.refused)

"""Staying below what a platform allows: calls an interval apart, one queue for all replicas."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.platforms import Call
from storage import gates
from storage.gates import Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.platforms import Limit
    from scheduler.clock import Clock
    from storage.database import Connection

SHARE = 0.96
"""Of what is allowed. The rest is for calls that reach the platform later than they were made."""
PATIENCE = timedelta(seconds=60)
"""A worker waits so long for its turn, half its lease; beyond, the notice goes back until then."""


def interval(limit: Limit) -> timedelta:
    """The time between two calls. Any minute then holds at most one call more than `SHARE` of the limit."""
    return timedelta(minutes=1) / (limit.per_minute * SHARE)


def time_to_make(calls: Mapping[Call, int], limits: Mapping[Call, Limit]) -> timedelta:
    """How long so many calls take at the allowed pace: methods go side by side, so the slowest counts."""
    times = (number * interval(limits[call]) for call, number in calls.items() if call in limits)
    return max(times, default=timedelta())


def time_to_introduce(introductions: int, limits: Mapping[Call, Limit]) -> timedelta:
    """How long so many introductions take to go out, each with a group to open."""
    return time_to_make({Call.OPEN_GROUP: introductions, Call.POST: introductions}, limits)


class Pacer:
    """Hands out the instants at which calls may be made, and waits for them.

    ``clock`` is that of the world outside, even where a bot's own clock is wound by hand. ``wait``
    lasts so many seconds, or less where the worker is told to stop; it is true if so. ``on_shut`` hears
    each method that a platform asked to be left alone.
    """

    def __init__(
        self,
        clock: Clock,
        wait: Callable[[float], bool] | None = None,
        on_shut: Callable[[str], object] = lambda _method: None,
    ) -> None:
        self.now = clock.now
        self.on_shut = on_shut
        self._stopping = threading.Event()
        self._wait = wait or self._stopping.wait

    def reserve(self, connection: Connection, workspace: str, limit: Limit | None) -> Turn:
        """When a call may be made: beyond `PATIENCE` from now, come back then. No limit, no waiting."""
        now = self.now()
        if limit is None:
            return Turn(now, is_ours=True)
        return gates.reserve(connection, workspace, limit.method, now, interval(limit), PATIENCE)

    def wait_until(self, slot: datetime) -> bool:
        """Wait. ``False`` where the worker was told to stop first."""
        left = (slot - self.now()).total_seconds()
        return not (self._wait(left) if left > 0 else self._stopping.is_set())

    def stop(self) -> None:
        """Let nobody wait any longer."""
        self._stopping.set()

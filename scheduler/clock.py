"""The one place that reads the time of day, and a clock that is wound by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class HandClock:
    """A clock that stands still until it is wound. It is never wound back."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was last wound to."""
        return self._now

    def wind(self, to: datetime) -> None:
        """Move on to a later instant."""
        self._now = max(self._now, to.astimezone(UTC))


def running_seconds() -> float:
    """Seconds that only ever grow, and that count while the machine sleeps, where it can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))

"""The one place that reads the time of day, and clocks that are wound by hand or kept steady."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

JUMP = timedelta(seconds=5)
"""A clock that is set differs by more at once than one that drifts between two looks at it."""


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


class SteadyClock:
    """What ``reference`` said when it was last asked, and the seconds since by a clock that nobody sets.

    Replicas with one reference agree about the time, and so about leases, however their machines' own
    clocks are set. One thread may `sync` while others read.
    """

    def __init__(
        self, reference: Callable[[], datetime], elapsed: Callable[[], float] = running_seconds
    ) -> None:
        self._reference = reference
        self._elapsed = elapsed
        self._known = self._ask()
        self._jumped_at: float | None = None

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self._expected(self._elapsed())

    def sync(self) -> timedelta:
        """Ask the reference again and go by it; how far it has jumped, nothing where it only drifted."""
        said, at = self._ask()
        jump = said - self._expected(at)
        if abs(jump) > JUMP:
            self._jumped_at = at
        self._known = said, at
        return jump if abs(jump) > JUMP else timedelta()

    def has_settled(self, span: timedelta) -> bool:
        """Whether no jump was found for so long."""
        jumped_at = self._jumped_at
        return jumped_at is None or self._elapsed() - jumped_at >= span.total_seconds()

    def _expected(self, elapsed: float) -> datetime:
        said, at = self._known
        return said + timedelta(seconds=elapsed - at)

    def _ask(self) -> tuple[datetime, float]:
        """What the reference says, and halfway through the asking when it said so."""
        before = self._elapsed()
        said = self._reference()
        return said.astimezone(UTC), (before + self._elapsed()) / 2

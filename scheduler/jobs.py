"""The heartbeat: APScheduler wakes the program and remembers nothing.

Every due date is a row or a calculation, so a missed beat loses nothing: the next one makes it good.
Each replica keeps its own in-memory scheduler; a job store shared by two would run jobs twice.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable

BEAT_SECONDS = 20


class Heartbeat:
    """Calls ``wake`` at once and then every few seconds, in one thread, never twice at a time."""

    def __init__(self, wake: Callable[[], object], seconds: float = BEAT_SECONDS) -> None:
        # Beats that fall into a long one are left out, which is no news.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            wake,
            "interval",
            seconds=seconds,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,  # the default of 1 s would drop a beat after any pause
            next_run_time=SystemClock().now(),  # at once, and as the same job: a second one could overlap
        )

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """Let the beat in progress end, and begin no other."""
        self._scheduler.shutdown(wait=True)

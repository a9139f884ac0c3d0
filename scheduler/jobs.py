"""The heartbeat: APScheduler wakes the program and remembers nothing.

Every due date is a row or a calculation, so a missed beat loses nothing: the next one makes it good.
Each replica keeps its own in-memory scheduler; a job store shared by two would run jobs twice.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.clock import SteadyClock, SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.clock import Clock

BEAT_SECONDS = 20
WATCH_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Beat:
    """Something to call at once, and then every so many seconds."""

    wake: Callable[[], object]
    seconds: float = BEAT_SECONDS


class Heartbeat:
    """Calls each beat in a thread of its own, never twice at a time, and none keeps another waiting.

    ``clock`` is the one that APScheduler goes by, which is the machine's.
    """

    def __init__(self, *beats: Beat, clock: Clock | None = None) -> None:
        # Beats that fall into a long one are left out, which is no news.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        self._clock = clock or SystemClock()
        self._stopped = threading.Event()
        self._watch = threading.Thread(target=self._keep_up, name="heartbeat-watch", daemon=True)
        self._scheduler = BackgroundScheduler(timezone="UTC")
        for beat in beats:
            self._scheduler.add_job(
                beat.wake,
                "interval",
                seconds=beat.seconds,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,  # the default of 1 s would drop a beat after any pause
                next_run_time=self._clock.now(),  # at once, and as the same job: a second could overlap
            )

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()
        self._watch.start()

    def stop(self) -> None:
        """Let the beats in progress end, and begin no other."""
        self._stopped.set()
        self._watch.join()
        self._scheduler.shutdown(wait=True)

    def _keep_up(self) -> None:
        """Set the beats anew when the time of day jumps: set back an hour, they would not come for one."""
        steady = SteadyClock(self._clock.now)
        while not self._stopped.wait(WATCH_SECONDS):
            if steady.sync():
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self._clock.now())

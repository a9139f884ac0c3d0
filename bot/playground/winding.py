"""Letting time pass while the page stays alive: one wind at a time, in a thread of its own."""

from __future__ import annotations

import logging
from collections import deque
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.playground.stage import Stage

log = logging.getLogger(__name__)

KEPT = 60
FAILED = "Winding stopped at a fault, which the terminal tells; what was done before it stands."


class Winding:
    """Winds the stage's clock, and remembers what happened on the way."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._lock = Lock()
        self._done = Event()
        self._done.set()
        self._happened: deque[str] = deque(maxlen=KEPT)
        self.version = 0
        """Grows whenever a wind begins or ends."""

    @property
    def is_busy(self) -> bool:
        """Whether a wind is under way."""
        return not self._done.is_set()

    @property
    def happened(self) -> Sequence[str]:
        """What happened in sentences, latest first."""
        with self._lock:
            return tuple(self._happened)

    def begin(self, to: datetime, *, being: frozenset[str], others_answer: bool) -> None:
        """Wind to ``to`` in the background; nothing where a wind is under way already."""
        with self._lock:
            if self.is_busy:
                return
            self._done.clear()
            self.version += 1
        # A daemon, so that Ctrl+C ends the program at once: the store survives being cut off anywhere.
        Thread(target=self._run, args=(to, being, others_answer), name="winding", daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Wait until the wind is over, or for ``seconds``."""
        self._done.wait(seconds)

    def _run(self, to: datetime, being: frozenset[str], others_answer: bool) -> None:  # noqa: FBT001 - a thread's target
        try:
            sentences = self._stage.wind(to, being=being, others_answer=others_answer)
        except Exception:
            log.exception("Winding failed")
            sentences = [FAILED]
        self._finish(sentences)

    def _finish(self, sentences: Sequence[str]) -> None:
        with self._lock:
            self._happened.extendleft(sentences)
            self.version += 1
            self._done.set()

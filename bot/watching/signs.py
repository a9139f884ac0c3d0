"""Signs of life of this process: when each of its loops last came round."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Loop(StrEnum):
    """The loops that `crossbrew run` lives by."""

    TICK = "tick"
    DELIVERY = "delivery"


class Signs:
    """When each loop last came round, by ``seconds``: a clock that nobody sets."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._last = dict.fromkeys(Loop, seconds())

    def came_round(self, loop: Loop) -> None:
        """Note that a loop is alive: it did its work, or found that it could not and will try again."""
        self._last[loop] = self._seconds()

    def age(self, loop: Loop) -> float:
        """Seconds since a loop last came round, or since the start."""
        return self._seconds() - self._last[loop]

"""How far the introductions that are on their way have come, for the log of a running bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.tending import underway
from bot.wording import tending
from scheduler.clock import running_seconds
from storage import outbox_books

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.platforms import Platform
    from scheduler.clock import Clock
    from storage.database import Database

SECONDS = 60
"""Between two reports: a round of thousands takes hours, and a log is read by people."""
RARELY = 20
"""While no round is on its way, whatever else is sent, looking takes a twentieth of the time at most: in an
outbox of a million it takes a second."""


class Reporter:
    """Says how far each round has come: before the first introduction goes, and then every minute."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        platforms: Mapping[str, Platform],
        say: Callable[[str], object],
        seconds: Callable[[], float] = running_seconds,
    ) -> None:
        self._database = database
        self._clock = clock
        self._platforms = platforms
        self._say = say
        self._seconds = seconds
        self._next = 0.0

    def report(self) -> None:
        """Say it, unless that was done less than a minute ago."""
        began = self._seconds()
        if began < self._next:
            return
        sentences = self._sentences()
        for sentence in sentences:
            self._say(sentence)
        ended = self._seconds()
        self._next = ended + (SECONDS if sentences else RARELY * (ended - began))

    def _sentences(self) -> list[str]:
        now = self._clock.now()
        served = dict(self._platforms)
        with self._database.read() as connection:
            return [
                tending.progress(underway(one, platform.limits, now))
                for workspace, platform in served.items()
                for one in outbox_books.on_its_way(connection, workspace, now)
            ]

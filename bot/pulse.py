"""What a running bot does again and again, side by side: keep the time, decide, deliver.

A paced round takes more than an hour to send, and a large one minutes to match: neither may keep the
other waiting, so each is a beat of its own.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.watching.signs import Loop
from scheduler.jobs import BEAT_SECONDS, Beat
from scheduler.tick import RETENTION, tick
from storage.database import StorageError
from storage.outbox import LEASE, NoticeState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.delivery import Delivery
    from bot.refreshing import Refresher
    from bot.watching.signs import Signs
    from scheduler.clock import SteadyClock
    from scheduler.tick import Ticked
    from storage.database import Database

log = logging.getLogger(__name__)

CLOCK_SECONDS, DELIVERY_SECONDS = 5, 5
REFRESH_SECONDS = 60
SETTLES_AFTER = LEASE + timedelta(seconds=BEAT_SECONDS)
"""After the clock was set: every replica has noticed by then, and what they had claimed before is over."""


class Pulse:
    """The beats, what they are at, and the ``signs`` of life that they give.

    ``deliveries`` makes a worker of the outbox, since one that was stopped stays so. ``on_tick`` hears
    what became of each tick, and ``say`` a sentence about what was done. ``report`` tells, as often as
    it sees fit, how far the introductions on their way have come; ``refresher`` keeps what the chat knows of
    people fresh.
    """

    def __init__(  # noqa: PLR0913 - what a pulse is made of
        self,
        database: Database,
        clock: SteadyClock,
        deliveries: Callable[[], Delivery],
        signs: Signs,
        *,
        say: Callable[[str], object],
        on_tick: Callable[[Ticked], object] = lambda _: None,
        report: Callable[[], object] = lambda: None,
        retention: timedelta = RETENTION,
        refresher: Refresher | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._deliveries = deliveries
        self._signs = signs
        self._say = say
        self._on_tick = on_tick
        self._report = report
        self._retention = retention
        self._refresher = refresher
        self._delivery: Delivery | None = None
        self._stopping = False
        self._at_work: set[Loop] = set()

    def beats(self) -> tuple[Beat, ...]:
        """What a heartbeat is to call."""
        beats = (
            Beat(self.keep_time, CLOCK_SECONDS),
            Beat(self.tick, BEAT_SECONDS),
            Beat(self.deliver, DELIVERY_SECONDS),
        )
        return beats if self._refresher is None else (*beats, Beat(self._refresher.refresh, REFRESH_SECONDS))

    def keep_time(self) -> None:
        """Go by the clock that all replicas share. Where that was set, sending rests for a lease.

        Leases were written by the time before: by the new one they may seem over while somebody is
        still sending, or a long way off.
        """
        try:
            jump = self._clock.sync()
        except StorageError as error:
            log.info("The time could not be asked for: %s", error)
            return
        if jump:
            log.warning(
                "The clock was set by %+.0f s; sending rests for %.0f s, so that nothing is sent twice.",
                jump.total_seconds(),
                SETTLES_AFTER.total_seconds(),
            )
            self._rest()

    def tick(self) -> None:
        """Decide what is due, and tell. A database that is away is told and tried again."""
        with self._working(Loop.TICK):
            ticked = tick(self._database, self._clock.now(), self._retention)
            for sentence in ticked.done:
                self._say(sentence)
            self._on_tick(ticked)  # last: it may write, and what was done is told all the same

    def deliver(self) -> None:
        """Send what is due until nothing is, and tell."""
        with self._working(Loop.DELIVERY):
            self._delivery = delivery = self._deliveries()
            if self._stopping or not self._clock.has_settled(SETTLES_AFTER):
                return
            self._report()
            delivered = delivery.deliver(self._progress)
            if delivered.counts:
                self._say(f"outbox: {delivered}")
            if dead := delivered.counts[NoticeState.DEAD.value]:
                log.warning("Not sent, and not tried again: %d. `crossbrew outbox list` says why.", dead)

    def stop(self) -> None:
        """Claim and begin nothing more, from this instant."""
        self._stopping = True
        self._rest()
        if self._refresher is not None:
            self._refresher.stop()

    def at_work(self) -> tuple[Loop, ...]:
        """The beats in progress."""
        return tuple(sorted(self._at_work))

    def _rest(self) -> None:
        if self._delivery is not None:
            self._delivery.stop()

    @contextmanager
    def _working(self, what: Loop) -> Iterator[None]:
        """A database that is away ends no pulse: starting again would not bring it back."""
        self._at_work.add(what)
        try:
            yield
        except StorageError as error:
            log.error("%s Trying again at the next %s.", error, what)  # noqa: TRY400 - the sentence says it all
        finally:
            self._at_work.discard(what)
            self._signs.came_round(what)

    def _progress(self, _done: int) -> None:
        """A round of thousands takes long: every batch is a sign of life."""
        self._signs.came_round(Loop.DELIVERY)
        self._report()

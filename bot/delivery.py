"""Sending what is owed: claim a batch, see each notice through, until nothing is due.

The store decides what is owed; this module carries it out and never decides that something is. How
one notice is seen through, and what a failure means, is in `bot.sending` and `bot.outcomes`.
"""

from __future__ import annotations

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.outcomes import Hands
from bot.pacing import Pacer
from bot.platforms import Call
from bot.sending import MARGIN, Sender
from scheduler.clock import running_seconds
from storage import gates, outbox
from storage.outbox import LEASE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.platforms import Platform
    from bot.sending import Ended
    from scheduler.clock import Clock
    from storage.database import Database
    from storage.outbox import Claimed

BATCH = 50
PACED_BATCH = 12
"""Of what waits for its turn: small, so that replicas share a round and no lease runs out waiting."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one pass over the outbox did, by what became of each notice."""

    counts: Counter[str]

    def __str__(self) -> str:
        """Such as ``12 sent, 1 dropped``."""
        return ", ".join(f"{number} {what}" for what, number in sorted(self.counts.items())) or "nothing due"


class Delivery:
    """One worker of the outbox. Any number may run, in any number of processes.

    ``platforms`` maps each workspace that this process serves to its platform. ``senders`` is how
    many messages may be on their way at once, and ``on_end`` hears what became of each notice.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        platforms: Mapping[str, Platform],
        *,
        pacer: Pacer | None = None,
        senders: int = 1,
        on_end: Ended = lambda _held, _result: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._platforms = platforms
        self._pacer = pacer or Pacer(clock)
        self._senders = senders
        self._on_end = on_end
        self._worker = secrets.token_hex(8)
        self._stopping = False

    def stop(self) -> None:
        """Send nothing more once the messages in hand are done; unsent claims go back."""
        self._stopping = True
        self._pacer.stop()

    def deliver(self, progress: Callable[[int], object] = lambda _: None) -> Delivered:
        """Send everything that is due now. ``progress`` hears how many are done, batch by batch."""
        counts: Counter[str] = Counter()
        with ThreadPoolExecutor(self._senders, thread_name_prefix="sender") as threads:
            while not self._stopping:
                started = running_seconds()
                # Asked for anew with each batch: a workspace may come or go while a round is on its way.
                if not (batch := self._claim(dict(self._platforms))):
                    break
                sender = self._sender(started + LEASE.total_seconds() - MARGIN)
                see_through = threads.map if self._senders > 1 else map
                counts.update(see_through(sender.see_through, batch))
                progress(counts.total())
        return Delivered(counts)

    def _sender(self, deadline: float) -> Sender:
        hands = Hands(self._database, self._clock, self._pacer, self._platforms, deadline)
        return Sender(hands, lambda: self._stopping, self._on_end)

    def _claim(self, platforms: Mapping[str, Platform]) -> list[Claimed]:
        """A batch of what is due where it may be sent just now."""
        with self._database.change() as connection:
            shut = gates.closed(connection, self._pacer.now())
            served = [name for name, platform in platforms.items() if _may_post(name, platform, shut)]
            return outbox.claim(
                connection,
                self._pacer.now(),  # a lease is between workers, and so of the world outside
                self._worker,
                PACED_BATCH if any(platforms[name].limits for name in served) else BATCH,
                served,
                [name for name in served if not _may_open(name, platforms[name], shut)],
                due_by=self._clock.now(),
            )


def _may_open(workspace: str, platform: Platform, shut: set[tuple[str, str]]) -> bool:
    limit = platform.limits.get(Call.OPEN_GROUP)
    return limit is None or (workspace, limit.method) not in shut


def _may_post(workspace: str, platform: Platform, shut: set[tuple[str, str]]) -> bool:
    """Whether nothing is shut but what else a platform is asked, such as to open groups."""
    limits = platform.limits
    others = {limit.method for call, limit in limits.items() if call is not Call.POST}
    return all(of != workspace or method in others for of, method in shut)

"""One worker: the real delivery on the real adapter, with shorter waits, until it is killed."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.delivery.ways import platform_of
from bot import delivery, outcomes, sending
from bot.delivery import Delivery
from scheduler.clock import SystemClock
from storage import outbox
from storage.database import Database, StorageError
from tests.fake_slack.workspace import TEAM

if TYPE_CHECKING:
    from benchmarks.delivery.ways import Way

LEASE = timedelta(seconds=4)
MARGIN = 2.0
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=1.2), timedelta(seconds=4)
SETTLING = timedelta(seconds=1.5)
LATE = 1.4
"""Seconds after which a slow call is accepted: its caller has given up, and nobody looks yet."""
SHORTENED = (
    f"To keep a run short a lease lasts {LEASE.total_seconds():.0f} s instead of 120, no call begins in its "
    f"last {MARGIN:.0f} s instead of 20, a call may take 1 s instead of 10, the first wait is up to "
    f"{FIRST_WAIT.total_seconds()} s instead of 20, what a worker left behind is looked for after "
    f"{SETTLING.total_seconds()} s instead of 15, and Slack's limits are lifted to 1,500 a minute."
)
IDLE_SECONDS = 0.05
AFTER_TROUBLE = 0.2


def work(url: str, api_url: str, way: Way) -> None:
    """Deliver whatever is due, for ever; a database that is away is tried again."""
    _hurry()
    logging.getLogger().addHandler(logging.NullHandler())
    platform = platform_of(way, api_url)
    platform.identify()
    deliver = Delivery(Database(url), SystemClock(), {TEAM: platform}, senders=2).deliver
    while True:
        try:
            deliver()
            time.sleep(IDLE_SECONDS)
        except StorageError:
            time.sleep(AFTER_TROUBLE)


def _hurry() -> None:
    outbox.LEASE = LEASE
    vars(delivery).update(LEASE=LEASE, MARGIN=MARGIN)
    outcomes.FIRST_WAIT, outcomes.LONGEST_WAIT = FIRST_WAIT, LONGEST_WAIT
    vars(sending).update(SETTLING=SETTLING)

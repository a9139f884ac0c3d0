"""One run: a store, a bad Slack, workers in trouble, until nothing is owed; and what came of it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from benchmarks.delivery.owed import fates, owe_introductions
from benchmarks.delivery.servers import bad_slack
from benchmarks.delivery.trouble import crew
from bot.outcomes import FAULT
from scheduler.clock import SystemClock
from storage.database import Database, StorageError, migrate
from storage.outbox import NoticeState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.delivery.owed import Fate
    from benchmarks.delivery.servers import BadSlack, Postgres
    from benchmarks.delivery.trouble import Crew
    from benchmarks.delivery.ways import Way

WORKERS = 4
ENDED = frozenset({NoticeState.SENT, NoticeState.DEAD, NoticeState.DROPPED})
LOOK_EVERY = 0.2
GIVE_UP = 600.0
DOWN = 1.0
"""Seconds for which PostgreSQL is away."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a run. Kills come every ``kill_every`` seconds on average."""

    introductions: int
    poison: int
    kill_every: float
    freezes: int
    crashes: int
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: numbers of introductions, of calls, and of troubles.

    ``in_doubt`` are those put before an owner because nobody can say whether they arrived, and
    ``not_there`` those of them that did not; ``lost`` are those that nobody was told of either;
    ``unexplained`` are faults of the program's own, and repeats of what had no unknown outcome.
    ``taken_back`` are calls that took a repeat back: what is ``repeated`` stands twice.
    """

    intended: int
    poison: int
    sent: int
    dead: int
    in_doubt: int
    not_there: int
    lost: int
    repeated: int
    most: int
    unexplained: int
    looked_up: int
    taken_back: int
    kills: int
    freezes: int
    crashes: int
    seconds: float

    def is_kept(self, *, may_look: bool) -> bool:
        """Whether what we promise was kept."""
        if self.lost or self.unexplained or self.most > (1 if may_look else 2):
            return False
        return not may_look or (self.sent, self.dead) == (self.intended - self.poison, self.poison)


def run(url: str, way: Way, asked: Asked, postgres: Postgres | None) -> Outcome:
    """Deliver everything in spite of everything."""
    database, draw = Database(url), Random(asked.seed)
    migrate(database)
    with bad_slack(asked.seed, may_look=way.may_look) as slack:
        users = slack.crowd(2 * asked.introductions)
        intended = owe_introductions(database, users, SystemClock().now())
        poisoned = draw.sample(sorted(intended), asked.poison)
        slack.poison([intended[key][0] for key in poisoned])
        database.close()  # nothing may be open when workers are forked
        workers = crew(url, slack.api_url, way, WORKERS, draw)
        began = time.monotonic()
        with _dismissed(workers):
            crashes = _see_through(database, workers, asked, postgres, draw)
        seconds = time.monotonic() - began
        found = fates(database)
        database.close()
        return _outcome(found, set(poisoned), slack, workers, crashes, seconds)


@contextmanager
def _dismissed(workers: Crew) -> Iterator[None]:
    try:
        yield
    finally:
        workers.dismiss()


def _see_through(
    database: Database, workers: Crew, asked: Asked, postgres: Postgres | None, draw: Random
) -> int:
    """Let the trouble come until nothing is owed; how often the database crashed."""
    crashes = 0
    next_kill, give_up = time.monotonic() + 1, time.monotonic() + GIVE_UP
    done = 0.0
    while time.monotonic() < give_up:
        workers.keep_up()
        if time.monotonic() >= next_kill:
            workers.kill()
            next_kill += draw.expovariate(1 / asked.kill_every)
        done = _share_done(database, done)
        if done >= 1 and workers.is_whole:
            break
        if workers.freezes < asked.freezes * done:
            workers.freeze()
        if postgres is not None and crashes < asked.crashes and crashes < (asked.crashes + 1) * done - 0.5:
            postgres.crash()
            time.sleep(DOWN)
            postgres.start()
            crashes += 1
    return crashes


def _share_done(database: Database, last: float) -> float:
    """How much has come to its end; no connection stays open, since workers are forked from here."""
    time.sleep(LOOK_EVERY)
    try:
        found = fates(database).values()
    except StorageError:
        return last
    finally:
        database.close()
    return sum(fate.state in ENDED for fate in found) / len(found)


def _outcome(
    found: Mapping[str, Fate],
    poisoned: set[str],
    slack: BadSlack,
    workers: Crew,
    crashes: int,
    seconds: float,
) -> Outcome:
    tally = slack.tally()
    accepted = tally["accepted"]
    dead = {key for key, fate in found.items() if fate.state is NoticeState.DEAD}
    lost = found.keys() - accepted.keys() - dead
    known = [key for key, times in accepted.items() if times > 1 and found[key].unknowns < 2]
    faults = [key for key, fate in found.items() if fate.reason == FAULT]
    return Outcome(
        intended=len(found),
        poison=len(poisoned),
        sent=sum(fate.state is NoticeState.SENT for fate in found.values()),
        dead=len(dead),
        in_doubt=len(dead - poisoned),
        not_there=len(dead - poisoned - accepted.keys()),
        lost=len(lost) + len(poisoned & accepted.keys()),
        repeated=sum(times - 1 for times in accepted.values()),
        most=max(accepted.values(), default=0),
        unexplained=len(known) + len(faults),
        looked_up=tally["calls"].get("conversations.history", 0),
        taken_back=tally["calls"].get("chat.delete", 0),
        kills=workers.kills,
        freezes=workers.freezes,
        crashes=crashes,
        seconds=seconds,
    )

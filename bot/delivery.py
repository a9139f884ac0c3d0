"""Sending what is owed: claim, look whether it is still owed, send with no transaction open, finish.

The store decides what is owed; this module carries it out and never decides that something is. Only
here is anything sent again: the platforms' own retries are off.
"""

from __future__ import annotations

import logging
import random
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.letters import SMALLEST, compose
from bot.platforms import DeliveryError
from pairing.notices import REMINDERS, Kind, one_each
from pairing.rounds import shared_civil_time
from scheduler.freeing import free
from storage import outbox, pairings, people, programmes
from storage.database import StorageError
from storage.outbox import NoticeState
from storage.situation import situation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from bot.letters import Letter
    from bot.message import Message
    from bot.platforms import Platform
    from pairing.people import Programme
    from scheduler.clock import Clock
    from storage.database import Connection, Database
    from storage.outbox import Claimed
    from storage.situation import Situation

log = logging.getLogger(__name__)

BATCH = 50
MOST_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)
SHORTEST_GATE = 1.0
"""Seconds: a platform that asks for no wait at all would be asked again without end."""

FAULT = "a fault in the program; see the log"
UNKNOWN_RESENDS = 1
"""How often an introduction of unknown fate is sent again: one lost is worse than one twice."""
LOST, PUT_BACK, ONE_BY_ONE = "lost", "put back", "told one by one"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one pass over the outbox did, by what became of each notice."""

    counts: Counter[str]

    def __str__(self) -> str:
        """Such as ``12 sent, 1 dropped``."""
        return ", ".join(f"{number} {what}" for what, number in sorted(self.counts.items())) or "nothing due"


@dataclass(frozen=True, slots=True)
class _Task:
    """One claimed notice with all that it takes to see it through."""

    held: Claimed
    programme: Programme
    here: Situation
    letter: Letter


class Delivery:
    """One worker of the outbox. Any number may run, in any number of processes.

    ``platforms`` maps each workspace that this process serves to its platform.
    """

    def __init__(self, database: Database, clock: Clock, platforms: Mapping[str, Platform]) -> None:
        self._database = database
        self._clock = clock
        self._platforms = platforms
        self._worker = secrets.token_hex(8)
        self._closed_until: dict[str, datetime] = {}
        self._programmes: dict[tuple[str, str], Programme] = {}
        self._stopping = False

    def stop(self) -> None:
        """Send nothing more once the message in hand is done; unsent claims go back."""
        self._stopping = True

    def deliver(self, progress: Callable[[int], object] = lambda _: None) -> Delivered:
        """Send everything that is due now. ``progress`` hears how many are done, batch by batch."""
        counts: Counter[str] = Counter()
        while not self._stopping and (batch := self._claim()):
            for held in batch:
                counts[self._with_care(held)] += 1
            progress(counts.total())
        return Delivered(counts)

    def _claim(self) -> list[Claimed]:
        self._programmes.clear()  # an owner may have changed one since the last batch
        with self._database.change() as connection:
            return outbox.claim(connection, self._clock.now(), self._worker, BATCH, tuple(self._platforms))

    def _with_care(self, held: Claimed) -> str:
        """One notice that trips the program up never stops the rest: it waits, and dies in the end."""
        try:
            return self._see_through(held)
        except StorageError:
            raise
        except Exception:
            log.exception("notice %s could not be seen to", held.notice.key)
            if held.attempts + 1 >= MOST_ATTEMPTS:
                return self._end(held, NoticeState.DEAD, FAULT)
            again = self._clock.now() + _wait(held.attempts)
            return self._back(held, again, FAULT, attempts=1)

    def _see_through(self, held: Claimed) -> str:
        """See one claimed notice through to an end, or back into the outbox; what became of it."""
        now = self._clock.now()
        closed_until = self._closed_until.get(held.workspace, now)
        if self._stopping or closed_until > now:
            return self._back(held, closed_until, "not tried yet")
        if held.unknowns > _resends(held.notice.kind):
            return self._end(held, NoticeState.DEAD, "nobody can say whether it arrived")
        with self._database.change() as connection:
            task = self._task(connection, held, now)
            message = task.letter.message
            if message is None:
                return _let_go(connection, task, now)
            later = shared_civil_time(now, *task.letter.zones)
            if later is None:
                return _tell_each(connection, task, now)
            if later > now:
                outbox.put_back(connection, held, later, reason="outside the reader's day")
                return PUT_BACK
            address = _known_address(task)
            if address is not None and not outbox.begin(connection, held, now):
                return LOST
        if address is None:
            return self._open_and_post(task, message)
        return self._post(task, message, address)

    def _task(self, connection: Connection, held: Claimed, now: datetime) -> _Task:
        """Read what the notice is about, and write its letter if it is still owed."""
        key = held.workspace, held.notice.programme
        programme = self._programmes.get(key) or programmes.find(connection, *key)
        self._programmes[key] = programme
        here = situation(connection, held.workspace, held.notice)
        return _Task(held, programme, here, compose(programme, held.notice, here, now))

    def _open_and_post(self, task: _Task, message: Message) -> str:
        """Open the group of a pairing first; where there are no groups, each is told alone."""
        held = task.held
        try:
            address = self._platforms[held.workspace].open_group(list(task.letter.addresses.values()))
        except DeliveryError as error:
            return self._failed(task, error, may_have_arrived=False)
        if address is None:
            with self._database.change() as connection:
                return _tell_each(connection, task, self._clock.now())
        with self._database.change() as connection:
            pairings.keep_group_address(connection, held.workspace, held.notice.pairing, address)
            if not outbox.begin(connection, held, self._clock.now()):
                return LOST
        return self._post(task, message, address)

    def _post(self, task: _Task, message: Message, address: str) -> str:
        """Send, with no transaction open, what `outbox.begin` has written down as being sent."""
        held = task.held
        try:
            receipt = self._platforms[held.workspace].send(address, message.with_reference(held.notice.key))
        except DeliveryError as error:
            return self._failed(task, error, may_have_arrived=error.unknown)
        except Exception:
            # A fault in the platform's own code may come after the message went out.
            log.exception("sending notice %s tripped the program up", held.notice.key)
            return self._failed(task, DeliveryError(FAULT), may_have_arrived=True)
        return self._end(held, NoticeState.SENT, receipt=f"{receipt.address} {receipt.id}")

    def _failed(self, task: _Task, error: DeliveryError, *, may_have_arrived: bool) -> str:
        """What a failure means is decided here alone: a closed gate, the end, or another try later."""
        held = task.held
        log.info("notice %s was not delivered: %s", held.notice.key, error.reason)
        now = self._clock.now()
        if error.unreachable:
            self._note_unreachable(task, error.unreachable, now)
        if error.retry_after is not None:
            wait = timedelta(seconds=max(error.retry_after, SHORTEST_GATE))
            return self._close_gate(held, error, now + wait)
        if error.unreachable and _leaves_company(task, error.unreachable):
            return self._back(held, now, error.reason, attempts=1)
        if error.permanent or held.attempts + 1 >= MOST_ATTEMPTS:
            return self._end(held, NoticeState.DEAD, error.reason)
        again = now + _wait(held.attempts)
        return self._back(held, again, error.reason, attempts=1, unknowns=int(may_have_arrived))

    def _close_gate(self, held: Claimed, error: DeliveryError, until: datetime) -> str:
        """Leave the workspace alone for as long as the platform asks; that was no attempt."""
        self._closed_until[held.workspace] = until
        with self._database.change() as connection:
            outbox.close_gate(connection, held.workspace, error.method, until)
            outbox.put_back(connection, held, until, reason=error.reason)
        return "held back"

    def _note_unreachable(self, task: _Task, unreachable: Collection[str], now: datetime) -> None:
        """Remember who can no longer be written to, and free whoever was to meet them."""
        gone = [person for person, address in task.letter.addresses.items() if address in unreachable]
        with self._database.change() as connection:
            for person in gone:
                people.change_person(connection, task.held.workspace, person, is_reachable=False)
            if task.here.pairing:
                free(connection, task.programme, task.here.pairing, gone, now)

    def _end(self, held: Claimed, state: NoticeState, reason: str = "", receipt: str = "") -> str:
        with self._database.change() as connection:
            now = self._clock.now()
            if not outbox.finish(connection, held, state, now, reason=reason, receipt=receipt):
                log.warning("the lease of notice %s ended before it did", held.notice.key)
        return state.value

    def _back(
        self, held: Claimed, not_before: datetime, reason: str, *, attempts: int = 0, unknowns: int = 0
    ) -> str:
        with self._database.change() as connection:
            outbox.put_back(connection, held, not_before, reason=reason, attempts=attempts, unknowns=unknowns)
        return PUT_BACK


def _let_go(connection: Connection, task: _Task, now: datetime) -> str:
    """Drop a notice that is owed no more. An introduction that lapses frees whoever is left."""
    if task.held.notice.kind is Kind.INTRODUCTION and task.here.pairing and task.letter.gone:
        free(connection, task.programme, task.here.pairing, task.letter.gone, now)
    outbox.finish(connection, task.held, NoticeState.DROPPED, now, reason="no longer owed")
    return NoticeState.DROPPED.value


def _tell_each(connection: Connection, task: _Task, now: datetime) -> str:
    """Owe one notice to each instead of one to the group, in the transaction that ends the one.

    So it is where there are no groups, and where it is never day for all of them at once.
    """
    held = task.held
    outbox.write(connection, held.workspace, one_each(held.notice, task.letter.addresses))
    outbox.finish(connection, held, NoticeState.DROPPED, now, reason=ONE_BY_ONE)
    return ONE_BY_ONE


def _known_address(task: _Task) -> str | None:
    """Where the letter goes, if that is known without opening a group."""
    if task.letter.is_for_group:
        return task.here.group
    return next(iter(task.letter.addresses.values()))


def _leaves_company(task: _Task, unreachable: Collection[str]) -> bool:
    """Whether an introduction still has two people to introduce without those who cannot be written to."""
    left = set(task.letter.addresses.values()).difference(unreachable)
    return task.held.notice.kind is Kind.INTRODUCTION and len(left) >= SMALLEST


def _resends(kind: Kind) -> int:
    """How often a notice of unknown fate may be sent again: a reminder is rather let go."""
    return 0 if kind in REMINDERS else UNKNOWN_RESENDS


def _wait(attempts: int) -> timedelta:
    """Back-off that doubles, with jitter so that workers do not come back in step."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * float(2**attempts))
    return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, protects nothing

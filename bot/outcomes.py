"""What becomes of a claimed notice: its end, or another try; what a failure means is decided here alone."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.letters import SMALLEST
from bot.platforms import Call
from pairing.notices import REMINDERS, SENT_ONCE, Kind, one_each
from pairing.owners import not_announced
from scheduler.freeing import free
from storage import gates, outbox, people
from storage.outbox import NoticeState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.letters import Letter
    from bot.pacing import Pacer
    from bot.platforms import DeliveryError, Platform, Receipt
    from pairing.people import Programme
    from scheduler.clock import Clock
    from storage.database import Connection, Database
    from storage.outbox import Claimed
    from storage.situation import Situation

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
SETTLING = timedelta(seconds=15)
"""Longer than a call may take (10 s): what another worker had begun is there by then, or never will be."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)
SHORTEST_GATE = 1.0
"""Seconds: a platform that asks for no wait at all would be asked again without end."""

FAULT = "a fault in the program; see the log"
UNKNOWN = "nobody can say whether it arrived"
UNKNOWN_RESENDS = 1
"""How often an introduction of unknown fate is sent again unseen: one lost is worse than one twice."""
LOST, PUT_BACK, HELD_BACK = "lost", "put back", "held back"
ONE_BY_ONE, FOUND = "told one by one", "found sent"


@dataclass(frozen=True, slots=True)
class Hands:
    """What a sender works with. After ``deadline``, in `running_seconds`, its claims may be another's."""

    database: Database
    clock: Clock
    pacer: Pacer
    platforms: Mapping[str, Platform]
    deadline: float
    programmes: dict[tuple[str, str], Programme] = field(default_factory=dict)
    """Read once a batch: an owner may change one before the next."""
    shut: dict[str, datetime] = field(default_factory=dict)
    """Workspaces that asked in this batch to be left alone, where no gate's queue holds the rest back."""


@dataclass(frozen=True, slots=True)
class Task:
    """One claimed notice with all that it takes to see it through.

    ``slot`` is when it may be posted at ``address``; both may be still to be found.
    """

    held: Claimed
    platform: Platform
    programme: Programme
    here: Situation
    letter: Letter
    address: str | None = None
    slot: datetime | None = None

    def is_queued(self, method: str) -> bool:
        """Whether calls of a method wait for their turn, and so for its gate."""
        return any(limit.method == method for limit in self.platform.limits.values())

    @property
    def earlier_address(self) -> str | None:
        """Where the attempts before this one went, if that is still known."""
        notice = self.held.notice
        if notice.kind is Kind.ANNOUNCEMENT:
            return notice.about
        return self.here.addresses.get(notice.person) if notice.person else self.here.group

    @property
    def is_beyond_telling(self) -> bool:
        """Whether it may have arrived, nobody can say, and it may not be sent again."""
        resends = 0 if self.held.notice.kind in SENT_ONCE else UNKNOWN_RESENDS
        return self.held.unknowns > resends and not self.platform.can_look


class Outcomes:
    """Writes down what became of the notices of one batch, each in a transaction of its own."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._now = hands.clock.now
        self._change = hands.database.change

    def failed(self, task: Task, error: DeliveryError, *, may_have_arrived: bool) -> str:
        """What a failure means is decided here alone: a closed gate, the end, or another try later."""
        held = task.held
        log.info("notice %s was not delivered: %s", held.notice.key, error.reason)
        now = self._now()
        if error.unreachable:
            self._note_unreachable(task, error.unreachable, now)
        if error.retry_after is not None:
            return self._close_gate(task, error, timedelta(seconds=max(error.retry_after, SHORTEST_GATE)))
        if error.unreachable and _leaves_company(task, error.unreachable):
            return self.back(held, now, error.reason, attempts=1)
        rests_until = None if error.permanent else self._note_trouble(task, error)
        if rests_until is not None and not may_have_arrived:
            return self.back(held, rests_until, error.reason)  # the platform's fault, and no attempt
        may_be_found = task.platform.can_look and (may_have_arrived or held.unknowns > 0)
        # What may be there is not given up as long as it can be found: it is looked for as often again.
        if error.permanent or held.attempts + 1 >= MOST_ATTEMPTS * (2 if may_be_found else 1):
            return self.die(held, error.reason, may_have_arrived=may_have_arrived)
        again = max(now + _wait(held.attempts), rests_until or now)
        return self.back(held, again, error.reason, attempts=1, unknowns=int(may_have_arrived))

    def sent(self, task: Task, receipt: Receipt) -> str:
        """End a notice that arrived; lost where another worker has taken it over."""
        with self._change() as connection:
            note_success(connection, task, Call.POST)
            where = f"{receipt.address} {receipt.id}"
            is_held = outbox.finish(connection, task.held, NoticeState.SENT, self._now(), receipt=where)
        return _ended(task.held, NoticeState.SENT.value, is_held=is_held)

    def die(self, held: Claimed, reason: str, *, may_have_arrived: bool) -> str:
        """End a notice that is for an owner to judge; one that was refused is known not to be there."""
        if may_have_arrived:
            return self.end(held, NoticeState.DEAD, reason)
        with self._change() as connection:
            is_held = outbox.refuse(connection, held, self._now(), reason)
            if is_held:
                tell_of_death(connection, held, self._now())
        return _ended(held, NoticeState.DEAD.value, is_held=is_held)

    def _close_gate(self, task: Task, error: DeliveryError, wait: timedelta) -> str:
        """Leave the method alone for as long as the platform asks; that was no attempt."""
        held = task.held
        if not task.is_queued(error.method):
            self._hands.shut[held.workspace] = self._now() + wait
        with self._change() as connection:
            gates.close_gate(connection, held.workspace, error.method, self._hands.pacer.now() + wait)
            outbox.put_back(connection, held, self._now() + wait, reason=error.reason)
        log.warning("%s is left alone for %.0f s: %s", error.method, wait.total_seconds(), error.reason)
        self._hands.pacer.on_shut(error.method)
        return HELD_BACK

    def _note_trouble(self, task: Task, error: DeliveryError) -> datetime | None:
        """Leave a method alone that fails again and again, whatever is sent; until when, if so."""
        if not task.is_queued(error.method):
            return None
        now = self._hands.pacer.now()
        with self._change() as connection:
            until = gates.note_failure(connection, task.held.workspace, error.method, now)
        if until is None:
            return None
        rest = until - now
        log.warning("%s fails again and again (%s); it rests for %s.", error.method, error.reason, rest)
        self._hands.pacer.on_shut(error.method)
        return self._now() + rest

    def _note_unreachable(self, task: Task, unreachable: Collection[str], now: datetime) -> None:
        """Remember who can no longer be written to, and free whoever was to meet them."""
        gone = [person for person, address in task.letter.addresses.items() if address in unreachable]
        with self._change() as connection:
            for person in gone:
                people.change_person(connection, task.held.workspace, person, is_reachable=False)
            if task.here.pairing:
                free(connection, task.programme, task.here.pairing, gone, now)

    def tripped(self, held: Claimed) -> str:
        """Whether it was being sent when the program tripped is as `outbox.begin` wrote it down."""
        if held.attempts + 1 >= MOST_ATTEMPTS:
            return self.end(held, NoticeState.DEAD, FAULT)
        with self._change() as connection:
            outbox.put_back(
                connection,
                held,
                self._now() + _wait(held.attempts),
                reason=FAULT,
                attempts=1,
                unknowns=None,
            )
        return PUT_BACK

    def end(self, held: Claimed, state: NoticeState, reason: str = "", receipt: str = "") -> str:
        """End a notice as sent, dead or dropped; lost where another worker has taken it over."""
        with self._change() as connection:
            is_held = outbox.finish(connection, held, state, self._now(), reason=reason, receipt=receipt)
            if is_held and state is NoticeState.DEAD:
                tell_of_death(connection, held, self._now())
        return _ended(held, state.value, is_held=is_held)

    def back(
        self, held: Claimed, not_before: datetime, reason: str, *, attempts: int = 0, unknowns: int = 0
    ) -> str:
        """Owe a notice again, not before an instant; the numbers are what this attempt adds."""
        with self._change() as connection:
            outbox.put_back(connection, held, not_before, reason=reason, attempts=attempts, unknowns=unknowns)
        return PUT_BACK


def note_success(connection: Connection, task: Task, call: Call) -> None:
    """The platform answers again, if it did not."""
    if limit := task.platform.limits.get(call):
        gates.note_success(connection, task.held.workspace, limit.method)


def let_go(connection: Connection, task: Task, now: datetime) -> str:
    """Drop a notice that is owed no more. An introduction that lapses frees whoever is left."""
    if task.held.notice.kind is Kind.INTRODUCTION and task.here.pairing and task.letter.gone:
        free(connection, task.programme, task.here.pairing, task.letter.gone, now)
    is_held = outbox.finish(connection, task.held, NoticeState.DROPPED, now, reason="no longer owed")
    return _ended(task.held, NoticeState.DROPPED.value, is_held=is_held)


def give_up(connection: Connection, task: Task, now: datetime) -> str:
    """Let a reminder go; an introduction that was sent twice unseen is for an owner to judge."""
    state = NoticeState.DROPPED if task.held.notice.kind in REMINDERS else NoticeState.DEAD
    is_held = outbox.finish(connection, task.held, state, now, reason=UNKNOWN)
    if is_held and state is NoticeState.DEAD:
        tell_of_death(connection, task.held, now)
    return _ended(task.held, state.value, is_held=is_held)


def tell_of_death(connection: Connection, held: Claimed, now: datetime) -> None:
    """Owe the owner the news who asked for what could not be sent, where somebody did."""
    if held.notice.kind is Kind.ANNOUNCEMENT:
        outbox.write(connection, held.workspace, [not_announced(held.notice, now)])


def tell_each(connection: Connection, task: Task, now: datetime) -> str:
    """Owe one notice to each instead of one to the group, in the transaction that ends the one.

    So it is where there are no groups, and where it is never day for all of them at once.
    """
    held = task.held
    is_held = outbox.finish(connection, held, NoticeState.DROPPED, now, reason=ONE_BY_ONE)
    if is_held:  # otherwise another worker may have told the group meanwhile
        outbox.write(connection, held.workspace, one_each(held.notice, task.letter.addresses))
    return _ended(held, ONE_BY_ONE, is_held=is_held)


def _ended(held: Claimed, result: str, *, is_held: bool) -> str:
    """What became of a notice; lost where another worker has taken it over, and nothing was changed."""
    if is_held:
        return result
    log.warning("the lease of notice %s ended before it did", held.notice.key)
    return LOST


def _leaves_company(task: Task, unreachable: Collection[str]) -> bool:
    """Whether an introduction still has two people to introduce without those who cannot be written to."""
    left = set(task.letter.addresses.values()).difference(unreachable)
    return task.held.notice.kind is Kind.INTRODUCTION and len(left) >= SMALLEST


def _wait(attempts: int) -> timedelta:
    """Back-off that doubles, with jitter so that workers do not come back in step."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * float(2**attempts))
    return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, protects nothing

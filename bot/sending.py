"""Seeing one claimed notice through: whether it is still owed, its turn, and the call.

No transaction is open during a call. Only here is anything sent again: the platforms' own retries are
off. A notice whose fate is unknown is looked for before it is sent again, where the platform can look.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from bot.letters import compose
from bot.outcomes import (
    FAULT,
    FOUND,
    LOST,
    MOST_ATTEMPTS,
    PUT_BACK,
    SETTLING,
    Outcomes,
    Task,
    give_up,
    let_go,
    note_success,
    tell_each,
)
from bot.platforms import Call, DeliveryError
from bot.wording.introduction import once_more
from pairing.hours import shared_civil_time
from scheduler.about import about
from scheduler.clock import running_seconds
from storage import outbox, pairings, programmes
from storage.database import StorageError
from storage.outbox import NoticeState
from storage.situation import situation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.letters import Letter
    from bot.message import Message
    from bot.outcomes import Hands
    from bot.platforms import Receipt
    from storage.database import Connection
    from storage.gates import Turn
    from storage.outbox import Claimed
    from storage.situation import Situation

    Ended: TypeAlias = Callable[[Claimed, str], object]
    Step: TypeAlias = Callable[[Connection, Task], Task | str]

log = logging.getLogger(__name__)

MARGIN = 20.0
"""Seconds before the end of a lease in which no call is begun: more than twice what one may take."""
CLOCKS_DIFFER = timedelta(minutes=10)
"""How far a platform's clock may be from ours when a message is looked for by its time."""
NOT_THERE = f"it did not arrive in {MOST_ATTEMPTS} attempts"


class Sender:
    """Sees the notices of one batch through, in as many threads as one likes."""

    def __init__(self, hands: Hands, stopping: Callable[[], bool], on_end: Ended) -> None:
        self._hands = hands
        self._now = hands.clock.now
        self._change = hands.database.change
        self._ends = Outcomes(hands)
        self._stopping = stopping
        self._on_end = on_end

    def see_through(self, held: Claimed) -> str:
        """See a notice to an end, or back into the outbox; what became of it.

        One that trips the program up never stops the rest: it waits, and dies in the end.
        """
        of = held.notice
        with about(programme=of.programme, round=of.round_number, pairing=of.pairing, notice=of.key):
            try:
                result = self._attempt(held)
            except StorageError:
                raise
            except Exception:
                log.exception("notice %s could not be seen to", of.key)
                result = self._ends.tripped(held)
        self._on_end(held, result)
        return result

    def _attempt(self, held: Claimed) -> str:
        now = self._now()
        shut_until = self._hands.shut.get(held.workspace, now)
        if self._stopping() or shut_until > now:
            return self._ends.back(held, shut_until, "not tried yet")
        if held.unknowns and self._hands.platforms[held.workspace].can_look:
            found = self._looked_for(held, now)
            if isinstance(found, str):
                return found
            held = found
        task = self._read(held, self._queue)
        if isinstance(task, Task) and task.address is None:
            task = self._prepare(task)
        if isinstance(task, Task):
            task = self._in_turn(task)
        return self._post(task) if isinstance(task, Task) else task

    def _looked_for(self, held: Claimed, now: datetime) -> Claimed | str:
        """What became of a notice that may have arrived; the notice without its doubts if it did not.

        It is looked for before anything else is asked: what arrived has arrived, though it be owed no
        more. One that another worker had in hand may be on its way still, by clocks that differ.
        """
        with self._change() as connection:
            if held.taken_over:
                outbox.put_back(connection, held, now + SETTLING, reason="it may be on its way")
                return PUT_BACK
            task = self._task(connection, held, now)
        if task.earlier_address is None:
            return held
        try:
            found = self._found(task, task.earlier_address)
        except DeliveryError as error:
            return self._ends.failed(task, error, may_have_arrived=False)
        if found is not None:
            return found
        known = replace(held, unknowns=0)
        if held.attempts >= MOST_ATTEMPTS:
            return self._ends.die(known, NOT_THERE, may_have_arrived=False)
        return known

    def _read(self, held: Claimed, then: Step) -> Task | str:
        """Read what the notice is about, and take a step with it; what becomes of one not to be sent now."""
        now = self._now()
        with self._change() as connection:
            task = self._task(connection, held, now)
            if task.letter.message is None:
                return let_go(connection, task, now)
            if task.is_beyond_telling:
                return give_up(connection, task, now)
            later = shared_civil_time(now, *task.letter.hours) if task.letter.hours else now
            if later is None:
                return tell_each(connection, task, now)
            if later > now:
                outbox.put_back(connection, held, later, reason="outside the reader's day")
                return PUT_BACK
            return then(connection, task)

    def _task(self, connection: Connection, held: Claimed, now: datetime) -> Task:
        """Read what the notice is about, and write its letter if it is still owed."""
        key = held.workspace, held.notice.programme
        programme = self._hands.programmes.get(key) or programmes.find(connection, *key)
        self._hands.programmes[key] = programme
        here = situation(connection, held.workspace, held.notice)
        letter = compose(programme, held.notice, here, now)
        return Task(
            held, self._hands.platforms[held.workspace], programme, here, letter, _goes_to(letter, here)
        )

    def _prepare(self, task: Task) -> Task | str:
        """Open the group of a pairing."""
        try:
            opened = self._opened(task)
        except DeliveryError as error:
            return self._ends.failed(task, error, may_have_arrived=False)
        if isinstance(opened, str):
            return opened
        with self._change() as connection:
            return self._queue(connection, opened)

    def _opened(self, task: Task) -> Task | str:
        """The same with the address of its group; where there are no groups, each is told alone."""
        if postponed := self._wait_for_turn(task, Call.OPEN_GROUP):
            return postponed
        address = task.platform.open_group(list(task.letter.addresses.values()))
        with self._change() as connection:
            note_success(connection, task, Call.OPEN_GROUP)
            if address is None:
                return tell_each(connection, task, self._now())
            pairings.keep_group_address(connection, task.held.workspace, task.held.notice.pairing, address)
        return replace(task, address=address)

    def _found(self, task: Task, address: str) -> str | None:
        """What became of a notice whose earlier attempt is found to have arrived at an address."""
        held = task.held
        # Somebody's own chat has to be opened to be looked through, in the queue of all that is opened.
        calls = (Call.OPEN_GROUP, Call.LOOK) if held.notice.person else (Call.LOOK,)
        for call in calls:
            if postponed := self._wait_for_turn(task, call):
                return postponed
        receipt = task.platform.find(address, held.notice.key, _since(held))
        with self._change() as connection:
            for call in calls:
                note_success(connection, task, call)
        if receipt is None:
            return None
        self._ends.end(held, NoticeState.SENT, receipt=f"{receipt.address} {receipt.id}")
        return FOUND

    def _wait_for_turn(self, task: Task, call: Call) -> str | None:
        """Wait until the call may be made; what becomes of a notice for which that is not now."""
        with self._change() as connection:
            turn = self._reserve(connection, task, call)
            if not turn.is_ours:
                return self._come_back(connection, task, turn)
        if self._hands.pacer.wait_until(turn.at):
            return None
        return self._ends.back(task.held, self._now(), "not tried yet")

    def _come_back(self, connection: Connection, task: Task, turn: Turn) -> str:
        """Owe a notice again until its turn, which is too far off to wait for."""
        again = self._now() + (turn.at - self._hands.pacer.now())
        outbox.put_back(connection, task.held, again, reason="waiting for its turn")
        return PUT_BACK

    def _reserve(self, connection: Connection, task: Task, call: Call) -> Turn:
        return self._hands.pacer.reserve(connection, task.held.workspace, task.platform.limits.get(call))

    def _queue(self, connection: Connection, task: Task) -> Task | str:
        """Take its place in the queue of what is posted, once it is known where to."""
        if task.address is None:
            return task
        turn = self._reserve(connection, task, Call.POST)
        return replace(task, slot=turn.at) if turn.is_ours else self._come_back(connection, task, turn)

    def _in_turn(self, task: Task) -> Task | str:
        """Wait for its turn, and read anew what it is about: people answer, pause and leave meanwhile."""
        if task.slot is None:
            raise LookupError(f"The notice {task.held.notice.key} has no turn to wait for.")
        if not self._hands.pacer.wait_until(task.slot):
            return self._ends.back(task.held, self._now(), "not tried yet")
        return self._read(task.held, partial(self._begin, task))

    def _begin(self, waited: Task, connection: Connection, task: Task) -> Task | str:
        """Write down that it is being sent: just before it is, lest a crash leave a doubt about nothing."""
        if task.letter.addresses != waited.letter.addresses:
            # Somebody left meanwhile, who may be in the group that was opened: the next claim sees to it.
            outbox.put_back(connection, task.held, self._now(), reason="not tried yet")
            return PUT_BACK
        begun = outbox.begin(connection, task.held, self._hands.pacer.now())
        return replace(task, address=waited.address) if begun else LOST

    def _post(self, task: Task) -> str:
        """Send, with no transaction open, what `outbox.begin` has written down as being sent."""
        held, message = task.held, task.letter.message
        if task.address is None or message is None:
            raise LookupError(f"The notice {held.notice.key} is not ready to be sent.")
        if running_seconds() > self._hands.deadline:
            # The machine slept: somebody else may hold it by now, and nothing has been sent.
            return self._ends.back(held, self._now(), "not tried yet")
        try:
            receipt = task.platform.send(task.address, _said(task, message).with_reference(held.notice.key))
        except DeliveryError as error:
            return self._ends.failed(task, error, may_have_arrived=error.unknown)
        except Exception:
            # A fault in the platform's own code may come after the message went out.
            log.exception("sending notice %s tripped the program up", held.notice.key)
            return self._ends.failed(task, DeliveryError(FAULT), may_have_arrived=True)
        ended = self._ends.sent(task, receipt)
        if ended == LOST and task.platform.can_look:
            self._take_back(task, receipt)
        return ended

    def _take_back(self, task: Task, receipt: Receipt) -> None:
        """Take a message back which another worker, who took its notice over, had sent before it came.

        That happens to a process that stood still between its last look at the clock and its call. Of two
        messages the first stands, so that no two workers can each take back the other's.
        """
        held = task.held
        try:
            first = task.platform.find(receipt.address, held.notice.key, _since(held))
            if first is not None and first != receipt:
                task.platform.retract(receipt)
                log.warning("notice %s was sent twice, and the second was taken back", held.notice.key)
        except DeliveryError as error:
            log.warning("notice %s may have been sent twice: %s", held.notice.key, error.reason)


def _since(held: Claimed) -> datetime:
    """Since when a message of this notice may be there."""
    return (held.first_tried_at or held.notice.not_before) - CLOCKS_DIFFER


def _goes_to(letter: Letter, here: Situation) -> str | None:
    """Where to write to: a group, if it was opened and holds nobody who has gone since."""
    if letter.is_for_group:
        return None if letter.gone else here.group
    return letter.channel or next(iter(letter.addresses.values()), None)


def _said(task: Task, message: Message) -> Message:
    """The message, which says so where it may be there already."""
    return once_more(message) if task.held.unknowns and not task.platform.can_look else message

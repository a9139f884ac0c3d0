"""The outbox, for owners: what is on its way and what is stuck, to try again or to put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.dates import read_instant
from bot.pacing import time_to_make
from bot.platforms import Call
from bot.wording import closed, tending
from bot.wording.tending import NotSent, OutboxState, Underway
from storage import dead_letters, outbox_books
from storage.dead_letters import Chosen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from bot.platforms import Limit
    from storage.outbox_books import OnItsWay


def show_outbox(turn: Turn) -> Message:
    """The outbox by kind, round and reason, for owners."""
    if not turn.is_owner:
        return closed.not_an_owner()
    on_its_way = outbox_books.on_its_way(turn.connection, turn.workspace, turn.now)
    stuck = dead_letters.stuck(turn.connection, turn.workspace, turn.now)
    state = OutboxState(
        underway=tuple(underway(one, turn.limits, turn.now) for one in on_its_way),
        not_sent=tuple(NotSent(one.kind, one.round_number, one.reason, one.count) for one in stuck),
        lapsed=sum(one.lapsed for one in stuck),
        until=max(one.newest for one in stuck).isoformat() if stuck else "",
    )
    return tending.outbox(state)


def try_again(turn: Turn) -> Message:
    """What was shown as stuck is owed again."""
    chosen = _shown(turn)
    if not turn.is_owner or chosen is None:
        return _refused(turn)
    done = dead_letters.retry(turn.connection, turn.workspace, chosen, turn.now, turn.person.id)
    return tending.tried_again(done.count, done.lapsed)


def put_away(turn: Turn) -> Message:
    """What was shown as stuck is dropped."""
    chosen = _shown(turn)
    if not turn.is_owner or chosen is None:
        return _refused(turn)
    return tending.put_away(
        dead_letters.discard(turn.connection, turn.workspace, chosen, turn.now, turn.person.id)
    )


def underway(one: OnItsWay, limits: Mapping[Call, Limit], now: datetime) -> Underway:
    """How far a round has come, and when its last introduction goes at the allowed pace or by its hour."""
    calls = {Call.POST: one.to_send, Call.OPEN_GROUP: one.to_open}
    left: timedelta = max(time_to_make(calls, limits), one.last_due - now)
    return Underway(one.number, one.introductions, one.gone, left)


def _refused(turn: Turn) -> Message:
    return closed.stale() if turn.is_owner else closed.not_an_owner()


def _shown(turn: Turn) -> Chosen | None:
    """What the pressed message showed; ``None`` where it does not say."""
    try:
        return Chosen(until=read_instant(turn.text("until")))
    except ValueError:
        return None


READS: Mapping[str, Handler] = {"outbox": show_outbox}
WRITES: Mapping[str, Handler] = {"outbox.retry": try_again, "outbox.discard": put_away}

"""More than one programme for a member: which one is meant, and where they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording import programmes as words
from bot.wording.programmes import Listed
from pairing.people import Status
from pairing.rounds import timetable
from scheduler.coming import next_round
from storage import programmes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.people import Programme


def which(turn: Turn) -> Message | None:
    """The choice of a programme; ``None`` where one was named, or there is only one."""
    there = programmes.programmes(turn.connection, turn.workspace)
    return None if turn.text("programme") or len(there) == 1 else _choice(turn, there)


def show(turn: Turn) -> Message:
    """Every programme, to join or to see where one stands in it."""
    return _choice(turn, programmes.programmes(turn.connection, turn.workspace))


def listed(turn: Turn, one: Programme) -> Listed:
    """A programme as it is listed."""
    coming = timetable(one.cadence, next_round(turn.connection, one, turn.now))
    return Listed(one.id, one.name, one.cadence.days, coming.starts_at, one.is_held)


def _choice(turn: Turn, there: tuple[Programme, ...]) -> Message:
    each = [(listed(turn, one), _is_in(turn, one)) for one in there]
    return words.which(each, turn.person.timezone)


def _is_in(turn: Turn, one: Programme) -> bool:
    me = turn.person.id
    member = programmes.members(turn.connection, one, [me]).get(me)
    return member is not None and member.status is not Status.LEFT


READS: Mapping[str, Handler] = {"programmes": show}

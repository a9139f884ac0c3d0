"""The programme that an action names: nothing is done in another's place, and its answer stays with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording import closed

if TYPE_CHECKING:
    from bot.conversation.turn import Handler, LongHandler, Turn, Work
    from bot.message import Message


def respond(handler: Handler, turn: Turn | None) -> Message:
    """The answer of a handler; where a programme was named, its buttons name it too."""
    if turn is None:
        return closed.trouble()
    return closed.no_such() if _is_elsewhere(turn) else _staying(turn, handler(turn))


def begin(handler: LongHandler, turn: Turn | None) -> Work:
    """The same of what takes a while."""
    if turn is None or _is_elsewhere(turn):
        return lambda _: closed.trouble() if turn is None else closed.no_such()
    work = handler(turn)
    return lambda database: _staying(turn, work(database))


def _is_elsewhere(turn: Turn) -> bool:
    """Whether the programme that was named is not one of this workspace."""
    return turn.text("programme") not in {"", turn.programme.id}


def _staying(turn: Turn, answer: Message) -> Message:
    chosen = turn.text("programme")
    return answer.carrying({"programme": chosen}) if chosen else answer

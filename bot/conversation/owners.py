"""What all that owners do has in common: nobody else may, and it is remembered that they did."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from bot.wording import closed
from storage import people

if TYPE_CHECKING:
    from bot.conversation.turn import Handler, LongHandler, Turn, Work
    from bot.message import Message


def for_owners(handler: Handler) -> Handler:
    """The same for owners; a plain sentence for everybody else."""

    @wraps(handler)
    def guarded(turn: Turn) -> Message:
        return handler(turn) if turn.is_owner else closed.not_an_owner()

    return guarded


def long_for_owners(handler: LongHandler) -> LongHandler:
    """The same for what may take a while."""

    @wraps(handler)
    def guarded(turn: Turn) -> Work:
        return handler(turn) if turn.is_owner else lambda _: closed.not_an_owner()

    return guarded


def note(turn: Turn, action: str, about: str) -> None:
    """Write down what an owner did. ``about`` holds counts and ids, never names."""
    people.write_audit(turn.connection, turn.workspace, turn.person.id, action, about, turn.now)

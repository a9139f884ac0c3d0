"""When these coffees are not for everybody: said kindly, and with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Message, quiet, text
from bot.wording.phrases import clipped, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NAMED = 5
NAME_LONGEST = 40
ASK = "To ask for yours, write to whoever looks after them."


def not_in_staff_list() -> Message:
    """To somebody whom the staff list does not have, where only those in it may join."""
    return Message(
        title="Not open to everybody yet",
        body=(
            text("These coffees are for people in the staff list so far, and we could not find you there."),
            text("If you should be, tell whoever looks after the coffees where you work."),
            quiet("We have kept nothing of what you typed."),
        ),
        summary="These coffees are for people in the staff list so far.",
    )


def not_for_guests() -> Message:
    """To a guest of the chat, or a bot in it."""
    return Message(
        title="For the people who work here",
        body=(text("Guests of the chat can't join these coffees. Do have one with somebody all the same."),),
        summary="These coffees are for the people who work here.",
    )


def not_let_in(fact: str, given: str, let_in: Sequence[str]) -> str:
    """The sentence beside a fact by which somebody may not join so far."""
    if not given:
        return f"These coffees are for some {fact}s so far. Please tell us yours."
    named = [clipped(each, NAME_LONGEST) for each in let_in[:MOST_NAMED]]
    more = [f"{len(let_in) - MOST_NAMED} more"] if len(let_in) > MOST_NAMED else []
    return f"These coffees are for {listed([*named, *more])} so far. {ASK}"

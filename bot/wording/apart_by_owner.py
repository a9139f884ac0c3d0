"""Two people whom an owner keeps apart: between that owner and the bot alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Button, Colleagues, Message, Pick, quiet, text
from bot.wording.phrases import clipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_SHOWN = 100
"""What a form may offer to choose from."""
MOST_AT_ONCE = 25
LONGEST_LABEL = 75
LONGEST_NAME = 34

NOT_TWO = "Please choose two people."
ONE_EACH = "Please choose one person here."
NOT_FOUND = "We could not find that person. Please choose again."


def apart_form(kept: Sequence[tuple[str, str, str]], errors: Mapping[str, str]) -> Message:
    """The form: two people to keep apart, and those kept apart by its reader before, to let go.

    ``kept`` holds a key and the two names of each.
    """
    options = tuple((key, _label(one, other)) for key, one, other in kept[:MOST_SHOWN])
    listed = (Pick("go", "No longer keep apart", options, most=MOST_AT_ONCE),) if options else ()
    return Message(
        title="Keep two people apart",
        body=(
            text("They will not be introduced to each other. You need no reason, and none is kept."),
            Colleagues("one", "Somebody", most=1, error=errors.get("one", "")),
            Colleagues("other", "And somebody else", most=1, error=errors.get("other", "")),
            *listed,
            quiet("Only you see this: no other owner, and neither of the two."),
            quiet("Whether somebody takes part is told to nobody, and you need not know it."),
        ),
        actions=(Button("admin.apart.save", "Save", primary=True),),
        summary="Keep two people apart, between us.",
    )


def saved() -> Message:
    """After it was saved. It reads the same whoever was chosen, and whatever is so between them."""
    return Message(
        title="Saved, between us",
        body=(text("We go by it from the next introductions on, and tell nobody."),),
        actions=(Button("admin.apart", "See or change it"), Button("admin", "See everything")),
        summary="Saved, between us.",
    )


def _label(one: str, other: str) -> str:
    return f"{clipped(one, LONGEST_NAME)} and {clipped(other, LONGEST_NAME)}"

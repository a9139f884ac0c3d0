"""Somebody whom a member would rather not meet: asked quietly, and told to nobody."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.message import Button, Colleagues, Message, quiet, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_APART = 25
FIELD = "apart"
TOO_MANY = f"Please choose up to {MOST_APART} people."
NOT_FOUND = "We could not find everybody you chose. Please choose them again."
NOT_YOU = "That is you. Please choose somebody else."
NOTHING_CARRIED: Mapping[str, str] = MappingProxyType({})


def apart_form(
    addresses: Sequence[str], carried: Mapping[str, str] = NOTHING_CARRIED, error: str = ""
) -> Message:
    """The form: whom they chose before, to change, and nothing that asks why. ``carried`` comes back."""
    return Message(
        title="Between us",
        body=(
            text("Is there anybody you would rather not be introduced to? You need no reason."),
            Colleagues(
                FIELD,
                "I'd rather not meet",
                tuple(addresses),
                "To take somebody off the list, remove their name here.",
                MOST_APART,
                error=error,
            ),
            quiet("We tell nobody: not them, not your manager, nobody who looks after these coffees."),
        ),
        actions=(Button("apart.save", "Save", carried, primary=True),),
        summary="Somebody you would rather not meet, between us.",
    )


def kept() -> Message:
    """After it was saved. It reads the same whoever was chosen, and whatever is so between them."""
    return Message(
        title="Saved, between us",
        body=(
            text("We will go by it from now on, and tell nobody."),
            text("If you have a coffee planned that you would rather not have, you can end it at any time."),
        ),
        actions=(Button("apart", "See or change it"), Button("home", "See where you stand")),
        summary="Saved, between us.",
    )

"""Somebody a member would rather not meet. Seen and taken back only by whoever asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import whom
from bot.wording import apart as words
from bot.wording.apart import FIELD, MOST_APART
from storage import programmes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.people import Person


def show(turn: Turn) -> Message:
    """The form, with whom they chose before."""
    kept = programmes.kept_apart_by(turn.connection, turn.workspace, turn.person.id)
    shown = whom.addresses_of(turn, kept, MOST_APART)
    return words.apart_form(shown, {whom.SHOWN: "\n".join(shown)})


def save(turn: Turn) -> Message:
    """Keep apart whom they chose, and no longer whom they took off the list."""
    addresses = turn.texts(FIELD)
    chosen = whom.named(turn, addresses)
    if error := _error(turn, addresses, chosen):
        return words.apart_form(tuple(chosen), {whom.SHOWN: whom.carried_on(turn)}, error)
    change = whom.listed(turn, chosen)
    me = turn.person.id
    for other in sorted(change.added):
        programmes.exclude(turn.connection, turn.workspace, me, other, me)
    for other in sorted(change.removed):
        programmes.no_longer_exclude(turn.connection, turn.workspace, me, other, me)
    return words.kept()


def _error(turn: Turn, addresses: tuple[str, ...], chosen: Mapping[str, Person]) -> str:
    if len(addresses) > MOST_APART:
        return words.TOO_MANY
    if set(addresses) - set(chosen):
        return words.NOT_FOUND
    return words.NOT_YOU if turn.person.id in {one.id for one in chosen.values()} else ""


READS: Mapping[str, Handler] = {"apart": show}
WRITES: Mapping[str, Handler] = {"apart.save": save}

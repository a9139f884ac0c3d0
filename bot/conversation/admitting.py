"""Who may join: asked when somebody does, of nobody who is in already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording import admitting as words
from pairing.admission import STAFF_LIST, YES, kept_out_by
from storage import finding, workspaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Turn
    from bot.message import Message


def turned_away(turn: Turn) -> Message | None:
    """What to say to somebody for whom no form would help; ``None`` for everybody else."""
    if not turn.is_in and finding.kind_of(turn.connection, turn.workspace, turn.person.id):
        return words.not_for_guests()
    asked = {STAFF_LIST: turn.programme.open_to[STAFF_LIST]} if STAFF_LIST in turn.programme.open_to else {}
    if turn.is_in or not asked:
        return None
    is_listed = workspaces.in_staff_list(turn.connection, turn.workspace, turn.person.id)
    return words.not_in_staff_list() if kept_out_by(asked, {STAFF_LIST: YES if is_listed else ""}) else None


def mistakes(turn: Turn, facts: Mapping[str, str]) -> dict[str, str]:
    """A sentence by fact for what keeps somebody out who gives these facts of themselves."""
    asked = {fact: let_in for fact, let_in in turn.programme.open_to.items() if fact in facts}
    if turn.is_in:
        return {}
    return {fact: words.not_let_in(fact, facts[fact], asked[fact]) for fact in kept_out_by(asked, facts)}

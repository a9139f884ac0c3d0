"""The audit trail, for owners: who answers for what was done, and nothing about a member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.apart_by_owner import OWN_ACTIONS
from bot.conversation.dates import read_instant
from bot.conversation.owners import for_owners
from bot.wording import audit as words
from storage import audit, programmes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message

PAGE = 10


def show(turn: Turn) -> Message:
    """A page of what owners did, the latest first, or what came before that."""
    found = audit.trail(turn.connection, turn.workspace, turn.person.id, OWN_ACTIONS, PAGE + 1, _before(turn))
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    return words.trail(
        [words.Line(one.at, one.by, one.action, one.about) for one in shown],
        {one.id: one.name for one in programmes.programmes(turn.connection, turn.workspace)},
        turn.person.timezone,
        {"at": last.at.isoformat(), "id": last.id} if last else None,
    )


def _before(turn: Turn) -> tuple[datetime, str] | None:
    """Where the page before ended; the latest where that cannot be read."""
    try:
        return read_instant(turn.text("at")), turn.text("id")
    except ValueError:
        return None


READS: Mapping[str, Handler] = {"admin.audit": for_owners(show)}

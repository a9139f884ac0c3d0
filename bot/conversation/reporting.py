"""The report, for owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording import closed, reporting
from reports.report import publish
from storage.records import programme_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message


def show_report(turn: Turn) -> Message:
    """The published figures of the programme. Owners see no person in it, and nobody else sees it."""
    if not turn.is_owner:
        return closed.not_an_owner()
    return reporting.summary(publish(programme_records(turn.connection, turn.programme)))


READS: Mapping[str, Handler] = {"report": show_report}

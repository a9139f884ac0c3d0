"""What may be forgotten, and when: nothing that could still be owed, or come in twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

EVENTS_KEPT = timedelta(days=30)
"""Far longer than any platform goes on delivering one event: Slack gives up within the hour."""


def rounds_until(closing: int) -> int:
    """The last round whose finished notices and alternatives may go when round ``closing`` closes.

    The round that closes keeps its own: whoever answers late can still be told what they were told, and
    whoever asks why they were introduced gets an answer. Earlier ones are over, so that nothing in
    them can ever be owed again.
    """
    return closing - 1


def events_before(now: datetime) -> datetime:
    """The instant before which what came in need not be told apart any more."""
    return now - EVENTS_KEPT

"""Whether two clocks agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.watching.findings import fix, note, ok

if TYPE_CHECKING:
    from datetime import timedelta

    from bot.watching.findings import Finding

WORTH_KNOWING, WRONG = 5.0, 60.0
"""Seconds. Slack's requests are refused from five minutes on; long before, something is amiss."""


def of_clock(whose: str, ahead: timedelta, cure: str) -> Finding:
    """How far this machine's clock is ahead of somebody's."""
    seconds = ahead.total_seconds()
    off = abs(seconds)
    way = "ahead of" if seconds > 0 else "behind"
    if off <= WORTH_KNOWING:
        return ok("clock", f"This machine's clock and {whose} agree.")
    says = f"This machine's clock is {_span(off)} {way} {whose}."
    return note("clock", says, cure) if off <= WRONG else fix("clock", says, cure)


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 10 * WRONG else f"{seconds / 60:.0f} minutes"

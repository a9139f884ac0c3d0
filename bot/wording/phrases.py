"""Small pieces of plain English that every moment needs: dates in words, lists, words cut to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

TITLE_LONGEST = 60
SUMMARY_LONGEST = 120

# Spelt out here because `strftime` follows the machine's locale, which is not the reader's.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_words(day: date) -> str:
    """A date as it is said: `Monday 7 December`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def day_of(at: datetime, timezone: str) -> str:
    """The local date of an instant, as it is said."""
    return day_words(at.astimezone(ZoneInfo(timezone)).date())


def listed(words: Sequence[str]) -> str:
    """`Amara, Ben and Chidi`."""
    *most, last = words or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def clipped(words: str, longest: int) -> str:
    """``words`` on one line of at most ``longest`` characters, with an ellipsis where they were cut."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def titled(wanted: str, otherwise: str) -> str:
    """The title wanted, or the one without names where the names make it too long for a title."""
    return wanted if len(wanted) <= TITLE_LONGEST else otherwise


def summed(wanted: str, otherwise: str) -> str:
    """The same for a summary, which is one line in a notification."""
    return wanted if len(wanted) <= SUMMARY_LONGEST else otherwise


def counted(number: int, one: str, many: str) -> str:
    """`1 person`, `5 people`."""
    return f"{number} {one if number == 1 else many}"

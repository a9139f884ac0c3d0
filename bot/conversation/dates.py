"""Reading a date as somebody types it: `3 Jan`, `until 3 January`, `for 4 weeks`, `next month`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from bot.wording import meeting as wording

LONGEST_PAUSE = timedelta(days=366)
LONGEST_WORDS = 60
LEAD_IN = re.compile(r"^(?:until|till|to|for|up to|back on|on)\s+", re.IGNORECASE)
LENGTH = re.compile(
    r"(?:in |another )?(?!next |the |last |this )\S+ (?:days?|weeks?|fortnights?|months?|years?)",
    re.IGNORECASE,
)
"""So long from today, to the day; in `next month` or `March` the first of it is meant."""

OPEN_END = frozenset({"", "further notice", "i say", "i say so", "i'm back", "whenever"})


class UnreadableDateError(ValueError):
    """Words that are no day within the coming year."""


def read_until(words: str, today: date) -> date | None:
    """The first day back that ``words`` name; ``None`` where they leave it open.

    Raises:
        UnreadableDateError: for words that are no date, a day that is past, or one over a year away.

    """
    # Telephones write an apostrophe of their own.
    plain = " ".join(LEAD_IN.sub("", words.strip()).replace("\u2019", "'").split())
    if plain.casefold() in OPEN_END:
        return None
    day = _parse(plain, today) if len(plain) <= LONGEST_WORDS else None
    if day is None or not today < day <= today + LONGEST_PAUSE:
        raise UnreadableDateError(words)
    return day


class UnfitDayError(ValueError):
    """A day that cannot be taken; the message says why, and ``day`` is what was chosen if it is one."""

    def __init__(self, why: str, day: date | None = None) -> None:
        super().__init__(why)
        self.day = day


def read_day(chosen: str, today: date) -> date | None:
    """The day that a `Day` of a form came back with, today or within the coming year, or none.

    Raises:
        UnfitDayError: for any other.

    """
    try:
        day = date.fromisoformat(chosen) if chosen else None
    except ValueError as unreadable:
        raise UnfitDayError(wording.UNREADABLE_DAY) from unreadable
    if day is not None and day < today:
        raise UnfitDayError(wording.PAST_DAY, day)
    if day is not None and day > today + LONGEST_PAUSE:
        raise UnfitDayError(wording.FAR_DAY, day)
    return day


def _parse(plain: str, today: date) -> date | None:
    import dateparser  # noqa: PLC0415 - a fifth of a second that only a pause needs

    noon = datetime.combine(today, datetime.min.time())
    found = dateparser.parse(
        plain,
        languages=["en"],
        settings={
            "RELATIVE_BASE": noon,
            "PREFER_DATES_FROM": "future",
            "PREFER_DAY_OF_MONTH": "current" if LENGTH.fullmatch(plain) else "first",
            "DATE_ORDER": "DMY",
        },
    )
    return None if found is None else found.date()


def read_instant(words: str) -> datetime:
    """The instant that an ISO 8601 text with a zone names, in UTC.

    Raises:
        ValueError: for anything else, and for the first and last days that there are.

    """
    at = datetime.fromisoformat(words)
    if at.tzinfo is None:
        raise ValueError(f"{words} has no time zone.")
    if not FIRST_DAY <= at.date() <= LAST_DAY:
        raise ValueError(f"{words} is beyond the calendar.")
    return at.astimezone(UTC)


FIRST_DAY, LAST_DAY = date.min + timedelta(days=2), date.max - timedelta(days=2)
"""Anybody's clock can tell an instant between them: none is as much as a day from another's."""

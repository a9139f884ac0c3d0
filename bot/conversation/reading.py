"""Reading what owners type in the set-up, as forgivingly as can be told apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from bot.conversation.dates import UnreadableDateError, read_until
from bot.wording.phrases import MONTHS
from bot.wording.setup import PLACES
from pairing.holidays import HolidaysError, holiday_dates
from pairing.people import plain_grade

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_WORDS = 60
LONGEST_STRETCH = timedelta(days=366)
FURTHEST = timedelta(days=5 * 366)

_BETWEEN = re.compile(r"\s+(?:to|until|till|through|-)\s+|\s*(?:\u2013|\u2014|\.\.+)\s*", re.IGNORECASE)
_DAYS_OF_A_MONTH = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2}\s+\D.*)")
_DATED = re.compile(r"(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})")
_MONTHS = {
    written.casefold(): number for number, name in enumerate(MONTHS, 1) for written in (name, name[:3])
}
_PLACE = re.compile(r"[A-Z]{2,3}(?:-[A-Z0-9]{1,3})?")
_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def read_time_zone(words: str) -> str | None:
    """The time zone that ``words`` name, by its name or its city; ``None`` where there is none."""
    return _zones().get(_folded(words))


@cache
def _zones() -> dict[str, str]:
    """Every time zone by its name, and those of cities by the city."""
    names = sorted(available_timezones())
    cities = {_folded(name.rpartition("/")[2]): name for name in names if name.startswith(_AREAS)}
    return cities | {_folded(name): name for name in names}


def _folded(words: str) -> str:
    return words.replace("_", " ").casefold().strip()


def read_place(words: str) -> str | None:
    """The code of the place whose holidays are meant, by its code or its name; ``None`` for no such."""
    named = {label.casefold(): code for code, label in PLACES if code}
    code = named.get(words.casefold(), words.upper())
    if not _PLACE.fullmatch(code):
        return None
    try:
        holiday_dates(code, 2000)
    except HolidaysError:
        return None
    return code


def read_grades(lines: Iterable[str]) -> tuple[str, ...]:
    """Grades, one a line or on one line between commas; of two that read alike the first."""
    pieces = [line for line in lines if line]
    if len(pieces) == 1:
        pieces = [piece.strip() for piece in re.split(r"[,;<]", pieces[0])]
    found: dict[str, str] = {}
    for piece in filter(None, pieces):
        found.setdefault(plain_grade(piece), piece)
    return tuple(found.values())


def read_quiet_dates(lines: Iterable[str], today: date) -> tuple[frozenset[date], tuple[str, ...]]:
    """The days that are named, one or a stretch a piece, and the pieces that are no days to come."""
    days: set[date] = set()
    unread: list[str] = []
    for piece in (piece.strip() for line in lines for piece in re.split(r"[,;]", line)):
        stretch = _stretch(piece, today) if piece else frozenset[date]()
        if stretch is None:
            unread.append(piece)
        else:
            days |= stretch
    return frozenset(days), tuple(unread)


def _stretch(piece: str, today: date) -> frozenset[date] | None:
    first, last = _ends(piece)
    if not last:
        day = _day(first, today)
        return None if day is None else frozenset({day})
    ends = _both(first, last, today)
    if ends is None or not timedelta() <= ends[1] - ends[0] <= LONGEST_STRETCH:
        return None
    return frozenset(ends[0] + timedelta(days=n) for n in range((ends[1] - ends[0]).days + 1))


def _ends(piece: str) -> tuple[str, str]:
    """The first and the last day that a piece names, in words; no last where it names but one."""
    if short := _DAYS_OF_A_MONTH.fullmatch(piece):
        return short[1], short[2]
    first, *rest = _BETWEEN.split(piece, maxsplit=1)
    return first, rest[0] if rest else ""


def _both(first: str, last: str, today: date) -> tuple[date, date] | None:
    """Both ends; one that is a bare number is a day of the other's month."""
    if first.isdecimal():
        end = _day(last, today)
        start = _in_month(end, first)
    else:
        start = _day(first, today)
        end = _in_month(start, last) if last.isdecimal() else _day(last, start or today)
    return None if start is None or end is None else (start, end)


def _in_month(day: date | None, number: str) -> date | None:
    try:
        return day and day.replace(day=int(number[:LONGEST_DAY]))
    except ValueError:
        return None


LONGEST_DAY = 3
"""Digits: Python refuses to read thousands of them, and no month has so many days."""


def _day(words: str, today: date) -> date | None:
    found = _written(words)
    if found is None:
        return _said(words, today)
    return found if today <= found <= today + FURTHEST else None


def _written(words: str) -> date | None:
    """A day with its year, as a calendar has it: `2026-12-24`, `24 December 2026`, `24 Dec 2026`."""
    try:
        if dated := _DATED.fullmatch(words):
            return date(int(dated[3]), _MONTHS[dated[2].casefold()], int(dated[1]))
        return date.fromisoformat(words)
    except (KeyError, ValueError):
        return None


def _said(words: str, today: date) -> date | None:
    if not words or len(words) > LONGEST_WORDS:
        return None
    try:
        return read_until(words, today)
    except UnreadableDateError:
        return None

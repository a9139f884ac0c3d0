"""Somebody's own people as files of theirs: a sheet (CSV) and visiting cards (vCard). Pure.

No e-mail address is among what is written: the chat may hide it from colleagues, and it is theirs to give.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.directory.cells import tidy
from reports.export import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

HEADER = ("Name", "Job title", "Team", "Site", "Note", "Next step", "Remind me on")
CSV_MIME, VCARD_MIME = "text/csv", "text/vcard"


@dataclass(frozen=True, slots=True)
class Card:
    """One person, with what the owner of the file wrote about them. ``uid`` names them and nobody else."""

    uid: str
    name: str
    job_title: str = ""
    department: str = ""
    site: str = ""
    note: str = ""
    next_step: str = ""
    remind_on: date | None = None


def sheet(cards: Iterable[Card]) -> bytes:
    """The people as CSV, safe to open in a spreadsheet, in UTF-8 with the mark that Excel looks for."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEADER)
    for card in cards:
        facts = (card.name, card.job_title, card.department, card.site, card.note, card.next_step)
        day = card.remind_on.isoformat() if card.remind_on else ""
        writer.writerow((*map(safe, facts), day))
    return page.getvalue().encode("utf-8-sig")


def visiting_cards(cards: Iterable[Card]) -> bytes:
    """The people as vCards 4.0 (RFC 6350), one after the other.

    Its lines are escaped and folded by the same rules as those of iCalendar (RFC 6350, 3.2 and 3.4).
    """
    from icalendar import Parameters, vText  # noqa: PLC0415 - a third of a second that only a file needs
    from icalendar.parser import Contentline  # noqa: PLC0415 - the same

    lines = (
        Contentline.from_parts(name, Parameters(), vText(tidy(value))).to_ical()
        for card in cards
        for name, value in _vcard(card)
    )
    return b"".join(line + b"\r\n" for line in lines)


def _vcard(card: Card) -> Iterator[tuple[str, str]]:
    told = (
        ("TITLE", card.job_title),
        ("ORG", card.department),
        ("NOTE", " · ".join(filter(None, (card.note, card.next_step)))),
    )
    yield "BEGIN", "VCARD"
    yield "VERSION", "4.0"
    yield "KIND", "individual"
    yield "UID", f"urn:crossbrew:{card.uid}"
    yield "FN", card.name
    yield from ((name, value) for name, value in told if value)
    yield "END", "VCARD"

"""A coffee for somebody's own calendar: a file, and links to two calendars on the web. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from bot.directory.cells import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

LENGTH = timedelta(minutes=30)
"""What is kept free. A coffee of fifteen minutes leaves time to walk there and back."""

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/deeplink/compose"
MIME = "text/calendar"


@dataclass(frozen=True, slots=True)
class Event:
    """A coffee at an instant. ``uid`` stays the same when it is moved, and ``version`` then grows."""

    uid: str
    title: str
    at: datetime
    version: int = 1
    details: str = ""

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.at + LENGTH


def uid_of(workspace: str, pairing: str) -> str:
    """A name for the coffee of a pairing that no other event on earth has."""
    digest = sha256(f"{workspace}\0{pairing}".encode()).hexdigest()
    return f"{digest[:32]}@crossbrew"


def google_link(event: Event) -> str:
    """A page of Google Calendar with the event filled in, to be saved or not.

    The parameters are those of https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs
    (services/google.md).
    """
    return _link(
        GOOGLE,
        {
            "action": "TEMPLATE",
            "text": event.title,
            "dates": f"{_compact(event.at)}/{_compact(event.ends_at)}",
            "details": event.details,
        },
    )


def outlook_link(event: Event) -> str:
    """The same for Outlook at work or school, by services/outlook-web.md of the same collection."""
    return _link(
        OUTLOOK,
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": event.title,
            "startdt": _extended(event.at),
            "enddt": _extended(event.ends_at),
            "body": event.details,
        },
    )


def calendar_file(event: Event, now: datetime) -> bytes:
    """The event as an iCalendar file (RFC 5545), in UTC so that it needs no table of time zones.

    A file of a later version moves the event where the calendar still has an earlier one.
    """
    import icalendar  # noqa: PLC0415 - a third of a second that only a file needs

    coffee = icalendar.Event()
    coffee.add("UID", event.uid)
    coffee.add("SEQUENCE", event.version)
    coffee.add("DTSTAMP", now.astimezone(UTC))
    coffee.add("DTSTART", event.at.astimezone(UTC))
    coffee.add("DTEND", event.ends_at.astimezone(UTC))
    coffee.add("SUMMARY", tidy(event.title))
    coffee.add("DESCRIPTION", tidy(event.details))
    coffee.add("STATUS", "CONFIRMED")
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Crossbrew//Coffee//EN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add_component(coffee)
    return bytes(calendar.to_ical())


def _link(page: str, asked: Mapping[str, str]) -> str:
    known = {name: tidy(value) for name, value in asked.items() if value}
    # A space as %20: Outlook shows the plus sign of `quote_plus` as it is.
    return f"{page}?{urlencode(known, quote_via=quote)}"


def _compact(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _extended(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

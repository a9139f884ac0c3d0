"""The time of a coffee: asking for it, telling everybody, and putting it into a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.calendars import Event, google_link, outlook_link
from bot.message import Button, Choose, File, Link, Message, Moment, When, quiet, text
from bot.wording.faces import names_of, you_and
from bot.wording.introduction import NO_REASON_NEEDED
from bot.wording.phrases import day_of, summed, titled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.message import Part
    from bot.wording.faces import Face

UNTOLD = "none"
"""What is chosen where a time is set and is not told."""

UNTOLD_LABEL = "Set, but we keep the time to ourselves"

PASSED = "That time has passed. Choose one that is still to come."
UNREADABLE = "We could not read that time. Choose it once more, please."
ONE_OF_TWO = "You chose two times. Leave this one empty, or choose no other above."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form about a time holds: the suggestions, and what was chosen when it comes back."""

    suggestions: tuple[datetime, ...] = ()
    suggested: str = ""
    at: datetime | None = None
    booked: datetime | None = None


def when_form(pairing: str, asked: Asked, zone: str, errors: Mapping[str, str] | None = None) -> Message:
    """Asks when they meet, in the reader's own ``zone``. All of it may be left empty."""
    wrong = errors or {}
    return Message(
        title="When do you meet?",
        body=(
            *_so_far(asked, zone),
            Choose(
                name="suggested",
                label="One of these?",
                options=_options(asked, zone),
                value=asked.suggested,
                error=wrong.get("suggested", ""),
            ),
            When(
                name="at",
                label="Or another time",
                timezone=zone,
                value=asked.at,
                error=wrong.get("at", ""),
            ),
            quiet("Everybody in this coffee sees the time, and nothing else that you press."),
        ),
        actions=(Button("booked.save", "Save", {"pairing": pairing}, primary=True),),
        summary="When do you meet? You may also leave it open.",
    )


def _so_far(asked: Asked, zone: str) -> Iterator[Part]:
    if asked.booked is not None:
        yield text("So far it is ", Moment(asked.booked, zone), ". Choose another time to move it.")
    else:
        yield text("Good to hear. Choose the time, and we put it where you can all find it.")


def _options(asked: Asked, zone: str) -> tuple[tuple[str, str], ...]:
    times = tuple((at.isoformat(), said(at, zone)) for at in asked.suggestions)
    return times if asked.booked is not None and times else (*times, (UNTOLD, UNTOLD_LABEL))


def after_the_round(closes_at: datetime, zone: str) -> str:
    """What is said of a time after the round has ended."""
    return f"This round ends on {day_of(closes_at, zone)}. Choose a time before then."


def said(at: datetime, zone: str) -> str:
    """An instant by the clock of a zone: `Tuesday 2 December, 10:30`."""
    return f"{day_of(at, zone)}, {at.astimezone(ZoneInfo(zone)):%H:%M}"


def coffee(uid: str, faces: Sequence[Face], at: datetime, version: int) -> Event:
    """The coffee of these people as an event for a calendar."""
    details = "A coffee that Crossbrew suggested. To move it, use the buttons in your chat."
    return Event(uid, f"Coffee: {names_of(faces)}", at, version, details)


def time_set(pairing: str, faces: Sequence[Face], event: Event, reader: str = "") -> Message:
    """Tells everybody in a pairing when they meet, together, or ``reader`` alone by their own clock."""
    others = [face for face in faces if face.person.id != reader]
    zones = list(dict.fromkeys(face.person.timezone for face in faces if reader in {"", face.person.id}))
    who = you_and(others) if reader else names_of(faces)
    otherwise = "Your coffee has a new time ☕" if event.version > 1 else "Your coffee has a time ☕"
    begins = "Your coffee has moved to " if event.version > 1 else "Your coffee is on "
    return Message(
        # A title is the same for all who read it, and their clocks may differ.
        title=f"{said(event.at, zones[0])} ☕" if len(zones) == 1 else otherwise,
        body=(
            text(begins, Moment(event.at, zones[0]), f", for {who}."),
            quiet("We touch nobody's calendar: it is in yours once you add it."),
        ),
        actions=(
            Button("calendar", "Add to my calendar", {"pairing": pairing}, primary=True),
            Link("Google Calendar", google_link(event)),
            Link("Outlook", outlook_link(event)),
            Button("move", "Change the time", {"pairing": pairing}),
            Button("cannot", "Can't make it", {"pairing": pairing}, confirm=NO_REASON_NEEDED),
        ),
        summary=otherwise.replace(" ☕", "."),
    )


def thanks_time(
    pairing: str, others: Sequence[Face], at: datetime, zone: str, *, is_moved: bool = False
) -> Message:
    """To whoever set the time."""
    names = names_of(others)
    news = "a new time" if is_moved else "a time"
    return Message(
        title=titled(f"Good, {news} with {names} ☕", f"Good, {news} is set ☕"),
        body=(
            text("It is on ", Moment(at, zone), f". We will let {names} know."),
            quiet("Later on we will ask you, privately, how it went."),
        ),
        actions=(
            Button("calendar", "Add to my calendar", {"pairing": pairing}, primary=True),
            Button("move", "Change the time", {"pairing": pairing}),
        ),
        summary=summed(f"Good, you have {news} with {names}.", f"Good, you have {news}."),
    )


def unchanged(pairing: str, at: datetime, zone: str) -> Message:
    """After a time was chosen that was set already, or none."""
    return Message(
        title="It stays as it is",
        body=(text("Your coffee is on ", Moment(at, zone), "."),),
        actions=(
            Button("calendar", "Add to my calendar", {"pairing": pairing}, primary=True),
            Button("move", "Change the time", {"pairing": pairing}),
        ),
        summary="Your coffee stays at the time it has.",
    )


def for_calendar(content: bytes, mime: str) -> Message:
    """The file for somebody's own calendar."""
    return Message(
        title="For your calendar",
        body=(
            text("Here is the file. Open it, and your calendar asks whether to keep the time."),
            File("coffee.ics", "Your coffee", content, mime),
        ),
        summary="The file for your calendar is here.",
    )

"""My people: whom somebody met, with what they wrote about each for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import Button, Day, Facts, File, Input, Message, Row, quiet, text
from bot.wording.answering import ONLY_YOU
from bot.wording.faces import about, first_name, full_name
from bot.wording.meeting import LABEL_LONGEST, NEXT_LONGEST
from bot.wording.phrases import clipped, counted, day_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from bot.message import Part
    from bot.wording.faces import Face

PAGE = 10
NOTE_LONGEST = 500
FIND_LONGEST = 100
SHOWN_LONGEST = 150
QUOTED_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the reader met, with their own note, next step and the day to be told of it."""

    face: Face
    note: str = ""
    next_step: str = ""
    remind_on: date | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of somebody's people: ``shown`` of the ``found``, of ``total`` in all."""

    shown: tuple[Known, ...] = ()
    found: int = 0
    total: int = 0
    find: str = ""
    page: int = 1

    @property
    def has_more(self) -> bool:
        """Whether there is another page."""
        return self.found > self.page * PAGE


def my_people(shelf: Shelf) -> Message:
    """A page of whom the reader met, the latest first."""
    return Message(
        title="Your people",
        body=tuple(_body(shelf)),
        actions=tuple(_actions(shelf)),
        summary=_count(shelf),
    )


def _body(shelf: Shelf) -> Iterator[Part]:
    yield text(_count(shelf))
    for known in shelf.shown:
        yield Facts(tuple(_rows(known)))
        label = f"Note on {first_name(known.face.person)}"
        fits = len(label) <= LABEL_LONGEST
        yield Row((Button("person", label if fits else "My note", {"about": known.face.person.id}),))
    yield quiet(f"This is your own list. {ONLY_YOU}")


def _rows(known: Known) -> Iterator[tuple[str, str]]:
    person = known.face.person
    yield full_name(person), about(person) or "A colleague"
    if known.note:
        yield "Your note", clipped(known.note, SHOWN_LONGEST)
    if known.next_step:
        yield "Next", clipped(known.next_step, SHOWN_LONGEST)
    if known.remind_on:
        yield "We remind you on", day_words(known.remind_on)


def _count(shelf: Shelf) -> str:
    if not shelf.total:
        return "Nobody yet. Whoever you say you met will be here, with room for a note."
    people = counted(shelf.found, "person", "people")
    if shelf.find:
        return f'{people} of {shelf.total} with "{clipped(shelf.find, QUOTED_LONGEST)}".'
    first, last = (shelf.page - 1) * PAGE + 1, (shelf.page - 1) * PAGE + len(shelf.shown)
    part = f", {first} to {last} of them here" if shelf.found > PAGE and shelf.shown else ""
    return f"You have met {people}{part}."


def _actions(shelf: Shelf) -> Iterator[Button]:
    if shelf.has_more:
        yield Button("people", "More", {"find": shelf.find, "page": str(shelf.page + 1)}, primary=True)
    if not shelf.total:
        return
    yield Button("people.find", "Search")
    if shelf.find:
        yield Button("people.all", "Show all")
    yield Button("people.csv", "As a sheet (CSV)")
    yield Button("people.vcard", "As visiting cards")


def find_form(find: str = "") -> Message:
    """Asks what to look for."""
    return Message(
        title="Search your people",
        body=(
            Input(
                name="find",
                label="Name, team or a word of your note",
                value=find,
                required=True,
                longest=FIND_LONGEST,
            ),
        ),
        actions=(Button("people.found", "Search", primary=True),),
        summary="What would you like to look for?",
    )


def person_form(known: Known, errors: Mapping[str, str] | None = None) -> Message:
    """What the reader wrote about one person, to be changed."""
    wrong = errors or {}
    name = first_name(known.face.person)
    return Message(
        title="The back of the card",
        body=(
            Facts(((full_name(known.face.person), about(known.face.person) or "A colleague"),)),
            Input(
                name="note",
                label="Your note",
                value=known.note,
                hint=f"What you talked about, and what {name} knows.",
                longest=NOTE_LONGEST,
                error=wrong.get("note", ""),
            ),
            Input(
                name="next_step",
                label="One thing you will do",
                value=known.next_step,
                longest=NEXT_LONGEST,
                error=wrong.get("next_step", ""),
            ),
            Day(
                name="remind_on",
                label="Remind me on",
                value=known.remind_on,
                error=wrong.get("remind_on", ""),
            ),
            quiet(f"Please keep patient details out of it. {ONLY_YOU}"),
        ),
        actions=(Button("person.save", "Keep it", {"about": known.face.person.id}, primary=True),),
        summary="Your note, for you alone.",
    )


def kept(known: Known) -> Message:
    """After a note was changed."""
    name = first_name(known.face.person)
    day = f" We will remind you on {day_words(known.remind_on)}." if known.remind_on else ""
    return Message(
        title="Kept, for you alone",
        body=(text(f"Your note on {name} is as you left it.{day}"),),
        actions=(Button("people", "My people"),),
        summary=f"Your note is kept.{day}",
    )


def done(known: Known) -> Message:
    """After what was to be done was done."""
    name = first_name(known.face.person)
    return Message(
        title="Well done",
        body=(text(f"We took it off your list. Your note on {name} stays."),),
        actions=(Button("people", "My people"),),
        summary="We took it off your list.",
    )


def nobody() -> Message:
    """Where somebody asks about a person whom they did not say they met."""
    return Message(
        title="Not among your people",
        body=(text("You can write a note on anybody whom you told us you met."),),
        actions=(Button("people", "My people"),),
        summary="You can write a note on anybody whom you told us you met.",
    )


def as_file(name: str, title: str, content: bytes, mime: str) -> Message:
    """Somebody's own people as a file of theirs."""
    return Message(
        title="Your people, for you to keep",
        body=(
            text("The file is yours. It holds what you wrote, and nothing that anybody else said."),
            File(name, title, content, mime),
        ),
        summary="Your people as a file are here.",
    )

"""More than one programme in a workspace: each with its own people, rhythm and rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.message import Button, Choose, Day, Input, Message, Row, heading, quiet, text
from bot.wording.admin import NAME_LONGEST
from bot.wording.console import BACK
from bot.wording.phrases import clipped, day_of
from bot.wording.setup import EVERY
from bot.wording.setup_forms import OFTEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from bot.message import Part

MOST = 12
"""So many programmes fit one page, and are more than any place needs."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One programme on the page."""

    id: str
    name: str
    days: int
    next_start: datetime
    is_held: bool


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """What the form for another programme holds, with a sentence by field for what cannot be taken."""

    name: str = ""
    days: str = "14"
    first: date | None = None
    errors: Mapping[str, str] = field(default_factory=dict)


def programmes_page(listed: Sequence[Listed], timezone: str) -> Message:
    """Every programme, to look after or to rename."""
    add = (Button("admin.programmes.add", "Add another"),) if len(listed) < MOST else ()
    return Message(
        title="Programmes",
        body=(
            *(part for one in listed for part in _one(one, timezone)),
            quiet("Each has its own people, rhythm and rules. Somebody may be in several."),
        ),
        actions=(*add, BACK),
        summary="The programmes here, each to look after by itself.",
    )


def which(listed: Sequence[tuple[Listed, bool]], timezone: str) -> Message:
    """The programmes for a member, each with whether they are in it: to join, or to see where they stand."""
    return Message(
        title="Which coffees?",
        body=tuple(part for one, is_in in listed for part in _to_join(one, timezone, is_in=is_in)),
        actions=(),
        summary="There are several here. You can be in as many as you like.",
    )


def add_form(new: NewProgramme) -> Message:
    """Another programme: what it is called, how often, and from when on."""
    return Message(
        title="Another programme",
        body=(
            text("It starts with nobody in it, and with the hour and the quiet days of this one."),
            _name(new.name, new.errors.get("name", "")),
            Choose("days", "How often", OFTEN, new.days, required=True, error=new.errors.get("days", "")),
            Day(
                "first",
                "The first round starts on",
                new.first,
                "A Monday. Where that is a quiet day, it is the next working day.",
                required=True,
                error=new.errors.get("first", ""),
            ),
        ),
        actions=(Button("admin.programmes.save", "Add it", primary=True),),
        summary="Another programme, with people of its own.",
    )


def rename_form(name: str, error: str = "") -> Message:
    """What a programme is called."""
    return Message(
        title="What it is called",
        body=(_name(name, error), quiet("Members see it in what we write to them.")),
        actions=(Button("admin.programmes.renamed", "Save", primary=True),),
        summary="What a programme is called.",
    )


def added(id_: str, name: str) -> Message:
    """A programme was added."""
    told = clipped(name, NAME_LONGEST)
    return Message(
        title="Added",
        body=(text(f"{told} is there, and nobody is in it yet. Say who may join, and tell a channel."),),
        actions=(Button("admin", "Look after it", {"programme": id_}, primary=True), _all()),
        summary=f"{told} is there, and nobody is in it yet.",
    )


def renamed(name: str) -> Message:
    """A programme has another name."""
    told = clipped(name, NAME_LONGEST)
    return Message(
        "Renamed", (text(f"It is called {told} now."),), (_all(), BACK), f"It is called {told} now."
    )


def no_name() -> str:
    """The sentence beside a name that is missing or too long."""
    return f"Please write a name of at most {NAME_LONGEST} letters."


def taken(name: str) -> str:
    """The sentence beside the name of another programme."""
    return f"There is one called {clipped(name, NAME_LONGEST)}. Please choose another name."


def too_many() -> str:
    """The sentence beside one programme too many."""
    return f"There are {MOST} programmes, which is as many as there can be."


def _all() -> Button:
    return Button("admin.programmes", "All programmes")


def _name(name: str, error: str) -> Input:
    return Input("name", "Name", name, "Such as Mentoring", required=True, longest=NAME_LONGEST, error=error)


def _to_join(one: Listed, timezone: str, *, is_in: bool) -> Iterator[Part]:
    name = "status" if is_in else "join"
    label = "See where you stand" if is_in else "Join"
    yield heading(clipped(one.name, NAME_LONGEST))
    yield text(f"{EVERY[one.days].capitalize()}, next on {day_of(one.next_start, timezone)}.")
    yield Row((Button(name, label, {"programme": one.id}),))


def _one(one: Listed, timezone: str) -> Iterator[Part]:
    starts = "held" if one.is_held else f"next on {day_of(one.next_start, timezone)}"
    data = {"programme": one.id}
    yield heading(clipped(one.name, NAME_LONGEST))
    yield text(f"{EVERY[one.days].capitalize()}, {starts}.")
    yield Row((Button("admin", "Look after it", data), Button("admin.programmes.rename", "Rename", data)))

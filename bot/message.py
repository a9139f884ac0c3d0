"""What the bot says and hears, before any platform dresses it.

A `Message` is built by a pure function in `bot.wording` and rendered by one pure renderer per
platform. An `Action` is what every press, command and form becomes. All text in both is *plain*:
escaping is the renderer's work, and nothing in a text is ever markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant inside a text: shown in the reader's own time zone where the platform can."""

    at: datetime
    timezone: str


Span: TypeAlias = str | Moment


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``quiet`` is small print; ``heading`` starts a section."""

    spans: tuple[Span, ...]
    quiet: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A short list of labelled facts, or of points where the label is empty."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Input:
    """A text field of a form. ``error`` is shown beside it when the form comes back."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = False
    longest: int = 200
    error: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """A choice of one among ``options`` (value, label). ``error`` as in `Input`."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    hint: str = ""
    required: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice of any number up to ``most`` among ``options`` (value, label); ``values`` are picked."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    values: tuple[str, ...] = ()
    hint: str = ""
    most: int = 10
    required: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A date to choose; its value comes back as ``2026-12-01``."""

    name: str
    label: str
    value: date | None = None
    hint: str = ""
    required: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """An instant to choose, in the reader's own time zone; it comes back as an ISO 8601 text with its zone.

    ``timezone`` is what the place goes by where it does not know the reader's own.
    """

    name: str
    label: str
    timezone: str
    value: datetime | None = None
    hint: str = ""
    required: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Colleagues:
    """People of the chat to choose, up to ``most``; their addresses come back, and go in as ``values``."""

    name: str
    label: str
    values: tuple[str, ...] = ()
    hint: str = ""
    most: int = 10
    required: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where many read, to choose; its address comes back."""

    name: str
    label: str
    hint: str = ""
    required: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file for its reader to keep. Only an answer may hold one: it goes to the reader's private chat."""

    name: str
    title: str
    content: bytes
    mime: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with honest alternative text."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; numbers are text already, as published."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. ``name`` is Slack's ``action_id`` and Teams' ``verb``.

    ``data`` comes back in the `Action`; ``confirm`` asks once more before it is sent.
    """

    name: str
    label: str
    data: Mapping[str, str] = field(default_factory=dict)
    primary: bool = False
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to open."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons that belong to what stands above them, in the middle of a body."""

    actions: tuple[Button | Link, ...]


Field: TypeAlias = Input | Choose | Pick | Day | When | Colleagues | Channel
"""What is filled in. Several values of one field come back as lines of one text, see `lines`."""

FIELDS = (Input, Choose, Pick, Day, When, Colleagues, Channel)
Part: TypeAlias = Text | Facts | Field | Image | Table | File | Row


@dataclass(frozen=True, slots=True)
class Message:
    """One message, form or home page.

    ``summary`` is what a notification or a screen reader says in one line. A message that holds an
    `Field` is a form; its first `Button` submits it. ``reference`` is the notice's key
    on its way out, so that a platform which keeps metadata can be searched for it. An answer with
    ``then`` is shown while something takes a while: the platform presses that for its reader at once,
    and shows what it brings in the answer's place.
    """

    title: str
    body: tuple[Part, ...] = ()
    actions: tuple[Button | Link, ...] = ()
    summary: str = ""
    reference: str = ""
    then: Button | None = None

    @property
    def is_form(self) -> bool:
        """Whether it asks for something to be filled in."""
        return any(isinstance(part, FIELDS) for part in self.body)

    @property
    def has_errors(self) -> bool:
        """Whether it is a form that came back because something in it could not be read."""
        return any(part.error for part in self.body if isinstance(part, FIELDS))

    @property
    def files(self) -> tuple[File, ...]:
        """The files that its reader is to keep."""
        return tuple(part for part in self.body if isinstance(part, File))

    def carrying(self, data: Mapping[str, str]) -> Message:
        """The same, whose buttons carry ``data`` besides their own."""
        body = tuple(
            replace(part, actions=_carrying(part.actions, data)) if isinstance(part, Row) else part
            for part in self.body
        )
        then = self.then and replace(self.then, data={**data, **self.then.data})
        return replace(self, body=body, actions=_carrying(self.actions, data), then=then)

    def with_reference(self, reference: str) -> Message:
        """The same message carrying ``reference``."""
        return replace(self, reference=reference)


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody did: a press, a command, a submitted form, an opened home page.

    ``actor`` is the address of the person's private chat with the bot. ``event_key`` is unique to the
    event as the platform tells it, and stays the same when the platform delivers it twice; an empty
    one is never remembered. ``data`` is what the button carried or the form held; a command's words
    are under ``text``.
    """

    workspace: str
    actor: str
    name: str
    data: Mapping[str, str] = field(default_factory=dict)
    event_key: str = ""


def _carrying(actions: tuple[Button | Link, ...], data: Mapping[str, str]) -> tuple[Button | Link, ...]:
    return tuple(
        replace(one, data={**data, **one.data}) if isinstance(one, Button) else one for one in actions
    )


def text(*spans: Span) -> Text:
    """A paragraph of ``spans``."""
    return Text(spans)


def quiet(*spans: Span) -> Text:
    """Small print."""
    return Text(spans, quiet=True)


def heading(words: str) -> Text:
    """The first line of a section."""
    return Text((words,), heading=True)


def lines(value: str) -> tuple[str, ...]:
    """The several values that a `Pick` or `Colleagues` came back with; none for an empty text."""
    return tuple(line for line in value.split("\n") if line)

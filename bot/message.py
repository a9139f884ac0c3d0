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
    from datetime import datetime


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


Part: TypeAlias = Text | Facts | Input | Choose | Image | Table


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
class Message:
    """One message, form or home page.

    ``summary`` is what a notification or a screen reader says in one line. A message that holds an
    `Input` or `Choose` is a form; its first `Button` submits it. ``reference`` is the notice's key
    on its way out, so that a platform which keeps metadata can be searched for it.
    """

    title: str
    body: tuple[Part, ...] = ()
    actions: tuple[Button | Link, ...] = ()
    summary: str = ""
    reference: str = ""

    @property
    def is_form(self) -> bool:
        """Whether it asks for something to be filled in."""
        return any(isinstance(part, Input | Choose) for part in self.body)

    @property
    def has_errors(self) -> bool:
        """Whether it is a form that came back because something in it could not be read."""
        return any(part.error for part in self.body if isinstance(part, Input | Choose))

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


def text(*spans: Span) -> Text:
    """A paragraph of ``spans``."""
    return Text(spans)


def quiet(*spans: Span) -> Text:
    """Small print."""
    return Text(spans, quiet=True)


def heading(words: str) -> Text:
    """The first line of a section."""
    return Text((words,), heading=True)

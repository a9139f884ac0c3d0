"""A `Message` as an HTML fragment: pure, escaped by the template engine, readable without a script."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.message import FIELDS, Moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.message import Facts, Field, Input, Link, Message, Part, Table, When
    from bot.playground.stage import Face

LONG_ANSWER = 200
"""A field that takes more characters than this is shown with several lines."""

SAFE_SCHEMES = ("https://", "http://", "mailto:")
SHADES = 4


@dataclass(frozen=True, slots=True)
class Setting:
    """Where on a page a message stands.

    ``key`` makes its element ids the page's own, ``timezone`` is the reader's, ``level`` is the rank of
    its title among the headings, and ``hidden`` goes back with whatever is pressed on it. ``people`` by
    address, and ``channels`` as pairs of address and name, are what its fields may choose among.
    """

    key: str
    timezone: str = ""
    level: int = 3
    hidden: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Face] = field(default_factory=dict)
    channels: Sequence[tuple[str, str]] = ()


def render(message: Message, setting: Setting) -> Markup:
    """The message as a fragment of a page."""
    words = PAGES.get_template("message.html").render(message=message, at=setting)
    return Markup(words.strip())  # noqa: S704 - the template has escaped every value


def day_in_words(at: datetime) -> str:
    """The date as it is said: ``Tuesday 8 September``."""
    return f"{at:%A} {at.day} {at:%B}"


def moment_in_words(moment: Moment, timezone: str) -> str:
    """An instant in the reader's time zone, or in its own where the reader's is not known."""
    local = moment.at.astimezone(ZoneInfo(timezone or moment.timezone))
    return f"{day_in_words(local)} at {local:%H:%M}"


def fields(message: Message) -> list[Field]:
    """The fields of a form, in order."""
    return [part for part in message.body if isinstance(part, FIELDS)]


def colleagues(setting: Setting) -> Sequence[tuple[str, str]]:
    """Everybody whom a field may name, as address and label, in order of their labels."""
    return sorted(((face.address, face.label) for face in setting.people.values()), key=lambda each: each[1])


def zone(part: When, setting: Setting) -> str:
    """The time zone in which an instant is chosen: the reader's, or the field's where it is not known."""
    return setting.timezone or part.timezone


def local(part: When, setting: Setting) -> str:
    """The instant of a field as the reader's clock has it, as ``2026-12-01T10:00``; empty for none."""
    there = part.value and part.value.astimezone(ZoneInfo(zone(part, setting)))
    return f"{there:%Y-%m-%dT%H:%M}" if there else ""


def runs(facts: Facts) -> Iterator[tuple[bool, list[tuple[str, str]]]]:
    """The rows of ``facts`` in runs, each told whether its rows are labelled."""
    for labelled, rows in groupby(facts.rows, key=lambda row: bool(row[0])):
        yield labelled, list(rows)


def is_matrix(table: Table) -> bool:
    """Whether the rows stand for the same things as the columns, so that cells may be compared."""
    return len(table.rows) > 1 and [row[0] for row in table.rows] == list(table.header[1:])


def shade(table: Table, cell: str) -> str:
    """The class that colours a cell of a matrix, by the figures as published and nothing else.

    A cell that holds no figure, as a hidden one does not, is ``veiled``.
    """
    if not is_matrix(table) or not cell:
        return ""
    if not cell.isdecimal():
        return "veiled"
    most = max(int(each) for row in table.rows for each in row[1:] if each.isdecimal())
    return f"heat-{-(-SHADES * int(cell) // most) if most else 0}"


def is_safe(link: Link) -> bool:
    """Whether the link leads to a page or a mailbox, and not into a script."""
    return link.url.lower().startswith(SAFE_SCHEMES)


def is_long(entry: Input) -> bool:
    """Whether a field deserves several lines."""
    return entry.longest > LONG_ANSWER


def _kind(part: Part) -> str:
    return type(part).__name__


def _is_moment(span: object) -> bool:
    return isinstance(span, Moment)


def _base64(png: bytes) -> str:
    return b64encode(png).decode("ascii")


def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("bot.playground"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    helpers = (
        *(fields, runs, is_matrix, shade, is_safe, is_long, moment_in_words, day_in_words),
        *(colleagues, zone, local),
    )
    pages.filters |= {each.__name__: each for each in helpers} | {"kind": _kind, "base64": _base64}
    pages.tests["moment"] = _is_moment
    return pages


PAGES = _environment()
"""Every template of the playground, escaping what is put into it."""

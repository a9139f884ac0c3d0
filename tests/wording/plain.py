"""A message as plain text that a person can read in a diff: what is said, and what can be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.message import (
    Channel,
    Choose,
    Colleagues,
    Day,
    Facts,
    File,
    Image,
    Input,
    Link,
    Moment,
    Pick,
    Row,
    Table,
    Text,
    When,
)
from bot.wording.phrases import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.message import Button, Field, Message, Part, Span


def plain(message: Message) -> str:
    """The whole message, top to bottom."""
    parts = [f"= {message.title} =", f"({message.summary})", *(_part(part) for part in message.body)]
    return "\n\n".join([*parts, *([_actions(message.actions)] if message.actions else [])])


def words(text: Text) -> str:
    """A paragraph as it is read aloud."""
    return "".join(_span(span) for span in text.spans)


def _span(span: Span) -> str:
    if isinstance(span, Moment):
        local = span.at.astimezone(ZoneInfo(span.timezone))
        return f"{day_of(span.at, span.timezone)}, {local:%H:%M}"
    return span


def _part(part: Part) -> str:
    match part:
        case Text(heading=True):
            return f"## {words(part)}"
        case Text(quiet=True):
            return f"   {words(part)}"
        case Text():
            return words(part)
        case Facts():
            return "\n".join(f"- {label}: {value}" if label else f"- {value}" for label, value in part.rows)
        case Table():
            rows = (part.header, *part.rows)
            return "\n".join([part.caption, *(" | ".join(row) for row in rows)])
        case Image():
            return f"(picture: {part.alt})"
        case File():
            return f"(file: {part.name}, {part.title})"
        case Row():
            return _actions(part.actions)
        case _:
            return _field(part)


def _field(part: Field) -> str:
    lines = [
        f"{part.label}{' (needed)' if part.required else ''}: {_filled(part) or '(empty)'}",
        f"   {_kind(part)}",
        *([f"   {part.hint}"] if part.hint else []),
        *([f"   >> {part.error}"] if part.error else []),
    ]
    return "\n".join(lines)


def _filled(part: Field) -> str:
    match part:
        case Pick() | Colleagues():
            return ", ".join(part.values)
        case Day():
            return part.value.isoformat() if part.value else ""
        case When():
            return _span(Moment(part.value, part.timezone)) if part.value else ""
        case Channel():
            return ""
        case _:
            return part.value


def _kind(part: Field) -> str:
    match part:
        case Choose() | Pick():
            return " / ".join(label for _, label in part.options)
        case Input():
            return "_" * 8
        case _:
            return f"({type(part).__name__.lower()})"


def _actions(actions: Iterable[Button | Link]) -> str:
    return "\n".join(_action(action) for action in actions)


def _action(action: Button | Link) -> str:
    if isinstance(action, Link):
        return f"[{action.label}] {action.url}"
    data = " ".join(f"{name}={value}" for name, value in action.data.items())
    confirm = f"\n     asks: {action.confirm}" if action.confirm else ""
    return f"[{action.label}] {action.name} {data}".rstrip() + confirm

"""A message as plain text that a person can read in a diff: what is said, and what can be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.message import Button, Choose, Facts, Image, Input, Link, Moment, Table, Text
from bot.wording.phrases import day_of

if TYPE_CHECKING:
    from bot.message import Message, Part, Span


def plain(message: Message) -> str:
    """The whole message, top to bottom."""
    parts = [f"= {message.title} =", f"({message.summary})", *(_part(part) for part in message.body)]
    return "\n\n".join([*parts, *([_actions(message)] if message.actions else [])])


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
        case Input() | Choose():
            return _field(part)
        case Table():
            rows = (part.header, *part.rows)
            return "\n".join([part.caption, *(" | ".join(row) for row in rows)])
        case Image():
            return f"(picture: {part.alt})"


def _field(part: Input | Choose) -> str:
    kind = " / ".join(label for _, label in part.options) if isinstance(part, Choose) else "_" * 8
    lines = [
        f"{part.label}{' (needed)' if part.required else ''}: {part.value or '(empty)'}",
        f"   {kind}",
        *([f"   {part.hint}"] if part.hint else []),
        *([f"   >> {part.error}"] if part.error else []),
    ]
    return "\n".join(lines)


def _actions(message: Message) -> str:
    return "\n".join(_action(action) for action in message.actions)


def _action(action: Button | Link) -> str:
    if isinstance(action, Link):
        return f"[{action.label}] {action.url}"
    data = " ".join(f"{name}={value}" for name, value in action.data.items())
    confirm = f"\n     asks: {action.confirm}" if action.confirm else ""
    return f"[{action.label}] {action.name} {data}".rstrip() + confirm

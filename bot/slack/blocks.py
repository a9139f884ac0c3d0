"""The renderer: the parts of a `Message` in, Block Kit out. Pure.

Limits are those of https://docs.slack.dev/reference/block-kit/; longer text ends in an ellipsis. How
much a message may hold in all is published nowhere: https://github.com/slackapi/bolt-js/issues/2509. A
picture is told by its alternative text, and a table is set in fixed-width type.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.message import Facts, File, Image, Message, Moment, Part, Row, Table, Text
from bot.platforms import DeliveryError
from bot.slack.buttons import action_blocks, numbered
from bot.slack.fields import field_block
from bot.slack.text import ELLIPSIS, in_words, mrkdwn, plain, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.slack.text import Block


@dataclass(frozen=True, slots=True)
class Room:
    """How many blocks there may be, and how many bytes they may take as JSON."""

    blocks: int
    size: int

    def without(self, blocks: Sequence[Block]) -> Room:
        """What is left beside ``blocks``."""
        return Room(self.blocks - len(blocks), self.size - sum(map(_size, blocks)))


MESSAGE = Room(50, 13_000)
VIEW = Room(100, 240_000)
"""Slack refuses views above 250 kB; what goes with the blocks needs little."""

_HEADER = 150
_SECTION = 3000
_FACT = 1000
_CELL = 28
_TABLE = 2800
# chat.update refuses a text above this.
_FALLBACK = 4000


def message_blocks(message: Message) -> list[Block]:
    """The blocks of a message in a conversation.

    Raises:
        DeliveryError: the message is a form, which Slack shows only as an answer to somebody.

    """
    if message.is_form:
        raise DeliveryError(
            "A form can only answer a command or a press: send a button first.", permanent=True
        )
    return page_blocks(message, MESSAGE)


def page_blocks(message: Message, room: Room) -> list[Block]:
    """Title, body and buttons; a body for which there is no room is cut."""
    title = header(message.title)
    actions = action_blocks(message.actions)
    return numbered([*title, *body_blocks(message.body, room.without([*title, *actions])), *actions])


def fallback(message: Message) -> str:
    """One line for the notification and for screen readers."""
    lines = (mrkdwn([words], _FALLBACK).strip() for words in (message.summary, message.title))
    return next(filter(None, lines), "A message from Crossbrew")


def header(title: str) -> list[Block]:
    """The title as the first block; nothing where there is none."""
    words = plain(title, _HEADER)
    return [{"type": "header", "text": plain_text(words)}] if words else []


def body_blocks(parts: Iterable[Part], room: Room) -> list[Block]:
    """The parts of a body, or the first of them and an ellipsis where there is no room for all."""
    blocks = [block for part in parts for block in _part(part)]
    left = room.without(blocks)
    if left.blocks >= 0 and left.size >= 0:
        return blocks
    more = _context(plain_text(ELLIPSIS))
    room = room.without([more])
    kept: list[Block] = []
    for block in blocks:
        room = room.without([block])
        if room.blocks < 0 or room.size < 0:
            break
        kept.append(block)
    return [*kept, more]


def _size(block: Block) -> int:
    return len(json.dumps(block, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _part(part: Part) -> list[Block]:
    match part:
        case Text():
            return _paragraph(part)
        case Facts():
            return _facts(part)
        case Table():
            return _table(part)
        case Image():
            return [_context(plain_text(plain(part.alt, _SECTION) or "A picture"))]
        case Row():
            return action_blocks(part.actions)
        case File():
            raise DeliveryError("A file can only be part of an answer to somebody.", permanent=True)
        case _:
            return [field_block(part)]


def _paragraph(part: Text) -> list[Block]:
    if not in_words(part.spans).strip():
        return []
    if part.heading:
        return [_rich(_section(_run(plain(in_words(part.spans), _SECTION), bold=True)))]
    words = _words(part)
    return [_context(words) if part.quiet else {"type": "section", "text": words}]


def _words(part: Text) -> Block:
    if any(isinstance(span, Moment) for span in part.spans):
        # verbatim: Slack then turns no bare address, #channel or @name into a link.
        return {"type": "mrkdwn", "text": mrkdwn(part.spans, _SECTION), "verbatim": True}
    return plain_text(plain(in_words(part.spans), _SECTION))


def _context(element: Block) -> Block:
    return {"type": "context", "elements": [element]}


def _facts(part: Facts) -> list[Block]:
    rows = [(plain(label, _FACT), plain(value, _FACT)) for label, value in part.rows]
    told = [(label, value) for label, value in rows if value]
    groups = groupby(told, key=lambda row: bool(row[0]))
    elements = [_labelled(list(group)) if labelled else _points(list(group)) for labelled, group in groups]
    return [_rich(*elements)] if elements else []


def _labelled(rows: Sequence[tuple[str, str]]) -> Block:
    ends = ["\n"] * (len(rows) - 1) + [""]
    lines = zip(rows, ends, strict=True)
    runs = [(_run(f"{label}: ", bold=True), _run(value + end)) for (label, value), end in lines]
    return _section(*(run for line in runs for run in line))


def _points(rows: Sequence[tuple[str, str]]) -> Block:
    items = [_section(_run(value)) for _, value in rows]
    return {"type": "rich_text_list", "style": "bullet", "elements": items}


def _table(part: Table) -> list[Block]:
    lines = _aligned([part.header, *part.rows])
    kept = _whole_lines(lines, _TABLE)
    if len(kept) < len(lines):
        kept.append(f"{ELLIPSIS} and {len(lines) - len(kept)} more rows")
    caption, grid = plain(part.caption, _SECTION), "\n".join(kept)
    told = [_section(_run(caption, bold=True))] if caption else []
    if grid.strip():
        told.append({"type": "rich_text_preformatted", "elements": [_run(grid)]})
    return [_rich(*told)] if told else []


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    cells = [[plain(cell, _CELL) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def _whole_lines(lines: Sequence[str], limit: int) -> list[str]:
    kept: list[str] = []
    for line in lines:
        limit -= len(line) + 1
        if limit < 0:
            break
        kept.append(line)
    return kept


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*runs: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(runs)}


def _run(words: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": words} | ({"style": {"bold": True}} if bold else {})

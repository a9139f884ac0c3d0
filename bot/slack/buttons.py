"""Buttons and links as Block Kit, and what they carry there and back. Pure."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from bot.message import Button, Link
from bot.platforms import DeliveryError
from bot.slack.text import plain, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.slack.text import Block

LINK_PREFIX = "link:"

_IN_A_ROW = 5
_LABEL = 75
_VALUE = 2000
_CONFIRM_TITLE = 100
_CONFIRM_TEXT = 300
_CONFIRM_BUTTON = 30


def action_blocks(actions: Sequence[Button | Link]) -> list[Block]:
    """The buttons and links, five in a row."""
    elements = [_button(action) if isinstance(action, Button) else _link(action) for action in actions]
    rows = range(0, len(elements), _IN_A_ROW)
    return [{"type": "actions", "elements": elements[row : row + _IN_A_ROW]} for row in rows]


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, with a number after each ``action_id`` of a button that came before.

    Several rows of one page may hold buttons of one name, and Slack tells buttons apart by their
    ``action_id``; `pressed_name` takes the number off again.
    """
    seen: Counter[str] = Counter()
    return [_numbered_row(block, seen) if block["type"] == "actions" else block for block in blocks]


def pressed_name(action_id: str) -> str:
    """The `Button.name` behind an ``action_id`` that this renderer made."""
    return action_id.partition("#")[0]


def carried(data: Mapping[str, str], longest: int) -> str:
    """``data`` as the JSON text that travels with a button or a form and comes back.

    Raises:
        DeliveryError: it is longer than Slack takes.

    """
    value = json.dumps(dict(data), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    if len(value) > longest:
        raise DeliveryError(f"A button or form may carry {longest} characters: shorten it.", permanent=True)
    return value


def _numbered_row(row: Block, seen: Counter[str]) -> Block:
    elements = []
    for element in row["elements"]:
        name = element["action_id"]
        seen[name] += 1
        number = "" if seen[name] == 1 else f"#{seen[name]}"
        elements.append({**element, "action_id": f"{name}{number}"})
    return {**row, "elements": elements}


def _link(link: Link) -> Block:
    return {
        "type": "button",
        "action_id": LINK_PREFIX,
        "text": plain_text(plain(link.label, _LABEL)),
        "url": link.url,
    }


def _button(button: Button) -> Block:
    block: Block = {
        "type": "button",
        "action_id": button.name,
        "text": plain_text(plain(button.label, _LABEL)),
        "value": carried(button.data, _VALUE),
    }
    style = {"style": "primary"} if button.primary else {}
    return block | style | ({"confirm": _confirm(button)} if button.confirm else {})


def _confirm(button: Button) -> Block:
    return {
        "title": plain_text(plain(button.label, _CONFIRM_TITLE)),
        "text": plain_text(plain(button.confirm, _CONFIRM_TEXT)),
        "confirm": plain_text(plain(button.label, _CONFIRM_BUTTON)),
        "deny": plain_text("Cancel"),
    }

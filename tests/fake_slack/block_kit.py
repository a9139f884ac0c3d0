"""What Slack refuses in blocks and views: unknown or missing keys, numeric limits, doubled ids.

Limits: https://docs.slack.dev/reference/block-kit/.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from tests.fake_slack.elements import button_problems, input_problems
from tests.fake_slack.objects import check_count, check_keys, check_lengths, check_plain, check_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fake_slack.objects import Json

MESSAGE, HOME, MODAL = "message", "home", "modal"
_BLOCKS = {MESSAGE: 50, HOME: 100, MODAL: 100}

LONGEST_BLOCKS = 13_200
"""Bytes of all blocks of a message together: https://github.com/slackapi/bolt-js/issues/2509."""

LARGEST_VIEW = 250_000
"""Bytes: ``view_too_large`` in https://docs.slack.dev/reference/methods/views.open."""


def size(thing: object) -> int:
    """How many bytes something takes on the wire."""
    return len(json.dumps(thing, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def view_problems(view: Json) -> list[str]:
    """Why Slack would refuse ``view``; nothing where it would not."""
    surface = str(view.get("type"))
    if surface not in {HOME, MODAL}:
        return [f"view type {surface}"]
    return [*_view(view, surface), *problems(view.get("blocks", []), surface)]


def problems(blocks: list[Json], surface: str) -> list[str]:
    """Why Slack would refuse ``blocks``; nothing where it would not."""
    found = [] if len(blocks) <= _BLOCKS[surface] else [f"{len(blocks)} blocks in a {surface}"]
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    found += [f"block_id {name} twice" for name, count in ids.items() if count > 1]
    # Slack asks for it within a block alone; but what is pressed must be told apart on the whole page.
    pressed = Counter(each["action_id"] for block in blocks for each in _buttons(block))
    found += [f"action_id {name} twice" for name, count in pressed.items() if count > 1]
    return found + [problem for block in blocks for problem in _block(block, surface)]


def _view(view: Json, surface: str) -> Iterator[str]:
    yield from check_keys(view)
    for name in ("title", "submit", "close"):
        if name in view:
            yield from check_plain(view[name], 24, name)
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata longer than 3000"
    if len(view.get("callback_id", "")) > 255:
        yield "callback_id longer than 255"
    if not view.get("blocks"):
        yield "a view without blocks"
    if surface == MODAL and "submit" not in view and _inputs(view):
        yield "inputs but no submit"


def _buttons(block: Json) -> list[Json]:
    return block["elements"] if block.get("type") == "actions" else []


def _inputs(view: Json) -> list[Json]:
    return [block for block in view.get("blocks", []) if block.get("type") == "input"]


def _block(block: Json, surface: str) -> Iterator[str]:
    yield from check_keys(block)
    match block.get("type"):
        case "header":
            yield from check_plain(block["text"], 150, "header")
        case "section":
            yield from _section(block)
        case "context":
            yield from check_count(block["elements"], 10, "context")
            for element in block["elements"]:
                yield from check_text(element, 3000, "context")
        case "actions":
            yield from _actions(block["elements"])
        case "input":
            if surface != MODAL:
                yield f"an input in a {surface}"
            yield from _input(block)
        case "rich_text":
            yield from _rich_text(block["elements"])
        case "divider":
            pass
        case other:
            yield f"block type {other}"


def _input(block: Json) -> Iterator[str]:
    yield from check_lengths(block, {"block_id": 255})
    yield from check_plain(block["label"], 2000, "label")
    if "hint" in block:
        yield from check_plain(block["hint"], 2000, "hint")
    yield from input_problems(block["element"])


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "a section without text"
    if "text" in block:
        yield from check_text(block["text"], 3000, "section")
    for field in block.get("fields", []):
        yield from check_text(field, 2000, "field")
    yield from check_count(block.get("fields", [{}]), 10, "fields")


def _actions(elements: list[Json]) -> Iterator[str]:
    yield from check_count(elements, 25, "actions")
    for element in elements:
        yield from button_problems(element)


def _rich_text(elements: list[Json]) -> Iterator[str]:
    yield from check_count(elements, 100, "rich_text")
    for element in elements:
        yield from check_keys(element)
        if element.get("type") == "text":
            if not element.get("text"):
                yield "an empty rich_text text"
        elif element.get("type", "").startswith("rich_text_"):
            yield from _rich_text(element["elements"])
        else:
            yield f"rich_text element {element.get('type')}"

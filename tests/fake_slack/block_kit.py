"""What Slack refuses in blocks and views: unknown or missing keys, numeric limits, doubled ids.

Limits: https://docs.slack.dev/reference/block-kit/.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json: TypeAlias = dict[str, Any]

MESSAGE, HOME, MODAL = "message", "home", "modal"
_BLOCKS = {MESSAGE: 50, HOME: 100, MODAL: 100}

# type: (keys that must be there, keys that may be there); block_id and type go without saying.
_KEYS: dict[str, tuple[set[str], set[str]]] = {
    "header": ({"text"}, set()),
    "section": (set(), {"text", "fields", "accessory"}),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "divider": (set(), set()),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
    "rich_text": ({"elements"}, set()),
    "button": ({"text", "action_id"}, {"value", "url", "style", "confirm", "accessibility_label"}),
    "static_select": (
        {"action_id"},
        {"options", "option_groups", "initial_option", "placeholder", "confirm", "focus_on_load"},
    ),
    "plain_text_input": (
        {"action_id"},
        {"initial_value", "multiline", "min_length", "max_length", "placeholder", "focus_on_load"},
    ),
    "rich_text_section": ({"elements"}, set()),
    "rich_text_list": ({"elements", "style"}, {"indent", "offset", "border"}),
    "rich_text_preformatted": ({"elements"}, {"border"}),
    "text": ({"text"}, {"style"}),
    "plain_text": ({"text"}, {"emoji"}),
    "mrkdwn": ({"text"}, {"verbatim"}),
    "modal": (
        {"title", "blocks"},
        {"submit", "close", "callback_id", "private_metadata", "clear_on_close", "notify_on_close"},
    ),
    "home": ({"blocks"}, {"callback_id", "private_metadata"}),
}


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
    return found + [problem for block in blocks for problem in _block(block, surface)]


def _view(view: Json, surface: str) -> Iterator[str]:
    yield from _keys(view)
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _plain(view[name], 24, name)
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata longer than 3000"
    if len(view.get("callback_id", "")) > 255:
        yield "callback_id longer than 255"
    if not view.get("blocks"):
        yield "a view without blocks"
    if surface == MODAL and "submit" not in view and _inputs(view):
        yield "inputs but no submit"


def _inputs(view: Json) -> list[Json]:
    return [block for block in view.get("blocks", []) if block.get("type") == "input"]


def _block(block: Json, surface: str) -> Iterator[str]:
    yield from _keys(block)
    match block.get("type"):
        case "header":
            yield from _plain(block["text"], 150, "header")
        case "section":
            yield from _section(block)
        case "context":
            yield from _count(block["elements"], 10, "context")
            for element in block["elements"]:
                yield from _text(element, 3000, "context")
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


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "a section without text"
    if "text" in block:
        yield from _text(block["text"], 3000, "section")
    for field in block.get("fields", []):
        yield from _text(field, 2000, "field")
    yield from _count(block.get("fields", [{}]), 10, "fields")


def _actions(elements: list[Json]) -> Iterator[str]:
    yield from _count(elements, 25, "actions")
    ids = Counter(element.get("action_id") for element in elements)
    yield from (f"action_id {name} twice" for name, count in ids.items() if count > 1)
    for element in elements:
        yield from _button(element)


def _button(button: Json) -> Iterator[str]:
    if button.get("type") != "button":
        yield f"element type {button.get('type')} in actions"
        return
    yield from _keys(button)
    yield from _plain(button["text"], 75, "button")
    for name, limit in (("action_id", 255), ("value", 2000), ("url", 3000)):
        if name in button and not 0 < len(button[name]) <= limit:
            yield f"button {name} of {len(button[name])} characters"
    if button.get("style", "primary") not in {"primary", "danger"}:
        yield f"button style {button['style']}"
    limits = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
    for name, words in button.get("confirm", {}).items():
        yield from _text(words, limits.get(name, 0), f"confirm {name}")


def _input(block: Json) -> Iterator[str]:
    yield from _plain(block["label"], 2000, "label")
    if "hint" in block:
        yield from _plain(block["hint"], 2000, "hint")
    element = block["element"]
    yield from _keys(element)
    if element["type"] == "plain_text_input":
        longest = element.get("max_length", 3000)
        if not 1 <= longest <= 3000 or len(element.get("initial_value", "")) > longest:
            yield "plain_text_input longer than it may be"
    elif element["type"] == "static_select":
        yield from _select(element)
    else:
        yield f"element type {element['type']} in input"


def _select(element: Json) -> Iterator[str]:
    groups = element.get("option_groups", [])
    lists = [group["options"] for group in groups] if groups else [element.get("options", [])]
    if len(groups) > 100 or (groups and "options" in element):
        yield "static_select with too many groups, or both kinds of options"
    for group in groups:
        yield from _plain(group["label"], 75, "group label")
    for options in lists:
        yield from _count(options, 100, "options")
    every = [option for options in lists for option in options]
    for option in every:
        yield from _plain(option["text"], 75, "option")
        if not 0 < len(option["value"]) <= 150:
            yield f"option value of {len(option['value'])} characters"
    if "initial_option" in element and element["initial_option"] not in every:
        yield "initial_option is not an option"


def _rich_text(elements: list[Json]) -> Iterator[str]:
    yield from _count(elements, 100, "rich_text")
    for element in elements:
        yield from _keys(element)
        if element.get("type") == "text":
            if not element.get("text"):
                yield "an empty rich_text text"
        elif element.get("type", "").startswith("rich_text_"):
            yield from _rich_text(element["elements"])
        else:
            yield f"rich_text element {element.get('type')}"


def _text(text: Json, limit: int, where: str) -> Iterator[str]:
    if text.get("type") not in {"plain_text", "mrkdwn"}:
        yield f"text type {text.get('type')} in {where}"
        return
    yield from _keys(text)
    if not 0 < len(text["text"]) <= limit:
        yield f"{where} of {len(text['text'])} characters"


def _plain(text: Json, limit: int, where: str) -> Iterator[str]:
    if text.get("type") != "plain_text":
        yield f"{where} must be plain_text"
    yield from _text(text, limit, where)


def _count(items: list[Any], limit: int, where: str) -> Iterator[str]:
    if not 0 < len(items) <= limit:
        yield f"{len(items)} items in {where}"


def _keys(thing: Json) -> Iterator[str]:
    kind = str(thing.get("type"))
    if kind not in _KEYS:
        yield f"type {kind}"
        return
    required, optional = _KEYS[kind]
    yield from _each("no", required - thing.keys(), kind)
    yield from _each("unknown", thing.keys() - required - optional - {"type", "block_id"}, kind)


def _each(what: str, names: Iterable[str], kind: str) -> Iterator[str]:
    yield from (f"{what} {name} in {kind}" for name in sorted(names))

"""The fields of a form: how they are shown, and how what was typed is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.text import ELLIPSIS, plain, plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.message import Choose, Input
    from bot.slack.text import Block

_LABEL = 2000
_LONGEST_INPUT = 3000
_ONE_LINE = 300
_OPTION_LABEL = 75
_OPTION_VALUE = 150
_OPTIONS = 100
# Slack refuses an option without a value; this one stands for the empty value both ways.
_EMPTY = "\u2205"


def input_block(part: Input) -> Block:
    """A text field; a longer one has several lines."""
    longest = min(part.longest, _LONGEST_INPUT)
    element: Block = {
        "type": "plain_text_input",
        "action_id": part.name,
        "max_length": longest,
        "multiline": longest > _ONE_LINE,
    }
    typed = plain(part.value, longest)
    return _field(part, element | ({"initial_value": typed} if typed else {}))


def choice_block(part: Choose) -> Block:
    """A menu. Slack takes a hundred options in a menu, so a longer one is grouped by its first words."""
    element: Block = {"type": "static_select", "action_id": part.name} | _menu(part.options)
    chosen = [option for option in part.options if option[0] == part.value]
    return _field(part, element | ({"initial_option": _option(*chosen[0])} if chosen else {}))


def read_values(state: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of a submitted view hold, by name; an empty field is an empty string."""
    blocks = state.get("values", {})
    return {name: _value(field) for fields in blocks.values() for name, field in fields.items()}


def _value(field: Mapping[str, Any]) -> str:
    if field.get("type") == "static_select":
        value = (field.get("selected_option") or {}).get("value", _EMPTY)
        return "" if value == _EMPTY else str(value)
    return str(field.get("value") or "")


def _field(part: Input | Choose, element: Block) -> Block:
    hint = plain(part.error or part.hint, _LABEL)
    return {
        "type": "input",
        "block_id": part.name,
        "optional": not part.required,
        "label": plain_text(plain(part.label, _LABEL)),
        "element": element,
    } | ({"hint": plain_text(hint)} if hint else {})


def _menu(options: Sequence[tuple[str, str]]) -> Block:
    shown = [_option(value, label) for value, label in options]
    if len(shown) <= _OPTIONS:
        return {"options": shown}
    groups = [shown[first : first + _OPTIONS] for first in range(0, len(shown), _OPTIONS)]
    return {"option_groups": [{"label": plain_text(_span(group)), "options": group} for group in groups]}


def _span(group: Sequence[Block]) -> str:
    first, last = group[0]["text"]["text"], group[-1]["text"]["text"]
    return f"{plain(first, 35)} \u2013 {plain(last, 35)}"


def _option(value: str, label: str) -> Block:
    return {
        "text": plain_text(plain(label or value, _OPTION_LABEL) or ELLIPSIS),
        "value": value[:_OPTION_VALUE] or _EMPTY,
    }

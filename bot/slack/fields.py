"""The fields of a form: how they are shown, and how what was chosen is read back.

Elements and their limits: https://docs.slack.dev/reference/block-kit/block-elements/.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.message import Channel, Choose, Colleagues, Day, Input, Pick, When
from bot.slack.text import ELLIPSIS, plain, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.message import Field
    from bot.slack.text import Block

_LABEL = 2000
_LONGEST_INPUT = 3000
_ONE_LINE = 300
_OPTION_LABEL = 75
_OPTION_VALUE = 150
_OPTIONS = 100
_BOXES = 10
# Slack refuses an option without a value; this one stands for the empty value both ways.
_EMPTY = "\u2205"


def field_block(part: Field) -> Block:
    """A field with its label, its hint, and the mistake in it where there is one."""
    hint = plain(part.error or part.hint, _LABEL)
    element = _element(part)
    return {
        "type": "input",
        "block_id": part.name,
        "optional": not part.required,
        "label": plain_text(plain(part.label, _LABEL)),
        "element": {"type": element["type"], "action_id": part.name, **element},
    } | ({"hint": plain_text(hint)} if hint else {})


def read_values(state: Mapping[str, Any], workspace: str) -> dict[str, str]:
    """What the fields of a submitted view hold, by name; an empty field is an empty string.

    Several values of one field come as lines, an instant as ISO 8601 in UTC, and people and channels
    as addresses in ``workspace``.
    """
    blocks = state.get("values", {})
    return {
        name: "\n".join(_values(field, workspace))
        for fields in blocks.values()
        for name, field in fields.items()
    }


def _element(part: Field) -> Block:
    match part:
        case Input():
            return _text_input(part)
        case Choose():
            return _menu(part)
        case Pick():
            return _picker(part)
        case Day():
            return {"type": "datepicker"} | _initial("date", part.value and part.value.isoformat())
        case When():
            return {"type": "datetimepicker"} | _initial(
                "date_time", part.value and int(part.value.timestamp())
            )
        case Colleagues():
            return _people(part)
        case Channel():
            return _channels()


def _text_input(part: Input) -> Block:
    longest = min(part.longest, _LONGEST_INPUT)
    element: Block = {"type": "plain_text_input", "max_length": longest, "multiline": longest > _ONE_LINE}
    return element | _initial("value", plain(part.value, longest))


def _menu(part: Choose) -> Block:
    chosen = _chosen(part.options, [part.value])
    return {"type": "static_select"} | _options(part.options) | _initial("option", next(iter(chosen), None))


def _picker(part: Pick) -> Block:
    """Boxes for a few options, all of which may be ticked; else a menu, which can count."""
    chosen = _initial("options", _chosen(part.options, part.values)[: part.most])
    if len(part.options) <= min(_BOXES, part.most):
        return {"type": "checkboxes"} | _options(part.options) | chosen
    element: Block = {"type": "multi_static_select", "max_selected_items": part.most}
    return element | _options(part.options) | chosen


def _people(part: Colleagues) -> Block:
    users = [address.partition("/")[2] for address in part.values[: part.most]]
    element: Block = {"type": "multi_users_select", "max_selected_items": part.most}
    return element | _initial("users", users)


def _channels() -> Block:
    """Channels of this workspace alone: what is posted in a shared one is read by other organisations."""
    among = {
        "include": ["public", "private"],
        "exclude_bot_users": True,
        "exclude_external_shared_channels": True,
    }
    return {"type": "conversations_select", "filter": among}


def _initial(what: str, value: object) -> Block:
    return {f"initial_{what}": value} if value else {}


def _options(options: Sequence[tuple[str, str]]) -> Block:
    """Slack takes a hundred options in a menu, so a longer one is grouped by its first words."""
    shown = [_option(value, label) for value, label in options]
    if len(shown) <= _OPTIONS:
        return {"options": shown}
    groups = [shown[first : first + _OPTIONS] for first in range(0, len(shown), _OPTIONS)]
    return {"option_groups": [{"label": plain_text(_span(group)), "options": group} for group in groups]}


def _chosen(options: Iterable[tuple[str, str]], values: Sequence[str]) -> list[Block]:
    return [_option(value, label) for value, label in dict(options).items() if value in values]


def _span(group: Sequence[Block]) -> str:
    first, last = group[0]["text"]["text"], group[-1]["text"]["text"]
    return f"{plain(first, 35)} \u2013 {plain(last, 35)}"


def _option(value: str, label: str) -> Block:
    return {
        "text": plain_text(plain(label or value, _OPTION_LABEL) or ELLIPSIS),
        "value": value[:_OPTION_VALUE] or _EMPTY,
    }


def _values(field: Mapping[str, Any], workspace: str) -> list[str]:
    match field.get("type"):
        case "static_select":
            return _option_values([field.get("selected_option")])
        case "checkboxes" | "multi_static_select":
            return _option_values(field.get("selected_options") or [])
        case "multi_users_select":
            return [f"{workspace}/{user}" for user in field.get("selected_users") or []]
        case "conversations_select":
            chosen = field.get("selected_conversation")
            return [f"{workspace}/{chosen}"] if chosen else []
        case "datepicker":
            return [field.get("selected_date") or ""]
        case "datetimepicker":
            chosen = field.get("selected_date_time")
            return [datetime.fromtimestamp(chosen, UTC).isoformat()] if chosen else []
        case _:
            return [field.get("value") or ""]


def _option_values(options: Iterable[Mapping[str, Any] | None]) -> list[str]:
    values = [str(option["value"]) for option in options if option]
    return ["" if value == _EMPTY else value for value in values]

"""What every part of Block Kit is made of: texts, and things with keys that are known.

Limits: https://docs.slack.dev/reference/block-kit/composition-objects/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json: TypeAlias = dict[str, Any]

_PICKER = {"placeholder", "confirm", "focus_on_load"}
_MENU = _PICKER | {"options", "option_groups"}

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
    "static_select": ({"action_id"}, _MENU | {"initial_option"}),
    "multi_static_select": ({"action_id"}, _MENU | {"initial_options", "max_selected_items"}),
    "checkboxes": ({"action_id", "options"}, {"initial_options", "confirm", "focus_on_load"}),
    "datepicker": ({"action_id"}, _PICKER | {"initial_date"}),
    # The one picker that takes no placeholder.
    "datetimepicker": ({"action_id"}, {"confirm", "focus_on_load", "initial_date_time"}),
    "multi_users_select": ({"action_id"}, _PICKER | {"initial_users", "max_selected_items"}),
    "conversations_select": (
        {"action_id"},
        _PICKER
        | {"initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"},
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


def check_keys(thing: Json) -> Iterator[str]:
    """Keys that are missing or unknown."""
    kind = str(thing.get("type"))
    if kind not in _KEYS:
        yield f"type {kind}"
        return
    required, optional = _KEYS[kind]
    yield from _each("no", required - thing.keys(), kind)
    yield from _each("unknown", thing.keys() - required - optional - {"type", "block_id"}, kind)


def check_text(text: Json, limit: int, where: str) -> Iterator[str]:
    """A text of either kind that is empty or too long."""
    if text.get("type") not in {"plain_text", "mrkdwn"}:
        yield f"text type {text.get('type')} in {where}"
        return
    yield from check_keys(text)
    if not 0 < len(text["text"]) <= limit:
        yield f"{where} of {len(text['text'])} characters"


def check_plain(text: Json, limit: int, where: str) -> Iterator[str]:
    """A text that must not be markup."""
    if text.get("type") != "plain_text":
        yield f"{where} must be plain_text"
    yield from check_text(text, limit, where)


def check_count(items: list[Any], limit: int, where: str) -> Iterator[str]:
    """Too few or too many of something."""
    if not 0 < len(items) <= limit:
        yield f"{len(items)} items in {where}"


def check_lengths(thing: Json, limits: dict[str, int]) -> Iterator[str]:
    """Plain strings that are empty or too long, where they are given."""
    for name, limit in limits.items():
        if name in thing and not 0 < len(thing[name]) <= limit:
            yield f"{thing.get('type')} {name} of {len(thing[name])} characters"


def _each(what: str, names: Iterable[str], kind: str) -> Iterator[str]:
    yield from (f"{what} {name} in {kind}" for name in sorted(names))

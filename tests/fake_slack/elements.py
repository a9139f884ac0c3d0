"""What Slack refuses in buttons, menus, boxes and pickers.

Limits: the page of each element under https://docs.slack.dev/reference/block-kit/block-elements/.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tests.fake_slack.objects import check_count, check_keys, check_lengths, check_plain, check_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fake_slack.objects import Json

_MENU, _BOXES = 100, 10
_CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# An id alone, without the workspace before it; the examples of messages go by names.
_PERSON = re.compile(r"[A-Za-z0-9]+")
_AMONG = {"im", "mpim", "private", "public"}
_FILTER = {"include", "exclude_external_shared_channels", "exclude_bot_users"}


def button_problems(button: Json) -> Iterator[str]:
    """Why Slack would refuse an element of an actions block; only buttons are known there."""
    if button.get("type") != "button":
        yield f"element type {button.get('type')} in actions"
        return
    yield from check_keys(button)
    yield from check_plain(button["text"], 75, "button")
    yield from check_lengths(button, {"action_id": 255, "value": 2000, "url": 3000})
    if button.get("style", "primary") not in {"primary", "danger"}:
        yield f"button style {button['style']}"
    for name, words in button.get("confirm", {}).items():
        yield from check_text(words, _CONFIRM.get(name, 0), f"confirm {name}")


def input_problems(element: Json) -> Iterator[str]:
    """Why Slack would refuse the element of an input block."""
    yield from check_keys(element)
    yield from check_lengths(element, {"action_id": 255})
    if element.get("max_selected_items", 1) < 1:
        yield f"{element['type']} takes {element['max_selected_items']} items"
    match element["type"]:
        case "plain_text_input":
            yield from _text_input(element)
        case "static_select" | "multi_static_select":
            yield from _menu(element)
        case "checkboxes":
            yield from _choice(element, element["options"], _BOXES)
        case "datepicker":
            yield from _day(element)
        case "datetimepicker":
            # A Unix time of ten digits.
            if not 10**9 <= element.get("initial_date_time", 10**9) < 10**10:
                yield f"initial_date_time {element['initial_date_time']}"
        case "multi_users_select":
            yield from _users(element)
        case "conversations_select":
            yield from _filter(element.get("filter", {"include": ["public"]}))
        case other:
            yield f"element type {other} in input"


def _text_input(element: Json) -> Iterator[str]:
    longest = element.get("max_length", 3000)
    if not 1 <= longest <= 3000 or len(element.get("initial_value", "")) > longest:
        yield "plain_text_input longer than it may be"


def _menu(element: Json) -> Iterator[str]:
    groups = element.get("option_groups", [])
    lists = [group["options"] for group in groups] if groups else [element.get("options", [])]
    if len(groups) > _MENU or (groups and "options" in element):
        yield f"{element['type']} with too many groups, or both kinds of options"
    for group in groups:
        yield from check_plain(group["label"], 75, "group label")
    for options in lists:
        yield from check_count(options, _MENU, "options")
    yield from _choice(element, [option for options in lists for option in options], _MENU * _MENU)


def _choice(element: Json, options: list[Json], most: int) -> Iterator[str]:
    yield from check_count(options, most, str(element["type"]))
    for option in options:
        yield from check_plain(option["text"], 75, "option")
        if not 0 < len(option["value"]) <= 150:
            yield f"option value of {len(option['value'])} characters"
    chosen = element.get(
        "initial_options", [element["initial_option"]] if "initial_option" in element else []
    )
    if "initial_options" in element and not chosen:
        yield "initial_options without any"
    if any(option not in options for option in chosen):
        yield "initial_option is not an option"
    if len(chosen) > element.get("max_selected_items", len(chosen)):
        yield "more initial_options than may be chosen"


def _day(element: Json) -> Iterator[str]:
    day = element.get("initial_date", "2026-12-01")
    try:
        is_day = bool(_DAY.fullmatch(day) and date.fromisoformat(day))
    except ValueError:
        is_day = False
    if not is_day:
        yield f"initial_date {day}"


def _users(element: Json) -> Iterator[str]:
    users = element.get("initial_users", [])
    if len(users) > element.get("max_selected_items", len(users)):
        yield "more initial_users than may be chosen"
    yield from (f"initial user {user}" for user in users if not _PERSON.fullmatch(user))


def _filter(among: Json) -> Iterator[str]:
    if not among or not among.keys() <= _FILTER:
        yield f"filter of {sorted(among)}"
    if "include" in among and not 0 < len(_AMONG & set(among["include"])) == len(among["include"]):
        yield f"filter includes {among['include']}"

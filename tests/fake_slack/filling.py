"""What Slack's own client lets somebody put into a field, and how it tells the app of it.

Payloads: ``view.state`` in https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fake_slack.workspace import Json, Workspace


_ALL = ("public", "private")


class FormError(AssertionError):
    """What Slack's own client would not let somebody do: no such button, a required field left empty."""


def filled(workspace: Workspace, block: Json, value: Any) -> Json:
    """The state of a field after ``value`` was put over what stood in it; ``None`` leaves that.

    Several options or people are a list, a day is ``2026-12-01``, an instant seconds since 1970.
    """
    element = block["element"]
    field: Json
    match element["type"]:
        case "static_select":
            field = {"selected_option": _option(block, value)}
        case "checkboxes" | "multi_static_select":
            field = {"selected_options": _options(block, value)}
        case "datepicker":
            field = {"selected_date": _day(element, value)}
        case "datetimepicker":
            field = {"selected_date_time": _instant(element, value)}
        case "multi_users_select":
            field = {"selected_users": _users(workspace, block, value)}
        case "conversations_select":
            field = {"selected_conversation": _conversation(workspace, element, value)}
        case _:
            field = {"value": _words(block, value)}
    if not next(iter(field.values())) and not block.get("optional"):
        raise FormError(f"{block['block_id']} is required")
    return {element["action_id"]: {"type": element["type"], **field}}


def _words(block: Json, value: str | None) -> str | None:
    element = block["element"]
    words = element.get("initial_value", "") if value is None else value
    if len(words) > element.get("max_length", 3000):
        raise FormError(f"{block['block_id']} takes at most {element['max_length']} characters")
    return words or None


def _option(block: Json, value: str | None) -> Json | None:
    if value is None:
        initial: Json | None = block["element"].get("initial_option")
        return initial
    return _among(block, [value])[0]


def _options(block: Json, values: list[str] | None) -> list[Json]:
    element = block["element"]
    if values is None:
        initial: list[Json] = element.get("initial_options", [])
        return initial
    return _at_most(block, _among(block, values))


def _among(block: Json, values: list[str]) -> list[Json]:
    element = block["element"]
    groups = element.get("option_groups", [{"options": element.get("options", [])}])
    options = {option["value"]: option for group in groups for option in group["options"]}
    if unknown := [value for value in values if value not in options]:
        raise FormError(f"{unknown[0]!r} is not an option of {block['block_id']}")
    return [options[value] for value in values]


def _at_most(block: Json, chosen: list[Any]) -> list[Any]:
    most = block["element"].get("max_selected_items", len(chosen))
    if len(chosen) > most:
        raise FormError(f"{block['block_id']} takes at most {most}")
    return chosen


def _day(element: Json, value: str | None) -> str | None:
    day: str | None = element.get("initial_date") if value is None else value
    return date.fromisoformat(day).isoformat() if day else None


def _instant(element: Json, value: int | None) -> int | None:
    at = element.get("initial_date_time") if value is None else value
    if at and not isinstance(at, int):
        raise FormError(f"{at!r} is not a time in seconds")
    return at or None


def _users(workspace: Workspace, block: Json, values: list[str] | None) -> list[str]:
    users = block["element"].get("initial_users", []) if values is None else values
    if strangers := [user for user in users if user not in workspace.users]:
        raise FormError(f"there is no {strangers[0]} to choose")
    return _at_most(block, users)


def _conversation(workspace: Workspace, element: Json, value: str | None) -> str | None:
    """A channel that the client offers: it knows what the person may see, not where the bot is."""
    if not value:
        return element.get("initial_conversation")
    channel, among = (
        workspace.channels.get(value),
        element.get("filter", {}).get("include", ["public", "private"]),
    )
    if channel is None or channel.is_archived or ("private" if channel.is_private else "public") not in among:
        raise FormError(f"{value} is not offered")
    return value

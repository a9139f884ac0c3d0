"""What a message or a view may hold, and how a message reads."""

from __future__ import annotations

from tests.fake_slack import block_kit
from tests.fake_slack.workspace import APP, BOT_ID, BOT_USER, Json, Message, SlackError

LONGEST_TEXT = 40_000


def check_content(arguments: Json) -> None:
    """Refuse text or blocks that Slack would refuse."""
    blocks = arguments.get("blocks") or []
    if not arguments.get("text") and not blocks:
        raise SlackError("no_text")
    if len(arguments.get("text", "")) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    if found := block_kit.problems(blocks, block_kit.MESSAGE):
        raise SlackError("invalid_blocks", response_metadata={"messages": found})
    if block_kit.size(blocks) > block_kit.LONGEST_BLOCKS:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Json, surface: str) -> None:
    """Refuse a view that Slack would refuse."""
    found = block_kit.view_problems(view)
    if view.get("type") != surface:
        found.append(f"this method takes a {surface}")
    if found:
        raise SlackError("invalid_arguments", response_metadata={"messages": found})
    if block_kit.size(view) > block_kit.LARGEST_VIEW:
        raise SlackError("view_too_large")


def replace_content(message: Message, arguments: Json) -> None:
    """Edit a message in place; whatever is not given goes."""
    message.text, message.blocks = arguments.get("text", ""), arguments.get("blocks") or []
    message.edits += 1


def message_json(message: Message) -> Json:
    """A message as payloads carry it."""
    return {
        "type": "message",
        "user": BOT_USER,
        "bot_id": BOT_ID,
        "app_id": APP,
        "ts": message.ts,
        "text": message.text,
        "blocks": message.blocks,
    }

"""Looking for a message of which nobody knows whether it arrived, by the reference in its metadata.

Only where somebody granted the history scopes: https://docs.slack.dev/reference/methods/conversations.history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from slack_sdk import WebClient

NOTICE_EVENT = "crossbrew_notice"
"""The ``event_type`` of the metadata that carries a notice's reference."""
HISTORY_SCOPES = frozenset({"im:history", "mpim:history"})
PAGE = 100


def find_message(client: WebClient, channel: str, reference: str, since: datetime) -> str | None:
    """The ``ts`` of the first message with this reference in a conversation, if any came since then."""
    found = None
    for message in _messages(client, channel, since):
        metadata = message.get("metadata", {})
        if metadata.get("event_type") != NOTICE_EVENT:
            continue
        if metadata.get("event_payload", {}).get("notice") == reference:
            found = str(message["ts"])
    return found


def _messages(client: WebClient, channel: str, since: datetime) -> Iterator[dict[str, Any]]:
    """Newest first, as Slack gives them."""
    cursor = ""
    while True:
        page = client.conversations_history(
            channel=channel,
            oldest=f"{since.timestamp():.6f}",
            # Without it Slack leaves the payload out.
            include_all_metadata=True,
            limit=PAGE,
            cursor=cursor or None,
        )
        yield from page["messages"]
        following: dict[str, str] = page.get("response_metadata") or {}
        cursor = following.get("next_cursor", "")
        if not cursor:
            return

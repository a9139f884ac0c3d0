"""The SDK's client, as it is set up here."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.slack.logs import masked_logger


def web_client(base_url: str, token: str | None, timeout: int) -> WebClient:
    """A client that gives up after so many seconds, and never tries again by itself.

    Retries are the outbox's: the SDK's own would post twice what Slack accepted without replying.
    """
    return WebClient(
        token=token, base_url=base_url, timeout=timeout, logger=masked_logger(), retry_handlers=[]
    )

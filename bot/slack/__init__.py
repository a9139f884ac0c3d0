"""Slack: the only home of slack-bolt and slack-sdk. It knows nothing of pairing, storage or wording."""

from __future__ import annotations

from bot.slack.app import SlackPlatform
from bot.slack.settings import Mode, SlackSettings

__all__ = ["Mode", "SlackPlatform", "SlackSettings"]

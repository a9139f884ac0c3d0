"""How often Slack's methods may be called: a minute and a workspace, for one app."""

from __future__ import annotations

from types import MappingProxyType

from bot.platforms import Call, Limit

LIMITS = MappingProxyType(
    {
        Call.POST: Limit("chat.postMessage", 240),  # "several hundred messages per minute"
        Call.OPEN_GROUP: Limit("conversations.open", 50),
        Call.LOOK: Limit("conversations.history", 50),
        Call.READ_PROFILE: Limit("users.profile.get", 100),
        Call.LIST_PEOPLE: Limit("users.list", 20),
    }
)
"""What Slack allows in one workspace: https://docs.slack.dev/apis/web-api/rate-limits."""

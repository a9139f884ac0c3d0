"""What the bot may do in Slack, as ``manifest.yml`` asks for it, and what each scope is for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDED: Mapping[str, str] = MappingProxyType(
    {
        "chat:write": "introductions, questions, thanks",
        "commands": "/coffee",
        "im:write": "each member's private chat with the bot",
        "mpim:write": "the group chat of the people introduced",
        "users:read": "name, job title, time zone; who joined and who is gone",
    }
)
OPTIONAL: Mapping[str, str] = MappingProxyType(
    {"users:read.email": "finds the member in the organisation's own staff list"}
)

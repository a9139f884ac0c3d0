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
        "files:write": "what somebody asks for to keep, such as their own data, in their private chat",
        "im:write": "each member's private chat with the bot",
        "mpim:write": "the group chat of the people introduced",
        "users.profile:read": "the department and grade that the workspace keeps in profiles",
        "users:read": "name, job title, time zone; who joined and who is gone",
    }
)
OPTIONAL: Mapping[str, str] = MappingProxyType(
    {
        "chat:write.public": "an owner's announcement in a public channel, without inviting the bot there",
        "files:read": "the staff list that an owner drops into their own chat with the bot; no other file",
        "users:read.email": "finds the member in the organisation's own staff list",
    }
)

"""Every table. Each primary key begins with the workspace: nothing crosses that wall.

One `MetaData` serves both engines; `storage.migrations` holds the same shape step by step, and a test
compares the two.
"""

from __future__ import annotations

from storage.tables.base import metadata, row
from storage.tables.owed import audit, event, gate, notice
from storage.tables.rounds import (
    IN_ITS_PAIRING,
    answer,
    booking,
    feedback,
    member,
    pairing,
    pairing_member,
    programme,
    round_,
    sitting_out,
)
from storage.tables.who import colleague, exclusion, follow_up, installation, person, reading, workspace

__all__ = [
    "IN_ITS_PAIRING",
    "answer",
    "audit",
    "booking",
    "colleague",
    "event",
    "exclusion",
    "feedback",
    "follow_up",
    "gate",
    "installation",
    "member",
    "metadata",
    "notice",
    "pairing",
    "pairing_member",
    "person",
    "programme",
    "reading",
    "round_",
    "row",
    "sitting_out",
    "workspace",
]

"""What came in, so that nothing that comes in twice counts twice."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from storage.once import add_once
from storage.tables import event, row

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def first_time(connection: Connection, workspace: str, key: str, now: datetime) -> bool:
    """Whether an inbound event is seen for the first time. Call it in the transaction of its effect.

    Its key may name whoever caused it, so only a digest of it is kept.
    """
    digest = sha256(key.encode()).hexdigest()
    return add_once(connection, event, [row(event, workspace=workspace, key=digest, seen_at=now)]) == 1

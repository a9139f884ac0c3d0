"""Notices that will not be sent unless somebody says so: to look at, to try again, or to put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.outbox import NoticeState
from storage.tables import notice

if TYPE_CHECKING:
    from sqlalchemy import Connection


def dead(connection: Connection) -> list[tuple[str, str, str]]:
    """Notices that will not be sent: workspace, key and reason."""
    wanted = (
        select(notice.c.workspace, notice.c.key, notice.c.reason)
        .where(notice.c.state == NoticeState.DEAD.value)
        .order_by(notice.c.workspace, notice.c.key)
    )
    return [(workspace, key, reason) for workspace, key, reason in connection.execute(wanted)]

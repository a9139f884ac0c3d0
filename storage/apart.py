"""Two people whom an owner keeps apart, for that owner's eyes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.tables import exclusion

if TYPE_CHECKING:
    from sqlalchemy import Connection


def added_for_others(connection: Connection, workspace: str, added_by: str) -> tuple[tuple[str, str], ...]:
    """The ids of each two whom this person keeps apart, and is neither of them."""
    wanted = (
        select(exclusion.c.first, exclusion.c.second)
        .where(
            exclusion.c.workspace == workspace,
            exclusion.c.added_by == added_by,
            exclusion.c.first != added_by,
            exclusion.c.second != added_by,
        )
        .order_by(exclusion.c.first, exclusion.c.second)
    )
    return tuple((first, second) for first, second in connection.execute(wanted))

"""Erasing what is kept of workspaces that left, once nobody is to expect them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.forgetting import forget_workspace, gone_before

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from storage.database import Database


def forget_the_gone(database: Database, now: datetime, retention: timedelta) -> Iterator[str]:
    """Erase each workspace that the app was taken out of longer ago than this; a sentence for each."""
    before = now - retention
    with database.read() as connection:
        gone = gone_before(connection, before)
    for name in gone:
        with database.change() as connection:
            rows = forget_workspace(connection, name, before, now)
        if rows:
            database.empty_log()
            yield f"workspace {name} left {retention.days} days ago: all that was kept of it is erased"

"""What the chat tells of somebody: who they are now, and whether they are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.freeing import free_all_of
from storage import directory, programmes

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.directory import Seen


def note(
    connection: Connection,
    workspace: str,
    person: str,
    seen: Seen,
    now: datetime,
    read_at: datetime | None = None,
) -> None:
    """Take over what the chat says of somebody; whoever waits for one who is gone is freed.

    ``read_at`` is when their profile was read with all its fields, where it was.
    """
    changed = directory.take_over(connection, workspace, person, seen, read_at)
    if changed.get("is_reachable") is False:
        for programme in programmes.programmes(connection, workspace):
            free_all_of(connection, programme, person, now)

"""Greeting the first owner of a workspace that nobody has set up yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.owners import welcome
from storage import outbox, people, workspaces

if TYPE_CHECKING:
    from datetime import datetime

    from pairing.people import Programme
    from storage.database import Database


def greet_owner(database: Database, programme: Programme, now: datetime) -> bool:
    """Owe a welcome to the first owner who is known, once, while nobody has set the workspace up."""
    workspace = programme.workspace
    with database.read() as connection:
        if not workspaces.is_ungreeted(connection, workspace):
            return False
        owners = people.owners(connection, workspace)[:1]
        those = people.people(connection, workspace, owners)
    if not those:
        return False
    with database.change() as connection:
        return outbox.write(connection, workspace, [welcome(programme, those[owners[0]], now)]) == 1

"""The app is taken out of a workspace: nothing is done there any more, until it comes back or is erased."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage import installations

if TYPE_CHECKING:
    from bot.message import Action
    from storage.database import Database

log = logging.getLogger(__name__)


def part(database: Database, action: Action, now: datetime) -> None:
    """Leave a workspace alone, unless it has the app anew since the time that the action carries as ``at``.

    What is kept of it stays until the retention period is over.
    """
    told_at = datetime.fromtimestamp(int(action.data["at"]), UTC) if "at" in action.data else now
    with database.change() as connection:
        if installations.revoke(connection, action.workspace, told_at, now):
            log.warning(
                "the app was taken out of workspace %s; nothing reaches it any more", action.workspace
            )

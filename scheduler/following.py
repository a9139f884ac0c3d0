"""What members asked to be reminded of: owed on the day, in their own daytime, and written once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pairing.afterwards import FOLLOW_UP_KEEPS, follow_up
from pairing.rounds import number_at
from storage import follow_ups, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from pairing.people import Programme
    from storage.database import Database
    from storage.follow_ups import Due

ANY_ZONE = timedelta(hours=14)
"""No clock on earth is further from Greenwich."""


def remind(database: Database, programme: Programme, now: datetime) -> int:
    """Owe the reminders that are due; how many.

    Whoever has left or rests is not reminded: a pause is obeyed on every path. Somebody who is back within
    three days of the day still is, and later it lapses.
    """
    since, until = (now - ANY_ZONE - FOLLOW_UP_KEEPS).date(), (now + ANY_ZONE).date()
    with database.read() as connection:
        asked = follow_ups.due(connection, programme, since, until)
    due = [one for one in asked if _is_today(one, now)]
    if not due:
        return 0
    number = number_at(programme.cadence, now)
    notices = [follow_up(programme.id, number, one.member, one.about, one.day) for one in due]
    with database.change() as connection:
        for one in due:
            follow_ups.mark_owed(connection, programme.workspace, one)
        return outbox.write(connection, programme.workspace, notices)


def _is_today(one: Due, now: datetime) -> bool:
    """Whether the day has come where the member is, and they are not resting."""
    today = now.astimezone(ZoneInfo(one.member.person.timezone)).date()
    return one.day <= today and one.member.is_active(today)

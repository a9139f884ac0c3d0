"""What is owed once people were introduced: the time they set, thanks, and what one of them meant to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pairing.hours import civil_time, hours_of
from pairing.notices import Kind, Notice, notice_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pairing.notices import Pairing, RoundInPlay
    from pairing.people import Member

THANKS_KEEP = timedelta(days=7)
FOLLOW_UP_KEEPS = timedelta(days=3)
"""How long what could not be told meanwhile is still worth saying."""


def booked(state: RoundInPlay, pairing: Pairing, version: int, at: datetime, now: datetime) -> Notice:
    """What tells everybody in a pairing the time ``at`` that one of them set; it lapses with that time."""
    notice = notice_of(state, Kind.BOOKED, (now, at), pairing.people, pairing.id)
    return replace(notice, key=f"{notice.key}:version:{version}", about=str(version))


def thanks(state: RoundInPlay, pairing: Pairing, sender: str, now: datetime) -> Iterator[Notice]:
    """The thanks of ``sender`` to each of the others: one for each, however often they are said."""
    for person in pairing.people:
        if person != sender:
            window = (now, now + THANKS_KEEP)
            notice = notice_of(state, Kind.THANKS, window, [person], pairing.id, person)
            yield replace(notice, key=f"{notice.key}:from:{sender}", about=sender)


def follow_up(programme: str, round_number: int, member: Member, about: str, day: date) -> Notice:
    """What reminds a member on ``day`` of what they meant to do about somebody, in their own daytime."""
    zone = member.person.timezone
    at = civil_time(datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC), hours_of(member))
    return Notice(
        key=f"{Kind.FOLLOW_UP}:person:{member.id}:about:{about}:{day.isoformat()}",
        kind=Kind.FOLLOW_UP,
        programme=programme,
        round_number=round_number,
        not_before=at,
        expires_at=at + FOLLOW_UP_KEEPS,
        person=member.id,
        about=about,
    )

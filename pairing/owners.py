"""What is owed to a programme's owners, or to others in an owner's name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pairing.hours import Hours, civil_time
from pairing.notices import Kind, Notice

if TYPE_CHECKING:
    from datetime import datetime

    from pairing.people import Person, Programme

WELCOME_LASTS = timedelta(days=28)
ANNOUNCEMENT_LASTS = timedelta(days=1)
"""A day after an owner asked for it, an announcement would come as a surprise."""
NEWS_LASTS = timedelta(days=7)


def welcome(programme: Programme, owner: Person, now: datetime) -> Notice:
    """The greeting to the first owner who is known: there is one for a workspace."""
    return Notice(
        key=f"{programme.id}:{Kind.WELCOME}",
        kind=Kind.WELCOME,
        programme=programme.id,
        round_number=0,
        not_before=civil_time(now, Hours(owner.timezone)),
        expires_at=now + WELCOME_LASTS,
        person=owner.id,
    )


def announcement(programme: Programme, owner: str, channel: str, number: int, now: datetime) -> Notice:
    """A post for a channel's address that an owner asks for: the ``number``-th there, sent at once."""
    return Notice(
        key=f"{programme.id}:{Kind.ANNOUNCEMENT}:{channel}:{number}",
        kind=Kind.ANNOUNCEMENT,
        programme=programme.id,
        round_number=0,
        not_before=now,
        expires_at=now + ANNOUNCEMENT_LASTS,
        person=owner,
        about=channel,
    )


def not_announced(of: Notice, now: datetime) -> Notice:
    """The news to whoever asked for an announcement that it could not be posted."""
    return Notice(
        key=f"{of.key}:{Kind.NOT_ANNOUNCED}",
        kind=Kind.NOT_ANNOUNCED,
        programme=of.programme,
        round_number=of.round_number,
        not_before=now,
        expires_at=now + NEWS_LASTS,
        person=of.person,
        about=of.about,
    )

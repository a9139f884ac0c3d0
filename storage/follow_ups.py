"""What somebody keeps for themselves about those they met: a note, a next step, a day to be reminded on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, or_, select, update

from pairing.people import Person
from storage.once import add_once
from storage.people import PERSON_COLUMNS
from storage.programmes import MEMBER_COLUMNS, read_member
from storage.tables import follow_up, member, person, row

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

    from pairing.people import Member, Programme

_WIDTH = len(PERSON_COLUMNS)
_WORDS = (follow_up.c.note, follow_up.c.next_step, follow_up.c.remind_on)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What somebody wrote for themselves about one person; nothing at first."""

    note: str = ""
    next_step: str = ""
    remind_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that a member asked for, about somebody, on a day."""

    member: Member
    about: str
    day: date


def of_person(connection: Connection, workspace: str, person_id: str) -> dict[str, FollowUp]:
    """Everything that somebody wrote for themselves, by whom it is about."""
    here = and_(follow_up.c.workspace == workspace, follow_up.c.person == person_id)
    found = connection.execute(select(follow_up.c.about, *_WORDS).where(here))
    return {about: FollowUp(*words) for about, *words in found}


def find(connection: Connection, workspace: str, person_id: str, about: str) -> FollowUp:
    """What somebody wrote for themselves about one person."""
    found = connection.execute(select(*_WORDS).where(_of(workspace, person_id, about))).first()
    return FollowUp() if found is None else FollowUp(*found)


def write(
    connection: Connection, workspace: str, person_id: str, about: str, new: FollowUp, now: datetime
) -> None:
    """Keep this in place of what was kept before; nothing is kept of what is empty."""
    here = _of(workspace, person_id, about)
    if new == FollowUp():
        connection.execute(delete(follow_up).where(here))
        return
    own = row(
        follow_up,
        workspace=workspace,
        person=person_id,
        about=about,
        note="",
        next_step="",
        changed_at=now,
    )
    add_once(connection, follow_up, [own])
    values = row(follow_up, note=new.note, next_step=new.next_step, remind_on=new.remind_on, changed_at=now)
    connection.execute(update(follow_up).where(here).values(values))


def due(connection: Connection, of: Programme, since: date, until: date) -> list[Due]:
    """The reminders for these days, not owed yet, of whoever has not left this programme."""
    wanted = (
        select(*PERSON_COLUMNS, *MEMBER_COLUMNS, follow_up.c.about, follow_up.c.remind_on)
        .select_from(follow_up)
        .join(
            member,
            and_(member.c.workspace == follow_up.c.workspace, member.c.person == follow_up.c.person),
        )
        .join(person, and_(person.c.workspace == member.c.workspace, person.c.id == member.c.person))
        .where(
            follow_up.c.workspace == of.workspace,
            follow_up.c.remind_on.between(since, until),
            or_(follow_up.c.reminded_on.is_(None), follow_up.c.reminded_on != follow_up.c.remind_on),
            member.c.programme == of.id,
            member.c.status != "left",
        )
        .order_by(follow_up.c.person, follow_up.c.about)
    )
    return [
        Due(read_member(Person(*values[:_WIDTH]), values[_WIDTH:-2]), *values[-2:])
        for values in connection.execute(wanted)
    ]


def mark_owed(connection: Connection, workspace: str, one: Due) -> None:
    """Remember that the reminder for that day is owed."""
    here = and_(_of(workspace, one.member.id, one.about), follow_up.c.remind_on == one.day)
    connection.execute(update(follow_up).where(here).values(reminded_on=one.day))


def _of(workspace: str, person_id: str, about: str) -> ColumnElement[bool]:
    return and_(
        follow_up.c.workspace == workspace, follow_up.c.person == person_id, follow_up.c.about == about
    )

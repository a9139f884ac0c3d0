"""What a workspace's owners have set up, and where its facts about people come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select, update

from pairing.notices import Kind
from pairing.people import Status
from storage.outbox import NoticeState
from storage.tables import member, notice, person, workspace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

    from pairing.people import Programme


@dataclass(frozen=True, slots=True)
class SetUp:
    """How far the set-up of a workspace has come.

    ``parts`` are those that an owner has been through. ``sources`` says by fact where it comes from, and
    ``directory_wins`` whether that counts for more than what somebody typed.
    """

    at: datetime | None = None
    parts: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    directory_wins: bool = False

    @property
    def is_done(self) -> bool:
        """Whether its owners are asked no more to set it up."""
        return self.at is not None


def set_up_of(connection: Connection, workspace_name: str) -> SetUp:
    """How far the set-up of a workspace has come."""
    wanted = select(
        workspace.c.set_up_at, workspace.c.parts_set_up, workspace.c.sources, workspace.c.directory_wins
    ).where(workspace.c.workspace == workspace_name)
    at, parts, sources, directory_wins = connection.execute(wanted).one()
    return SetUp(at, tuple(parts), sources, directory_wins)


def keep_parts(connection: Connection, workspace_name: str, parts: Collection[str]) -> None:
    """Remember which parts of the set-up an owner has been through."""
    _change(connection, workspace_name, parts_set_up=list(parts))


def finish_set_up(connection: Connection, workspace_name: str, now: datetime) -> None:
    """Ask the owners no more to set the workspace up."""
    _change(connection, workspace_name, set_up_at=now)


def change_sources(
    connection: Connection, workspace_name: str, sources: Mapping[str, str], *, directory_wins: bool
) -> None:
    """Say where facts about people come from, and what counts for more."""
    _change(connection, workspace_name, sources=dict(sources), directory_wins=directory_wins)


def is_ungreeted(connection: Connection, workspace_name: str) -> bool:
    """Whether a workspace is not set up, and none of its owners has been owed a welcome."""
    greeted = exists().where(notice.c.workspace == workspace.c.workspace, notice.c.kind == Kind.WELCOME.value)
    wanted = select(workspace.c.workspace).where(
        workspace.c.workspace == workspace_name, workspace.c.set_up_at.is_(None), ~greeted
    )
    return connection.scalar(wanted) is not None


def announced(connection: Connection, workspace_name: str, channel: str) -> int:
    """How many announcements in a channel have come to an end, well or not."""
    ended = select(func.count()).where(
        notice.c.workspace == workspace_name,
        notice.c.kind == Kind.ANNOUNCEMENT.value,
        notice.c.about == channel,
        notice.c.state.not_in([NoticeState.OWED.value, NoticeState.SENDING.value]),
    )
    return connection.execute(ended).scalar_one()


def has_staff_list(connection: Connection, workspace_name: str) -> bool:
    """Whether anybody is known from a staff list."""
    return _is_anybody(connection, workspace_name)


def in_staff_list(connection: Connection, workspace_name: str, person_id: str) -> bool:
    """Whether somebody is in the staff list as it stands."""
    return _is_anybody(connection, workspace_name, person.c.id == person_id)


def _is_anybody(connection: Connection, workspace_name: str, *which: ColumnElement[bool]) -> bool:
    wanted = select(person.c.id).where(person.c.workspace == workspace_name, person.c.in_directory, *which)
    return connection.scalar(wanted.limit(1)) is not None


def members_in(connection: Connection, of: Programme) -> int:
    """How many are opted in to a programme and not paused."""
    those = select(func.count()).where(
        member.c.workspace == of.workspace,
        member.c.programme == of.id,
        member.c.status == Status.ACTIVE.value,
    )
    return connection.execute(those).scalar_one()


def _change(connection: Connection, workspace_name: str, **values: object) -> None:
    here = workspace.c.workspace == workspace_name
    connection.execute(update(workspace).where(here).values(values))

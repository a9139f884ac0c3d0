"""What owners set up is kept for their workspace, and for no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pairing.owners import announcement, welcome
from pairing.people import Status
from storage import outbox, programmes, tables, workspaces
from storage.outbox import NoticeState
from tests.cast import AMARA, BEN
from tests.storage.shelf import NOW, join_all, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from pairing.people import Programme
    from storage.database import Database

HERE, THERE = "T1", "T2"
CHANNEL = "T1/C1"


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """One change on two workspaces with the same people."""
    with database.change() as opened:
        for workspace in (HERE, THERE):
            join_all(opened, settle(opened, workspace=workspace))
        yield opened


def main(connection: Connection, workspace: str) -> Programme:
    return programmes.find(connection, workspace, "main")


def told(connection: Connection, workspace: str) -> tuple[object, ...]:
    """Everything that is told of a workspace."""
    return (
        workspaces.set_up_of(connection, workspace),
        workspaces.is_ungreeted(connection, workspace),
        workspaces.announced(connection, workspace, CHANNEL),
        workspaces.has_staff_list(connection, workspace),
        workspaces.in_staff_list(connection, workspace, AMARA.id),
        workspaces.members_in(connection, main(connection, workspace)),
    )


def test_a_new_workspace_is_not_set_up(connection: Connection) -> None:
    so_far = workspaces.set_up_of(connection, HERE)

    assert so_far == workspaces.SetUp()
    assert not so_far.is_done


def test_what_is_set_up_here_is_not_set_up_there(connection: Connection) -> None:
    before = told(connection, THERE)

    workspaces.keep_parts(connection, HERE, ["rhythm", "quiet"])
    workspaces.change_sources(connection, HERE, {"grade": "typed"}, directory_wins=True)
    workspaces.finish_set_up(connection, HERE, NOW)
    of = main(connection, HERE)
    post = announcement(of, AMARA.id, CHANNEL, 0, NOW)
    outbox.write(connection, HERE, [welcome(of, AMARA, NOW), post])
    connection.execute(tables.notice.update().values(state=NoticeState.DEAD.value))
    programmes.set_status(connection, of, BEN.id, Status.LEFT)
    connection.execute(
        tables.person.update().where(tables.person.c.workspace == HERE).values(in_directory=False)
    )

    assert workspaces.set_up_of(connection, HERE) == workspaces.SetUp(
        NOW, ("rhythm", "quiet"), {"grade": "typed"}, directory_wins=True
    )
    assert told(connection, THERE) == before
    assert not set(map(str, told(connection, HERE))) & set(map(str, before)) - {"False"}


def test_a_workspace_is_greeted_once_and_not_when_it_is_set_up(connection: Connection) -> None:
    assert workspaces.is_ungreeted(connection, HERE)
    outbox.write(connection, HERE, [welcome(main(connection, HERE), AMARA, NOW)])
    assert not workspaces.is_ungreeted(connection, HERE)

    assert workspaces.is_ungreeted(connection, THERE)
    workspaces.finish_set_up(connection, THERE, NOW)
    assert not workspaces.is_ungreeted(connection, THERE)


def test_only_announcements_that_have_come_to_an_end_are_counted(connection: Connection) -> None:
    of = main(connection, HERE)
    outbox.write(connection, HERE, [announcement(of, AMARA.id, CHANNEL, 0, NOW)])
    assert workspaces.announced(connection, HERE, CHANNEL) == 0

    connection.execute(tables.notice.update().values(state=NoticeState.SENT.value))
    assert workspaces.announced(connection, HERE, CHANNEL) == 1
    assert workspaces.announced(connection, HERE, "T1/C2") == 0

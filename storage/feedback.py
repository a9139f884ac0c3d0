"""What those who met say of it. Private to each; contradictory answers are kept as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, update

from storage.once import add_once
from storage.tables import feedback, row

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pairing.answers import Helped


def say_helped(connection: Connection, workspace: str, pairing: str, person: str, helped: Helped) -> None:
    """Keep whether a meeting helped somebody who was in it; the last word counts."""
    _write(connection, workspace, pairing, person, helped=helped.value)


def say_knew_before(
    connection: Connection, workspace: str, pairing: str, person: str, *, knew_before: bool
) -> None:
    """Keep whether they knew each other before; the last word counts."""
    _write(connection, workspace, pairing, person, knew_before=knew_before)


def _write(connection: Connection, workspace: str, pairing: str, person: str, **said: str | bool) -> None:
    own = row(feedback, workspace=workspace, pairing=pairing, person=person)
    add_once(connection, feedback, [own])
    here = and_(feedback.c.workspace == workspace, feedback.c.pairing == pairing, feedback.c.person == person)
    connection.execute(update(feedback).where(here).values(row(feedback, **said)))

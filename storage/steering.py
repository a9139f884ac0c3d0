"""What owners steer: each change is told apart from one that was made already, so that it is made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from pairing.notices import Kind
from storage.outbox import NoticeState
from storage.tables import notice, programme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

    from pairing.people import Programme


def is_held(connection: Connection, of: Programme) -> bool:
    """Whether a programme is held now; nobody can hold it or let it go until this transaction ends."""
    wanted = select(programme.c.is_held).where(_is(of)).with_for_update(read=True)
    return bool(connection.execute(wanted).scalar_one())


def set_held(connection: Connection, of: Programme, *, held: bool) -> bool:
    """Hold a programme, or let it go; ``False`` where that is so already."""
    changed = update(programme).where(_is(of), programme.c.is_held.is_(not held)).values(is_held=held)
    return connection.execute(changed).rowcount == 1


def change_weights(
    connection: Connection, of: Programme, before: Mapping[str, int], after: Mapping[str, int]
) -> bool:
    """Change a programme's weights; ``False`` where they are not what they were ``before``."""
    now = connection.execute(select(programme.c.weights).where(_is(of)).with_for_update()).scalar_one()
    if now != dict(before):
        return False
    connection.execute(update(programme).where(_is(of)).values(weights=dict(after)))
    return True


def take_back_heads_ups(connection: Connection, of: Programme, number: int) -> None:
    """Owe the heads-ups of a round no more. What is on its way goes out; the rest may be owed anew."""
    here = and_(notice.c.workspace == of.workspace, notice.c.programme == of.id, notice.c.number == number)
    waiting = and_(notice.c.kind == Kind.HEADS_UP.value, notice.c.state == NoticeState.OWED.value)
    connection.execute(delete(notice).where(here, waiting, notice.c.unknowns == 0))


def _is(of: Programme) -> ColumnElement[bool]:
    return and_(programme.c.workspace == of.workspace, programme.c.id == of.id)

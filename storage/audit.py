"""The audit trail as owners read it: what owners and operators did, latest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from storage.tables import audit, person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

OPERATOR = "operator"
"""Who acts on the command line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. ``by`` is the name of an owner, empty for whoever is none any more."""

    id: str
    at: datetime
    actor: str
    by: str
    action: str
    about: str


def trail(
    connection: Connection,
    workspace: str,
    reader: str,
    own: Collection[str],
    most: int,
    before: tuple[datetime, str] | None = None,
) -> tuple[Entry, ...]:
    """The last ``most`` entries, or those ``before`` the one of that instant and id.

    Only what owners of today and operators did is among them, since what anybody else did could say who
    takes part; and actions that are in ``own`` only where the ``reader`` did them.
    """
    is_owner = and_(person.c.workspace == audit.c.workspace, person.c.id == audit.c.actor, person.c.is_owner)
    wanted = (
        select(audit.c.id, audit.c.at, audit.c.actor, person.c.name, audit.c.action, audit.c.about)
        .outerjoin(person, is_owner)
        .where(
            audit.c.workspace == workspace,
            or_(person.c.id.is_not(None), audit.c.actor == OPERATOR),
            or_(audit.c.actor == reader, audit.c.action.not_in(own)),
        )
        .order_by(audit.c.at.desc(), audit.c.id.desc())
        .limit(most)
    )
    if before is not None:
        at, id_ = before
        wanted = wanted.where(or_(audit.c.at < at, and_(audit.c.at == at, audit.c.id < id_)))
    return tuple(
        Entry(id_, at, actor, name or "", action, about)
        for id_, at, actor, name, action, about in connection.execute(wanted)
    )

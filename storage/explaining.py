"""Why somebody was introduced as they were, for whoever runs the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from pairing.matching import Reason
from storage import tables
from storage.tables import pairing as introduction
from storage.tables import pairing_member

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Instead:
    """The best alternative that somebody had, without whom: as ``pairing.matching.Alternative``."""

    points: int
    cost: int | None
    reasons: tuple[Reason, ...]


def instead(connection: Connection, workspace: str, pairing: str, person: str) -> Instead | None:
    """The best alternative to a pairing; ``None`` where there was none, or it is forgotten by now."""
    wanted = select(pairing_member.c.alternative).where(
        pairing_member.c.workspace == workspace,
        pairing_member.c.pairing == pairing,
        pairing_member.c.person == person,
    )
    found = connection.scalar(wanted)
    if found is None:
        return None
    return Instead(found["points"], found["cost"], tuple(Reason(*each) for each in found["reasons"]))


def is_late(connection: Connection, workspace: str, pairing: str) -> bool:
    """Whether a pairing was made after its round began, by hand or afresh, and so not by its matching."""
    wanted = select(tables.pairing.c.is_late).where(
        tables.pairing.c.workspace == workspace, tables.pairing.c.id == pairing
    )
    return bool(connection.scalar(wanted))


def reasons(connection: Connection, workspace: str, id_: str) -> tuple[tuple[str, int], ...]:
    """The rules that counted when a pairing was made, with their points, largest first."""
    here = and_(introduction.c.workspace == workspace, introduction.c.id == id_)
    found = connection.scalar(select(introduction.c.reasons).where(here))
    return tuple((rule, points) for rule, points in found or ())

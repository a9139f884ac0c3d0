"""Who a programme is made of, in numbers by fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, select

from pairing.people import Status
from storage.tables import member, person

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pairing.people import Programme

_FACTS = (person.c.department, person.c.grade, person.c.site)
_OTHERS = (
    select(*_FACTS, func.count())
    .join(member, and_(member.c.workspace == person.c.workspace, member.c.person == person.c.id))
    .where(
        member.c.workspace == bindparam("workspace"),
        member.c.programme == bindparam("programme"),
        member.c.status != Status.LEFT.value,
        member.c.person != bindparam("person"),
    )
    .group_by(*_FACTS)
)


def others(connection: Connection, of: Programme, person_id: str) -> dict[tuple[str, str, str], int]:
    """How many members there are besides this one, by department, grade and site."""
    asked = {"workspace": of.workspace, "programme": of.id, "person": person_id}
    return {(department, grade, site): n for department, grade, site, n in connection.execute(_OTHERS, asked)}

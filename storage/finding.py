"""Finding people by where they are written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from pairing.people import Person
from storage.people import PERSON_COLUMNS
from storage.tables import person

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

_AT = select(person.c.address, *PERSON_COLUMNS).where(
    person.c.workspace == bindparam("workspace"), person.c.address.in_(bindparam("addresses", expanding=True))
)


def at_addresses(connection: Connection, workspace: str, addresses: Collection[str]) -> dict[str, Person]:
    """Who writes from each of these addresses; one from which nobody ever wrote is missing."""
    if not addresses:
        return {}
    found = connection.execute(_AT, {"workspace": workspace, "addresses": tuple(addresses)})
    return {address: Person(*facts) for address, *facts in found}


_KIND = select(person.c.kind).where(
    person.c.workspace == bindparam("workspace"), person.c.id == bindparam("id")
)


def kind_of(connection: Connection, workspace: str, person_id: str) -> str:
    """``guest`` or ``bot`` where the chat says so, else nothing."""
    return connection.scalar(_KIND, {"workspace": workspace, "id": person_id}) or ""

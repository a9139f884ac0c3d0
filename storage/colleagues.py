"""Whom somebody says that they already work with. Theirs alone to see; the matcher reads all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.once import add_once
from storage.tables import colleague, row

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection


def of(connection: Connection, workspace: str, person: str) -> frozenset[str]:
    """The ids of those whom this person named."""
    here = colleague.c.workspace == workspace, colleague.c.person == person
    return frozenset(connection.scalars(select(colleague.c.other).where(*here)))


def everybodys(connection: Connection, workspace: str) -> frozenset[frozenset[str]]:
    """Each two of whom one named the other. Confidential: only the matcher reads them."""
    found = connection.execute(
        select(colleague.c.person, colleague.c.other).where(colleague.c.workspace == workspace)
    )
    return frozenset(frozenset(pair) for pair in found)


def replace_all(connection: Connection, workspace: str, person: str, others: Collection[str]) -> None:
    """Let these be all whom this person named; nobody is a colleague of themselves."""
    here = colleague.c.workspace == workspace, colleague.c.person == person
    connection.execute(delete(colleague).where(*here, colleague.c.other.not_in(others)))
    rows = [
        row(colleague, workspace=workspace, person=person, other=other)
        for other in sorted(set(others) - {person})
    ]
    add_once(connection, colleague, rows)

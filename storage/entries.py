"""Whom a staff list may mean: the people that are known already, and ids for those who are not."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.tables import person

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from sqlalchemy import Connection, RowMapping


class Entries:
    """Everybody who is known, each found once. ``leaving`` are the staff ids that the list has no more.

    ``name_of`` is the id that a key would be given.
    """

    def __init__(
        self, known: Mapping[str, RowMapping], leaving: Collection[str], name_of: Callable[[str], str]
    ) -> None:
        self._by_staff_id = {one["staff_id"]: one for one in known.values() if one["staff_id"]}
        self._by_email = {
            one["email"]: one for one in known.values() if one["email"] and _may_be_linked(one, leaving)
        }
        self._taken = set(known)
        self._name_of = name_of

    def find(self, staff_id: str, email: str) -> RowMapping | None:
        """The person who has that staff id, else one by that address who has none of their own that stays."""
        found = self._by_staff_id.get(staff_id)
        return found if found is not None else self._by_email.pop(email, None)

    def free_id(self, key: str) -> str:
        """An id for somebody new. That of a staff id given out again may belong to whoever had it before."""
        tries = (self._name_of(f"{key}\0{n}" if n else key) for n in count())
        chosen = next(id_ for id_ in tries if id_ not in self._taken)
        self._taken.add(chosen)
        return chosen


def everybody(connection: Connection, workspace: str, *columns: str) -> dict[str, Any]:
    """Those columns of everybody, and what they are found by, in order of id."""
    wanted = ("id", "staff_id", "email", "in_directory", *columns)
    rows = select(*(person.c[name] for name in dict.fromkeys(wanted)))
    found = connection.execute(rows.where(person.c.workspace == workspace).order_by(person.c.id)).mappings()
    return {one["id"]: one for one in found}


def _may_be_linked(one: RowMapping, leaving: Collection[str]) -> bool:
    """Whether somebody is not in the directory under a staff id that stays."""
    return not one["in_directory"] or one["staff_id"] is None or one["staff_id"] in leaving

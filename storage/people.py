"""Workspaces and their people: from the directory, from the chat, or from both."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pairing.people import Person
from storage.tables import audit, person, row, workspace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Table
    from sqlalchemy.sql.elements import ColumnElement

FACTS = ("name", "email", "department", "grade", "site", "job_title", "profession", "manager_id", "timezone")
"""What the directory or the person may say about them, column by column."""

_PERSON = [person.c[name] for name in Person.__dataclass_fields__]


def ensure_workspace(connection: Connection, name: str, platform: str, now: datetime) -> None:
    """Make the workspace if it is new."""
    add_once(
        connection, workspace, [row(workspace, workspace=name, platform=platform, name=name, made_at=now)]
    )


def workspaces(connection: Connection, platform: str | None = None) -> tuple[str, ...]:
    """Every workspace, or those of one platform."""
    wanted = select(workspace.c.workspace).order_by(workspace.c.workspace)
    if platform is not None:
        wanted = wanted.where(workspace.c.platform == platform)
    return tuple(connection.scalars(wanted))


def add_once(connection: Connection, table: Table, rows: Collection[Mapping[str, Any]]) -> int:
    """Insert rows whose key is not there yet; how many were new. Already there is success."""
    if not rows:
        return 0
    statement = _insert_once(table, connection.dialect.name)
    done = connection.execute(statement, list(rows), execution_options={"preserve_rowcount": True})
    return done.rowcount


@cache
def _insert_once(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def person_id(workspace_name: str, key: str) -> str:
    """The id of the person first known by ``key`` (a staff id, an e-mail or a chat address)."""
    return sha256(f"{workspace_name}\0{key}".encode()).hexdigest()[:16]


_AT_ADDRESS = select(*_PERSON).where(
    person.c.workspace == bindparam("workspace"), person.c.address == bindparam("address")
)


def find(connection: Connection, workspace_name: str, address: str) -> Person | None:
    """The person who writes from ``address``."""
    asked = {"workspace": workspace_name, "address": address}
    found = connection.execute(_AT_ADDRESS, asked).first()
    return None if found is None else Person(*found)


def people(
    connection: Connection, workspace_name: str, ids: Collection[str] | None = None
) -> dict[str, Person]:
    """People of a workspace by id: all, or those named."""
    wanted = select(*_PERSON).where(person.c.workspace == workspace_name)
    if ids is not None:
        wanted = wanted.where(person.c.id.in_(ids))
    return {found.id: Person(*found) for found in connection.execute(wanted)}


def meet(connection: Connection, workspace_name: str, address: str, facts: Mapping[str, str]) -> Person:
    """The person who writes from ``address``, linked to their directory entry by e-mail, or made anew.

    ``facts`` are what the chat knows of them; what the directory already says is left alone.
    """
    known = find(connection, workspace_name, address)
    if known is not None:
        return known
    email = facts.get("email", "").casefold()
    unlinked = and_(person.c.email == email, person.c.address.is_(None), person.c.in_directory)
    entry = _one(connection, workspace_name, unlinked) if email else None
    if entry is None:
        add_once(connection, person, [_new_person(workspace_name, address, dict(facts) | {"email": email})])
    else:
        change_person(connection, workspace_name, entry.id, address=address)
    met = find(connection, workspace_name, address)
    if met is None:
        raise LookupError("A person who was just written cannot be read.")
    return met


def change_person(connection: Connection, workspace_name: str, id_: str, **values: Any) -> None:  # noqa: ANN401 - columns
    """Change some columns of one person."""
    here = and_(person.c.workspace == workspace_name, person.c.id == id_)
    connection.execute(update(person).where(here).values(row(person, **values)))


def addresses(
    connection: Connection, workspace_name: str, ids: Collection[str] | None = None
) -> dict[str, str]:
    """The chat address of each person who can be written to: all, or those of these."""
    wanted = select(person.c.id, person.c.address).where(
        person.c.workspace == workspace_name, person.c.address.is_not(None), person.c.is_reachable
    )
    if ids is not None:
        wanted = wanted.where(person.c.id.in_(ids))
    return {found.id: found.address for found in connection.execute(wanted)}


def owners(connection: Connection, workspace_name: str) -> tuple[str, ...]:
    """The ids of the workspace's owners who can be written to."""
    here = and_(person.c.workspace == workspace_name, person.c.is_owner, person.c.address.is_not(None))
    return tuple(connection.scalars(select(person.c.id).where(here).order_by(person.c.id)))


def mark_owners(connection: Connection, workspace_name: str, named: Collection[str]) -> None:
    """Make owners of the people already known whose e-mail, address or chat id is named, in lower case."""
    wanted = select(person.c.id, person.c.email, person.c.address).where(
        person.c.workspace == workspace_name, person.c.address.is_not(None)
    )
    for id_, email, address in connection.execute(wanted).tuples():
        if {email, address.casefold(), address.casefold().rpartition("/")[2]} & set(named):
            change_person(connection, workspace_name, id_, is_owner=True)


_IS_OWNER = select(person.c.is_owner).where(
    person.c.workspace == bindparam("workspace"), person.c.id == bindparam("id")
)


def is_owner(connection: Connection, workspace_name: str, id_: str) -> bool:
    """Whether this person is an owner."""
    return bool(connection.scalar(_IS_OWNER, {"workspace": workspace_name, "id": id_}))


def known_values(connection: Connection, workspace_name: str, column: str) -> tuple[str, ...]:
    """The departments, grades or sites that the directory names, each once, in order."""
    wanted = select(person.c[column]).where(
        person.c.workspace == workspace_name, person.c.in_directory, person.c[column] != ""
    )
    return tuple(connection.scalars(wanted.distinct().order_by(person.c[column])))


def directory(connection: Connection, workspace_name: str) -> dict[str, dict[str, str]]:
    """The directory as it stands: facts by staff id."""
    wanted = select(person.c.staff_id, *(person.c[name] for name in FACTS)).where(
        person.c.workspace == workspace_name, person.c.in_directory, person.c.staff_id.is_not(None)
    )
    return {found["staff_id"]: dict(found) for found in connection.execute(wanted).mappings()}


def import_staff(
    connection: Connection,
    workspace_name: str,
    staff: Mapping[str, Mapping[str, str]],
    left: Iterable[str],
) -> None:
    """Take over a whole directory: ``staff`` by staff id, and the staff ids of those who have left it.

    Somebody already known from the chat by e-mail keeps their id, their address and their membership.
    """
    known = _ids_by(connection, workspace_name, person.c.staff_id)
    by_email = _ids_by(connection, workspace_name, person.c.email)
    fresh: list[dict[str, Any]] = []
    for staff_id, facts in staff.items():
        values = {name: facts[name] for name in FACTS} | {"email": facts["email"].casefold()}
        id_ = known.get(staff_id) or by_email.get(values["email"])
        if id_ is None:
            fresh.append(_new_person(workspace_name, None, values) | _entry(workspace_name, staff_id))
        else:
            known_zone = {} if values["timezone"] else {"timezone": _DEFAULT_ZONE}
            change_person(
                connection, workspace_name, id_, **values | known_zone, staff_id=staff_id, in_directory=True
            )
    if fresh:
        connection.execute(person.insert(), fresh)
    for staff_id in left:
        change_person(connection, workspace_name, known[staff_id], in_directory=False)


def write_audit(
    connection: Connection, workspace_name: str, actor: str, action: str, about: str, at: datetime
) -> None:
    """Remember what an owner or operator did. ``about`` holds counts and ids, never names."""
    id_ = sha256(f"{at.isoformat()}\0{actor}\0{action}\0{about}".encode()).hexdigest()[:32]
    values = row(audit, workspace=workspace_name, id=id_, at=at, actor=actor, action=action, about=about)
    add_once(connection, audit, [values])


_DEFAULT_ZONE = "Europe/London"


def _one(connection: Connection, workspace_name: str, where: ColumnElement[bool]) -> Person | None:
    found = connection.execute(select(*_PERSON).where(person.c.workspace == workspace_name, where)).first()
    return None if found is None else Person(*found)


def _ids_by(connection: Connection, workspace_name: str, column: ColumnElement[Any]) -> dict[str, str]:
    wanted = select(column, person.c.id).where(
        person.c.workspace == workspace_name, column.is_not(None), column != ""
    )
    return dict(connection.execute(wanted).tuples().all())


def _new_person(workspace_name: str, address: str | None, facts: Mapping[str, str]) -> dict[str, Any]:
    known = {name: facts.get(name, "") for name in FACTS}
    return row(
        person,
        workspace=workspace_name,
        id=person_id(workspace_name, address or ""),
        staff_id=None,
        address=address,
        in_directory=False,
        is_owner=False,
        is_reachable=True,
        **known | {"timezone": known["timezone"] or _DEFAULT_ZONE},
    )


def _entry(workspace_name: str, staff_id: str) -> dict[str, Any]:
    return {"id": person_id(workspace_name, staff_id), "staff_id": staff_id, "in_directory": True}

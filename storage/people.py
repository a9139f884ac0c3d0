"""Workspaces and their people: from the directory, from the chat, or from both."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, select, update

from pairing.people import Person
from storage.entries import Entries, everybody
from storage.once import add_once
from storage.sources import STAFF_LIST, sources
from storage.tables import audit, person, row, workspace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

    from storage.sources import Sources

FACTS = ("name", "email", "department", "grade", "site", "job_title", "profession", "manager_id", "timezone")
"""What the directory or the person may say about them, column by column."""

PERSON_COLUMNS = [
    func.coalesce(person.c[name], "").label(name) if name == "staff_id" else person.c[name]
    for name in Person.__dataclass_fields__
]
"""What a `Person` is read from. An absent staff id reads as an empty one."""


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


def person_id(workspace_name: str, key: str) -> str:
    """The id of the person first known by ``key`` (a staff id, an e-mail or a chat address)."""
    return sha256(f"{workspace_name}\0{key}".encode()).hexdigest()[:16]


_AT_ADDRESS = select(*PERSON_COLUMNS).where(
    person.c.workspace == bindparam("workspace"), person.c.address == bindparam("address")
)


def find(connection: Connection, workspace_name: str, address: str) -> Person | None:
    """The person who writes from ``address``."""
    asked = {"workspace": workspace_name, "address": address}
    found = connection.execute(_AT_ADDRESS, asked).first()
    return None if found is None else Person(*found)


_EVERYBODY = select(*PERSON_COLUMNS).where(person.c.workspace == bindparam("workspace"))
_SOME = _EVERYBODY.where(person.c.id.in_(bindparam("ids", expanding=True)))


def people(
    connection: Connection, workspace_name: str, ids: Collection[str] | None = None
) -> dict[str, Person]:
    """People of a workspace by id: all, or those named."""
    asked = {"workspace": workspace_name} | ({} if ids is None else {"ids": tuple(ids)})
    found = connection.execute(_EVERYBODY if ids is None else _SOME, asked)
    return {one.id: Person(*one) for one in found}


def meet(connection: Connection, workspace_name: str, address: str, facts: Mapping[str, str]) -> Person:
    """The person who writes from ``address``, linked to their directory entry by e-mail, or made anew.

    ``facts`` are what the chat knows of them; what the directory already says is left alone. An e-mail
    that several entries share links to none of them: it does not say whose it is.
    """
    known = find(connection, workspace_name, address)
    if known is not None:
        return known
    email = _email(facts.get("email", ""))
    unlinked = and_(person.c.email == email, person.c.address.is_(None), person.c.in_directory)
    entries = _ids(connection, workspace_name, unlinked) if email else []
    if len(entries) == 1:
        known = people(connection, workspace_name, entries)[entries[0]]
        zone = facts.get("timezone", "") if known.timezone == USUAL_ZONE else ""
        change_person(connection, workspace_name, known.id, address=address, timezone=zone or known.timezone)
    else:
        add_once(connection, person, [_new_person(workspace_name, address, dict(facts) | {"email": email})])
    met = find(connection, workspace_name, address)
    if met is None:
        raise LookupError("A person who was just written cannot be read.")
    return met


def change_person(connection: Connection, workspace_name: str, id_: str, **values: Any) -> None:  # noqa: ANN401 - columns
    """Change some columns of one person. A time zone that there is not becomes the default."""
    if "timezone" in values:
        values["timezone"] = _zone(values["timezone"])
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
    """Make owners of the people already known whose e-mail, address or chat id is named, in lower case.

    Where any are named, whoever is not named is an owner no more.
    """
    if not named:
        return
    wanted = select(person.c.id, person.c.email, person.c.address, person.c.is_owner).where(
        person.c.workspace == workspace_name, person.c.address.is_not(None)
    )
    for id_, email, address, was in connection.execute(wanted).all():
        chat = address.casefold()
        is_named = not {email, chat, chat.rpartition("/")[2]}.isdisjoint(named)
        if is_named != was:
            change_person(connection, workspace_name, id_, is_owner=is_named)


def is_reachable(connection: Connection, workspace_name: str, id_: str) -> bool:
    """Whether this person can be written to, as far as is known."""
    return id_ in addresses(connection, workspace_name, [id_])


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


def directory(connection: Connection, workspace_name: str) -> dict[str, dict[str, Any]]:
    """The directory as it stands by staff id: facts, and which of them somebody ``typed`` themself."""
    wanted = select(person.c.staff_id, person.c.typed, *(person.c[name] for name in FACTS)).where(
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

    Somebody already known by e-mail, from the chat or under a staff id that is theirs no more, keeps
    their id, their address and their membership. What the list leaves empty stays as it is known, and so
    does what somebody typed themself, unless the owners have it otherwise.
    """
    leaving = set(left)
    # Held to the end: of two imports at once the second sees what the first has done.
    here = workspace.c.workspace == workspace_name
    connection.execute(select(workspace.c.workspace).where(here).with_for_update())
    rules = sources(connection, workspace_name)
    known = everybody(connection, workspace_name, *FACTS, "typed")
    entries = Entries(known, leaving, partial(person_id, workspace_name))
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for staff_id, facts in staff.items():
        values = {name: facts[name] for name in FACTS} | {"email": _email(facts["email"])}
        entry = {"staff_id": staff_id, "in_directory": True}
        one = entries.find(staff_id, values["email"])
        if one is None:
            fresh.append(
                _new_person(workspace_name, None, values) | entry | {"id": entries.free_id(staff_id)}
            )
        else:
            new = from_staff_list(rules, dict(one), values)
            rewritten = {f"b_{name}": new.get(name, "") for name in FACTS}
            typed = {"b_typed": [name for name in one["typed"] if name not in new]}
            changed.append(rewritten | typed | entry | {"b_workspace": workspace_name, "b_id": one["id"]})
    gone = [{"b_workspace": workspace_name, "b_staff_id": staff_id} for staff_id in sorted(leaving)]
    for statement, rows in ((_ENTER, fresh), (_REWRITE, changed), (_LEAVE, gone)):
        if rows:
            connection.execute(statement, rows)


def from_staff_list(rules: Sources, one: Mapping[str, Any], facts: Mapping[str, str]) -> dict[str, str]:
    """What of a staff list's ``facts`` is written over what is known of ``one``."""
    new = rules.taken(facts, STAFF_LIST, one, one["typed"])
    return new | {name: _zone(zone) for name, zone in new.items() if name == "timezone"}


_ENTER = person.insert()
_REWRITE = (
    update(person)
    .where(person.c.workspace == bindparam("b_workspace"), person.c.id == bindparam("b_id"))
    .values({name: bindparam(name) for name in ("staff_id", "in_directory")})
    .values({name: func.coalesce(func.nullif(bindparam(f"b_{name}"), ""), person.c[name]) for name in FACTS})
    .values(typed=bindparam("b_typed"))
)
_LEAVE = (
    update(person)
    .where(person.c.workspace == bindparam("b_workspace"), person.c.staff_id == bindparam("b_staff_id"))
    .values(in_directory=False)
)


def write_audit(
    connection: Connection, workspace_name: str, actor: str, action: str, about: str, at: datetime
) -> None:
    """Remember what an owner or operator did. ``about`` holds counts and ids, never names."""
    id_ = sha256(f"{at.isoformat()}\0{actor}\0{action}\0{about}".encode()).hexdigest()[:32]
    values = row(audit, workspace=workspace_name, id=id_, at=at, actor=actor, action=action, about=about)
    add_once(connection, audit, [values])


USUAL_ZONE = "Europe/London"
"""What somebody's time zone is until anybody says otherwise."""


def _zone(name: str) -> str:
    """``name`` if it is a time zone, else the default: every clock reckons with this column."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return USUAL_ZONE
    return name


def _email(words: str) -> str:
    return words.strip().casefold()


def _ids(connection: Connection, workspace_name: str, where: ColumnElement[bool]) -> list[str]:
    wanted = select(person.c.id).where(person.c.workspace == workspace_name, where)
    return list(connection.scalars(wanted.order_by(person.c.id)))


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
        **known | {"timezone": _zone(known["timezone"])},
    )

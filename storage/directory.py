"""What the chat says of people: whose profile is to be read again, and what is taken over from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select, update

from pairing.people import Status
from storage.once import add_once
from storage.people import USUAL_ZONE, change_person
from storage.sources import PROFILE, sources
from storage.tables import member, person, reading, row, workspace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from pairing.people import Person

CHAT = "chat"
"""The chat as the origin of a fact that no owner said anything about."""
OF_THE_CHAT = ("name", "email", "job_title")
"""What the chat says as well as the staff list, which is believed of whoever is in it."""


FACTS = (*OF_THE_CHAT, "timezone")
"""What the chat knows of people besides the fields that an owner may name."""


class What(StrEnum):
    """What is read again and again."""

    PEOPLE = "people"
    PROFILES = "profiles"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the chat says of somebody; unknown facts are empty. ``fields`` are by the profile field's id.

    ``kind`` and ``is_gone`` are ``None`` where it did not say.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    is_gone: bool | None = None


def stale(connection: Connection, workspace_name: str, before: datetime, most: int) -> list[tuple[str, str]]:
    """Members whose profile was not read since then, the longest ago first: ids and addresses."""
    is_member = exists().where(
        member.c.workspace == person.c.workspace,
        member.c.person == person.c.id,
        member.c.status != Status.LEFT.value,
    )
    wanted = select(person.c.id, person.c.address).where(
        person.c.workspace == workspace_name,
        person.c.address.is_not(None),
        person.c.is_reachable,
        or_(person.c.read_at.is_(None), person.c.read_at < before),
        is_member,
    )
    oldest = wanted.order_by(person.c.read_at.is_not(None), person.c.read_at, person.c.id).limit(most)
    return [(one.id, one.address) for one in connection.execute(oldest)]


def take_over(
    connection: Connection, workspace_name: str, person_id: str, seen: Seen, read_at: datetime | None = None
) -> dict[str, Any]:
    """Write what the chat says of somebody over what is known; the columns that are changed.

    ``read_at`` is when their profile was read with all its fields, where it was.
    """
    values = news(connection, workspace_name, person_id, seen)
    if read_at is not None:
        values["read_at"] = read_at
    if values:
        change_person(connection, workspace_name, person_id, **values)
    return values


def news(connection: Connection, workspace_name: str, person_id: str, seen: Seen) -> dict[str, Any]:
    """The columns of somebody that what the chat says would change, as far as the owners have it so.

    Where the staff list has nobody of that address, or does not say, the time zone is the chat's too.
    """
    here = and_(person.c.workspace == workspace_name, person.c.id == person_id)
    known = connection.execute(select(person).where(here).with_for_update(key_share=True)).mappings().first()
    if known is None:
        return {}
    facts = _taken(connection, workspace_name, seen, dict(known))
    new: dict[str, Any] = {fact: value for fact, value in facts.items() if value != known[fact]}
    if lost := facts.keys() & set(known["typed"]):
        new["typed"] = [fact for fact in known["typed"] if fact not in lost]
    if seen.kind is not None and seen.kind != known["kind"]:
        new["kind"] = seen.kind
    if seen.is_gone is not None and seen.is_gone == known["is_reachable"]:
        new["is_reachable"] = not seen.is_gone
    return new


def keep_typed(connection: Connection, who: Person, said: Mapping[str, str]) -> None:
    """Keep what somebody says of themself, and that it is they who said it where that is news.

    What they leave empty they do not say: another source may fill it in again.
    """
    here = and_(person.c.workspace == who.workspace, person.c.id == who.id)
    before: list[str] = connection.execute(select(person.c.typed).where(here)).scalar_one()
    typed = {fact for fact, value in said.items() if value and value != getattr(who, fact)}
    kept = sorted(typed | {fact for fact in before if said.get(fact, "")})
    change_person(connection, who.workspace, who.id, typed=kept, **said)


def _taken(
    connection: Connection, workspace_name: str, seen: Seen, known: Mapping[str, Any]
) -> dict[str, str]:
    """The facts in which the chat is believed."""
    rules = sources(connection, workspace_name)
    said = {fact: seen.facts.get(fact, "") for fact in OF_THE_CHAT}
    said["email"] = said["email"].casefold()
    if known["in_directory"]:
        said = {fact: value for fact, value in said.items() if not known[fact]}
    new = rules.taken(said, CHAT, known, known["typed"])
    for fact, id_ in rules.profile_fields.items():
        told = {fact: seen.fields.get(id_, "")}
        new |= rules.taken(told, f"{PROFILE}{id_}", known, known["typed"])
    zone = seen.facts.get("timezone", "")
    if zone and (known["timezone"] == USUAL_ZONE or not known["in_directory"]):
        new["timezone"] = zone
    return new


def listed(connection: Connection, workspace_name: str) -> tuple[int, int]:
    """How many people the staff list has, and in how many departments."""
    departments = func.count(func.nullif(person.c.department, "").distinct())
    wanted = select(func.count(), departments).where(
        person.c.workspace == workspace_name, person.c.in_directory
    )
    people, in_departments = connection.execute(wanted).one()
    return people, in_departments


def at_addresses(connection: Connection, workspace_name: str, addresses: Collection[str]) -> dict[str, str]:
    """The ids of those who write from these addresses; one that nobody is known by is missing."""
    wanted = select(person.c.address, person.c.id).where(
        person.c.workspace == workspace_name, person.c.address.in_(addresses)
    )
    return {one.address: one.id for one in connection.execute(wanted)}


def due(connection: Connection, what: What, now: datetime) -> list[str]:
    """The workspaces that have the app and are to be asked now."""
    waits = exists().where(
        reading.c.workspace == workspace.c.workspace, reading.c.what == what.value, reading.c.next_at > now
    )
    wanted = select(workspace.c.workspace).where(workspace.c.gone_at.is_(None), ~waits)
    return list(connection.scalars(wanted.order_by(workspace.c.workspace)))


def claim(connection: Connection, workspace_name: str, what: What, now: datetime, until: datetime) -> bool:
    """Take a workspace's reading on until then, unless another replica has, or it is not due."""
    first = row(reading, workspace=workspace_name, what=what.value, next_at=now)
    add_once(connection, reading, [first])
    mine = update(reading).where(_here(workspace_name, what), reading.c.next_at <= now)
    return connection.execute(mine.values(next_at=until)).rowcount == 1


def come_back(
    connection: Connection, workspace_name: str, what: What, at: datetime, trouble: str = ""
) -> None:
    """Let a reading rest until then. ``trouble`` is the place's own word for what went wrong."""
    here = update(reading).where(_here(workspace_name, what))
    connection.execute(here.values(next_at=at, trouble=trouble))


def trouble(connection: Connection, workspace_name: str, what: What) -> str:
    """What went wrong when it was last read; nothing where all is well."""
    return connection.scalar(select(reading.c.trouble).where(_here(workspace_name, what))) or ""


def _here(workspace_name: str, what: What) -> Any:  # noqa: ANN401 - a condition
    return and_(reading.c.workspace == workspace_name, reading.c.what == what.value)

"""Programmes and their members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, or_, select, update

from pairing.holidays import holiday_dates
from pairing.people import Ladder, Member, OddPool, Person, Programme, Status
from pairing.rounds import Cadence
from storage.once import add_once
from storage.people import PERSON_COLUMNS
from storage.preferences import from_stored, to_stored
from storage.tables import exclusion, member, person, programme, row, workspace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from pairing.people import Preferences

_OWN = (
    "status",
    "paused_until",
    "skips_round",
    "silent_rounds",
    "preferences",
    "introduced_in",
    "introduced_on",
)
MEMBER_COLUMNS = [member.c[name] for name in _OWN]
_WIDTH = len(PERSON_COLUMNS)


def add_programme(connection: Connection, new: Programme) -> None:
    """Make a programme if the workspace has none of that id."""
    cadence = new.cadence
    values = row(
        programme,
        workspace=new.workspace,
        id=new.id,
        name=new.name,
        anchor=cadence.anchor,
        days=cadence.days,
        at=cadence.at,
        timezone=cadence.timezone,
        quiet_dates=sorted(day.isoformat() for day in new.own_quiet_dates),
        ladder=list(new.ladder.grades),
        weights=dict(new.weights),
        odd_pool=new.odd_pool.value,
        together=new.together,
        holidays=new.holidays,
        is_held=new.is_held,
        open_to={fact: list(values) for fact, values in new.open_to.items()},
        invitation=new.invitation,
    )
    add_once(connection, programme, [values])


_OF_WORKSPACE = (
    select(programme).where(programme.c.workspace == bindparam("workspace")).order_by(programme.c.id)
)


def programmes(connection: Connection, workspace_name: str) -> tuple[Programme, ...]:
    """The programmes of a workspace."""
    found = connection.execute(_OF_WORKSPACE, {"workspace": workspace_name})
    return tuple(_programme(one._asdict()) for one in found)


def keys(connection: Connection) -> tuple[tuple[str, str], ...]:
    """The workspace and id of every programme, so that one that cannot be read stops no other.

    Those of workspaces that the app was taken out of are left alone.
    """
    here = and_(workspace.c.workspace == programme.c.workspace, workspace.c.gone_at.is_(None))
    wanted = select(programme.c.workspace, programme.c.id).join(workspace, here)
    wanted = wanted.order_by(programme.c.workspace, programme.c.id)
    return tuple((workspace_name, id_) for workspace_name, id_ in connection.execute(wanted))


_ONE = select(programme).where(
    programme.c.workspace == bindparam("workspace"), programme.c.id == bindparam("id")
)


def find(connection: Connection, workspace_name: str, id_: str) -> Programme:
    """The programme of that id."""
    found = connection.execute(_ONE, {"workspace": workspace_name, "id": id_}).one()
    return _programme(found._asdict())


def change_programme(connection: Connection, of: Programme, **values: Any) -> None:  # noqa: ANN401 - columns
    """Change some columns of a programme."""
    here = and_(programme.c.workspace == of.workspace, programme.c.id == of.id)
    connection.execute(update(programme).where(here).values(row(programme, **values)))


def members(connection: Connection, of: Programme, ids: Collection[str] | None = None) -> dict[str, Member]:
    """Members of a programme by person id, whatever their status: all, or those named."""
    wanted = (
        select(*PERSON_COLUMNS, *MEMBER_COLUMNS)
        .join(member, and_(member.c.workspace == person.c.workspace, member.c.person == person.c.id))
        .where(member.c.workspace == of.workspace, member.c.programme == of.id)
        .order_by(person.c.id)
    )
    if ids is not None:
        wanted = wanted.where(person.c.id.in_(ids))
    found = (read_member(Person(*values[:_WIDTH]), values[_WIDTH:]) for values in connection.execute(wanted))
    return {one.id: one for one in found}


_EACH_MEMBER = update(member).where(
    member.c.workspace == bindparam("b_workspace"),
    member.c.programme == bindparam("b_programme"),
    member.c.person == bindparam("b_person"),
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, and the programme that they write about; neither is there before it was made."""

    person: Person
    programme: Programme | None
    member: Member | None
    is_owner: bool = False


_ITS_COLUMNS = [column.label(f"of_{column.name}") for column in programme.c]
_WRITER = (
    select(*PERSON_COLUMNS, *MEMBER_COLUMNS, person.c.is_owner, *_ITS_COLUMNS)
    .select_from(person)
    .outerjoin(programme, programme.c.workspace == person.c.workspace)
    .outerjoin(
        member,
        and_(
            member.c.workspace == person.c.workspace,
            member.c.programme == programme.c.id,
            member.c.person == person.c.id,
        ),
    )
    .where(person.c.workspace == bindparam("workspace"), person.c.address == bindparam("address"))
    .order_by(
        programme.c.id != bindparam("wanted"),
        member.c.status.is_(None),
        member.c.status == Status.LEFT.value,
        programme.c.id,
    )
    .limit(1)
)


def who_writes(connection: Connection, workspace_name: str, address: str, wanted: str = "") -> Writer | None:
    """The person at ``address``, with the programme they write about and their membership in it.

    That is the one ``wanted``, else the first that they are in, else the first of the workspace. Asked
    before whatever anybody does, so it is one statement.
    """
    asked = {"workspace": workspace_name, "address": address, "wanted": wanted}
    found = connection.execute(_WRITER, asked).first()
    if found is None:
        return None
    who = Person(*found[:_WIDTH])
    about = dict(zip(programme.c.keys(), found[-len(programme.c) :], strict=True))
    own = found[_WIDTH : _WIDTH + len(MEMBER_COLUMNS)]
    return Writer(
        who,
        None if about["id"] is None else _programme(about),
        None if own[0] is None else read_member(who, own),
        found.is_owner,
    )


def join(
    connection: Connection,
    of: Programme,
    person_id: str,
    now: datetime,
    preferences: Preferences | None = None,
) -> None:
    """Opt somebody in, and keep what they would like where it is given."""
    values = row(
        member,
        workspace=of.workspace,
        programme=of.id,
        person=person_id,
        status=Status.ACTIVE.value,
        preferences={},
        silent_rounds=0,
        joined_at=now,
    )
    add_once(connection, member, [values])
    if preferences is not None:
        change_member(connection, of, person_id, preferences=to_stored(preferences))


def change_member(connection: Connection, of: Programme, person_id: str, **values: Any) -> None:  # noqa: ANN401 - columns
    """Change some columns of one member."""
    change_members(connection, of, {person_id: values})


def change_members(connection: Connection, of: Programme, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Change the same columns of each of these members, as their person ids say."""
    rows = [
        {"b_workspace": of.workspace, "b_programme": of.id, "b_person": id_, **row(member, **values)}
        for id_, values in changes.items()
    ]
    if rows:
        columns = next(iter(changes.values()))
        connection.execute(_EACH_MEMBER.values({name: bindparam(name) for name in columns}), rows)


def set_status(
    connection: Connection, of: Programme, person_id: str, status: Status, paused_until: date | None = None
) -> None:
    """Make a member active, paused (until a day, or until they say) or left."""
    change_member(connection, of, person_id, status=status.value, paused_until=paused_until, silent_rounds=0)


def pause(connection: Connection, of: Programme, people: Collection[str]) -> None:
    """Pause several members until they say otherwise."""
    paused = {"status": Status.PAUSED.value, "paused_until": None, "silent_rounds": 0}
    change_members(connection, of, dict.fromkeys(people, paused))


def note_introduced(
    connection: Connection, of: Programme, people: Collection[str], number: int | None, day: date | None
) -> None:
    """Remember that these were introduced in the round of ``day``, for their pace; in none if it is off."""
    last = {"introduced_in": number, "introduced_on": day}
    change_members(connection, of, dict.fromkeys(sorted(people), last))


def exclusions(connection: Connection, workspace_name: str) -> frozenset[frozenset[str]]:
    """The pairs of person ids that must not be introduced. Confidential: only the matcher reads them."""
    wanted = select(exclusion.c.first, exclusion.c.second).where(exclusion.c.workspace == workspace_name)
    return frozenset(frozenset(pair) for pair in connection.execute(wanted))


def exclude(connection: Connection, workspace_name: str, one: str, other: str, added_by: str) -> None:
    """Keep two people apart from now on."""
    first, second = sorted((one, other))
    values = row(exclusion, workspace=workspace_name, first=first, second=second, added_by=added_by)
    add_once(connection, exclusion, [values])


def kept_apart_by(connection: Connection, workspace_name: str, person_id: str) -> frozenset[str]:
    """The ids of those from whom this person asked to be kept apart. For nobody else's eyes."""
    asked = and_(exclusion.c.workspace == workspace_name, exclusion.c.added_by == person_id)
    own = or_(exclusion.c.first == person_id, exclusion.c.second == person_id)
    found = connection.execute(select(exclusion.c.first, exclusion.c.second).where(asked, own))
    return frozenset(one for pair in found for one in pair) - {person_id}


def no_longer_exclude(
    connection: Connection, workspace_name: str, one: str, other: str, added_by: str
) -> None:
    """Take back what ``added_by`` asked for. What anybody else asked about the same two stands."""
    first, second = sorted((one, other))
    asked = and_(exclusion.c.first == first, exclusion.c.second == second, exclusion.c.added_by == added_by)
    connection.execute(delete(exclusion).where(exclusion.c.workspace == workspace_name, asked))


def _programme(found: Mapping[str, Any]) -> Programme:
    cadence = Cadence(
        anchor=found["anchor"],
        days=found["days"],
        at=found["at"],
        timezone=found["timezone"],
        quiet_dates=frozenset(date.fromisoformat(day) for day in found["quiet_dates"])
        | holiday_dates(found["holidays"], found["anchor"].year),
    )
    return Programme(
        workspace=found["workspace"],
        id=found["id"],
        name=found["name"],
        cadence=cadence,
        ladder=Ladder(tuple(found["ladder"])),
        weights=found["weights"],
        odd_pool=OddPool(found["odd_pool"]),
        together=found["together"],
        holidays=found["holidays"],
        is_held=found["is_held"],
        open_to={fact: tuple(values) for fact, values in found["open_to"].items()},
        invitation=found["invitation"],
    )


def read_member(person: Person, own: Sequence[Any]) -> Member:
    """A member from the values of `MEMBER_COLUMNS`."""
    status, paused_until, skips_round, silent_rounds, preferences, *last = own
    wishes = from_stored(preferences)
    return Member(person, Status(status), paused_until, skips_round, silent_rounds, wishes, *last)

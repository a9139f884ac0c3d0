"""Giving somebody all that is kept of them, and erasing it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, literal, null, or_, select, update

from pairing.explain import told
from pairing.matching import Reason
from storage.people import FACTS
from storage.tables import (
    answer,
    audit,
    booking,
    colleague,
    exclusion,
    feedback,
    follow_up,
    member,
    notice,
    pairing,
    pairing_member,
    person,
    row,
    sitting_out,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select
    from sqlalchemy.sql.elements import ColumnElement


class SeveralPeopleError(LookupError):
    """More than one person goes by what was asked for; the message says by what else to ask."""


def find_person(connection: Connection, workspace: str, who: str) -> str | None:
    """The id of the person with this id, staff id, e-mail or chat address.

    Raises:
        SeveralPeopleError: where it is more than one person's. Nobody is erased by a guess.

    """
    known = or_(
        person.c.id == who,
        person.c.staff_id == who,
        person.c.email == who.strip().casefold(),
        person.c.address == who,
        person.c.address == f"{workspace}/{who}",
    )
    wanted = select(person.c.id).where(person.c.workspace == workspace, known).order_by(person.c.id)
    found = list(connection.scalars(wanted)) if who.strip() else []
    if who in found:
        return who
    if len(found) > 1:
        raise SeveralPeopleError(f"{len(found)} people go by that. Name one by the id: {', '.join(found)}.")
    return found[0] if found else None


def everything_about(connection: Connection, workspace: str, id_: str) -> dict[str, Any]:
    """All that is kept of one person, table by table, ready to be written as JSON.

    It names those they were introduced to, as the introduction did, and leaves out what others said:
    what their answers add up to would tell it, and so would an exclusion that somebody else asked for.
    So would the best alternative to each introduction: whom it is not, in a small programme. Of the rules
    that counted it gives those that an introduction may tell: others say what the other side wishes for.
    """
    partners = (
        select(pairing_member.c.pairing, person.c.name)
        .join(person, and_(person.c.workspace == workspace, person.c.id == pairing_member.c.person))
        .where(
            pairing_member.c.workspace == workspace,
            pairing_member.c.pairing.in_(_pairings_of(workspace, id_)),
            pairing_member.c.person != id_,
        )
    )
    own = [
        pairing.c[name] for name in ("id", "programme", "number", "made_at", "is_late", "reasons", "address")
    ]
    introductions = select(*own, (pairing.c.organiser == id_).label("you_were_to_write_first")).where(
        pairing.c.workspace == workspace, pairing.c.id.in_(_pairings_of(workspace, id_))
    )
    wanted = {
        "person": _of(person, workspace, person.c.id == id_),
        "memberships": _of(member, workspace, member.c.person == id_),
        "introductions": introductions,
        "introductions_as_you_were_then": _as_then(workspace, id_),
        "introduced_to": partners,
        "answers": _of(answer, workspace, answer.c.person == id_),
        "times_you_set": _of(booking, workspace, booking.c.set_by == id_),
        "what_you_said_of_meetings": _of(feedback, workspace, feedback.c.person == id_),
        "your_notes": _of(follow_up, workspace, follow_up.c.person == id_),
        "colleagues_you_named": _of(colleague, workspace, colleague.c.person == id_),
        "rounds_sat_out": _of(sitting_out, workspace, sitting_out.c.person == id_),
        "exclusions_you_added": _of(exclusion, workspace, exclusion.c.added_by == id_),
        "messages_to_you": _of(notice, workspace, notice.c.person == id_),
        "owner_actions": _of(audit, workspace, audit.c.actor == id_),
    }
    kept = {name: _rows(connection, rows) for name, rows in wanted.items()}
    for one in kept["introductions"]:
        one["reasons"] = list(told(Reason(*reason) for reason in one["reasons"]))
    return kept


def erase(connection: Connection, workspace: str, id_: str) -> str:
    """Erase a person: name, contact, facts, wishes, reasons, exclusions and ids go; anonymous counts stay.

    Their pairings keep the department and grade of that round, which the report counts, under a new
    random id that leads to nobody: it is given back. What is still owed to them is owed no more.
    """
    nobody = secrets.token_hex(8)
    _forget_who_else_knows(connection, workspace, id_)
    _add_nobody(connection, workspace, nobody)
    _hand_over(connection, workspace, id_, nobody)
    connection.execute(delete(person).where(person.c.workspace == workspace, person.c.id == id_))
    return nobody


def _forget_who_else_knows(connection: Connection, workspace: str, id_: str) -> None:
    """Clear what other rows hold of a person: their reports, groups, exclusions, and what was sent."""
    staff_id = select(person.c.staff_id).where(person.c.workspace == workspace, person.c.id == id_)
    managed = and_(person.c.workspace == workspace, person.c.manager_id == staff_id.scalar_subquery())
    connection.execute(update(person).where(managed).values(manager_id=""))
    groups = and_(pairing.c.workspace == workspace, pairing.c.id.in_(_pairings_of(workspace, id_)))
    connection.execute(update(pairing).where(groups).values(address=None))
    to_groups = and_(notice.c.workspace == workspace, notice.c.pairing.in_(_pairings_of(workspace, id_)))
    connection.execute(update(notice).where(to_groups, notice.c.person == "").values(receipt=""))
    about_them = or_(notice.c.person == id_, notice.c.about == id_)
    connection.execute(delete(notice).where(notice.c.workspace == workspace, about_them))
    for table, named in (
        (exclusion, or_(exclusion.c.first == id_, exclusion.c.second == id_)),
        (colleague, or_(colleague.c.person == id_, colleague.c.other == id_)),
        (follow_up, or_(follow_up.c.person == id_, follow_up.c.about == id_)),
    ):
        connection.execute(delete(table).where(table.c.workspace == workspace, named))
    connection.execute(
        update(member)
        .where(member.c.workspace == workspace, member.c.person == id_)
        .values(
            status="left",
            paused_until=None,
            skips_round=None,
            preferences={},
            introduced_in=None,
            introduced_on=None,
        )
    )
    connection.execute(
        update(answer).where(answer.c.workspace == workspace, answer.c.person == id_).values(why_not=None)
    )


def _add_nobody(connection: Connection, workspace: str, nobody: str) -> None:
    """A person without a single fact, for the counts to belong to."""
    blank = dict.fromkeys(FACTS, "") | {"timezone": "UTC"}
    no = dict.fromkeys(("in_directory", "is_owner", "is_reachable"), False)
    connection.execute(person.insert().values(row(person, workspace=workspace, id=nobody, **blank, **no)))


def _hand_over(connection: Connection, workspace: str, id_: str, nobody: str) -> None:
    """Put ``nobody`` wherever the person's id is, answers before the memberships that they hang from."""
    theirs = and_(pairing_member.c.workspace == workspace, pairing_member.c.person == id_)
    changed: dict[str, ColumnElement[Any]] = {"person": literal(nobody), "alternative": null()}
    columns = [changed.get(column.name, column) for column in pairing_member.c]
    connection.execute(
        pairing_member.insert().from_select(pairing_member.c.keys(), select(*columns).where(theirs))
    )
    for column in (
        answer.c.person,
        feedback.c.person,
        booking.c.set_by,
        member.c.person,
        sitting_out.c.person,
        pairing.c.organiser,
        exclusion.c.added_by,
        audit.c.actor,
    ):
        here = and_(column.table.c.workspace == workspace, column == id_)
        connection.execute(update(column.table).where(here).values({column: nobody}))
    connection.execute(delete(pairing_member).where(theirs))


def _pairings_of(workspace: str, id_: str) -> Select[Any]:
    return select(pairing_member.c.pairing).where(
        pairing_member.c.workspace == workspace, pairing_member.c.person == id_
    )


def _of(table: Any, workspace: str, where: Any) -> Select[Any]:  # noqa: ANN401 - any table
    return select(table).where(table.c.workspace == workspace, where)


def _as_then(workspace: str, id_: str) -> Select[Any]:
    own = [column for column in pairing_member.c if column.name != "alternative"]
    return select(*own).where(pairing_member.c.workspace == workspace, pairing_member.c.person == id_)


def _rows(connection: Connection, wanted: Select[Any]) -> list[dict[str, Any]]:
    return [dict(found) for found in connection.execute(wanted).mappings()]

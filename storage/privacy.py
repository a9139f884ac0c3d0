"""Giving somebody all that is kept of them, and erasing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, or_, select, update

from storage.people import FACTS
from storage.tables import answer, exclusion, member, notice, pairing, pairing_member, person, sitting_out

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

UNSENT = ("owed", "sending")


def find_person(connection: Connection, workspace: str, who: str) -> str | None:
    """The id of the person with this id, staff id, e-mail or chat address."""
    known = or_(
        person.c.id == who,
        person.c.staff_id == who,
        person.c.email == who.casefold(),
        person.c.address == who,
        person.c.address == f"{workspace}/{who}",
    )
    found: str | None = connection.scalar(
        select(person.c.id).where(person.c.workspace == workspace, known).order_by(person.c.id)
    )
    return found


def everything_about(connection: Connection, workspace: str, id_: str) -> dict[str, Any]:
    """All that is kept of one person, table by table, ready to be written as JSON.

    It names those they were introduced to, as the introduction did, and leaves out what others said.
    """
    own = select(pairing_member.c.pairing).where(
        pairing_member.c.workspace == workspace, pairing_member.c.person == id_
    )
    partners = (
        select(pairing_member.c.pairing, person.c.name)
        .join(person, and_(person.c.workspace == workspace, person.c.id == pairing_member.c.person))
        .where(
            pairing_member.c.workspace == workspace,
            pairing_member.c.pairing.in_(own),
            pairing_member.c.person != id_,
        )
    )
    return {
        "person": _rows(connection, _of(person, workspace, person.c.id == id_)),
        "memberships": _rows(connection, _of(member, workspace, member.c.person == id_)),
        "introductions": _rows(connection, _of(pairing_member, workspace, pairing_member.c.person == id_)),
        "introduced_to": _rows(connection, partners),
        "answers": _rows(connection, _of(answer, workspace, answer.c.person == id_)),
        "rounds_sat_out": _rows(connection, _of(sitting_out, workspace, sitting_out.c.person == id_)),
        "exclusions_you_added": _rows(connection, _of(exclusion, workspace, exclusion.c.added_by == id_)),
        "messages_to_you": _rows(connection, _of(notice, workspace, notice.c.person == id_)),
    }


def erase(connection: Connection, workspace: str, id_: str) -> None:
    """Erase a person: name, contact, facts, wishes, reasons and exclusions go; anonymous counts stay.

    Their pairings keep the department and grade of that round, which the report counts, under an id
    that leads to nobody. What is still owed to them is owed no more.
    """
    empty = dict.fromkeys(FACTS, "") | {"timezone": "UTC", "staff_id": None, "address": None}
    here = and_(person.c.workspace == workspace, person.c.id == id_)
    connection.execute(
        update(person).where(here).values(**empty, in_directory=False, is_owner=False, is_reachable=False)
    )
    connection.execute(
        update(member)
        .where(member.c.workspace == workspace, member.c.person == id_)
        .values(status="left", paused_until=None, skips_round=None, offer="", curiosity="")
    )
    connection.execute(
        update(answer).where(answer.c.workspace == workspace, answer.c.person == id_).values(why_not=None)
    )
    kept_apart = or_(exclusion.c.first == id_, exclusion.c.second == id_)
    connection.execute(delete(exclusion).where(exclusion.c.workspace == workspace, kept_apart))
    to_them = and_(notice.c.workspace == workspace, notice.c.person == id_)
    connection.execute(
        update(notice).where(to_them, notice.c.state.in_(UNSENT)).values(state="dropped", reason="erased")
    )
    connection.execute(update(notice).where(to_them).values(receipt=""))
    in_pairings = select(pairing_member.c.pairing).where(
        pairing_member.c.workspace == workspace, pairing_member.c.person == id_
    )
    connection.execute(
        update(pairing)
        .where(pairing.c.workspace == workspace, pairing.c.id.in_(in_pairings))
        .values(address=None)
    )


def _of(table: Any, workspace: str, where: Any) -> Select[Any]:  # noqa: ANN401 - any table
    return select(table).where(table.c.workspace == workspace, where)


def _rows(connection: Connection, wanted: Select[Any]) -> list[dict[str, Any]]:
    return [dict(found) for found in connection.execute(wanted).mappings()]

"""The true records of a programme, read for the report and for nothing else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select

from pairing.answers import VERDICTS, Certainty, Outcome
from reports.records import PairingRecord, Participant, ProgrammeRecords, RoundRecord
from storage.tables import answer, member, pairing, pairing_member, person, round_, sitting_out

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

    from pairing.people import Programme

WINDOW = 26
"""Rounds that the report looks back over: a year of fortnights."""


def programme_records(connection: Connection, of: Programme) -> ProgrammeRecords:
    """Everything that one issue of the report is made from: closed rounds of the last year."""
    rounds = _rounds(connection, of)
    return ProgrammeRecords(
        programme=of.name,
        ladder=of.ladder,
        eligible=_eligible(connection, of),
        members=_members(connection, of),
        rounds=rounds,
        pairings=_pairings(connection, of, min((one.number for one in rounds), default=0)),
    )


def _rounds(connection: Connection, of: Programme) -> tuple[RoundRecord, ...]:
    """The last rounds that have closed, oldest first. A late pairing may have brought a sitter back in."""
    sat = (
        select(sitting_out.c.number, func.count().label("people"))
        .where(sitting_out.c.workspace == of.workspace, sitting_out.c.programme == of.id)
        .group_by(sitting_out.c.number)
        .subquery()
    )
    wanted = (
        select(round_.c.number, func.coalesce(sat.c.people, 0))
        .outerjoin(sat, sat.c.number == round_.c.number)
        .where(round_.c.workspace == of.workspace, round_.c.programme == of.id, round_.c.state == "closed")
        .order_by(round_.c.number.desc())
        .limit(WINDOW)
    )
    found = [RoundRecord(number, sat_out) for number, sat_out in connection.execute(wanted)]
    return tuple(reversed(found))


def _eligible(connection: Connection, of: Programme) -> tuple[Participant, ...]:
    """Everybody who could join: the directory, and whoever joined without being in it."""
    joined = select(member.c.person).where(
        member.c.workspace == of.workspace, member.c.programme == of.id, member.c.status != "left"
    )
    wanted = select(person.c.id, person.c.department, person.c.grade).where(
        person.c.workspace == of.workspace, or_(person.c.in_directory, person.c.id.in_(joined))
    )
    return tuple(Participant(*found) for found in connection.execute(wanted))


def _members(connection: Connection, of: Programme) -> int:
    counted = select(func.count()).where(
        member.c.workspace == of.workspace, member.c.programme == of.id, member.c.status != "left"
    )
    return int(connection.scalar(counted) or 0)


def _pairings(connection: Connection, of: Programme, since: int) -> tuple[PairingRecord, ...]:
    """Pairings of closed rounds, with everybody as they stood in that round.

    Of a meeting of several those are left out who say that they were not there: they know nobody from it.
    """
    closed = and_(
        round_.c.workspace == pairing.c.workspace,
        round_.c.programme == pairing.c.programme,
        round_.c.number == pairing.c.number,
        round_.c.state == "closed",
    )
    is_over = and_(
        pairing.c.workspace == of.workspace, pairing.c.programme == of.id, pairing.c.number >= since
    )
    wanted = (
        select(
            pairing.c.id,
            pairing.c.number,
            pairing.c.outcome,
            pairing.c.certainty,
            pairing_member.c.person,
            pairing_member.c.department,
            pairing_member.c.grade,
        )
        .join(
            pairing_member,
            and_(pairing_member.c.workspace == pairing.c.workspace, pairing_member.c.pairing == pairing.c.id),
        )
        .join(round_, closed)
        .where(is_over, or_(pairing.c.outcome != Outcome.MET.value, ~_said_not_there()))
        .order_by(pairing.c.number, pairing.c.id, pairing_member.c.person)
    )
    people: dict[tuple[str, int, str, str], list[Participant]] = defaultdict(list)
    for id_, number, outcome, certainty, *who in connection.execute(wanted):
        people[id_, number, outcome, certainty].append(Participant(*who))
    return tuple(
        PairingRecord(number, Outcome(outcome), Certainty(certainty), tuple(participants))
        for (_, number, outcome, certainty), participants in people.items()
    )


def _said_not_there() -> ColumnElement[bool]:
    """Whether the last word of somebody in a pairing is that they did not meet, or could not come."""
    later = answer.alias()
    theirs = and_(
        answer.c.workspace == pairing_member.c.workspace,
        answer.c.pairing == pairing_member.c.pairing,
        answer.c.person == pairing_member.c.person,
    )
    again = and_(
        later.c.workspace == answer.c.workspace,
        later.c.pairing == answer.c.pairing,
        later.c.person == answer.c.person,
        later.c.at > answer.c.at,
    )
    said = answer.c.said.in_([said.value for said, verdict in VERDICTS.items() if verdict is Outcome.NOT_MET])
    return exists().where(theirs, said, ~exists().where(again))

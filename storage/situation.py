"""Everything that the words of one notice are chosen from, read in one view.

This is read once for every message that goes out, so its statements are built once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, or_, select

from pairing.answers import Answer, Said, WhyNot
from pairing.notices import Kind, Notice, Pairing, PairingState
from pairing.people import Person
from storage import follow_ups
from storage.bookings import Booking
from storage.people import PERSON_COLUMNS
from storage.programmes import MEMBER_COLUMNS, read_member
from storage.tables import answer, booking, member, notice, pairing, pairing_member, person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from pairing.people import Member
    from storage.follow_ups import FollowUp


@dataclass(frozen=True, slots=True)
class Situation:
    """Whom a notice is about and what is true of them now.

    ``addresses`` holds only those who can be written to; ``members`` lacks whoever never joined.
    ``reasons`` are the rules that counted when the pairing was made, with their points. A pairing
    ``is_introduced`` once an introduction went out, or nobody can say that it did not. ``booking`` is the
    time it has. ``about`` is whom else a notice to one person speaks of, and ``follow_up`` what that
    person wrote for themselves about them.
    """

    people: Mapping[str, Person]
    members: Mapping[str, Member]
    addresses: Mapping[str, str]
    pairing: Pairing | None = None
    group: str | None = None
    is_late: bool = False
    is_introduced: bool = False
    reasons: tuple[tuple[str, int], ...] = field(default=())
    booking: Booking | None = None
    about: Person | None = None
    follow_up: FollowUp | None = None


_WIDTH = len(PERSON_COLUMNS)
_WHO = select(*PERSON_COLUMNS, *MEMBER_COLUMNS, person.c.address, person.c.is_reachable)
_THEIR_MEMBERSHIP = and_(
    member.c.workspace == person.c.workspace,
    member.c.person == person.c.id,
    member.c.programme == bindparam("programme"),
)
_ONE_PERSON = (
    _WHO.select_from(person)
    .outerjoin(member, _THEIR_MEMBERSHIP)
    .where(person.c.workspace == bindparam("workspace"), person.c.id == bindparam("person"))
)
# Written from the pairing outwards: SQLite keeps to the order of an outer join, and would otherwise
# read everybody to find two.
_IN_PAIRING = (
    _WHO.select_from(pairing_member)
    .join(
        person,
        and_(person.c.workspace == pairing_member.c.workspace, person.c.id == pairing_member.c.person),
    )
    .outerjoin(member, _THEIR_MEMBERSHIP)
    .where(
        pairing_member.c.workspace == bindparam("workspace"),
        pairing_member.c.pairing == bindparam("pairing"),
    )
    .order_by(person.c.id)
)
_WENT_OUT = or_(
    notice.c.state == "sent", and_(notice.c.state.in_(["dead", "dropped"]), notice.c.unknowns > 0)
)
_IS_INTRODUCED = exists().where(
    notice.c.workspace == pairing.c.workspace,
    notice.c.pairing == pairing.c.id,
    notice.c.kind == Kind.INTRODUCTION.value,
    _WENT_OUT,
)
_PAIRING = (
    select(
        pairing.c.id,
        pairing.c.number,
        pairing.c.organiser,
        pairing.c.made_at,
        pairing.c.state,
        pairing.c.address,
        pairing.c.is_late,
        pairing.c.reasons,
        _IS_INTRODUCED.label("is_introduced"),
        booking.c.at,
        booking.c.version,
    )
    .select_from(
        pairing.outerjoin(
            booking, and_(booking.c.workspace == pairing.c.workspace, booking.c.pairing == pairing.c.id)
        )
    )
    .where(pairing.c.workspace == bindparam("workspace"), pairing.c.id == bindparam("pairing"))
)
_ANSWERS = (
    select(answer.c.person, answer.c.said, answer.c.at, answer.c.why_not)
    .where(answer.c.workspace == bindparam("workspace"), answer.c.pairing == bindparam("pairing"))
    .order_by(answer.c.at)
)


def situation(connection: Connection, workspace: str, about: Notice) -> Situation:
    """Read what a notice is about: one person, or a pairing and everybody in it."""
    asked = {"workspace": workspace, "programme": about.programme}
    if not about.pairing:
        one = Situation(*_people(connection, asked | {"person": about.person}))
        return one if not about.about else _speaking_of(connection, workspace, about, one)
    asked["pairing"] = about.pairing
    people, members, addresses = _people(connection, asked)
    found = connection.execute(_PAIRING, asked).one()
    return Situation(
        people=people,
        members=members,
        addresses=addresses,
        pairing=Pairing(
            id=found.id,
            round_number=found.number,
            people=tuple(people),
            organiser=found.organiser,
            made_at=found.made_at,
            state=PairingState(found.state),
            answers=answers(connection, workspace, found.id),
        ),
        group=found.address,
        is_late=found.is_late,
        is_introduced=found.is_introduced,
        reasons=tuple((rule, points) for rule, points in found.reasons),
        booking=None if found.version is None else Booking(found.at, found.version),
    )


def _speaking_of(connection: Connection, workspace: str, notice_: Notice, here: Situation) -> Situation:
    """The same with whom else the notice speaks of, and what its reader wrote about them."""
    who, _, _ = _people(
        connection,
        {"workspace": workspace, "programme": notice_.programme, "person": notice_.about},
    )
    kept = follow_ups.find(connection, workspace, notice_.person, notice_.about)
    return replace(here, about=who.get(notice_.about), follow_up=kept)


def answers(connection: Connection, workspace: str, id_: str) -> tuple[Answer, ...]:
    """What everybody has said about a pairing, oldest first."""
    found = connection.execute(_ANSWERS, {"workspace": workspace, "pairing": id_})
    return tuple(read_answer(*one) for one in found)


def read_answer(who: str, said: str, at: datetime, why_not: str | None) -> Answer:
    """An answer from its columns."""
    return Answer(who, Said(said), at, None if why_not is None else WhyNot(why_not))


def _people(
    connection: Connection, asked: Mapping[str, str]
) -> tuple[dict[str, Person], dict[str, Member], dict[str, str]]:
    people, members, addresses = {}, {}, {}
    for values in connection.execute(_IN_PAIRING if "pairing" in asked else _ONE_PERSON, asked):
        who = Person(*values[:_WIDTH])
        people[who.id] = who
        own, (address, is_reachable) = values[_WIDTH:-2], values[-2:]
        if own[0] is not None:
            members[who.id] = read_member(who, own)
        if address is not None and is_reachable:
            addresses[who.id] = address
    return people, members, addresses

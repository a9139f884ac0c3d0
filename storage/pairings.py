"""Pairings in play: who is in them, what they answered, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, select, update

from pairing.answers import Said, latest
from pairing.notices import Pairing, PairingState
from storage.situation import read_answer
from storage.tables import IN_ITS_PAIRING, answer, pairing, pairing_member, row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.sql.elements import ColumnElement

    from pairing.answers import Answer, Settled
    from pairing.people import Programme

    _Row = Row[*tuple[Any, ...]]


MICROSECOND = timedelta(microseconds=1)


def in_round(connection: Connection, of: Programme, number: int) -> tuple[Pairing, ...]:
    """Every pairing of a round, with its answers."""
    return _pairings(connection, of.workspace, *_in(of, number))


_COLUMNS = tuple(pairing.c[name] for name in ("id", "number", "organiser", "made_at", "state", "programme"))
_ONE = (
    select(*_COLUMNS)
    .where(pairing.c.workspace == bindparam("workspace"), pairing.c.id == bindparam("pairing"))
    .with_for_update(key_share=True)
)
_SAID = (pairing_member.c.person, answer.c.said, answer.c.at, answer.c.why_not)
_BY_THEM = and_(
    answer.c.workspace == pairing_member.c.workspace,
    answer.c.pairing == pairing_member.c.pairing,
    answer.c.person == pairing_member.c.person,
)
_ITS_PEOPLE = (
    select(*_SAID)
    .outerjoin(answer, _BY_THEM)
    .where(
        pairing_member.c.workspace == bindparam("workspace"),
        pairing_member.c.pairing == bindparam("pairing"),
    )
    .order_by(pairing_member.c.person)
)
_ORDER = (pairing.c.programme, pairing.c.number, pairing.c.made_at, pairing.c.id)
_own = pairing_member.alias("own")
# Written from the person outwards: SQLite keeps to the order of an outer join.
_OF_PERSON = (
    select(*_COLUMNS, *_SAID)
    .select_from(_own)
    .join(pairing, and_(pairing.c.workspace == _own.c.workspace, pairing.c.id == _own.c.pairing))
    .join(pairing_member, IN_ITS_PAIRING)
    .outerjoin(answer, _BY_THEM)
    .where(_own.c.workspace == bindparam("workspace"), _own.c.person == bindparam("person"))
    .order_by(*_ORDER, pairing_member.c.person)
)


def hold(connection: Connection, of: Programme, number: int) -> None:
    """Keep every pairing of a round as it is for this transaction: whoever would change one waits.

    Always in the same order, so that no two who hold several wait for each other. SQLite has one writer
    at a time anyway.
    """
    here = and_(pairing.c.workspace == of.workspace, pairing.c.programme == of.id, pairing.c.number == number)
    wanted = select(pairing.c.id).where(here).order_by(pairing.c.id).with_for_update(key_share=True)
    connection.execute(wanted).all()


def find(connection: Connection, workspace: str, id_: str) -> Pairing | None:
    """One pairing, kept as it is for this transaction; ``None`` where the workspace has none of that id."""
    asked = {"workspace": workspace, "pairing": id_}
    found = connection.execute(_ONE, asked).first()
    if found is None:
        return None
    # Asked after the lock is got, and so not of a time before it.
    return _with_what_was_said(found, connection.execute(_ITS_PEOPLE, asked).all())


def look(connection: Connection, workspace: str, id_: str) -> Pairing | None:
    """One pairing as it is now, for who only reads; ``None`` as in `find`."""
    return next(iter(_pairings(connection, workspace, pairing.c.id == id_)), None)


def of_person(connection: Connection, workspace: str, person: str) -> tuple[Pairing, ...]:
    """Every pairing that a person has been in, oldest first."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    for one in connection.execute(_OF_PERSON, {"workspace": workspace, "person": person}):
        rows[one.id].append(one)
    return tuple(_with_what_was_said(its[0], its) for its in rows.values())


def keep_group_address(connection: Connection, workspace: str, id_: str, address: str) -> None:
    """Remember where the group of a pairing is."""
    connection.execute(update(pairing).where(_at(workspace, id_)).values(address=address))


def write_answer(connection: Connection, workspace: str, held: Pairing, new: Answer) -> None:
    """Add an answer to what the person said before; saying the same again changes nothing.

    ``held`` is what `find` read in this transaction, which keeps it: two presses at once take turns
    there, each seeing what the other said. The answer that is written last is the last word: one that
    comes in at the instant of another, or from a replica whose clock is behind, is moved on to a
    microsecond after it.
    """
    last = latest(held.answers).get(new.person)
    if last is not None and (last.said, last.why_not) == (new.said, new.why_not):
        return
    values = row(
        answer,
        workspace=workspace,
        pairing=held.id,
        person=new.person,
        at=new.at if last is None else max(new.at, last.at + MICROSECOND),
        said=new.said.value,
        why_not=None if new.why_not is None else new.why_not.value,
    )
    connection.execute(answer.insert(), values)


def free(connection: Connection, workspace: str, id_: str, waiting: Collection[str]) -> bool:
    """Free an open pairing that did not line up; ``waiting`` were stood up. ``False`` if it was not open."""
    here = and_(_at(workspace, id_), pairing.c.state == PairingState.OPEN.value)
    freed = connection.execute(update(pairing).where(here).values(state=PairingState.FREED.value))
    _mark(connection, workspace, id_, waiting, is_stood_up=True)
    return freed.rowcount == 1


def want_fresh(connection: Connection, workspace: str, id_: str, person: str, *, wants: bool) -> None:
    """Put a freed member into this round's pool for a fresh partner, or take them out of it."""
    _mark(connection, workspace, id_, [person], wants_fresh=wants)


def waiting(connection: Connection, of: Programme, number: int) -> tuple[Pairing, ...]:
    """The open pairings of a round in which somebody once said that they wait."""
    said_so = select(answer.c.pairing).where(
        answer.c.workspace == pairing.c.workspace,
        answer.c.pairing == pairing.c.id,
        answer.c.said == Said.WAITING.value,
    )
    is_open = pairing.c.state == PairingState.OPEN.value
    return _pairings(connection, of.workspace, *_in(of, number), is_open, said_so.exists())


def with_people(
    connection: Connection, of: Programme, number: int, people: Collection[str]
) -> tuple[Pairing, ...]:
    """The pairings of a round that any of these people are in."""
    theirs = select(pairing_member.c.pairing).where(
        pairing_member.c.workspace == of.workspace, pairing_member.c.person.in_(people)
    )
    return _pairings(connection, of.workspace, *_in(of, number), pairing.c.id.in_(theirs))


def count(connection: Connection, of: Programme, number: int) -> int:
    """How many pairings a round has."""
    counted = select(func.count()).where(pairing.c.workspace == of.workspace, *_in(of, number))
    return int(connection.scalar(counted) or 0)


def stood_up(connection: Connection, of: Programme, number: int) -> frozenset[str]:
    """Those who were left waiting in a round."""
    return frozenset(connection.scalars(_marked(of, number, pairing_member.c.is_stood_up)))


def stop_wanting(connection: Connection, of: Programme, number: int, people: Collection[str]) -> None:
    """Take people who have been introduced afresh out of a round's pool of the freed."""
    here = and_(
        pairing_member.c.workspace == of.workspace,
        pairing_member.c.person.in_(people),
        pairing_member.c.pairing.in_(
            select(pairing.c.id).where(pairing.c.workspace == of.workspace, *_in(of, number))
        ),
    )
    connection.execute(update(pairing_member).where(here).values(wants_fresh=False))


def freed_pool(connection: Connection, of: Programme, number: int) -> tuple[str, ...]:
    """The freed members of a round who would like somebody else."""
    return tuple(sorted(set(connection.scalars(_marked(of, number, pairing_member.c.wants_fresh)))))


_SETTLE = (
    update(pairing)
    .where(pairing.c.workspace == bindparam("b_workspace"), pairing.c.id == bindparam("b_pairing"))
    .values(outcome=bindparam("outcome"), certainty=bindparam("certainty"))
)


def settle(connection: Connection, workspace: str, settled: Mapping[str, Settled]) -> None:
    """Write what the answers to each of these pairings add up to."""
    rows = [
        {"b_workspace": workspace, "b_pairing": id_, "outcome": one.outcome, "certainty": one.certainty}
        for id_, one in settled.items()
    ]
    if rows:
        connection.execute(_SETTLE, rows)


def close(connection: Connection, of: Programme, number: int) -> None:
    """Close what is open in a round that is over; what was freed stays freed."""
    open_ = and_(
        pairing.c.workspace == of.workspace, *_in(of, number), pairing.c.state == PairingState.OPEN.value
    )
    connection.execute(update(pairing).where(open_).values(state=PairingState.CLOSED.value))


def _mark(connection: Connection, workspace: str, id_: str, people: Collection[str], **values: bool) -> None:
    here = and_(
        pairing_member.c.workspace == workspace,
        pairing_member.c.pairing == id_,
        pairing_member.c.person.in_(people),
    )
    connection.execute(update(pairing_member).where(here).values(row(pairing_member, **values)))


def _pairings(connection: Connection, workspace: str, *where: ColumnElement[bool]) -> tuple[Pairing, ...]:
    chosen = select(pairing.c.id).where(pairing.c.workspace == workspace, *where)
    people = _people(connection, workspace, chosen)
    answers_by = _answers(connection, workspace, chosen)
    wanted = select(*_COLUMNS).where(pairing.c.workspace == workspace, *where).order_by(*_ORDER)
    return tuple(
        _pairing(found, tuple(people[found.id]), tuple(answers_by[found.id]))
        for found in connection.execute(wanted)
    )


def _with_what_was_said(found: _Row, rows: Sequence[_Row]) -> Pairing:
    """A pairing from its row, and from one for each of its people with each answer of theirs, if any."""
    said = [read_answer(one.person, one.said, one.at, one.why_not) for one in rows if one.said is not None]
    people = tuple(dict.fromkeys(one.person for one in rows))
    return _pairing(found, people, tuple(sorted(said, key=lambda one: one.at)))


def _pairing(found: _Row, people: tuple[str, ...], said: tuple[Answer, ...]) -> Pairing:
    return Pairing(
        id=found.id,
        round_number=found.number,
        people=people,
        organiser=found.organiser,
        made_at=found.made_at,
        state=PairingState(found.state),
        answers=said,
        programme=found.programme,
    )


def _people(connection: Connection, workspace: str, chosen: Select[Any]) -> dict[str, list[str]]:
    wanted = (
        select(pairing_member.c.pairing, pairing_member.c.person)
        .where(pairing_member.c.workspace == workspace, pairing_member.c.pairing.in_(chosen))
        .order_by(pairing_member.c.person)
    )
    together: dict[str, list[str]] = defaultdict(list)
    for id_, person in connection.execute(wanted):
        together[id_].append(person)
    return together


def _answers(connection: Connection, workspace: str, chosen: Select[Any]) -> dict[str, list[Answer]]:
    wanted = (
        select(answer.c.pairing, answer.c.person, answer.c.said, answer.c.at, answer.c.why_not)
        .where(answer.c.workspace == workspace, answer.c.pairing.in_(chosen))
        .order_by(answer.c.at)
    )
    said: dict[str, list[Answer]] = defaultdict(list)
    for id_, *one in connection.execute(wanted):
        said[id_].append(read_answer(*one))
    return said


def _marked(of: Programme, number: int, mark: ColumnElement[bool]) -> Select[Any]:
    return (
        select(pairing_member.c.person)
        .join(pairing, IN_ITS_PAIRING)
        .where(pairing.c.workspace == of.workspace, *_in(of, number), mark)
    )


def _in(of: Programme, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return pairing.c.programme == of.id, pairing.c.number == number


def _at(workspace: str, id_: str) -> ColumnElement[bool]:
    return and_(pairing.c.workspace == workspace, pairing.c.id == id_)

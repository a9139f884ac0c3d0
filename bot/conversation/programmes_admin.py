"""Programmes, for owners: listed, added, renamed, and chosen to be looked after."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.conversation.owners import for_owners, note
from bot.conversation.several import listed
from bot.wording import programmes as words
from bot.wording import setup_forms as forms
from bot.wording.admin import NAME_LONGEST
from bot.wording.programmes import NewProgramme
from pairing.people import Programme
from pairing.rounds import CADENCES, MONDAY, timetable
from scheduler.changing import changed
from scheduler.tick import FIRST_ROUND
from storage import programmes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message

FURTHEST = timedelta(days=366)
DAYS_TO_JOIN = timedelta(days=7)
"""A new programme's first round is offered so many days away, so that there is somebody in it."""


def show(turn: Turn) -> Message:
    """Every programme of the workspace."""
    return words.programmes_page([listed(turn, one) for one in _all(turn)], turn.person.timezone)


def ask(turn: Turn) -> Message:
    """The form for another programme."""
    return words.add_form(NewProgramme(first=_first_offered(turn)))


def save(turn: Turn) -> Message:
    """Add a programme. Who adds one of the same name at the same time adds the same one."""
    typed, first = {name: turn.text(name) for name in ("name", "days")}, _read_date(turn.text("first"))
    errors = _errors(turn, typed, first)
    if errors or first is None:
        return words.add_form(NewProgramme(typed["name"], typed["days"], first, errors))
    new = _new(turn, typed["name"], int(typed["days"]), first)
    programmes.add_programme(turn.connection, new)
    note(turn, "programme added", new.id)
    return words.added(new.id, new.name)


def ask_name(turn: Turn) -> Message:
    """The form for another name."""
    return words.rename_form(turn.programme.name)


def rename(turn: Turn) -> Message:
    """Give the programme another name."""
    name = turn.text("name")
    if error := _wrong_name(turn, name, turn.programme.id):
        return words.rename_form(name, error)
    if name != turn.programme.name:
        programmes.change_programme(turn.connection, turn.programme, name=name)
        note(turn, "programme renamed", turn.programme.id)
    return words.renamed(name)


def _all(turn: Turn) -> tuple[Programme, ...]:
    return programmes.programmes(turn.connection, turn.workspace)


def _errors(turn: Turn, typed: Mapping[str, str], first: date | None) -> dict[str, str]:
    """A sentence by field for what cannot be taken."""
    found = {
        "name": _wrong_name(turn, typed["name"]),
        "days": "" if typed["days"] in dict(forms.OFTEN) else forms.not_listed(typed["days"]),
        "first": _wrong_start(turn, first),
    }
    return {name: error for name, error in found.items() if error}


def _wrong_name(turn: Turn, name: str, own: str = "") -> str:
    """What is the matter with a name, if anything; ``own`` is the programme that may have it."""
    if not 0 < len(name) <= NAME_LONGEST:
        return words.no_name()
    others = [one for one in _all(turn) if one.id != own]
    if not own and len(others) >= words.MOST:
        return words.too_many()
    return words.taken(name) if name.casefold() in {one.name.casefold() for one in others} else ""


def _wrong_start(turn: Turn, first: date | None) -> str:
    if first is None or first.weekday() != MONDAY:
        return forms.no_monday(first)
    if abs(first - turn.today) > FURTHEST:
        return forms.too_far(first) if first > turn.today else forms.past(first)
    new = _new(turn, "", CADENCES[0], first)
    return forms.past(first) if timetable(new.cadence, FIRST_ROUND).starts_at <= turn.now else ""


def _new(turn: Turn, name: str, days: int, first: date) -> Programme:
    """A programme with the hour, the quiet days and the grades of the one it is added beside."""
    here = changed(turn.programme, {"anchor": first - timedelta(days=days), "days": days})
    return Programme(
        workspace=turn.workspace,
        id=_id(name, len(_all(turn))),
        name=name,
        cadence=here.cadence,
        ladder=here.ladder,
        holidays=here.holidays,
    )


def _id(name: str, there: int) -> str:
    """An id that comes after that of the first programme, which is the one meant where none is named."""
    return f"p-{sha256(f'{there} {name.casefold()}'.encode()).hexdigest()[:12]}"


def _first_offered(turn: Turn) -> date:
    earliest = turn.today + DAYS_TO_JOIN
    return earliest + timedelta(days=-earliest.weekday() % 7)


def _read_date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


READS: Mapping[str, Handler] = {
    "admin.programmes": for_owners(show),
    "admin.programmes.add": for_owners(ask),
    "admin.programmes.rename": for_owners(ask_name),
}
WRITES: Mapping[str, Handler] = {
    "admin.programmes.save": for_owners(save),
    "admin.programmes.renamed": for_owners(rename),
}

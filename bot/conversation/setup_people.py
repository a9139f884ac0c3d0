"""The other forms of the set-up: where facts about people come from, their grades, and who may join."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.conversation.reading import read_grades
from bot.conversation.turn import FieldsWantedError
from bot.wording import setup_forms as forms
from bot.wording.setup import NARROWED
from bot.wording.setup_forms import Draft
from pairing.admission import STAFF_LIST, YES
from pairing.people import Ladder, plain_grade
from storage import people, programmes, workspaces
from storage import sources as origins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Turn
    from bot.message import Message

SOURCED = ("department", "grade")
"""The facts of which owners say where they come from."""

MOST_GRADES, LONGEST_GRADE = 200, 60
MOST_LISTED, LONGEST_VALUE = 500, 200
_FIELD = re.compile(re.escape(origins.PROFILE) + r"[A-Za-z0-9_]{1,40}")


def open_sources(turn: Turn, *, goes_on: bool) -> Message:
    """Where department and grade come from now."""
    wins = workspaces.set_up_of(turn.connection, turn.workspace).directory_wins
    values = {**sources(turn), "wins": "directory" if wins else "typed"}
    return forms.sources_form(Draft(values, goes_on=goes_on), _profile_fields(turn, values))


def take_sources(turn: Turn, *, goes_on: bool) -> Message | str:
    """Keep where they come from; the form once more where something is none of the choices."""
    typed = {name: turn.text(name) for name in (*SOURCED, "wins")}
    errors = {name: forms.not_listed(typed[name]) for name in SOURCED if not _is_source(typed[name])}
    if typed["wins"] not in dict(forms.WINS):
        errors["wins"] = forms.not_listed(typed["wins"])
    if errors:
        return forms.sources_form(Draft(typed, errors, goes_on), _profile_fields(turn, {}))
    chosen = {name: typed[name] for name in SOURCED}
    workspaces.change_sources(
        turn.connection, turn.workspace, chosen, directory_wins=typed["wins"] == "directory"
    )
    return ", ".join(f"{name} from {source}" for name, source in chosen.items())


def sources(turn: Turn) -> dict[str, str]:
    """Where each fact comes from: as an owner said, else from the staff list where there is one."""
    said = workspaces.set_up_of(turn.connection, turn.workspace).sources
    has_list = workspaces.has_staff_list(turn.connection, turn.workspace)
    usual = origins.STAFF_LIST if has_list else origins.TYPED
    return {name: said.get(name, usual) for name in SOURCED}


def _is_source(typed: str) -> bool:
    return typed in (origins.STAFF_LIST, origins.TYPED) or _FIELD.fullmatch(typed) is not None


def _profile_fields(turn: Turn, now: Mapping[str, str]) -> list[tuple[str, str]]:
    """The fields of the chat's profile to choose from, with any that is chosen and not told of just now."""
    if turn.profile_fields is None:
        raise FieldsWantedError
    told = {f"{origins.PROFILE}{id_}": forms.field_label(label) for id_, label in turn.profile_fields}
    kept = {source: forms.field_label("") for source in now.values() if _FIELD.fullmatch(source)}
    return list((kept | told).items())


def open_ladder(turn: Turn, *, goes_on: bool) -> Message:
    """The grades in their order now, and those that are not in it."""
    grades = turn.programme.ladder.grades
    return forms.ladder_form(Draft({"ladder": "\n".join(grades)}, goes_on=goes_on), _missing(turn, grades))


def take_ladder(turn: Turn, *, goes_on: bool) -> Message | str:
    """Keep the order of the grades; the form once more where it is too long."""
    grades = read_grades(turn.texts("ladder"))
    error = ""
    if len(grades) > MOST_GRADES:
        error = forms.too_many("grades", MOST_GRADES)
    elif any(len(grade) > LONGEST_GRADE for grade in grades):
        error = forms.too_long(LONGEST_GRADE)
    if error:
        values = {"ladder": "\n".join(turn.texts("ladder"))}
        return forms.ladder_form(Draft(values, {"ladder": error}, goes_on), _missing(turn, grades))
    programmes.change_programme(turn.connection, turn.programme, ladder=list(grades))
    return f"{len(grades)} grades"


def _missing(turn: Turn, grades: tuple[str, ...]) -> list[str]:
    """The grades that people have and the order lacks, each once however it is written."""
    ladder = Ladder(grades)
    known = people.known_values(turn.connection, turn.workspace, "grade")
    lacking = {plain_grade(grade): grade for grade in known if ladder.step(grade) is None}
    return sorted(lacking.values())


def open_open_to(turn: Turn, *, goes_on: bool) -> Message:
    """Who may join now."""
    open_to = turn.programme.open_to
    values = {f"{fact}s": "\n".join(open_to.get(fact, ())) for fact in NARROWED}
    values["whom"] = "staff_list" if STAFF_LIST in open_to else "everybody"
    return forms.open_to_form(Draft(values, goes_on=goes_on), _known(turn))


def take_open_to(turn: Turn, *, goes_on: bool) -> Message | str:
    """Keep who may join; the form once more where that is nobody, or nobody knows whom it means."""
    known = _known(turn)
    chosen = {fact: _spelt(turn.texts(f"{fact}s"), known[fact]) for fact in NARROWED}
    errors = {
        f"{fact}s": wrong for fact, values in chosen.items() if (wrong := _unlisted(values, known[fact]))
    }
    whom = turn.text("whom")
    if whom not in dict(forms.WHOM):
        errors["whom"] = forms.not_listed(whom)
    elif whom == "staff_list" and not workspaces.has_staff_list(turn.connection, turn.workspace):
        errors["whom"] = forms.no_staff_list()
    if errors:
        typed = {f"{fact}s": "\n".join(values) for fact, values in chosen.items()} | {"whom": whom}
        return forms.open_to_form(Draft(typed, errors, goes_on), known)
    open_to = {STAFF_LIST: [YES]} if whom == "staff_list" else {}
    open_to |= {fact: list(values) for fact, values in chosen.items() if values}
    programmes.change_programme(turn.connection, turn.programme, open_to=open_to)
    return ", ".join(f"{len(values)} of {fact}" for fact, values in open_to.items()) or "everybody"


def _known(turn: Turn) -> dict[str, tuple[str, ...]]:
    return {fact: people.known_values(turn.connection, turn.workspace, fact) for fact in NARROWED}


def _spelt(typed: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Each once, with the organisation's own spelling of what it knows."""
    spellings = {value.casefold(): value for value in (*reversed(typed), *known)}
    return tuple(dict.fromkeys(spellings[value.casefold()] for value in typed))


def _unlisted(values: tuple[str, ...], known: tuple[str, ...]) -> str:
    if known and (strange := [value for value in values if value not in known]):
        return forms.not_known(strange[0])
    if any(len(value) > LONGEST_VALUE for value in values):
        return forms.too_long(LONGEST_VALUE)
    return forms.too_many("lines", MOST_LISTED) if len(values) > MOST_LISTED else ""

"""Which column of a staff list is which, however HR spelt it."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

from bot.directory.cells import clean, has_control, listed, quoted
from bot.directory.rows import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DELIMITERS = (",", ";", "\t", "|")
LONGEST_HEADER = 65_536

_NOTHING = dict.fromkeys(FACTS, "")

ALIASES: Mapping[str, tuple[str, ...]] = {
    "staff_id": (
        *("staff id", "staff number", "staff no", "employee id", "employee number", "employee no"),
        *("assignment number", "assignment no", "payroll number", "personnel number", "person id", "id"),
    ),
    "name": ("name", "full name", "display name", "staff name", "employee name"),
    "first_name": ("first name", "forename", "given name"),
    "last_name": ("last name", "surname", "family name"),
    "email": ("email", "email address", "mail", "work email", "work email address"),
    "department": (
        *("department", "department name", "dept", "directorate", "division", "unit", "care group"),
        *("organisation", "cost centre name", "service", "team"),
    ),
    "grade": ("grade", "band", "pay band", "pay grade", "afc band"),
    "site": ("site", "location", "work location", "base", "hospital", "office"),
    "job_title": ("job title", "post", "post title", "position", "position title", "role", "job role", "job"),
    "profession": ("profession", "professional group", "staff group", "occupation"),
    "manager_id": (
        *("manager id", "line manager id", "manager number", "line manager number", "supervisor id"),
        *("manager staff id", "manager employee number", "line manager employee number"),
        *("manager email", "line manager email", "reports to", "line manager", "manager", "supervisor"),
    ),
    "timezone": ("timezone", "time zone", "tz"),
}
"""Spellings of each column, the surest first: of two that a file has, the earlier is taken.

``title`` is missing on purpose: in a staff list it is as often `Mrs` as it is `Midwife`.
"""


def plain(header: str) -> str:
    """A header's letters and digits: `E-mail`, `e_mail` and `EMAIL` are one."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


_RANKED: Mapping[str, tuple[str, int]] = {
    plain(alias): (column, rank) for column, aliases in ALIASES.items() for rank, alias in enumerate(aliases)
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column is, which were not understood or not needed, and how many cells a row has."""

    place: Mapping[str, int]
    ignored: tuple[str, ...]
    width: int
    given: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Note once which facts the file gives, in whichever columns."""
        halves = {"name"} if "first_name" in self.place else set()
        object.__setattr__(self, "given", frozenset(self.place.keys() | halves) & set(FACTS))

    @property
    def have_keys(self) -> bool:
        """Whether the file gives anything by which a person can be known again."""
        return not self.given.isdisjoint(("staff_id", "email"))

    def facts(self, cells: list[str]) -> dict[str, str]:
        """What a row says of each fact, uncleaned; empty where the file has no such column."""
        said = {column: cells[place] for column, place in self.place.items()}
        if "first_name" in said:
            said["name"] = f"{said.pop('first_name')} {said.pop('last_name')}"
        return _NOTHING | said


def delimiter_of(text: str) -> str:
    """The delimiter under which the header makes most sense: by columns known, then by columns at all.

    Only the header is looked at: a list full of `Okafor, Amara` has more commas than semicolons.
    """
    return max(DELIMITERS, key=lambda delimiter: _sense(header_of(text, delimiter)))


def header_of(text: str, delimiter: str) -> list[str]:
    """The first record that is not blank; none where there is none, or it cannot be read at all."""
    records = csv.reader(StringIO(text[:LONGEST_HEADER], newline=""), delimiter=delimiter, strict=True)
    try:
        return next((cells for cells in records if any(clean(cell) for cell in cells)), [])
    except csv.Error:
        return []


def _sense(header: list[str]) -> tuple[int, int]:
    return (sum(plain(name) in _RANKED for name in header), len(header))


def columns_from(header: list[str]) -> Columns | str:
    """The columns of ``header``, or a sentence that says what it lacks."""
    if any(has_control(name) for name in header):
        return "This is not a line of column names; save the list as “CSV UTF-8”, or give --encoding."
    claims = _claims(header)
    twice = next((places for places in claims.values() if _collide(header, places)), None)
    if twice:
        return f"Two columns are called {quoted(clean(header[twice[0]]))}; keep one of them."
    place = _without_halves({column: places[0] for column, places in claims.items()})
    lacking = _lacking(place)
    if lacking:
        return f"There is no column for {lacking}; the columns found are {listed(_named(header))}."
    ignored = _named(name for number, name in enumerate(header) if number not in place.values())
    return Columns(place, tuple(ignored), len(header))


def _claims(header: list[str]) -> dict[str, list[int]]:
    """For each column, the places that could be it, the surest spelling first."""
    known = [(_RANKED[plain(name)], number) for number, name in enumerate(header) if plain(name) in _RANKED]
    claims: dict[str, list[int]] = {}
    for (column, _), number in sorted(known, key=lambda claim: claim[0][1]):
        claims.setdefault(column, []).append(number)
    return claims


def _collide(header: list[str], places: list[int]) -> bool:
    return len(places) > 1 and plain(header[places[0]]) == plain(header[places[1]])


def _without_halves(place: dict[str, int]) -> dict[str, int]:
    """First and last name count only together, and only where no column has the whole name."""
    halves = {"first_name", "last_name"}
    if "name" in place or not halves <= place.keys():
        return {column: number for column, number in place.items() if column not in halves}
    return place


def _lacking(place: Mapping[str, int]) -> str:
    somebody = place.keys() & {"name", "email", "first_name"}
    lacking = [] if somebody else ["a name or an e-mail address"]
    return " or for ".join(lacking if "department" in place else [*lacking, "the department"])


def _named(header: Iterable[str]) -> list[str]:
    return [name for name in map(clean, header) if name]

"""A staff list read whole: every fault on every line at once, so that a file is mended in one go."""

from __future__ import annotations

import csv
import re
from functools import cache, partial
from io import StringIO
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from bot.directory import checks
from bot.directory.cells import LONGEST_CELL, clean, has_control, listed, quoted
from bot.directory.columns import Columns, columns_from, delimiter_of
from bot.directory.decoding import Decoded, decode
from bot.directory.rows import FACTS, LineError, StaffFile, StaffRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    _Facts: TypeAlias = Mapping[str, str]
    _Records: TypeAlias = Iterator[tuple[int, list[str]] | LineError]

_SHOWN_NAMES = 3
_MISCOUNTED = "Cells here: {}, column names: {}; look for a delimiter too few or too many."
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def read_staff(raw: bytes, encoding: str | None = None) -> StaffFile:
    """The people in a staff CSV, with all that is wrong in it; it never raises for what a file holds.

    Args:
        raw: the file as it is. UTF-8 and UTF-16 are recognised; Windows-1252 is assumed with a warning.
        encoding: the file's encoding where it is known, by any name that Python knows it by.

    """
    decoded = decode(raw, encoding)
    if isinstance(decoded, LineError):
        return StaffFile(errors=(decoded,))
    records = _records(decoded.text)
    first = next(records, LineError(1, "The file is empty; export the staff list again."))
    if isinstance(first, LineError):
        return StaffFile(errors=(first,))
    line, header = first
    columns = columns_from(header)
    if isinstance(columns, str):
        return StaffFile(errors=(LineError(line, columns),))
    return _read_body(columns, records, decoded, line)


def _read_body(columns: Columns, records: _Records, decoded: Decoded, header_line: int) -> StaffFile:
    rows: list[StaffRow] = []
    errors: list[LineError] = []
    for record in records:
        read = record if isinstance(record, LineError) else _read_row(columns, *record)
        if isinstance(read, StaffRow):
            rows.append(read)
        else:
            errors += [read] if isinstance(read, LineError) else read
    if not rows and not errors:
        errors.append(LineError(header_line, "There are column names but no people under them."))
    rows = checks.with_managers_as_spelt(rows)
    errors += checks.faults_between(rows)
    warnings = (*_encoding_warnings(decoded, rows), *_key_warnings(columns), *checks.manager_warnings(rows))
    return StaffFile(
        tuple(rows),
        tuple(sorted(errors, key=lambda error: error.line)),
        warnings,
        columns.ignored,
        tuple(sorted(columns.place, key=columns.place.__getitem__)),
    )


def _records(text: str) -> _Records:
    """Each record with the line on which it begins, blank ones left out; a last error where it breaks off."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        yield LineError(
            line,
            f"This cannot be read as CSV ({error}): look for a quotation mark that is not closed. "
            "Nothing from here on was read.",
        )


def _read_row(columns: Columns, line: int, cells: list[str]) -> StaffRow | list[LineError]:
    if len(cells) != columns.width:
        return [LineError(line, _MISCOUNTED.format(len(cells), columns.width))]
    raw = columns.facts(cells)
    facts = {fact: clean(cell) for fact, cell in raw.items()}
    faults = list(_unkeepable(raw)) or [fault for check in _CHECKS if (fault := check(columns, facts))]
    if faults:
        return [LineError(line, fault) for fault in faults]
    facts["staff_id"] = _key(facts)
    facts["timezone"] = facts["timezone"] and _timezones()[facts["timezone"].casefold()]
    return StaffRow(line, **facts)


def _unkeepable(raw: _Facts) -> Iterator[str]:
    together = "".join(raw.values())
    if len(together) <= LONGEST_CELL and together.isprintable():
        return  # nearly every row: one look at it whole is several times as fast as one at each cell
    for fact, cell in raw.items():
        if len(cell) > LONGEST_CELL:
            yield f"The {_said(fact)} has {len(cell):,} characters; {LONGEST_CELL} is the most."
        elif has_control(cell):
            yield f"The {_said(fact)} holds a control character; type it again."


def _said(fact: str) -> str:
    return {"staff_id": "staff id", "email": "e-mail address", "manager_id": "manager's id"}.get(
        fact, fact.replace("_", " ").replace("timezone", "time zone")
    )


def _empty(fact: str, columns: Columns, facts: _Facts) -> str | None:
    if facts[fact] or fact not in columns.given:
        return None
    return f"The {_said(fact)} is empty; fill it in."


def _no_key(columns: Columns, facts: _Facts) -> str | None:
    if facts["staff_id"] or facts["email"] or not columns.have_keys:
        return None
    return (
        "There is neither a staff id nor an e-mail address; give one, so that the person can be known again."
    )


def _not_an_address(_columns: Columns, facts: _Facts) -> str | None:
    email = facts["email"]
    if not email or _ADDRESS.fullmatch(email):
        return None
    return f"{quoted(email)} is not an e-mail address; it should look like name@example.org."


def _no_such_timezone(_columns: Columns, facts: _Facts) -> str | None:
    zone = facts["timezone"]
    if not zone or zone.casefold() in _timezones():
        return None
    return f"There is no time zone called {quoted(zone)}; write it like Europe/London."


_CHECKS: tuple[Callable[[Columns, _Facts], str | None], ...] = (
    partial(_empty, "name"),
    partial(_empty, "department"),
    _no_key,
    _not_an_address,
    _no_such_timezone,
)


def _key(facts: _Facts) -> str:
    return facts["staff_id"] or facts["email"].casefold() or f"{facts['name']}|{facts['department']}"


@cache
def _timezones() -> Mapping[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def _encoding_warnings(decoded: Decoded, rows: Iterable[StaffRow]) -> Iterator[str]:
    if not decoded.is_assumed:
        return
    foreign = dict.fromkeys(
        cell for fact in FACTS[1:] for row in rows if not (cell := getattr(row, fact)).isascii()
    )
    yield "The file is not UTF-8 and was read as Windows-1252" + (
        f": if {listed(list(foreign)[:_SHOWN_NAMES])} read wrong, save it as “CSV UTF-8”, "
        "or give its encoding with --encoding."
        if foreign
        else ", which makes no difference to the columns that are used."
    )


def _key_warnings(columns: Columns) -> Iterator[str]:
    if not columns.have_keys:
        yield (
            "There is neither a staff id nor an e-mail address, so people are known by name and department: "
            "somebody who changes either will look like a leaver and a newcomer."
        )

"""What can only be seen with all rows at hand: who is listed twice, and who manages whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.directory.cells import quoted
from bot.directory.rows import LineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.directory.rows import StaffRow

_SHOWN = 3


def with_managers_as_spelt(rows: Sequence[StaffRow]) -> list[StaffRow]:
    """The rows with each manager named by the staff id, as spelt on the manager's own row.

    Lists give managers by e-mail address or in another case; left so, nobody would be recognised as
    somebody's line manager, and the two might be introduced.
    """
    spelling = {row.email.casefold(): row.staff_id for row in rows if row.email}
    spelling |= {row.staff_id.casefold(): row.staff_id for row in rows}
    return [_spelt(row, spelling.get(row.manager_id.casefold(), row.manager_id)) for row in rows]


def _spelt(row: StaffRow, manager_id: str) -> StaffRow:
    return row if row.manager_id == manager_id else replace(row, manager_id=manager_id)


def faults_between(rows: Sequence[StaffRow]) -> list[LineError]:
    """Ids and addresses that are listed twice (in whatever case), and people who manage themselves."""
    addresses = _seen_before(rows, "email")
    ids = {line: seen for line, seen in _seen_before(rows, "staff_id").items() if not _is_address(seen[0])}
    return [
        *(
            LineError(line, _twice(f"e-mail address {quoted(row.email)}", first))
            for line, (row, first) in addresses.items()
        ),
        *(LineError(line, _twice(_called(row), first)) for line, (row, first) in ids.items()),
        *(LineError(row.line, _OWN_MANAGER) for row in rows if row.manager_id == row.staff_id),
    ]


_OWN_MANAGER = "This person is their own manager; leave the manager empty where there is none."


def _seen_before(rows: Iterable[StaffRow], fact: str) -> dict[int, tuple[StaffRow, int]]:
    """By line, each row whose ``fact`` an earlier row has too, with the earlier line."""
    first: dict[str, int] = {}
    seen = {}
    for row in rows:
        value = getattr(row, fact).casefold()
        if value and first.setdefault(value, row.line) != row.line:
            seen[row.line] = (row, first[value])
    return seen


def _is_address(row: StaffRow) -> bool:
    """Whether the id was taken from the address, so that the address alone is to be mended."""
    return row.staff_id == row.email.casefold()


def _called(row: StaffRow) -> str:
    is_named_by_itself = row.staff_id == f"{row.name}|{row.department}"
    return "name in the same department" if is_named_by_itself else f"staff id {quoted(row.staff_id)}"


def _twice(said: str, first: int) -> str:
    return f"The same {said} is on line {first}; keep one, or tell the two apart."


def manager_warnings(rows: Sequence[StaffRow]) -> tuple[str, ...]:
    """What is odd about the managers, without being wrong enough to refuse the file."""
    managers = {row.staff_id: row.manager_id for row in rows if row.manager_id}
    if managers and not {row.staff_id for row in rows} & set(managers.values()):
        return (
            "None of the managers is in the list, so nobody can be recognised as somebody's line manager.",
        )
    circles = [_drawn(circle) for circle in _circles(managers)]
    more = f"; and {len(circles) - _SHOWN} more" if len(circles) > _SHOWN else ""
    return (f"Managers go round in a circle: {'; '.join(circles[:_SHOWN])}{more}.",) if circles else ()


def _drawn(circle: list[str]) -> str:
    shown = circle if len(circle) <= _SHOWN else [*circle[:_SHOWN], "…"]
    return " → ".join((*shown, circle[0]))


def _circles(managers: Mapping[str, str]) -> Iterator[list[str]]:
    """Each closed chain of two or more managers, once."""
    settled: set[str] = set()
    for start in managers:
        path: dict[str, None] = {}
        person = start
        while person in managers and person not in settled and person not in path:
            path[person] = None
            person = managers[person]
        if person in path and managers[person] != person:
            yield list(path)[list(path).index(person) :]
        settled.update(path)

"""Taking a staff list over, from a terminal or from a chat: what it would change, and the change itself."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from bot.directory import Difference, StaffRow, difference
from bot.directory.rows import FACTS
from pairing.people import Ladder, ladder_from
from storage import people
from storage.programmes import change_programme, programmes
from storage.sources import sources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.directory import StaffFile
    from storage.database import Connection
    from storage.sources import Sources


def compare(connection: Connection, workspace: str, staff: StaffFile) -> Difference:
    """The new list against the directory, as it would be after the import.

    What the list leaves empty stays as it is known, and so does what somebody typed themself, unless the
    owners have it otherwise.
    """
    rules = sources(connection, workspace)
    entries = people.directory(connection, workspace)
    known = {
        staff_id: StaffRow(line=0, **{name: facts[name] for name in FACTS})
        for staff_id, facts in entries.items()
    }
    return difference(known, [_completed(row, entries.get(row.staff_id), rules) for row in staff.rows])


def _completed(row: StaffRow, before: Mapping[str, Any] | None, rules: Sources) -> StaffRow:
    row = replace(row, email=row.email.casefold())
    if before is None:
        return row
    facts = {name: value for name, value in asdict(row).items() if name in people.FACTS}
    stays = {name: before[name] for name in people.FACTS}
    return replace(row, **(stays | people.from_staff_list(rules, before, facts)))


def take_over(connection: Connection, workspace: str, change: Difference, actor: str, now: datetime) -> None:
    """Import a whole list; a programme that has no ladder yet gets the list's grades."""
    rows = [*change.added, *(one.after for one in change.changed)]
    staff = {row.staff_id: asdict(row) for row in rows}
    people.import_staff(connection, workspace, staff, [row.staff_id for row in change.left])
    for programme in programmes(connection, workspace):
        if programme.ladder == Ladder():
            ladder = ladder_from(people.known_values(connection, workspace, "grade"))
            change_programme(connection, programme, ladder=list(ladder.grades))
    about = f"{len(change.added)} added, {len(change.changed)} changed, {len(change.left)} left"
    people.write_audit(connection, workspace, actor, "staff list imported", about, now)

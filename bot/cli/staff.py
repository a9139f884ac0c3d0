"""`people import` and `person export|erase`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.cli.context import database, only_person, only_workspace, say, workspace_option
from bot.cli.lists import read_list
from bot.directory import Difference, StaffRow, difference
from bot.directory.rows import FACTS
from pairing.people import Ladder, ladder_from
from scheduler.clock import SystemClock
from scheduler.freeing import free_all_of
from storage import people as stored
from storage import privacy
from storage.programmes import change_programme, programmes

if TYPE_CHECKING:
    from bot.directory import StaffFile
    from storage.database import Connection

OPERATOR = "operator"


@click.group()
def people() -> None:
    """The staff list: where departments, grades, sites and managers come from."""


@people.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--force", is_flag=True, help="Import even if more than a fifth of the people would go.")
@click.option("--encoding", help="The file's encoding, such as cp1252, where it cannot be told.")
@workspace_option
def import_people(
    file: BinaryIO, workspace: str | None, encoding: str | None, *, dry_run: bool, force: bool
) -> None:
    """Import a staff list from a CSV FILE (- reads standard input), all of it or none of it.

    Columns: staff_id, name, email, department, grade, site, job_title, profession, manager_id,
    timezone; only department and a name or e-mail are required, and common other headings are
    understood. It is the whole list: whoever is not in it has left the directory.
    """
    staff = read_list(file, encoding, nothing_was="imported")
    with database(may_be_made=True) as opened, opened.change() as connection:
        where = only_workspace(connection, workspace)
        change = _difference(connection, where, staff)
        for sentence in change.summary():
            say(sentence)
        if dry_run:
            for line in change.examples():
                say(f"  {line}")
            say("A dry run: nothing was changed.")
            return
        if change.is_dangerous and not force:
            raise click.ClickException(
                "Nothing was imported. If this is the whole list, run it again with --force."
            )
        _apply(connection, where, change)
    say("Imported.")


@click.group()
def person() -> None:
    """What is kept of one person: give it to them, or erase it."""


@person.command()
@click.argument("who")
@workspace_option
def export(who: str, workspace: str | None) -> None:
    """Print everything that is kept of WHO (an id, staff id, e-mail or chat id) as JSON."""
    with database() as opened, opened.read() as connection:
        where = only_workspace(connection, workspace)
        kept = privacy.everything_about(connection, where, only_person(connection, where, who))
    json.dump(kept, sys.stdout, indent=2, ensure_ascii=False, default=str)
    say("")


@person.command()
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask.")
@workspace_option
def erase(who: str, workspace: str | None, *, yes: bool) -> None:
    """Erase WHO: name, contact, wishes and ids go, anonymous counts stay. It cannot be undone."""
    with database() as opened:
        with opened.read() as connection:
            where = only_workspace(connection, workspace)
            id_ = only_person(connection, where, who)
        if not yes:  # asked with nothing open: the bot writes while somebody thinks
            click.confirm("Erase this person for good?", abort=True)
        with opened.change() as connection:
            now = SystemClock().now()
            for programme in programmes(connection, where):
                free_all_of(connection, programme, id_, now)
            nobody = privacy.erase(connection, where, id_)
            stored.write_audit(connection, where, OPERATOR, "person erased", nobody, now)
        opened.empty_log()
    say("Erased.")


def _difference(connection: Connection, workspace: str, staff: StaffFile) -> Difference:
    """The new list against the directory; what the list leaves empty stays as it is known."""
    known = {
        staff_id: StaffRow(line=0, **{name: facts[name] for name in FACTS})
        for staff_id, facts in stored.directory(connection, workspace).items()
    }
    return difference(known, [_completed(row, known.get(row.staff_id)) for row in staff.rows])


def _completed(row: StaffRow, before: StaffRow | None) -> StaffRow:
    row = replace(row, email=row.email.casefold())
    if before is None:
        return row
    return replace(row, **{name: getattr(before, name) for name in FACTS if not getattr(row, name)})


def _apply(connection: Connection, workspace: str, change: Difference) -> None:
    rows = [*change.added, *(one.after for one in change.changed)]
    staff = {row.staff_id: asdict(row) for row in rows}
    stored.import_staff(connection, workspace, staff, [row.staff_id for row in change.left])
    for programme in programmes(connection, workspace):
        if programme.ladder == Ladder():
            ladder = ladder_from(stored.known_values(connection, workspace, "grade"))
            change_programme(connection, programme, ladder=list(ladder.grades))
    about = f"{len(change.added)} added, {len(change.changed)} changed, {len(change.left)} left"
    stored.write_audit(connection, workspace, OPERATOR, "staff list imported", about, SystemClock().now())

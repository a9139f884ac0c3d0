"""`people import` and `person export|erase`."""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

import click

from bot.cli.context import database, only_person, only_workspace, say, workspace_option
from bot.cli.lists import read_list
from bot.importing import compare, take_over
from scheduler.clock import SystemClock
from scheduler.freeing import free_all_of
from storage import people as stored
from storage import privacy
from storage.programmes import programmes

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
        change = compare(connection, where, staff)
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
        take_over(connection, where, change, OPERATOR, SystemClock().now())
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

"""A staff list on the command line: read, what is found in it told, and refused where a line is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from bot.directory import read_staff
from bot.wording.phrases import counted

if TYPE_CHECKING:
    from bot.directory import StaffFile

MOST_ERRORS = 20


def read_list(file: BinaryIO, encoding: str | None, nothing_was: str) -> StaffFile:
    """A list without faults; ``nothing_was`` says what was not done otherwise: ``imported``.

    Raises:
        click.ClickException: where lines need a look; they are told before.

    """
    staff = read_staff(file.read(), encoding)
    if staff.ignored_columns:
        click.echo(f"Columns not used: {', '.join(staff.ignored_columns)}.")
    for warning in staff.warnings:
        click.secho(warning, fg="yellow", err=True)
    for error in staff.errors[:MOST_ERRORS]:
        click.secho(str(error), fg="red", err=True)
    if len(staff.errors) > MOST_ERRORS:
        click.secho(f"… and {len(staff.errors) - MOST_ERRORS} more.", fg="red", err=True)
    if staff.errors:
        raise click.ClickException(
            f"Nothing was {nothing_was}: {counted(len(staff.errors), 'line needs', 'lines need')} a look."
        )
    return staff

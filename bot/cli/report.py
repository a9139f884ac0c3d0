"""`report`."""

from __future__ import annotations

import sys

import click

from bot.cli.context import database, only_workspace, say, workspace_option
from reports.export import as_text, csv_bytes
from reports.report import publish
from storage.programmes import programmes
from storage.records import programme_records


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text", show_default=True)
@workspace_option
def report(workspace: str | None, form: str) -> None:
    """Print how teams are becoming connected, for whoever looks after the programme.

    Groups under ten people are merged, counts from 1 to 7 are hidden and the rest rounded to 5: nobody
    can be read out of it. Only rounds that have closed are counted.
    """
    with database() as opened, opened.read() as connection:
        programme = programmes(connection, only_workspace(connection, workspace))[0]
        published = publish(programme_records(connection, programme))
    if form == "csv":
        sys.stdout.buffer.write(csv_bytes(published))
    else:
        say(as_text(published))

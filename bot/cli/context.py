"""What several commands share: settings, the database, a moment on the command line, a bit of colour."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.settings import read_settings
from bot.wiring import open_database
from storage import people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Connection, Database


workspace_option = click.option("--workspace", help="Which workspace; needed only where there are several.")


class Instant(click.ParamType[datetime]):
    """An instant with its time zone, such as 2026-12-01T10:00Z."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ISO 8601, refusing a time without a zone."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not an instant; write it as 2026-12-01T10:00Z.", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no time zone; write it as 2026-12-01T10:00Z.", param, ctx)
        return moment


@contextmanager
def database() -> Iterator[Database]:
    """The database of the settings, closed at the end."""
    opened = open_database(read_settings())
    try:
        yield opened
    finally:
        opened.close()


def say(sentence: str) -> None:
    """One line of progress, at once even through a pipe."""
    click.echo(sentence)


def only_workspace(connection: Connection, named: str | None) -> str:
    """The workspace that is named, or the only one there is.

    Raises:
        click.ClickException: where that leaves none, or a choice.

    """
    known = people.workspaces(connection)
    if named is not None:
        if named in known:
            return named
        raise click.ClickException(
            f"There is no workspace {named!r}. Known: {', '.join(known) or 'none yet'}."
        )
    if len(known) == 1:
        return known[0]
    if not known:
        raise click.ClickException(
            "There is no workspace yet. Start `crossbrew run` once, so that it learns which."
        )
    raise click.ClickException(f"Name one of the workspaces with --workspace: {', '.join(known)}.")

"""What several commands share: settings, the database, a line of progress, and whom a word means."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.settings import read_settings
from bot.wiring import open_database
from storage import people, privacy
from storage.database import Database, StorageError
from storage.place import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from storage.database import Connection


workspace_option = click.option("--workspace", help="Which workspace; needed only where there are several.")


@contextmanager
def database(*, may_be_made: bool = False) -> Iterator[Database]:
    """The database of the settings, closed at the end.

    Raises:
        StorageError: where its file is not there and may not be made: what is read in the wrong folder
            would look like a bot without people.

    """
    settings = read_settings()
    opened = open_database(settings) if may_be_made else _there(settings)
    try:
        yield opened
    finally:
        opened.close()


def _there(settings: Settings) -> Database:
    file = file_of(Database(settings.database_url.get_secret_value()))
    if file is not None and file.parent.is_dir() and not file.exists():
        raise StorageError(
            f"There is no database at {file.absolute()}. Go to the folder where the bot runs, or name its "
            "database in DATABASE_URL, such as sqlite:////srv/crossbrew/crossbrew.db; `crossbrew run` makes "
            "a new one."
        )
    return open_database(settings)


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


def only_person(connection: Connection, workspace: str, who: str) -> str:
    """The id of the one person who goes by ``who``.

    Raises:
        click.ClickException: where that is nobody, or several.

    """
    try:
        found = privacy.find_person(connection, workspace, who)
    except privacy.SeveralPeopleError as error:
        raise click.ClickException(str(error)) from None
    if found is None:
        raise click.ClickException(f"Nobody in {workspace} has that id, staff id, e-mail or chat id.")
    return found

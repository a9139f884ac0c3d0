"""`db copy` and `db backup`: the whole database, moved to another or kept safe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.context import say
from bot.settings import read_settings
from storage.backup import backup
from storage.copying import copy
from storage.database import Database, StorageError

if TYPE_CHECKING:
    from storage.copying import Copied

EVERY = 10_000


@click.group()
def db() -> None:
    """The database as a whole."""


@db.command("copy", short_help="Copy it into another, from SQLite to PostgreSQL or back.")
@click.argument("target_url")
def copy_database(target_url: str) -> None:
    """Copy all of DATABASE_URL into TARGET_URL, from SQLite to PostgreSQL or back, and compare every row.

    Stop `crossbrew run` first: what it does meanwhile would not be in the copy, and would be done again.
    TARGET_URL is sqlite:///file.db or postgresql://user@host/name, empty, with the password in PGPASSWORD
    or ~/.pgpass rather than here. All of it is copied or nothing, and DATABASE_URL stays as it is. When
    it is done, set DATABASE_URL to the copy and start `crossbrew run`.
    """
    source, target = _source(), _target(target_url)
    try:
        copied = copy(source, target, _tell_progress)
    finally:
        source.close()
        target.close()
    _tell(copied)
    say(f"Copied into {target.where}. Set DATABASE_URL to it, then start `crossbrew run`.")


@db.command("backup", short_help="Write it into one SQLite file, while the bot runs.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def back_up(file: Path, *, force: bool) -> None:
    """Write all of the database, as it is now, into an SQLite FILE that only you can read.

    `crossbrew run` may go on meanwhile. To go back, set DATABASE_URL to sqlite:///FILE, or copy it into a
    PostgreSQL with `crossbrew db copy`. It holds personal data, and an erasure made later does not reach
    into it: keep it no longer than you must.
    """
    source = _source()
    try:
        backup(source, file, overwrite=force, progress=_tell_progress)
    finally:
        source.close()
    say(f"{file} holds all of {source.where}: {file.stat().st_size / 1e6:,.1f} MB, read through and sound.")


def _source() -> Database:
    """The database of the settings as it is: unlike any other command's, an empty one is not made."""
    return Database(read_settings().database_url.get_secret_value())


def _target(url: str) -> Database:
    try:
        return Database(url)
    except StorageError as error:
        raise click.UsageError(str(error).replace("DATABASE_URL", "TARGET_URL")) from None


def _tell_progress(table: str, rows: int, number: int) -> None:
    if rows % EVERY == 0:
        say(f"  {table}: {rows:,} of {number:,} rows")


def _tell(copied: list[Copied]) -> None:
    """What was compared: rows and checksum are the same on both sides."""
    widest = max(len(one.table) for one in copied)
    for one in copied:
        say(f"  {one.table:{widest}} {one.rows:>11,} rows  sha256 {one.checksum[:16]}")
    say(f"All {sum(one.rows for one in copied):,} rows read the same on both sides.")

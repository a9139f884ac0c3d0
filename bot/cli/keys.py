"""`keys`: the keys under which the tokens of workspaces rest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.context import database, say
from bot.settings import read_settings
from bot.vault import Vault, VaultError, new_key
from bot.wording.phrases import counted
from storage import installations

if TYPE_CHECKING:
    from storage.database import Database
    from storage.installations import Installed

EVERY = 100
"""So many installations between two lines of progress."""


@click.group()
def keys() -> None:
    """The keys under which the tokens of workspaces rest (CROSSBREW_SECRET_KEY).

    To change the key: put a new one before the old one, with a comma between, and restart every
    replica; `crossbrew keys rotate`; then take the old one away and restart them again. Nothing that is
    owed waits for it, and nobody has to install the app anew.
    """


@keys.command()
def new() -> None:
    """Print a fresh key for CROSSBREW_SECRET_KEY. Nothing is changed."""
    click.echo(new_key())


@keys.command()
def rotate() -> None:
    """Seal the token of every installation with the newest key, and say how many that were.

    It may be run again, and while the bot runs. It exits with 1 if a token cannot be read with any of
    the keys.
    """
    vault = Vault(read_settings().crossbrew_secret_key.get_secret_value())
    with database() as opened:
        with opened.read() as connection:
            own = [one for one in installations.every(connection) if _is_in_use(one)]
        renewed, unread = 0, 0
        for number, one in enumerate(own, start=1):
            try:
                renewed += _renewed(opened, vault, one)
            except VaultError as error:
                unread += 1
                click.secho(str(error), fg="red", err=True)
            if number % EVERY == 0:
                say(f"{number} of {len(own)} looked at.")
    say(_told(renewed, len(own) - renewed - unread))
    sys.exit(1 if unread else 0)


def _is_in_use(one: Installed) -> bool:
    return one.holder == one.workspace and not one.is_revoked


def _renewed(opened: Database, vault: Vault, one: Installed) -> bool:
    """Seal one token anew; whether that was needed, and it was not replaced meanwhile."""
    sealed = vault.renewed(one.sealed_token, one.workspace)
    if sealed is None:
        return False
    with opened.change() as connection:
        return installations.change_token(connection, one.workspace, one.sealed_token, sealed)


def _told(renewed: int, others: int) -> str:
    sealed = counted(renewed, "token was", "tokens were")
    return f"{sealed} sealed with the newest key; {counted(others, 'was', 'were')} already."

"""`run`, `tick` and `migrate`."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import click

from bot.cli.context import database, say
from bot.cli.values import Instant
from bot.settings import read_settings
from bot.wiring import build, open_database, settle_in, slack
from scheduler.clock import HandClock, SystemClock
from storage.database import Database, migrate

if TYPE_CHECKING:
    from datetime import datetime

    from bot.settings import Settings
    from bot.wiring import Bot
    from scheduler.clock import Clock


@click.command()
@click.option("--verbose", is_flag=True, help="Log every step, not only what was done.")
def run(*, verbose: bool) -> None:
    """Run the bot until it is stopped.

    With SLACK_APP_TOKEN it opens a socket to Slack and needs no inbound port; with
    SLACK_SIGNING_SECRET alone Slack calls CROSSBREW_HOST:CROSSBREW_PORT at /slack/events. Health is at
    /livez and /readyz. Any number may run on one PostgreSQL.
    """
    from bot.serving import serve  # noqa: PLC0415 - the web server is needed by this command alone

    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    settings = read_settings(for_slack=True)
    serve(settings, open_database(settings), SystemClock(), say)


@click.command()
@click.option(
    "--now", "moment", type=Instant(), help="Act as if it were this instant, e.g. 2026-12-01T10:00Z."
)
def tick_once(moment: datetime | None) -> None:
    """Do everything that is due, delivery included, and print what was done.

    For cron or a serverless timer. It really sends, also what --now makes due: to rehearse, use a copy
    of the database and a workspace for trying things. Running it twice changes nothing; it exits with
    1 if something could not be done.
    """
    settings = read_settings(for_slack=True)
    with database() as opened:
        bot = _bot(settings, opened, SystemClock() if moment is None else HandClock(moment))
        ticked, delivered = bot.beat()
    for sentence in ticked.done:
        say(sentence)
    say(f"outbox: {delivered}")
    if ticked.failed:
        say(f"{ticked.failed} programmes could not be tended; the log above says why.")
        sys.exit(1)


@click.command()
def migrate_schema() -> None:
    """Make the database, or bring it up to date. Safe to run again, and by several at once."""
    opened = Database(read_settings().database_url.get_secret_value())
    try:
        say(f"{opened.where} is at schema version {migrate(opened)}.")
    finally:
        opened.close()


def _bot(settings: Settings, opened: Database, clock: Clock) -> Bot:
    """The bot for the one workspace that the token is of."""
    platform = slack(settings)
    workspace = platform.identify()
    with opened.change() as connection:
        settle_in(connection, workspace, platform.name, clock.now(), settings.owners)
    return build(opened, clock, {workspace: platform}, settings.owners)

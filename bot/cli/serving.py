"""`run`, `tick` and `migrate`."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.cli.context import database, say
from bot.cli.values import Instant
from bot.settings import read_settings
from bot.watching.logs import form_here, set_up_logs, teller
from bot.wiring import build, chat, clock_of, delivery_of, open_database
from scheduler.clock import HandClock
from storage.database import Database, migrate
from storage.place import refuse_network
from storage.vitals import note_tick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from bot.settings import Settings
    from bot.wiring import Bot


@click.command()
@click.option("--verbose", is_flag=True, help="Log every step, not only what was done.")
def run(*, verbose: bool) -> None:
    """Run the bot until it is stopped.

    With SLACK_CLIENT_ID in place of SLACK_BOT_TOKEN it serves every workspace that installs the app at
    /slack/install. With SLACK_APP_TOKEN it opens a socket to Slack and needs no inbound port; with
    SLACK_SIGNING_SECRET alone Slack calls CROSSBREW_HOST:CROSSBREW_PORT at /slack/events. Health is at
    /livez and /readyz. Any number may run on one PostgreSQL, and one on an SQLite file. SIGTERM or Ctrl-C
    stops it within ten seconds: what is being sent ends, and the rest is left to others.
    """
    from bot.serving import serve  # noqa: PLC0415 - the web server is needed by this command alone

    settings = read_settings(for_slack=True)
    form = form_here(settings.crossbrew_log)
    set_up_logs(form, verbose=verbose, secrets=settings.secrets)
    serve(settings, open_database(settings), teller(form))


@click.command()
@click.option(
    "--now", "moment", type=Instant(), help="Act as if it were this instant, e.g. 2026-12-01T10:00Z."
)
def tick_once(moment: datetime | None) -> None:
    """Do everything that is due, delivery included, and print what was done.

    For cron or a serverless timer. It really sends, also what --now makes due: to rehearse, use a copy
    of the database and a workspace for trying things. Running it twice changes nothing; it exits with
    1 if something could not be done. What is sent keeps to the pace that Slack allows, so a round of
    thousands takes its time; SIGTERM or Ctrl-C leaves the rest to the next tick.
    """
    settings = read_settings(for_slack=True)
    set_up_logs(form_here(settings.crossbrew_log), secrets=settings.secrets)
    with database(may_be_made=True) as opened:
        bot = _bot(settings, opened, moment)
        with _heeding(bot.delivery.stop):
            ticked, delivered = bot.beat()
        if moment is None:
            with opened.change() as connection:
                note_tick(connection, bot.clock.now())
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
        refuse_network(opened)
        say(f"{opened.where} is at schema version {migrate(opened)}.")
    finally:
        opened.close()


def _bot(settings: Settings, opened: Database, moment: datetime | None) -> Bot:
    """The bot for the workspaces of the settings. Its pace is the world's, whatever its moment."""
    real = clock_of(opened)
    clock = real if moment is None else HandClock(moment)
    platforms = chat(settings, opened, clock).platforms
    delivery = delivery_of(opened, clock, platforms, outside=real)
    return build(opened, clock, platforms, settings.owners, delivery, settings.retention)


@contextmanager
def _heeding(stop: Callable[[], object]) -> Iterator[None]:
    """Let the first SIGTERM or Ctrl-C stop in order, and a second one end the program."""

    def heed(_number: int, _frame: object) -> None:
        for number, before in usual.items():
            signal.signal(number, before)
        stop()

    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in usual:
        signal.signal(number, heed)
    try:
        yield
    finally:
        for number, before in usual.items():
            signal.signal(number, before)

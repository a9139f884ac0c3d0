"""`demo`: the playground in a browser, or rounds without a page."""

from __future__ import annotations

import logging
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.cli.context import say
from bot.demo.headless import checks, play
from bot.demo.stage import DemoStage
from bot.demo.world import before_first_round, make_world
from bot.directory import read_staff
from bot.playground.page import playground_app
from bot.playground.serve import address, listen, serve
from bot.playground.trust import made_up_trust
from bot.wording.phrases import counted
from pairing.rounds import timetable
from reports.export import as_text
from scheduler.clock import SystemClock
from storage.database import Database, migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.demo.world import World
    from bot.directory import StaffRow

SMALLEST = 2
MOST_ERRORS = 20
HEADLESS_START = date(2026, 1, 6)
"""A headless run always begins on the same day, so that a seed gives the same figures on any day."""


@click.command()
@click.option("--people", "file", type=click.File("rb"), help="Use your own staff list (CSV) instead.")
@click.option("--headless", is_flag=True, help="No page: play the rounds, print the report and the checks.")
@click.option("--rounds", default=6, show_default=True, type=click.IntRange(1, 130), help="With --headless.")
@click.option("--seed", default=2026, show_default=True, help="Another seed, another trust.")
@click.option("--port", default=8765, show_default=True, help="Where the page is; 0 for any free port.")
def demo(file: BinaryIO | None, *, headless: bool, rounds: int, seed: int, port: int) -> None:
    """Try Crossbrew without an account: a made-up hospital trust, a few hundred people, all yours to be.

    It opens a page in which you can be anybody, see their chats, press their buttons and wind the
    clock. Matcher, store, outbox and words are the real ones; only the people are not.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    staff = _staff(file, seed)
    listener = None if headless else listen(port)
    if listener is not None:
        _when_told_to_stop(sys.exit)
    with _passing_database() as database:
        start = before_first_round(HEADLESS_START if headless else SystemClock().now().date())
        world = make_world(database, staff, start, seed, say)
        stage = DemoStage(world, _ticker())
        if listener is None:
            _play_headless(world, stage, rounds)
        else:
            stage.wind(timetable(world.programme.cadence, 1).starts_at, being=frozenset(), others_answer=True)
            say(f"\nThe first round is under way. Open {address(listener)} and be anybody. Ctrl-C stops.")
            # From here on the server heeds signals, and raises them once more when it is done.
            _when_told_to_stop(lambda: None)
            serve(playground_app(world.platform, stage), listener)
            # A wind under way is cut off; what it trips over from now on is no fault.
            logging.disable()


@contextmanager
def _passing_database() -> Iterator[Database]:
    """A database that is gone with the demo, however that ends."""
    with tempfile.TemporaryDirectory(prefix="crossbrew-demo-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'demo.db'}", durable=False)
        try:
            migrate(database)
            yield database
        finally:
            database.close()


def _when_told_to_stop(does: Callable[[], object]) -> None:
    """Do this at Ctrl-C and SIGTERM: to stop the demo is to end it well."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: does())


def _play_headless(world: World, stage: DemoStage, number: int) -> None:
    """Play the rounds, print the report, and exit with 1 if a promise was not kept."""
    began = time.perf_counter()
    play(world, stage, number, say)
    took = time.perf_counter() - began
    say("")
    say(as_text(stage.published()))
    rounds = counted(number, "round", "rounds")
    say(f"Counted apart from the matcher, over {rounds} played in {took:.1f} s:")
    found = checks(world, number)
    for check in found:
        say(f"  {'✓' if check.holds else '✗'} {check.promise}: {check.found}")
    if not all(check.holds for check in found):
        sys.exit(1)


def _staff(file: BinaryIO | None, seed: int) -> tuple[StaffRow, ...]:
    """The people of the demo: made up, or those of a staff list without faults."""
    if file is None:
        return made_up_trust(seed)
    staff = read_staff(file.read())
    for warning in staff.warnings:
        click.secho(warning, fg="yellow", err=True)
    if staff.errors:
        listed = "\n".join(str(error) for error in staff.errors[:MOST_ERRORS])
        raise click.ClickException(f"The staff list needs a look:\n{listed}")
    if len(staff.rows) < SMALLEST:
        raise click.ClickException("The staff list holds fewer than two people; it takes two for a coffee.")
    return staff.rows


def _ticker() -> Callable[[str], None]:
    """Show the latest of many small steps on one line, where somebody is watching."""

    def tell(words: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[2K{words}", nl=False, err=True)

    return tell

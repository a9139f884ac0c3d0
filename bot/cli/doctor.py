"""`doctor`: everything that can keep the bot from its work, a line each, with the cure."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from bot.cli.checkup.chat import of_slack, whose
from bot.cli.checkup.installations import of_installations
from bot.cli.checkup.setup import of_program, of_settings, of_time_zones
from bot.cli.checkup.store import of_store
from bot.cli.checkup.work import of_work
from bot.masking import Mask
from bot.settings import ENV_FILE, settings_and_problems
from bot.slack.inspection import Identity
from bot.watching.findings import Mark, all_is_well
from bot.wording.phrases import counted
from scheduler.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from bot.watching.findings import Finding

COLOURS = {Mark.OK: "green", Mark.NOTE: "yellow", Mark.FIX: "red"}
MARK, WHAT = 4, 11
NARROWEST = 60


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
def doctor(*, as_json: bool) -> None:
    """Look at everything that can keep the bot from its work, and say what to do about it.

    Settings, tokens and scopes, clocks, the database, each programme and the outbox; whether or not the
    bot is running. No name and no secret is printed. Nothing is mended; the time is written into the
    database, to see that it can be. Exits with 1 if a line is marked FIX.
    """
    settings, problems = settings_and_problems(for_slack=True)
    mask = Mask(settings.secrets)
    found: list[Finding] = []
    for one in _look(settings, problems):
        masked = replace(one, says=mask(one.says), cure=mask(one.cure))
        found.append(masked)
        if not as_json:
            _tell(masked)
    is_well = all_is_well(found)
    if as_json:
        click.echo(json.dumps({"ok": is_well, "findings": [asdict(one) for one in found]}, indent=2))
    else:
        click.echo(_summary(found))
    sys.exit(0 if is_well else 1)


def _look(settings: Settings, problems: list[str]) -> Iterator[Finding]:
    clock = SystemClock()
    yield of_program()
    yield from of_settings(settings, problems, ENV_FILE)
    yield of_time_zones()
    found = whose(settings)
    if not settings.is_shared:
        yield from of_slack(settings, found, clock)
    store = of_store(settings.database_url.get_secret_value(), clock)
    yield from store.findings
    if store.database is not None:
        if settings.is_shared:
            yield from of_installations(settings, store.database)
        workspace = found.workspace if isinstance(found, Identity) else None
        yield from of_work(store.database, workspace, clock.now())
        store.database.close()


def _tell(one: Finding) -> None:
    """A line each; on a terminal wrapped under its beginning, with the mark in colour besides."""
    line = f"{one.says} {one.cure}".strip()
    start = f"{one.mark:<{MARK}}  {one.what:<{WHAT}} "
    if sys.stdout.isatty():
        width = max(NARROWEST, shutil.get_terminal_size().columns) - len(start)
        line = f"\n{' ' * len(start)}".join(textwrap.wrap(line, width, break_long_words=False))
    colour = click.style(start[:MARK], fg=COLOURS[one.mark], bold=one.mark is Mark.FIX)
    click.echo(colour + start[MARK:] + line)


def _summary(found: list[Finding]) -> str:
    wrong = sum(one.mark is Mark.FIX for one in found)
    if not wrong:
        return "\nNothing needs fixing."
    return f"\n{counted(wrong, 'thing needs', 'things need')} fixing: see the lines marked FIX."

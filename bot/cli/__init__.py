"""The command line. A command's module is imported only when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, tuple[str, str]] = {
    "demo": ("bot.cli.demo:demo", "Try it: a made-up trust in your browser, no account needed."),
    "run": ("bot.cli.serving:run", "Run the bot."),
    "tick": ("bot.cli.serving:tick_once", "Do everything that is due now, once, and say what was done."),
    "migrate": ("bot.cli.serving:migrate_schema", "Bring the database up to date."),
    "people": ("bot.cli.staff:people", "The staff list."),
    "person": ("bot.cli.staff:person", "What is kept of one person."),
    "programme": ("bot.cli.rounds:programme", "Cadence, hours, ladder, quiet dates and how many meet."),
    "round": ("bot.cli.rounds:round_", "Preview, run or explain a round, or introduce people in it."),
    "simulate": ("bot.cli.simulate:simulate", "Play a year of rounds in memory, and see what comes of it."),
    "report": ("bot.cli.report:report", "How teams are becoming connected."),
    "doctor": ("bot.cli.doctor:doctor", "What keeps it from its work, and what to do about it."),
    "db": ("bot.cli.db:db", "The whole database: copied to another, or backed up."),
    "keys": ("bot.cli.keys:keys", "The keys under which the tokens of many workspaces rest."),
    "outbox": ("bot.cli.outbox:outbox", "What is owed, sent and stuck, and what is to become of it."),
}


class Commands(click.Group):
    """Knows each command by a line, and imports it when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """In the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command itself."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="crossbrew", message="crossbrew %(version)s")
def crossbrew() -> None:
    """Coffee introductions across departments and grades, in Slack.

    Start with `crossbrew demo`. For your own workspace: make the app from manifest.yml, put its two
    tokens into .env, then `crossbrew run`. Settings come from the environment or .env; .env.example
    describes each.
    """


def main() -> None:
    """Run the command line. What a user can mend is one sentence and exit code 1, never a traceback."""
    try:
        crossbrew(prog_name="crossbrew")
    except Exception as error:
        from bot.cli.failures import EXPECTED, sentence_of  # noqa: PLC0415 - only a failure needs it

        if not isinstance(error, EXPECTED):
            raise
        click.secho(sentence_of(error), fg="red", err=True)
        sys.exit(1)

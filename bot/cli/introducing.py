"""`round introduce`: two people, or a table of them, introduced by hand."""

from __future__ import annotations

import click

from bot.cli.context import database, only_person, only_workspace, say, workspace_option
from scheduler.clock import SystemClock
from scheduler.introducing import FEWEST, MOST, Introduced, introduce
from storage.programmes import programmes

OPERATOR = "operator"
REFUSALS = {
    Introduced.NO_ROUND: "No round is under way. `crossbrew programme show` says when the next one starts.",
    Introduced.NOT_IN_ROUND: "Somebody of these is not taking part in this round.",
    Introduced.NO_ROOM: "Somebody of these has an introduction in this round already.",
    Introduced.NOT_THESE: "These people can't be introduced to each other.",
}


@click.command("introduce", short_help="Introduce two to eight people by hand.")
@click.argument("who", nargs=-1, required=True, metavar="WHO WHO [WHO ...]")
@workspace_option
def introduce_people(who: tuple[str, ...], workspace: str | None) -> None:
    """Introduce two to eight people in the round under way, each an id, staff id, e-mail or chat id.

    They must all take part in the round and have no introduction in it. Their message goes out with the
    next tick that falls between 08:00 and 18:00 of their day.
    """
    with database() as opened:
        with opened.read() as connection:
            where = only_workspace(connection, workspace)
            chosen = programmes(connection, where)[0]
            people = {only_person(connection, where, each) for each in who}
        if not FEWEST <= len(people) == len(who) <= MOST:
            raise click.UsageError(f"Name {FEWEST} to {MOST} different people.")
        found = introduce(opened, chosen, people, SystemClock().now(), OPERATOR)
    if found in REFUSALS:
        raise click.ClickException(f"{REFUSALS[found]} Nothing was changed.")
    if found is Introduced.ALREADY:
        say("They have been introduced to each other already, so nothing was changed.")
    else:
        say(f"{len(people)} people are introduced to each other.")

"""`outbox list|retry|discard`: what is owed, what is stuck, and what is to become of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.context import database, only_workspace, say, workspace_option
from bot.cli.values import Instant
from bot.wording.phrases import counted
from bot.wording.tending import because
from scheduler.clock import SystemClock
from storage import dead_letters, outbox_books
from storage.dead_letters import Chosen
from storage.outbox import NoticeState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from storage.database import Connection
    from storage.dead_letters import Listed

OPERATOR = "operator"
SINCE = {NoticeState.OWED: "due", NoticeState.SENDING: "since"}


@click.group()
def outbox() -> None:
    """What is owed to whom, and what became of it. Ids and reasons only, never a name or a text."""


@outbox.command("list", short_help="Count what is owed, sent and stuck, and name the stuck.")
@click.option(
    "--state",
    type=click.Choice([state.value for state in NoticeState]),
    default=NoticeState.DEAD.value,
    show_default=True,
    help="List the notices that stand there.",
)
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="List so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
@workspace_option
def list_outbox(workspace: str | None, state: str, limit: int, *, as_json: bool) -> None:
    """Count notices by state, say when the next is due, and list those that will not be sent.

    Each with its key, kind, round, attempts, reason, and since when; the oldest first.
    """
    with database() as opened, opened.read() as connection:
        where = workspace and only_workspace(connection, workspace)
        counts = {state.value: number for state, number in outbox_books.counts(connection, where).items()}
        due = outbox_books.next_due(connection, SystemClock().now())
        notices = dead_letters.listed(connection, NoticeState(state), limit, where)
    if as_json:
        told = {"counts": counts, "next_due": due, "notices": list(map(asdict, notices))}
        say(json.dumps(told, indent=2, default=datetime.isoformat))
        return
    _tell(counts, due)
    for one in notices:
        say(_line(one))
    if (more := counts.get(state, 0) - len(notices)) > 0:
        say(f"  … and {more} more: --limit {counts[state]} lists them all.")
    for line in _reasons(notices):
        say(line)
    if counts.get(NoticeState.DEAD.value):
        say("`crossbrew outbox retry` tries the dead again, `discard` puts them away: name a KEY, or --all.")


def _which(command: Callable[..., None]) -> Callable[..., None]:
    """The options with which dead notices are chosen."""
    command = click.option("--reason", metavar="CODE", help="With --all: only those dead for this reason.")(
        command
    )
    command = click.option("--all", "every", is_flag=True, help="All that are dead.")(command)
    return click.argument("keys", nargs=-1, metavar="[KEY]...")(command)


@outbox.command(short_help="Try what is stuck again.")
@_which
@workspace_option
def retry(keys: tuple[str, ...], reason: str | None, workspace: str | None, *, every: bool) -> None:
    """Try dead notices again at the next tick: those with these KEYs, or --all of them.

    One that may have arrived is looked for first where the history scopes were granted. Otherwise an
    introduction goes out once more, saying so, and a reminder is let go. What has lapsed stays dead.
    """
    chosen = _chosen(keys, reason, every=every)
    with database() as opened, opened.change() as connection:
        where = only_workspace(connection, workspace)
        _tell_others(connection, where, chosen)
        done = dead_letters.retry(connection, where, chosen, SystemClock().now(), OPERATOR)
    say(f"{counted(done.count, 'notice', 'notices')} will be tried again.")
    if done.lapsed:
        say(
            f"{counted(done.lapsed, 'notice has', 'notices have')} lapsed, and nobody would want the message "
            "now: `crossbrew outbox discard` puts it away."
        )


@outbox.command(short_help="Put what is stuck, or owed, away for good.")
@_which
@click.option("--owed", is_flag=True, help="What is owed instead of what is dead.")
@click.option("--before", type=Instant(), help="With --owed: all due by then, e.g. 2026-12-01T10:00Z.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@workspace_option
def discard(  # noqa: PLR0913 - its options
    keys: tuple[str, ...],
    reason: str | None,
    before: datetime | None,
    workspace: str | None,
    *,
    every: bool,
    owed: bool,
    yes: bool,
) -> None:
    """Put dead notices away for good: those with these KEYs, or --all of them. Nobody is told.

    With --owed those that wait to be sent, as after going back to a backup, which does not know what
    was sent since it was made: with these KEYs, --all of them, or as far as they were due --before an
    instant. Stop `crossbrew run` first, which goes on sending them. Where an introduction is put away,
    its pairing is over.
    """
    chosen = _to_put_away(keys, reason, before, every=every, owed=owed)
    with database() as opened:
        with opened.read() as connection:
            where = only_workspace(connection, workspace)
            _tell_others(connection, where, chosen)
            number = dead_letters.count(connection, where, chosen)
        if number and not yes and (chosen.keys is None or owed):
            # Asked with nothing open: the bot writes while somebody thinks.
            them = counted(number, f"{chosen.state.value} notice", f"{chosen.state.value} notices")
            click.confirm(f"Put {them} away for good?", abort=True)
        with opened.change() as connection:
            done = dead_letters.discard(connection, where, chosen, SystemClock().now(), OPERATOR)
    say(f"{counted(done, 'notice is', 'notices are')} put away.")


def _to_put_away(
    keys: tuple[str, ...], reason: str | None, before: datetime | None, *, every: bool, owed: bool
) -> Chosen:
    if not owed:
        if before is not None:
            raise click.UsageError("--before narrows --owed; of the dead, name KEYs or say --all.")
        return _chosen(keys, reason, every=every)
    if reason is not None or bool(keys) + every + (before is not None) != 1:
        raise click.UsageError(
            "With --owed name KEYs, or say --all, or --before an instant: one of the three."
        )
    return Chosen(frozenset(keys) if keys else None, until=before, state=NoticeState.OWED)


def _tell(counts: Mapping[str, int], due: datetime | None) -> None:
    say(", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "The outbox is empty.")
    if due is not None:
        say(
            f"Of those that wait, the next may go at {due:%Y-%m-%d %H:%M:%S} UTC: for its readers' hours "
            "(08:00-18:00), for the pace that the chat allows, or for another attempt."
        )


def _line(one: Listed) -> str:
    facts: tuple[Any, ...] = (
        one.workspace,
        one.key,
        one.kind.value,
        f"round {one.round_number}",
        f"{one.state.value} {SINCE.get(one.state, 'since')} {one.at:%Y-%m-%d %H:%M} UTC",
        counted(one.attempts, "attempt", "attempts"),
        one.reason,
    )
    return "".join(f"  {fact}" for fact in facts if fact)


def _reasons(notices: Iterable[Listed]) -> list[str]:
    """What the codes mean that stand in the lines; our own reasons speak for themselves."""
    dead = {one.reason for one in notices if one.state is NoticeState.DEAD}
    codes = {one.reason for one in notices if one.reason and " " not in one.reason}
    return [f"{reason or 'no reason'}: {because(reason)}." for reason in sorted(dead | codes)]


def _chosen(keys: tuple[str, ...], reason: str | None, *, every: bool) -> Chosen:
    """What is asked for.

    Raises:
        click.UsageError: where that is nothing, or two things at once.

    """
    if every == bool(keys):
        raise click.UsageError("Name the KEYs that `crossbrew outbox list` shows, or say --all.")
    if reason is not None and not every:
        raise click.UsageError("--reason narrows --all; a KEY needs none.")
    return Chosen(frozenset(keys) if keys else None, reason)


def _tell_others(connection: Connection, workspace: str, chosen: Chosen) -> None:
    """Refuse keys that there are not, and say of those in another state where they stand.

    Raises:
        click.ClickException: where a key is unknown.

    """
    keys = chosen.keys or frozenset()
    states = dead_letters.states(connection, workspace, keys)
    if unknown := sorted(keys - states.keys()):
        raise click.ClickException(
            f"There is no notice {unknown[0]!r} in {workspace}; `crossbrew outbox list` shows their keys. "
            "Nothing was changed."
        )
    for key, state in sorted(states.items()):
        if state is not chosen.state:
            say(f"{key} is {state.value}, not {chosen.state.value}, and stays as it is.")

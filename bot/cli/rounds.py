"""`programme show|set` and `round preview|run|explain`."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.cli.context import database, only_workspace, say, workspace_option
from pairing.rounds import Cadence, number_after, timetable
from scheduler import gather
from scheduler.clock import SystemClock
from scheduler.opening import decide, open_round
from storage import pairings, privacy, rounds
from storage import programmes as stored
from storage.people import write_audit

if TYPE_CHECKING:
    from pairing.people import Programme
    from storage.database import Connection

OPERATOR = "operator"


@click.group()
def programme() -> None:
    """The programme: its cadence, its hour, its grade ladder and its quiet dates."""


@programme.command()
@workspace_option
def show(workspace: str | None) -> None:
    """Show the programme and when its next rounds start."""
    with database() as opened, opened.read() as connection:
        _describe(_programme(connection, workspace))


@programme.command("set")
@click.option("--anchor", help="A Monday; round 1 starts one period after it, e.g. 2026-12-07.")
@click.option("--days", type=int, help="How long a round lasts: 7, 14 or 28 days.")
@click.option("--at", help="The local hour at which a round starts, e.g. 10:00.")
@click.option("--timezone", help="The programme's time zone, e.g. Europe/London.")
@click.option("--quiet", help="Dates on which nothing happens, separated by commas; replaces the list.")
@click.option("--ladder", help="The grades from the lowest up, separated by commas; replaces the ladder.")
@workspace_option
def set_programme(workspace: str | None, ladder: str | None, **given: str | int | None) -> None:
    """Change the programme. What is not named stays as it is."""
    with database() as opened, opened.change() as connection:
        before = _programme(connection, workspace)
        cadence = _cadence(before.cadence, given)
        values = {
            "anchor": cadence.anchor,
            "days": cadence.days,
            "at": cadence.at,
            "timezone": cadence.timezone,
            "quiet_dates": sorted(day.isoformat() for day in cadence.quiet_dates),
            "ladder": list(before.ladder.grades) if ladder is None else _listed(ladder),
        }
        stored.change_programme(connection, before, **values)
        named = [name for name, value in [*given.items(), ("ladder", ladder)] if value is not None]
        now = SystemClock().now()
        write_audit(connection, before.workspace, OPERATOR, "programme changed", ", ".join(named), now)
        _describe(_programme(connection, workspace))


@click.group()
def round_() -> None:
    """Look at a round before it is made, make it now, or ask why two people were introduced."""


@round_.command()
@workspace_option
def preview(workspace: str | None) -> None:
    """Say what the next round would look like if it opened now: counts only, and nothing is written."""
    with database() as opened, opened.read() as connection:
        chosen = _programme(connection, workspace)
        number = _next(chosen)
        pool = gather.pool(connection, chosen, number)
    matching = decide(pool)
    trios = sum(len(one.people) > 2 for one in matching.pairings)  # noqa: PLR2004 - a pair is two
    say(f"Round {number} would make {len(matching.pairings)} introductions, {trios} of them trios,")
    say(f"with {len(matching.sitting_out)} sitting out. The score is {matching.score}; no pairing of this")
    say(f"pool could score more than {matching.bound} ({matching.gap:.2%} above).")


@round_.command("run")
@workspace_option
def run_now(workspace: str | None) -> None:
    """Open the next round now instead of at its hour. Its introductions go out with the next tick."""
    with database() as opened:
        with opened.read() as connection:
            chosen = _programme(connection, workspace)
        number, now = _next(chosen), SystemClock().now()
        opened_round = open_round(opened, chosen, number, now)
        if opened_round is None:
            raise click.ClickException(f"Round {number} is open already, so nothing was changed.")
        with opened.change() as connection:
            write_audit(connection, chosen.workspace, OPERATOR, "round opened early", str(number), now)
    say(f"Round {number} is open with {opened_round.paired} introductions.")


@round_.command()
@click.argument("who")
@workspace_option
def explain(who: str, workspace: str | None) -> None:
    """Say why WHO (an id, staff id, e-mail or chat id) was introduced to whom, rule by rule.

    For whoever runs the database: it names no names, but it does show who was paired with whom, by id.
    """
    with database() as opened, opened.read() as connection:
        chosen = _programme(connection, workspace)
        id_ = privacy.find_person(connection, chosen.workspace, who)
        past = pairings.of_person(connection, chosen.workspace, id_) if id_ else ()
        if not past:
            raise click.ClickException("That person has not been in a pairing.")
        last = past[-1]
        counted = pairings.reasons(connection, chosen.workspace, last.id)
        seeds = rounds.rounds(connection, chosen)
    say(f"Round {last.round_number}, pairing {last.id}: {' and '.join(last.people)}")
    for rule, points in counted:
        say(f"  {points:+6}  {rule.replace('_', ' ')}")
    here = seeds[last.round_number]
    say(f"Seed {here.seed}, inputs {here.digest[:12]}, score {here.score} of at most {here.bound}.")


def _programme(connection: Connection, workspace: str | None) -> Programme:
    return stored.programmes(connection, only_workspace(connection, workspace))[0]


def _next(chosen: Programme) -> int:
    return max(1, number_after(chosen.cadence, SystemClock().now()))


def _describe(chosen: Programme) -> None:
    cadence = chosen.cadence
    say(f"{chosen.name} ({chosen.workspace}/{chosen.id})")
    say(f"  every {cadence.days} days at {cadence.at:%H:%M}, {cadence.timezone}, from {cadence.anchor}")
    say(f"  quiet dates: {', '.join(str(day) for day in sorted(cadence.quiet_dates)) or 'none'}")
    say(f"  grade ladder: {' < '.join(chosen.ladder.grades) or 'none yet; import a staff list'}")
    for number in range(_next(chosen), _next(chosen) + 3):
        starts = timetable(cadence, number).starts_at.astimezone(ZoneInfo(cadence.timezone))
        say(f"  round {number} starts {starts:%A %d %B %Y, %H:%M}")


def _cadence(before: Cadence, given: dict[str, str | int | None]) -> Cadence:
    """The cadence with what was given in place of what was."""
    quiet = given["quiet"]
    try:
        return Cadence(
            anchor=date.fromisoformat(str(given["anchor"])) if given["anchor"] else before.anchor,
            days=int(given["days"]) if given["days"] else before.days,
            at=time.fromisoformat(str(given["at"])) if given["at"] else before.at,
            timezone=str(given["timezone"]) if given["timezone"] else before.timezone,
            quiet_dates=before.quiet_dates
            if quiet is None
            else frozenset(date.fromisoformat(day) for day in _listed(str(quiet))),
        )
    except ValueError as error:
        raise click.ClickException(f"{error} Nothing was changed.") from None


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]

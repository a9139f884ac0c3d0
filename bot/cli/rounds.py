"""`programme show|set` and `round preview|run|introduce|explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot.cli.context import database, only_person, only_workspace, say, workspace_option
from bot.cli.introducing import introduce_people
from bot.cli.values import CalendarDay, CalendarDays, LocalHour, listed
from bot.pacing import time_to_introduce
from bot.wording import matching as wording
from bot.wording import tending
from bot.wording.phrases import counted
from pairing.matching import WEIGHED_ALL, Reason
from pairing.people import TogetherError
from pairing.rounds import CadenceError, timetable
from scheduler import by_hand, previewing
from scheduler.by_hand import KnownError, NotOpenedError, may_open
from scheduler.changing import NumbersError, changed, keep_calendar, refuse_other_numbers
from scheduler.clock import SystemClock
from scheduler.coming import next_round
from scheduler.freeing import SMALLEST
from storage import explaining, pairings, rounds
from storage import programmes as stored
from storage.audit import OPERATOR
from storage.people import workspaces, write_audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.platforms import Call, Limit
    from pairing.notices import Pairing
    from pairing.people import Programme
    from storage.database import Connection

QUIET = "Dates on which nothing happens, separated by commas; replaces the list, and an empty one clears it."


@click.group()
def programme() -> None:
    """The programme: its cadence, its hour, its grade ladder, its quiet dates and how many meet."""


@programme.command()
@workspace_option
def show(workspace: str | None) -> None:
    """Show the programme and when its next rounds start."""
    with database() as opened, opened.read() as connection:
        _describe(connection, _programme(connection, workspace))


@programme.command("set")
@click.option(
    "--anchor", type=CalendarDay(), help="A Monday; round 1 starts one period after it, e.g. 2026-12-07."
)
@click.option("--days", type=int, help="How long a round lasts: 7, 14 or 28 days.")
@click.option("--at", type=LocalHour(), help="The local hour at which a round starts, e.g. 10:00.")
@click.option("--timezone", help="The programme's time zone, e.g. Europe/London.")
@click.option("--quiet", "quiet_dates", type=CalendarDays(), help=QUIET)
@click.option("--together", type=int, help="How many meet: 2 for pairs, 4 to 8 for tables.")
@click.option("--ladder", help="The grades from the lowest up, separated by commas; replaces the ladder.")
@workspace_option
def set_programme(workspace: str | None, ladder: str | None, **given: object) -> None:
    """Change the programme. What is not named stays as it is."""
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes and ladder is None:
        raise click.UsageError("Name what is to change, such as --at 11:00; --help lists it all.")
    with database() as opened, opened.change() as connection:
        before = _programme(connection, workspace)
        now = SystemClock().now()
        _change(connection, before, changes, now)
        grades = before.ladder.grades if ladder is None else tuple(listed(ladder))
        stored.change_programme(connection, before, ladder=list(grades))
        named = ", ".join([*changes, *(["ladder"] if ladder is not None else [])])
        write_audit(connection, before.workspace, OPERATOR, "programme changed", named, now)
        _describe(connection, _programme(connection, workspace))


@click.group()
def round_() -> None:
    """Look at a round before it is made, make it now, introduce people by hand, or ask why some were."""


round_.add_command(introduce_people)


@round_.command(short_help="What the next round would look like; nothing is written.")
@workspace_option
def preview(workspace: str | None) -> None:
    """Say what the next round would look like if it opened now; nothing is written.

    How many are in, how good the pairing is, which departments it connects, and, from ten introductions
    on, why people sit out and how far each rule is met. Never a name, and nothing that points at somebody.
    """
    with database() as opened, opened.read() as connection:
        chosen = _programme(connection, workspace)
        number = next_round(connection, chosen, SystemClock().now())
        pool = previewing.pool_of(connection, chosen, number)
        limits = _limits(connection, chosen.workspace)
    foreseen = previewing.foresee(pool)
    for line in wording.preview(number, foreseen.matching, foreseen.satisfied):
        say(line)
    _say_how_long(len(foreseen.matching.pairings), limits)


@round_.command("run")
@workspace_option
def run_now(workspace: str | None) -> None:
    """Open the next round now instead of at its hour.

    Its introductions go out with the next tick that falls between 08:00 and 18:00 of their readers.
    """
    with database() as opened:
        now = SystemClock().now()
        with opened.read() as connection:
            chosen = _programme(connection, workspace)
            limits = _limits(connection, chosen.workspace)
        number = may_open(chosen, now)
        try:
            opened_round = by_hand.run_now(opened, chosen, number, now, OPERATOR)
        except KnownError as known:
            after = f"The one after it can be opened from {_start(chosen, number)} on."
            raise click.ClickException(f"{known} {after}") from None
        except NotOpenedError as refused:
            raise click.ClickException(str(refused)) from None
    made = counted(opened_round.paired, "introduction", "introductions")
    say(f"Round {number} is open with {made}.")
    _say_how_long(opened_round.paired, limits)


@round_.command(short_help="Why somebody was introduced as they were.")
@click.argument("who")
@workspace_option
def explain(who: str, workspace: str | None) -> None:
    """Say why WHO (an id, staff id, e-mail or chat id) was introduced as they were, rule by rule.

    For whoever runs the database. It shows the points of their last introduction and of the best
    alternative they had, and how good the round is; it does not say with whom.
    """
    with database() as opened, opened.read() as connection:
        chosen = _programme(connection, workspace)
        id_ = only_person(connection, chosen.workspace, who)
        past = pairings.of_person(connection, chosen.workspace, id_)
        if not past:
            raise click.ClickException("That person has not been in a pairing.")
        last = past[-1]
        told = _explained(connection, chosen, last, id_)
        result = rounds.rounds(connection, chosen)[last.round_number].result
    say(f"Round {last.round_number}, pairing {last.id}, {len(last.people)} people.")
    for line in wording.explanation(told, result):
        say(line)


def _explained(connection: Connection, chosen: Programme, one: Pairing, id_: str) -> wording.Explained:
    is_late = explaining.is_late(connection, chosen.workspace, one.id)
    # With fewer pairings, even if all were trios, a round was small enough to weigh everybody.
    is_large = pairings.count(connection, chosen, one.round_number) >= WEIGHED_ALL // wording.TRIO
    return wording.Explained(
        people=len(one.people),
        reasons=[Reason(*each) for each in explaining.reasons(connection, chosen.workspace, one.id)],
        instead=explaining.instead(connection, chosen.workspace, one.id, id_),
        is_late=is_late,
        at_tables=chosen.together > wording.PAIR or len(one.people) > wording.TRIO,
        is_sampled=is_large and not is_late,
    )


def _programme(connection: Connection, workspace: str | None) -> Programme:
    return stored.programmes(connection, only_workspace(connection, workspace))[0]


def _start(chosen: Programme, number: int) -> str:
    """When a round begins by the calendar, in the programme's own time."""
    starts = timetable(chosen.cadence, number).starts_at.astimezone(ZoneInfo(chosen.cadence.timezone))
    return f"{starts:%A %d %B %Y, %H:%M}"


def _describe(connection: Connection, chosen: Programme) -> None:
    cadence = chosen.cadence
    say(f"{chosen.name} ({chosen.workspace}/{chosen.id})")
    say(f"  every {cadence.days} days at {cadence.at:%H:%M}, {cadence.timezone}, from {cadence.anchor}")
    say(f"  {_meeting(chosen.together)}")
    say(f"  quiet dates: {', '.join(str(day) for day in sorted(chosen.own_quiet_dates)) or 'none'}")
    if chosen.holidays:
        say(f"  public holidays: {chosen.holidays}")
    say(f"  grade ladder: {' < '.join(chosen.ladder.grades) or 'none yet; import a staff list'}")
    coming = next_round(connection, chosen, SystemClock().now())
    for number in range(coming, coming + 3):
        say(f"  round {number} starts {_start(chosen, number)}")


def _meeting(together: int) -> str:
    return "in pairs" if together == SMALLEST else f"at tables of about {together}"


def _change(connection: Connection, before: Programme, changes: Mapping[str, Any], now: datetime) -> None:
    try:
        after = changed(before, changes)
        refuse_other_numbers(connection, before, after.cadence, now)
    except NumbersError as error:
        cure = f"Give --anchor {error.anchor} for the same days with the numbers going on."
        raise click.ClickException(f"{error} {cure} Nothing was changed.") from None
    except (CadenceError, TogetherError) as error:
        raise click.ClickException(f"{error} Nothing was changed.") from None
    keep_calendar(connection, before, after)


def _limits(connection: Connection, workspace: str) -> Mapping[Call, Limit]:
    """What the platform of a workspace allows."""
    if workspace not in workspaces(connection, "slack"):
        return {}
    from bot.slack.limits import LIMITS  # noqa: PLC0415 - of one platform among several

    return LIMITS


def _say_how_long(introductions: int, limits: Mapping[Call, Limit]) -> None:
    """How long the introductions take to go out, each with a group to open; nothing where it is no time."""
    takes = time_to_introduce(introductions, limits)
    if takes:
        say(f"At the pace that Slack allows, the introductions go out in {tending.time_left(takes)}.")

"""The work itself: who ticks, what is next, what is late, and what is stuck."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.checkup.store import patiently
from bot.pacing import time_to_make
from bot.platforms import Call
from bot.slack.limits import LIMITS
from bot.watching.findings import fix, note, ok
from bot.watching.health import sentence_and_cure
from bot.wording.phrases import counted, day_words
from pairing.rounds import CadenceError, timetable
from scheduler.coming import next_round
from scheduler.lateness import late_rounds
from storage import outbox_books, people, programmes, rounds, vitals
from storage.database import StorageError
from storage.outbox import NoticeState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from bot.watching.findings import Finding
    from pairing.people import Programme
    from storage.database import Connection, Database

SOON, TOO_LONG = timedelta(minutes=5), timedelta(hours=2)
"""A bot that runs ticks three times a minute; from cron, once an hour is enough."""
FEWEST = 2
PATIENCE = 60.0
"""Seconds: the members of a programme of a million are counted one by one."""
LEFT_OVER = timedelta(hours=3)
"""Besides the time that the rounds on their way take."""
SLACK = "slack"


def of_work(database: Database, ours: str | None, now: datetime) -> list[Finding]:
    """Everything that the store tells of how the work goes; ``ours`` is the workspace of the bot token."""
    try:
        return patiently(database, lambda: list(_looked_at(database, ours, now)), PATIENCE)
    except StorageError as error:
        return [fix("database", *sentence_and_cure(str(error)))]


def _looked_at(database: Database, ours: str | None, now: datetime) -> Iterator[Finding]:
    with database.read() as connection:
        workspaces = people.workspaces(connection)
        yield from of_workspace(people.workspaces(connection, SLACK), ours)
        yield _of_ticks(vitals.last_tick(connection), now)
        for workspace, id_ in programmes.keys(connection):
            yield from _of_programme(connection, workspace, id_, now)
        if not workspaces:
            yield note("programme", "There is none yet.", "`crossbrew run` makes the first when it starts.")
        yield from _of_outbox(connection, workspaces, now)


def of_workspace(known: Collection[str], ours: str | None) -> Iterator[Finding]:
    """Whether the bot token is of a workspace that the database is about."""
    if ours is None or not known or ours in known:
        return
    yield fix(
        "workspace",
        f"The bot token is of the workspace {ours}, and the database is about {', '.join(known)}.",
        "Put the token of that workspace into SLACK_BOT_TOKEN, or name another database in DATABASE_URL: "
        "otherwise `crossbrew run` begins anew with nobody, and nothing is sent to whoever joined.",
    )


def _of_ticks(last: datetime | None, now: datetime) -> Finding:
    cure = "If nothing runs, start `crossbrew run`, or let cron call `crossbrew tick` every hour or oftener."
    if last is None:
        return note("last tick", "None was ever seen.", cure)
    says = f"{span_words(now - last)} ago."
    if now - last <= SOON:
        return ok("last tick", says)
    return note("last tick", says, cure) if now - last <= TOO_LONG else fix("last tick", says, cure)


def _of_programme(connection: Connection, workspace: str, id_: str, now: datetime) -> Iterator[Finding]:
    try:
        of = programmes.find(connection, workspace, id_)
    except CadenceError as error:
        yield fix("programme", f"{workspace}/{id_}: {error}", "Set it right with `crossbrew programme set`.")
        return
    number = next_round(connection, of, now)
    plan = timetable(of.cadence, number)
    day = plan.starts_at.astimezone(ZoneInfo(of.cadence.timezone))
    everybody = programmes.members(connection, of).values()
    members = sum(one.takes_part(number, day.date()) for one in everybody)
    says = f"{of.name}: round {number} starts on {day_words(day)} at {day:%H:%M}, {of.cadence.timezone}, "
    says += f"with {counted(members, 'member', 'members')} in."
    if members < FEWEST:
        yield note("programme", says, "Nobody is introduced before two are: let people know of /coffee.")
    else:
        yield ok("programme", says)
    yield from _of_late(of, connection, now)


def _of_late(of: Programme, connection: Connection, now: datetime) -> Iterator[Finding]:
    for number in late_rounds(of, rounds.rounds(connection, of), now):
        yield fix(
            "programme",
            f"{of.name}: round {number} should have started or closed by now.",
            "Start `crossbrew run`; a round that would start more than a working day late is skipped.",
        )


def _of_outbox(connection: Connection, workspaces: tuple[str, ...], now: datetime) -> Iterator[Finding]:
    depth = vitals.depth(connection, now, workspaces)
    owed = depth.notices[NoticeState.OWED] + depth.notices[NoticeState.SENDING]
    dead = depth.notices[NoticeState.DEAD]
    waiting = now - depth.oldest_due if depth.oldest_due else timedelta()
    takes = _takes(connection, now)
    says = f"{counted(owed, 'notice', 'notices')} owed"
    if waiting > SOON:
        says += f", the oldest due for {span_words(waiting)}"
    if waiting > LEFT_OVER + takes:
        yield fix("outbox", f"{says}.", "Start `crossbrew run`, or see in its log why nothing goes out.")
    elif waiting > LEFT_OVER:
        yield ok("outbox", f"{says}: at the pace that Slack allows, all take {span_words(takes)}.")
    else:
        yield ok("outbox", f"{says}.")
    if dead:
        yield fix(
            "outbox",
            f"{counted(dead, 'notice', 'notices')} will not be sent.",
            "`crossbrew outbox list` says why; then `crossbrew outbox retry` or `discard`.",
        )
    for gate in vitals.shut_gates(connection, now):
        yield note("gate", f"Slack asked for {gate.method} to be left alone until {gate.until:%H:%M:%S} UTC.")


def _takes(connection: Connection, now: datetime) -> timedelta:
    """How long the rounds on their way take from their first introduction to their last."""
    those = (
        one.introductions
        for workspace in people.workspaces(connection, SLACK)
        for one in outbox_books.on_its_way(connection, workspace, now)
    )
    return sum(
        (time_to_make({Call.OPEN_GROUP: each, Call.POST: each}, LIMITS) for each in those), timedelta()
    )


def span_words(span: timedelta) -> str:
    """`12 seconds`, `3 hours`."""
    seconds = max(0, round(span.total_seconds()))
    for size, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return counted(seconds // size, name, f"{name}s")
    return counted(seconds, "second", "seconds")

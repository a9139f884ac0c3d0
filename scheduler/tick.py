"""One tick: ask the store what should be true by ``now``, and make it so.

A tick that runs twice changes nothing, and ten missed ticks change nothing. A round more than a
working day late is skipped and its owners told, rather than sent at 3 a.m. on a Sunday.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pairing.notices import Kind, falls_due, owed, to_person
from pairing.rounds import number_after, number_at, timetable
from scheduler import gather
from scheduler.about import about
from scheduler.clock import running_seconds
from scheduler.closing import close_round
from scheduler.following import remind
from scheduler.forgetting import forget_the_gone
from scheduler.freeing import free_the_waiting
from scheduler.greeting import greet_owner
from scheduler.opening import open_round, pair_the_freed, skip_round
from storage import outbox, pairings, programmes, rounds
from storage.database import StorageError
from storage.rounds import RoundState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pairing.notices import Notice
    from pairing.people import Programme
    from storage.database import Connection, Database

log = logging.getLogger(__name__)

RETENTION = timedelta(days=90)
FIRST_ROUND = 1
"""Round 0 would start on the anchor itself; a programme's first round is the one after."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did, a sentence each, and how many programmes it could not tend.

    ``opening`` is how many seconds each round took that this tick opened.
    """

    done: tuple[str, ...]
    failed: int = 0
    opening: tuple[float, ...] = ()


def tick(database: Database, now: datetime, retention: timedelta = RETENTION) -> Ticked:
    """Everything that is due by ``now``, except sending. One programme's trouble never stops the rest.

    What is kept of a workspace that left is erased when it has been gone for longer than ``retention``.
    """
    done = list(forget_the_gone(database, now, retention))
    with database.read() as connection:
        keys = programmes.keys(connection)
    opening: list[float] = []
    failed = 0
    for workspace, id_ in keys:
        with about(programme=id_):
            try:
                with database.read() as connection:
                    programme = programmes.find(connection, workspace, id_)
                done += [f"{programme.name}: {what}" for what in _tend(database, programme, now, opening)]
            except StorageError:
                raise
            except Exception:
                # Logged with its traceback, counted, and told by the exit code of `crossbrew tick`.
                log.exception("could not tend programme %s of %s", id_, workspace)
                failed += 1
    return Ticked(tuple(done), failed, tuple(opening))


def next_instant(programme: Programme, now: datetime) -> datetime:
    """The next instant after ``now`` at which the calendar of a programme asks for something."""
    number = number_at(programme.cadence, now)
    instants = [
        at for step in (0, 1, 2) for at in timetable(programme.cadence, number + step).instants if at > now
    ]
    return min(instants)


def _tend(database: Database, programme: Programme, now: datetime, opening: list[float]) -> Iterator[str]:
    if greet_owner(database, programme, now):
        yield "an owner greeted"
    current = number_at(programme.cadence, now)
    with database.read() as connection:
        known = rounds.rounds(connection, programme)
    for number in [n for n, one in known.items() if one.state is RoundState.OPEN]:
        if now < timetable(programme.cadence, number).closes_at:
            yield from _keep_up(database, programme, number, now)
        elif close_round(database, programme, number, now):
            yield f"round {number} closed"
    if current >= FIRST_ROUND and current not in known:
        yield from _begin(database, programme, current, now, opening)
    coming = number_after(programme.cadence, now)
    if coming >= FIRST_ROUND and coming not in known and not programme.is_held:
        yield from _owe(database, programme, coming, now, is_open=False)
    if reminders := remind(database, programme, now):
        yield f"{_counted(reminders, 'reminder')} owed"


def _begin(
    database: Database, programme: Programme, number: int, now: datetime, opening: list[float]
) -> Iterator[str]:
    if now >= timetable(programme.cadence, number).late_after:
        if skip_round(database, programme, number, now):
            yield f"round {number} skipped, because it would have started more than a working day late"
        return
    if programme.is_held:
        return
    started = running_seconds()
    opened = open_round(database, programme, number, now)
    if opened is not None:
        opening.append(running_seconds() - started)
        made = _counted(opened.paired, "introduction")
        yield f"round {number} opened with {made}, {opened.sitting_out} sitting out"


def _keep_up(database: Database, programme: Programme, number: int, now: datetime) -> Iterator[str]:
    """Tend a round under way: the waiting, the freed, and what is owed by now."""
    if now < timetable(programme.cadence, number).ask_at:
        freed = free_the_waiting(database, programme, number, now)
        if freed:
            yield f"{_counted(freed, 'waiting member')} freed"
        late = pair_the_freed(database, programme, number, now)
        if late is not None:
            yield f"{_counted(late.paired, 'fresh introduction')} in round {number}"
    yield from _owe(database, programme, number, now, is_open=True)


def _owe(
    database: Database, programme: Programme, number: int, now: datetime, *, is_open: bool
) -> Iterator[str]:
    with database.read() as connection:
        fresh = [
            *_by_calendar(connection, programme, number, now, is_open=is_open),
            *(_unlucky(connection, programme, number, now) if is_open else ()),
        ]
    if not fresh:
        return
    with database.change() as connection:
        new = outbox.write(connection, programme.workspace, fresh)
    if new:
        yield f"{_counted(new, 'notice')} owed in round {number}"


def _by_calendar(
    connection: Connection, programme: Programme, number: int, now: datetime, *, is_open: bool
) -> list[Notice]:
    """The notices of an instant, once: who joins or comes back after it was told the date on doing so.

    So an idle tick costs the same however many the members are.
    """
    due = falls_due(timetable(programme.cadence, number), now, is_open=is_open)
    if due is None or outbox.is_written(connection, programme, number, due[0]):
        return []
    return list(owed(gather.in_play(connection, programme, number, is_open=is_open), now))


def _unlucky(connection: Connection, programme: Programme, number: int, now: datetime) -> list[Notice]:
    """Tell the freed for whom nobody was found, once it is too late for a fresh coffee."""
    plan = timetable(programme.cadence, number)
    if not plan.ask_at <= now < plan.closes_at:
        return []
    wanting = pairings.freed_pool(connection, programme, number)
    if not wanting:
        return []
    state = gather.in_play_for(connection, programme, number, wanting)
    told = [to_person(state, Kind.NO_PARTNER, person, plan.ask_at) for person in wanting]
    return outbox.not_yet_written(connection, programme, number, told)


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"

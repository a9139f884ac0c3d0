"""The world behind the playground's page: people to be, a clock to wind, a report that grows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.demo.crowd import Crowd
from bot.playground.stage import Face
from bot.wording import reporting
from bot.wording.phrases import counted
from pairing.people import Status
from pairing.rounds import number_after, number_at, start_day, timetable
from reports.export import csv_bytes
from reports.report import publish
from scheduler.tick import next_instant
from storage import outbox_books, pairings, people, programmes, rounds
from storage.records import programme_records
from storage.rounds import RoundState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.demo.world import World
    from bot.message import Message
    from reports.published import Report

EVENTS = {
    "starts_at": "introductions go out",
    "ask_at": "everybody is asked, privately, how it went",
    "nudge_at": "a nudge where no time is set",
    "remind_at": "one last reminder",
    "closes_at": "the round closes",
    "heads_up_at": "members hear that a round is coming",
}
"""What each instant of a timetable brings, the most telling first: several may fall together."""

COMMANDS = (
    "/coffee",
    "/coffee join",
    "/coffee status",
    "/coffee skip",
    "/coffee pause until 3 January",
    "/coffee pause",
    "/coffee back",
    "/coffee leave",
    "/coffee report",
    "/coffee help",
)
QUIET = "A quiet stretch: nothing fell due."
MOST_BEATS = 12
"""Answers cause notices, and those cause answers; a few beats at one instant always settle it."""


class DemoStage:
    """Implements `bot.playground.stage.Stage` on a real bot."""

    def __init__(self, world: World, say: Callable[[str], object] = lambda _: None) -> None:
        self._world = world
        self._crowd = Crowd(world)
        self._say = say
        self._doing = ""

    @property
    def timezone(self) -> str:
        """The programme's own zone."""
        return self._world.programme.cadence.timezone

    def people(self) -> Sequence[Face]:
        """Everybody in the directory, in order of name."""
        world = self._world
        with world.bot.database.read() as connection:
            known = people.people(connection, world.platform.workspace)
            where = people.addresses(connection, world.platform.workspace)
            joined = programmes.members(connection, world.programme)
        faces = [
            Face(
                address=where[id_],
                name=person.name or person.staff_id,
                job_title=person.job_title,
                department=person.department,
                grade=person.grade,
                site=person.site,
                is_member=id_ in joined and joined[id_].status is not Status.LEFT,
            )
            for id_, person in known.items()
            if id_ in where
        ]
        return sorted(faces, key=lambda face: (face.name, face.address))

    def commands(self) -> Sequence[str]:
        """What can be typed."""
        return COMMANDS

    def now(self) -> datetime:
        """Where the clock stands."""
        return self._world.clock.now()

    def round_line(self) -> str:
        """Where the round stands, in a line."""
        programme, now = self._world.programme, self.now()
        with self._world.bot.database.read() as connection:
            known = rounds.rounds(connection, programme)
            current = max((n for n, one in known.items() if one.state is RoundState.OPEN), default=None)
            made = pairings.in_round(connection, programme, current) if current is not None else ()
        if current is None:
            first = start_day(programme.cadence, max(1, number_after(programme.cadence, now)))
            return f"The next round starts on {first:%A} {first.day} {first:%B}"
        today = now.astimezone(ZoneInfo(self.timezone)).date()
        day = (today - start_day(programme.cadence, current)).days + 1
        introduced = len({person for one in made for person in one.people})
        return f"Round {current} · day {day} of {programme.cadence.days} · {introduced} people introduced"

    def next_event(self) -> tuple[datetime, str] | None:
        """What the calendar asks for next."""
        at = next_instant(self._world.programme, self.now())
        return at, self._event(at)

    def wind(self, to: datetime, *, being: frozenset[str], others_answer: bool) -> Sequence[str]:
        """Let time pass until ``to``, stopping wherever something falls due on the way."""
        happened: list[str] = []
        while (at := self._next_stop()) is not None and at < to:
            happened += self._stop_at(at, being, others_answer=others_answer)
        happened += self._stop_at(to, being, others_answer=others_answer)
        self._doing = ""
        return happened or [QUIET]

    def doing(self) -> str:
        """What a wind that is under way is doing."""
        return self._doing

    def report(self) -> Message:
        """The owner's report."""
        return reporting.summary(self.published())

    def report_csv(self) -> bytes:
        """The same figures as a file."""
        return csv_bytes(self.published())

    def published(self) -> Report:
        """What may be shown of all rounds that have closed."""
        with self._world.bot.database.read() as connection:
            return publish(programme_records(connection, self._world.programme))

    def _event(self, at: datetime) -> str:
        """The most telling of what the calendar asks for at an instant; empty for nothing."""
        cadence = self._world.programme.cadence
        number = number_at(cadence, self.now())
        # Round 0 is the one before the first: its instants bring nothing.
        plans = [timetable(cadence, one) for one in range(max(1, number), number + 3)]
        told = (words for name, words in EVENTS.items() if any(getattr(plan, name) == at for plan in plans))
        return next(told, "")

    def _next_stop(self) -> datetime | None:
        """The next instant at which the calendar or the outbox has something to do."""
        calendar = next_instant(self._world.programme, self.now())
        with self._world.bot.database.read() as connection:
            due = outbox_books.next_due(connection, self.now())
        return calendar if due is None else min(calendar, due)

    def _stop_at(self, at: datetime, being: frozenset[str], *, others_answer: bool) -> list[str]:
        """Do what is due at an instant; what happened, the most telling sentence last."""
        self._world.clock.wind(at)
        local = at.astimezone(ZoneInfo(self.timezone))
        when = f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
        done, sent, presses = self._settle(when, being, others_answer=others_answer)
        told = [f"{counted(presses, 'button', 'buttons')} pressed by everybody else"] if presses else []
        told += [f"{counted(sent, 'message', 'messages')} delivered"] if sent else []
        told += done or ([self._event(at)] if told else [])
        return [f"{when} — {what[:1].upper()}{what[1:]}" for what in told if what]

    def _settle(self, when: str, being: frozenset[str], *, others_answer: bool) -> tuple[list[str], int, int]:
        """Let the bot and everybody else take turns until neither has more to say.

        What was decided, how many messages went out and how many buttons were pressed.
        """
        done: list[str] = []
        sent = presses = 0
        for _ in range(MOST_BEATS):
            self._tell(f"{when}: deciding what is due")
            ticked, delivered = self._world.bot.beat(lambda n: self._tell(f"{when}: {n} messages delivered"))
            self._tell(f"{when}: people are reading and answering")
            pressed = self._crowd.respond(being) if others_answer else 0
            done += [what.removeprefix(f"{self._world.programme.name}: ") for what in ticked.done]
            sent, presses = sent + delivered.counts["sent"], presses + pressed
            if not pressed and not delivered.counts:
                break
        # That notices are owed says nothing to somebody who sees them delivered.
        told = [what for what in done if " owed " not in what]
        return sorted(told, key=_opens_a_round), sent, presses

    def _tell(self, words: str) -> None:
        self._doing = words
        self._say(words)


def _opens_a_round(what: str) -> bool:
    """Whether a tick tells of a round that it opened: nothing at the same instant tells more."""
    return " opened with " in what

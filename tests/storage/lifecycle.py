"""A model of two rounds that fits on two pages: what is owed, worked out from what was said and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pairing.notices import Kind
from pairing.rounds import Cadence, timetable, working_days_since
from scheduler.freeing import PATIENCE_DAYS
from tests.story import ANCHOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from pairing.notices import Pairing
    from pairing.rounds import Timetable

About: TypeAlias = "tuple[Kind, int, str, str]"
"""What a notice is: its kind, its round, its pairing and its reader, the last two perhaps empty."""

CADENCE = Cadence(anchor=ANCHOR)
ROUNDS = 2
VERDICTS = frozenset({"met", "not_met", "cannot"})
ARRANGED = frozenset({"booked", "met"})


@dataclass
class Pair:
    """A pairing as it should stand: who is in it, and the last word of each."""

    number: int
    people: tuple[str, ...]
    made_at: datetime
    is_freed: bool = False
    said: dict[str, str] = field(default_factory=dict)

    @property
    def is_arranged(self) -> bool:
        """Whether somebody says that there is a time, or was a meeting."""
        return not ARRANGED.isdisjoint(self.said.values())

    def left_by(self, gone: list[str]) -> list[str]:
        """Who waits once these have gone, and whoever cannot make it."""
        return [who for who in self.people if who not in gone and self.said.get(who) != "cannot"]


@dataclass
class Model:
    """Rounds as they should stand. ``made`` tells who meets whom, which is the matcher's affair."""

    made: Callable[[int], Iterable[Pairing]]
    pairs: dict[str, Pair] = field(default_factory=dict)
    owed: set[About] = field(default_factory=set)
    open: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)

    def plan(self, number: int) -> Timetable:
        """The timetable of a round."""
        return timetable(CADENCE, number)

    def of(self, person: str) -> tuple[str, Pair] | None:
        """The newest pairing of somebody, with its id."""
        mine = [(key, pair) for key, pair in self.pairs.items() if person in pair.people]
        return mine[-1] if mine else None

    def say(self, person: str, said: str) -> None:
        """Somebody says something about their newest pairing."""
        found = self.of(person)
        if found is not None and self.is_open(found[1]):
            found[1].said[person] = said
            if said == "cannot":
                self.free(found[0], [person])

    def is_open(self, pair: Pair) -> bool:
        """Whether it goes on."""
        return not pair.is_freed and pair.number in self.open

    def free(self, key: str, gone: list[str]) -> None:
        """Free whoever waits, once these have gone and nobody is left to meet."""
        pair = self.pairs[key]
        waiting = pair.left_by(gone)
        if self.is_open(pair) and len(waiting) < 2:
            pair.is_freed = True
            self.owed |= {(Kind.FREED, pair.number, key, who) for who in waiting}

    def expect(self, now: datetime) -> None:
        """Work out what a tick has brought about by now."""
        for number in sorted(self.open):
            plan = self.plan(number)
            if now >= plan.closes_at:
                self.open.remove(number)
                continue
            if now < plan.ask_at:
                self._free_the_waiting(number, now)
                self._take_new_pairs(number)
            self._expect_by_calendar(number, now)
        for number in range(1, ROUNDS + 1):
            plan = self.plan(number)
            if number not in self.known and plan.starts_at <= now < plan.closes_at:
                self.known.add(number)
                if now < plan.late_after:
                    self.open.add(number)
                    self._take_new_pairs(number)

    def _free_the_waiting(self, number: int, now: datetime) -> None:
        for key, pair in self.pairs.items():
            silent = [who for who in pair.people if who not in pair.said]
            is_long = working_days_since(CADENCE, pair.made_at, now) >= PATIENCE_DAYS
            if pair.number == number and "waiting" in pair.said.values() and silent and is_long:
                self.free(key, silent)

    def _take_new_pairs(self, number: int) -> None:
        for one in self.made(number):
            if one.id not in self.pairs:
                self.pairs[one.id] = Pair(number, one.people, one.made_at)
                self.owed.add((Kind.INTRODUCTION, number, one.id, ""))

    def _expect_by_calendar(self, number: int, now: datetime) -> None:
        plan = self.plan(number)
        windows = (
            (Kind.NUDGE, plan.nudge_at, plan.ask_at),
            (Kind.QUESTION, plan.ask_at, plan.remind_at),
            (Kind.REMINDER, plan.remind_at, plan.closes_at),
        )
        for kind, since, until in windows:
            is_written = any((kind, number) == one[:2] for one in self.owed)
            if not is_written and since <= now < until:
                self.owed |= self._all_of(kind, number, since)

    def _all_of(self, kind: Kind, number: int, since: datetime) -> set[About]:
        mine = {
            key: pair
            for key, pair in self.pairs.items()
            if pair.number == number and self.is_open(pair) and pair.made_at < since
        }
        if kind is Kind.NUDGE:
            return {(kind, number, key, "") for key, pair in mine.items() if not pair.is_arranged}
        return {
            (kind, number, key, who)
            for key, pair in mine.items()
            for who in pair.people
            if pair.said.get(who) not in VERDICTS
        }

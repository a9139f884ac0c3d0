"""The values everything else is decided from: people, members, programmes and their grade ladder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from pairing.holidays import holiday_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, time

    from pairing.rounds import Cadence


class Status(StrEnum):
    """Where a member stands in a programme."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


class Pace(StrEnum):
    """How often a member would like to be introduced."""

    EVERY_ROUND = "every_round"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


MONTH = 28
COFFEE_MINUTES = 30
"""What one introduction takes of the minutes that somebody gives to coffees in a month."""
DAYS_APART = {Pace.EVERY_ROUND: 0, Pace.MONTHLY: MONTH, Pace.QUARTERLY: 3 * MONTH}


class Way(StrEnum):
    """How a member likes to meet."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    WALK = "walk"


class PartOfDay(StrEnum):
    """When in the day a member likes to meet; nights are for who works them."""

    MORNINGS = "mornings"
    AFTERNOONS = "afternoons"
    NIGHTS = "nights"


class Curious(StrEnum):
    """What kind of thing a member's curiosity is about."""

    ROLE = "role"
    TEAM = "team"
    PATH = "path"


class Season(StrEnum):
    """What a member would like these months of coffees to be for."""

    TODAY = "today"
    GROW = "grow"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a member would like. Empty means no preference: nothing is asked for that one must answer.

    ``minutes`` is how long they like to give to coffees in a month, 0 for no limit. ``offers`` and
    ``asks`` hold up to three each, as they wrote them. Between ``quiet_from`` and ``quiet_until`` of
    their own day, which may span midnight, they are neither written to nor suggested a time.
    """

    pace: Pace = Pace.EVERY_ROUND
    minutes: int = 0
    ways: frozenset[Way] = frozenset()
    parts: frozenset[PartOfDay] = frozenset()
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    curiosity: str = ""
    curious_about: Curious | None = None
    season: Season | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None

    @property
    def how(self) -> tuple[str, ...]:
        """The ways and the parts of the day that suit them, in order: a set has none of its own."""
        return tuple(sorted((*self.ways, *self.parts)))

    @property
    def days_apart(self) -> int:
        """At least so many days lie between two introductions, by their pace and by their minutes."""
        by_minutes = MONTH * COFFEE_MINUTES // self.minutes if self.minutes > 0 else 0
        return max(DAYS_APART[self.pace], by_minutes)


TOGETHER = (2, 4, 5, 6, 7, 8)
"""How many people a programme may bring together: pairs, or tables of about so many."""


class TogetherError(ValueError):
    """A number of people that no programme brings together; the message says which ones do."""


class OddPool(StrEnum):
    """What happens to the one left over when the pool is odd."""

    TRIO = "trio"
    SIT_OUT = "sit_out"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the directory or the chat of one workspace.

    ``manager_id`` is the *staff id* of the line manager, as the directory gives it; the manager need
    not be in the directory. Facts that are not known are empty strings, never guesses.
    """

    workspace: str
    id: str
    name: str
    department: str = ""
    grade: str = ""
    site: str = ""
    job_title: str = ""
    staff_id: str = ""
    manager_id: str = ""
    timezone: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class Member:
    """A person who has opted in to a programme.

    ``paused_until`` is the first day on which they are back; a pause without it lasts until they say.
    ``silent_rounds`` counts the rounds in a row in which they did not answer. ``introduced_in`` is the
    last round in which they were introduced to somebody, and ``introduced_on`` the day it started.
    """

    person: Person
    status: Status = Status.ACTIVE
    paused_until: date | None = None
    skips_round: int | None = None
    silent_rounds: int = 0
    preferences: Preferences = field(default_factory=Preferences)
    introduced_in: int | None = None
    introduced_on: date | None = None

    @property
    def id(self) -> str:
        """The person's id: one person is one member of a programme."""
        return self.person.id

    def takes_part(self, round_number: int, day: date) -> bool:
        """Whether they are in the round that starts on ``day``: opted in, not paused, skipping or resting."""
        return self.skips_round != round_number and self.is_active(day) and not self.rests(round_number, day)

    def rests(self, round_number: int, day: date) -> bool:
        """Whether their last introduction is too short a while ago for the pace that they like.

        Within the round of that introduction they do not: a fresh partner takes the place of the first.
        It is counted from Monday to Monday, on which rounds start unless a holiday moves one.
        """
        if self.introduced_on is None or self.introduced_in == round_number:
            return False
        return (_monday(day) - _monday(self.introduced_on)).days < self.preferences.days_apart

    def is_active(self, day: date) -> bool:
        """Whether they are opted in on ``day``: not left, and not paused or back from the pause."""
        if self.status is Status.PAUSED:
            return self.paused_until is not None and self.paused_until <= day
        return self.status is Status.ACTIVE


@dataclass(frozen=True, slots=True)
class Ladder:
    """An organisation's own grades, lowest first. Spelling differences (`Band 8a`, `8A`) do not count."""

    grades: tuple[str, ...] = ()
    _steps: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the rungs once; the first of two rungs that read alike wins."""
        steps: dict[str, int] = {}
        for step, grade in enumerate(self.grades):
            steps.setdefault(plain_grade(grade), step)
        object.__setattr__(self, "_steps", steps)

    def step(self, grade: str) -> int | None:
        """The rung of ``grade``, counted from 0 at the bottom; ``None`` where the ladder lacks it."""
        return self._steps.get(plain_grade(grade))


@dataclass(frozen=True, slots=True)
class Programme:
    """One pairing scheme of a workspace: its cadence, its rules, its pool.

    ``together`` is how many meet: 2 for pairs, 4 to 8 for tables of about as many. ``holidays`` names
    the public holidays that are among the quiet dates of its cadence, such as ``GB-ENG``; one that
    ``is_held`` opens no round until it is let go. ``open_to`` says who may join, by fact: the values
    that are let in, and nobody is kept out by a fact that is not there. ``invitation`` is the first
    sentence of its announcement in a channel, where an owner wrote one.

    Raises:
        TogetherError: for any other number.

    """

    workspace: str
    id: str
    name: str
    cadence: Cadence
    ladder: Ladder = field(default_factory=Ladder)
    weights: Mapping[str, int] = field(default_factory=dict)
    odd_pool: OddPool = OddPool.TRIO
    together: int = 2
    holidays: str = ""
    is_held: bool = False
    open_to: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    invitation: str = ""

    def __post_init__(self) -> None:
        """Refuse what is neither a pair nor a table."""
        if self.together not in TOGETHER:
            raise TogetherError(
                f"A programme brings 2 people together, or 4 to 8 at a table, not {self.together!r}."
            )

    @property
    def own_quiet_dates(self) -> frozenset[date]:
        """The quiet dates that are its own, public holidays not among them."""
        return self.cadence.quiet_dates - holiday_dates(self.holidays, self.cadence.anchor.year)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def plain_grade(grade: str) -> str:
    """The letters and digits of a grade, without the word "band" or "grade": `Band 8a` and `8A` are one."""
    letters = re.sub(r"[^0-9a-z]+", "", grade.casefold())
    return re.sub(r"^(?:band|grade)(?=.)", "", letters)


def ladder_from(grades: Iterable[str]) -> Ladder:
    """A first ladder for an organisation that has not given one: numbered grades in natural order.

    Only grades of the shape number-then-letter (`Band 5`, `8c`) are placed: the order of named grades
    (`Consultant`, `MC46`) cannot be read off their spelling, so they stay off the ladder.
    """
    numbered = {
        plain: grade for grade in sorted(grades) if re.fullmatch(r"\d+[a-z]?", plain := plain_grade(grade))
    }
    return Ladder(tuple(numbered[plain] for plain in sorted(numbered, key=_natural)))


def _natural(plain: str) -> tuple[int, str]:
    digits = re.match(r"\d+", plain)
    return (int(digits[0]) if digits else 0, plain)

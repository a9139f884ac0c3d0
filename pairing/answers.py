"""What members say about a pairing, and what their answers add up to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Said(StrEnum):
    """One member's answer about one pairing."""

    BOOKED = "booked"
    MET = "met"
    NOT_MET = "not_met"
    CANNOT = "cannot"
    WAITING = "waiting"


class WhyNot(StrEnum):
    """The closed list of reasons for not meeting. No free text: it would attract what must not be kept."""

    NO_TIME = "no_time"
    WORK_PRESSURE = "work_pressure"
    NO_REPLY = "no_reply"
    AWAY = "away"
    FORGOT = "forgot"
    CHANGED_MIND = "changed_mind"
    RATHER_NOT_SAY = "rather_not_say"


class Helped(StrEnum):
    """Whether a meeting helped whoever is asked."""

    YES = "yes"
    A_LITTLE = "a_little"
    NO = "no"


class Outcome(StrEnum):
    """What the answers add up to."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How an outcome is known: both say so, one does, they disagree, or nobody said."""

    CONFIRMED = "confirmed"
    ONE_SIDED = "one_sided"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


VERDICTS = {Said.MET: Outcome.MET, Said.NOT_MET: Outcome.NOT_MET, Said.CANNOT: Outcome.NOT_MET}
"""Only these say whether the meeting took place; a booking or a wait leaves it open."""

ARRANGED = frozenset({Said.BOOKED, Said.MET})
"""Answers after which nobody needs a nudge."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``person`` said about a pairing at an instant, and why not where they gave a reason."""

    person: str
    said: Said
    at: datetime
    why_not: WhyNot | None = None

    @property
    def verdict(self) -> Outcome | None:
        """Whether the meeting took place, in this member's eyes; ``None`` while they leave it open."""
        return VERDICTS.get(self.said)


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome of a pairing and how it is known."""

    outcome: Outcome
    certainty: Certainty


def latest(answers: Iterable[Answer]) -> dict[str, Answer]:
    """The last answer of each person. Independent of the order in which the answers arrive."""
    last: dict[str, Answer] = {}
    for answer in answers:
        known = last.get(answer.person)
        if known is None or _order(answer) > _order(known):
            last[answer.person] = answer
    return last


def _order(answer: Answer) -> tuple[datetime, str, str]:
    """By time; of two answers at one instant always the same one wins, whichever came in first."""
    return (answer.at, answer.said, answer.why_not or "")


def settle(answers: Iterable[Answer]) -> Settled:
    """What a pairing's answers add up to.

    One side's word is enough for an outcome; contradiction is disputed and therefore unknown;
    silence is unknown and never "not met". Two who met did meet, whatever a third or an eighth says, who
    may not have come.
    """
    verdicts = [answer.verdict for answer in latest(answers).values() if answer.verdict is not None]
    if verdicts.count(Outcome.MET) > 1:
        return Settled(Outcome.MET, Certainty.CONFIRMED)
    match sorted(set(verdicts)):
        case []:
            return Settled(Outcome.UNKNOWN, Certainty.UNKNOWN)
        case [outcome]:
            return Settled(outcome, Certainty.CONFIRMED if len(verdicts) > 1 else Certainty.ONE_SIDED)
        case _:
            return Settled(Outcome.UNKNOWN, Certainty.DISPUTED)

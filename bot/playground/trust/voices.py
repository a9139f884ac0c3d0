"""What each invented person would say when they join: one offer, one curiosity."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from bot.playground.trust.topics import topic_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.directory import StaffRow
    from bot.playground.trust.topics import Topic

PERSONAL_SHARE = 0.25
LONGEST_TITLE = 60

PERSONAL = (
    "growing vegetables on a balcony",
    "cold-water swimming, from the first dip on",
    "sourdough that forgives you",
    "the best walks that start at a bus stop",
    "mending a bicycle with three tools",
    "learning to read music at forty",
    "cooking jollof rice for twenty",
    "a first half marathon, slowly",
    "learning a language on the commute",
    "keeping bees, and keeping friends with the neighbours",
    "singing in a choir without an audition",
    "crochet in lunch breaks",
    "chess, and losing at it cheerfully",
    "raising teenagers while working shifts",
    "going back to study after fifteen years",
    "charity shops worth a detour",
)
"""Not everybody offers to talk about work."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody could tell others about, and what they would like to hear; phrases, not sentences."""

    offer: str
    curiosity: str


def voices(rows: Iterable[StaffRow], seed: int = 2026) -> Mapping[str, Voice]:
    """One voice for each of ``rows``, by staff id: the same for the same list and seed."""
    teams: dict[str, list[StaffRow]] = {}
    for row in rows:
        teams.setdefault(row.department, []).append(row)
    departments = list(teams)
    spoken = {}
    for place, team in enumerate(teams.values()):
        elsewhere = departments[:place] + departments[place + 1 :]
        for row in team:
            draw = Random(f"{seed}:{row.staff_id}")  # noqa: S311 - a repeatable voice, not a secret
            spoken[row.staff_id] = Voice(_offer(row, draw), _curiosity(elsewhere, teams, draw))
    return spoken


def _offer(row: StaffRow, draw: Random) -> str:
    if draw.random() < PERSONAL_SHARE:
        return draw.choice(PERSONAL)
    topic = _topic(row)
    if topic is not None:
        return draw.choice(topic.offers)
    if 0 < len(row.job_title) <= LONGEST_TITLE:
        return f"what working as {_a(row.job_title)} is really like"
    return f"how things are done in {row.department}"


def _curiosity(elsewhere: list[str], teams: Mapping[str, list[StaffRow]], draw: Random) -> str:
    """Something that they would ask a colleague in another department."""
    if not elsewhere:
        return "what colleagues two desks away do all day"
    department = draw.choice(elsewhere)
    topic = _topic(draw.choice(teams[department]))
    return draw.choice(topic.wonders) if topic else f"what an ordinary week is like in {department}"


def _topic(row: StaffRow) -> Topic | None:
    return topic_of(row.job_title, row.profession, row.department)


def _a(title: str) -> str:
    return f"{'an' if title[0].casefold() in 'aeiou' else 'a'} {title}"

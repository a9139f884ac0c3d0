"""What people ask for and offer, are curious about and know, as bits that can be held against each other.

Words are compared by their beginnings, so that *pharmacy* and *pharmacists* are one topic. Only topics
that some want and others have count, the commonest first.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pairing.people import Curious

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pairing.people import Member

SHORTEST, BEGINNING = 3, 6
MOST_TOPICS = 48
"""Bits a person in one column of integers, with room to spare."""
MOST_PROFILES = 1_000
"""Different sets of topics in a pool: what a rule asks about each two of."""
_COMMON_WORDS = """
about after again all also and another any anything are before being bit but can come could day did
different does doing don else every everything for from get getting give goes going good had happen
happens has have having help helping her here him his how into job just keep know learn learning like
little look made make making many maybe more most much new not off offer one only other others our out
over own people person place really right role run same see she should show some somebody someone
something start such take talk team than that the their them then there these they thing things think
this those time together use used using very want was way well were what when where which while who why
will with without work works working would year you your
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Words that say nothing of a topic."""


def topics_of(members: Sequence[Member]) -> dict[str, list[int]]:
    """A bit for each topic of each member, under ``asks``, ``offers``, ``curious`` and ``known``."""
    of_help = _matched(
        [_stems(member.preferences.asks) for member in members],
        [_stems(member.preferences.offers) for member in members],
    )
    of_work = _matched([_curiosity(member) for member in members], [_work(member) for member in members])
    return dict(zip(("asks", "offers", "curious", "known"), (*of_help, *of_work), strict=True))


def _matched(
    wanted: Sequence[Collection[str]], had: Sequence[Collection[str]]
) -> tuple[list[int], list[int]]:
    """Both as bits of the topics that somebody wants and somebody has."""
    wants, has = Counter(each for one in wanted for each in one), Counter(each for one in had for each in one)
    both = sorted(wants.keys() & has.keys(), key=lambda each: (-wants[each] * has[each], each))
    for most in (MOST_TOPICS, 24, 12, 8, 5, 4):
        bits = {topic: 1 << place for place, topic in enumerate(both[:most])}
        found = (
            [sum(bits.get(each, 0) for each in one) for one in wanted],
            [sum(bits.get(each, 0) for each in one) for one in had],
        )
        if len(set(zip(*found, strict=True))) <= MOST_PROFILES:
            break
    return found


def _curiosity(member: Member) -> frozenset[str]:
    """What somebody is curious about: teams, jobs, or both where they do not say."""
    wishes = member.preferences
    kinds = {Curious.TEAM: ("team",), Curious.ROLE: ("job",), Curious.PATH: ("job",)}
    words = _stems([wishes.curiosity])
    return frozenset(
        f"{kind}:{word}"
        for kind in kinds.get(wishes.curious_about, ("team", "job"))  # type: ignore[arg-type]  # None is no key
        for word in words
    )


def _work(member: Member) -> frozenset[str]:
    """What somebody knows from their own work."""
    team = (f"team:{word}" for word in _stems([member.person.department]))
    job = (f"job:{word}" for word in _stems([member.person.job_title]))
    return frozenset((*team, *job))


def _stems(texts: Iterable[str]) -> frozenset[str]:
    words = (word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold()))
    return frozenset(
        word.removesuffix("s")[:BEGINNING] for word in words if len(word) >= SHORTEST and word not in COMMON
    )

"""Why people were introduced: true facts about them, chosen by the rules that counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pairing.matching import Reason
    from pairing.people import Ladder, Person


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that people share (one value) or differ in (the value of each, in their order).

    ``kind`` is ``site``, ``job_title``, ``grade`` or ``department``.
    """

    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """One thing shared and one thing different; ``None`` where nothing is known.

    ``wish`` is the rule about what members would like that counted most, of those that may be told.
    """

    shared: Fact | None
    different: Fact | None
    wish: str = ""


SHARED_BY_RULE = {"same_site": "site"}
DIFFERENT_BY_RULE = {
    "different_department": "department",
    "rare_departments": "department",
    "grade_distance": "grade",
}
"""What a rule that spoke for a pairing was about. Rules about waiting and the past stay private."""

WISHES = frozenset({"offer_answers_ask", "wish_met", "same_hours", "same_ways"})
"""Rules about wishes that may be told. What somebody's season is for stays their own."""

TOLD = WISHES | SHARED_BY_RULE.keys() | DIFFERENT_BY_RULE.keys()
"""Every rule that those who were introduced may learn of. The others would tell what one of them said."""

SHARED = ("site", "job_title", "department", "grade")
DIFFERENT = ("department", "grade", "job_title", "site")
"""Where no rule says, the first of these that is true."""


def told(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The rules that spoke for a pairing, of those that may be told."""
    return tuple(reason.rule for reason in reasons if reason.points > 0 and reason.rule in TOLD)


def why(people: Sequence[Person], reasons: Iterable[Reason], ladder: Ladder) -> Why:
    """What two people, or all of a trio, share and in what they differ, as far as it is known of all.

    ``reasons`` are those of their match, most points first.
    """
    counted = [reason.rule for reason in reasons if reason.points > 0]
    return Why(
        shared=_first(_kinds(counted, SHARED_BY_RULE, SHARED), people, ladder, alike=True),
        different=_first(_kinds(counted, DIFFERENT_BY_RULE, DIFFERENT), people, ladder, alike=False),
        wish=next((rule for rule in counted if rule in WISHES), ""),
    )


def _kinds(counted: Sequence[str], by_rule: dict[str, str], otherwise: Sequence[str]) -> Iterator[str]:
    yield from (by_rule[rule] for rule in counted if rule in by_rule)
    yield from otherwise


def _first(kinds: Iterable[str], people: Sequence[Person], ladder: Ladder, *, alike: bool) -> Fact | None:
    """The first kind of fact, known of everybody, in which all are alike or not all are."""
    for kind in kinds:
        values = tuple(str(getattr(person, kind)).strip() for person in people)
        if all(values) and (all(_same(kind, values[0], other, ladder) for other in values[1:]) is alike):
            return Fact(kind, values[:1] if alike else values)
    return None


def _same(kind: str, mine: str, theirs: str, ladder: Ladder) -> bool:
    """Whether two values are one; two grades off the ladder are, if they are spelt alike."""
    if kind == "grade" and ladder.step(mine) is not None:
        return ladder.step(mine) == ladder.step(theirs)
    return " ".join(mine.casefold().split()) == " ".join(theirs.casefold().split())

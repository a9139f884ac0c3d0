"""Why two people were introduced: true facts about them, chosen by the rules that counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pairing.matching import Reason
    from pairing.people import Ladder, Member


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that two people share (one value) or differ in (the value of each, in their order).

    ``kind`` is ``site``, ``job_title``, ``grade`` or ``department``.
    """

    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """One thing shared and one thing different; ``None`` where nothing is known."""

    shared: Fact | None
    different: Fact | None


SHARED_BY_RULE = {"same_site": "site"}
DIFFERENT_BY_RULE = {
    "different_department": "department",
    "rare_departments": "department",
    "grade_distance": "grade",
}
"""What a rule that spoke for a pairing was about. Rules about waiting and the past stay private."""

SHARED = ("site", "job_title", "department", "grade")
DIFFERENT = ("department", "grade", "job_title", "site")
"""Where no rule says, the first of these that is true."""


def shared_and_different(a: Member, b: Member, reasons: Iterable[Reason], ladder: Ladder) -> Why:
    """What ``a`` and ``b`` share and in what they differ, as far as it is known of both.

    ``reasons`` are those of their match, most points first; in a trio they speak of all three, and so
    each fact is looked up again for these two.
    """
    counted = [reason.rule for reason in reasons if reason.points > 0]
    return Why(
        shared=_first(_kinds(counted, SHARED_BY_RULE, SHARED), a, b, ladder, alike=True),
        different=_first(_kinds(counted, DIFFERENT_BY_RULE, DIFFERENT), a, b, ladder, alike=False),
    )


def _kinds(counted: Sequence[str], by_rule: dict[str, str], otherwise: Sequence[str]) -> Iterator[str]:
    yield from (by_rule[rule] for rule in counted if rule in by_rule)
    yield from otherwise


def _first(kinds: Iterable[str], a: Member, b: Member, ladder: Ladder, *, alike: bool) -> Fact | None:
    for kind in kinds:
        mine, theirs = (str(getattr(each.person, kind)).strip() for each in (a, b))
        if mine and theirs and (_same(kind, mine, theirs, ladder) is alike):
            return Fact(kind, (mine,) if alike else (mine, theirs))
    return None


def _same(kind: str, mine: str, theirs: str, ladder: Ladder) -> bool:
    """Whether two values are one; two grades off the ladder are, if they are spelt alike."""
    if kind == "grade" and ladder.step(mine) is not None:
        return ladder.step(mine) == ladder.step(theirs)
    return " ".join(mine.casefold().split()) == " ".join(theirs.casefold().split())

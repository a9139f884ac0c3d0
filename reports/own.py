"""Is everyone I meet just like me? One member's own meetings beside blind chance, for them alone.

Of ``n`` people whom a member says they met, ``k`` are like them in some fact. Had each of them been
drawn blindly from the other people of the programme, ``N`` of them, of whom ``a`` are like the member,
then ``n * a / N`` would be expected to be (the mean of a hypergeometric distribution, which holds with
and without putting back). Whoever's fact is not known counts neither among the met nor among the others.

What is said of chance says something of who takes part. So it is left out where fewer than `FEWEST_OTHERS`
others are known, or where those like the member, or those unlike them, are fewer than `LEAST_PEOPLE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pairing.people import plain_grade
from reports.groups import LEAST_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pairing.people import Ladder, Person

FEWEST_OTHERS = 20
FEWEST_MET = 3
"""Of fewer there is nothing to say that is not chance itself."""

NEAR = 1
"""Steps of the ladder within which two grades are as good as alike."""


class Likeness(StrEnum):
    """In what two people may be alike."""

    DEPARTMENT = "department"
    GRADE = "grade"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Alike:
    """Of ``met`` people of whom a fact is known, ``alike`` share it; chance would give ``chance``."""

    likeness: Likeness
    met: int
    alike: int
    chance: float


def mirror(
    me: Person, met: Collection[Person], others: Mapping[tuple[str, str, str], int], ladder: Ladder
) -> tuple[Alike, ...]:
    """How like the member the people are whom they met, fact by fact as far as it may be said.

    ``others`` counts everybody else in the programme by department, grade and site.
    """
    facts = {
        likeness: [(person.department, person.grade, person.site)[index] for person in met]
        for index, likeness in enumerate(Likeness)
    }
    found = (
        _alike(likeness, str(getattr(me, likeness)), facts[likeness], _by_value(others, index), ladder)
        for index, likeness in enumerate(Likeness)
    )
    return tuple(one for one in found if one is not None)


def _alike(
    likeness: Likeness, mine: str, met: Collection[str], others: Mapping[str, int], ladder: Ladder
) -> Alike | None:
    known = [value for value in met if value]
    total = sum(others.values())
    like = sum(number for value, number in others.items() if _are_alike(likeness, mine, value, ladder))
    is_said = total >= FEWEST_OTHERS and LEAST_PEOPLE <= like <= total - LEAST_PEOPLE
    if not mine or len(known) < FEWEST_MET or not is_said:
        return None
    alike = sum(_are_alike(likeness, mine, value, ladder) for value in known)
    return Alike(likeness, len(known), alike, len(known) * like / total)


def _are_alike(likeness: Likeness, mine: str, theirs: str, ladder: Ladder) -> bool:
    """Whether two values are alike; grades that are both on the ladder are, a step apart."""
    if likeness is not Likeness.GRADE:
        return mine == theirs
    here, there = ladder.step(mine), ladder.step(theirs)
    if here is None or there is None:
        return plain_grade(mine) == plain_grade(theirs)
    return abs(here - there) <= NEAR


def _by_value(others: Mapping[tuple[str, str, str], int], index: int) -> dict[str, int]:
    """How many of the others have each known value of one fact."""
    counts: dict[str, int] = {}
    for facts, number in others.items():
        if facts[index]:
            counts[facts[index]] = counts.get(facts[index], 0) + number
    return counts

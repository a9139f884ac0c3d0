"""The soft rules: one function a reason to prefer a pairing, or to avoid it.

A rule takes two sets of columns that broadcast against each other (a block of people by a block of
people, or two equally long lists) and what has been, and gives shares: 0 where it has nothing to say,
100 where it is met in full, negative where it speaks against. Points are the weight times the share.
To add one, write the function and list it in ``RULES`` with the columns that decide it: the matcher
asks it once about each two kinds of people, however many people there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from pairing.columns import EXPERIENCED, FULL, SEASONS, Columns, Ints
from pairing.past import Past
from pairing.people import Season

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Share: TypeAlias = Callable[[Columns, Columns, Past], Ints]

HEAVIEST = 1_000
"""The largest weight, either way: beyond it the sums would no longer be exact."""
TODAY, GROW, PICTURE = map(SEASONS.index, (Season.TODAY, Season.GROW, Season.PICTURE))
FEW_GRADES = 3
GRADE_SHARES = np.array([0, 80, 100, 80, 40, 20])
"""By steps apart on the ladder: one to three is the sweet spot, five and more still count a little."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, the weight it has unless the programme says otherwise, and what it looks at.

    ``reads`` names the columns that alone decide what it gives. A rule without them may look at
    anything and is asked about each two people. One that is ``of_repeats`` gives nothing to two who
    were never introduced, is asked only about those who were, and only in two equally long lists.
    """

    share: Share
    weight: int
    reads: tuple[str, ...] = ()
    of_repeats: bool = False

    @property
    def name(self) -> str:
        """A rule is called what its function is called."""
        return self.share.__name__


class WeightError(ValueError):
    """A rule's weight that cannot be used; the message says which and what to change."""


def different_department(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """They come from different departments; nothing where one is unknown."""
    return _full((a.department != b.department) & (a.department >= 0) & (b.department >= 0))


def rare_departments(a: Columns, b: Columns, past: Past) -> Ints:
    """Their departments have rarely been introduced to each other, for their size."""
    return past.rarity_of(a.department, b.department)


def grade_distance(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """They stand a few steps apart on the grade ladder; nothing where a grade is not on it."""
    shares: Ints = GRADE_SHARES[np.minimum(np.abs(a.grade - b.grade), len(GRADE_SHARES) - 1)]
    return shares * ((a.grade >= 0) & (b.grade >= 0))


def repeat(a: Columns, b: Columns, past: Past) -> Ints:
    """They were introduced before: dear at first, less as rounds go by, never forbidden."""
    return -past.freshness_of(a.index, b.index)


def same_site(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """They work at the same site, so that a coffee is a short walk."""
    return _full((a.site == b.site) & (a.site >= 0))


def waited(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """Somebody who was left out or stood up lately meets somebody who turns up.

    A bonus for the one alone would change nothing, since everybody is paired with somebody.
    """
    return (a.waited * b.reliable + b.waited * a.reliable) // (2 * FULL)


def newcomer(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """Somebody new meets somebody experienced."""
    return _full(
        ((a.experience == 0) & (b.experience == EXPERIENCED))
        | ((b.experience == 0) & (a.experience == EXPERIENCED))
    )


def serendipity(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """A little chance from the round's seed, the same for both, so that ties don't go by the alphabet."""
    mixed = ((2 * a.chance + 1) * (2 * b.chance + 1) * 0x9E3779B1) >> 8
    return (mixed & 0xFFFF) * (FULL + 1) >> 16


def offer_answers_ask(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """What one offers is what the other asks for; in full where it goes both ways."""
    return _each_way((a.asks & b.offers) != 0, (b.asks & a.offers) != 0)


def wish_met(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """One is curious about the team or the job of the other; in full where both are."""
    return _each_way((a.curious & b.known) != 0, (b.curious & a.known) != 0)


def same_ways(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """They like to meet in the same way; it speaks against them where no way suits both."""
    return _overlap(a.ways, b.ways)


def same_hours(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """The same part of the day suits them; it speaks against them where none suits both."""
    return _overlap(a.parts, b.parts)


def season_today(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """Somebody who would like help with today's work meets somebody at their own site."""
    near = (a.site == b.site) & (a.site >= 0)
    return _each_way((a.season == TODAY) & near, (b.season == TODAY) & near)


def season_grow(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """Somebody who would like to grow meets somebody a few grades above them."""
    known = (a.grade >= 0) & (b.grade >= 0)
    above = known & (b.grade - a.grade > 0) & (b.grade - a.grade <= FEW_GRADES)
    below = known & (a.grade - b.grade > 0) & (a.grade - b.grade <= FEW_GRADES)
    return _each_way((a.season == GROW) & above, (b.season == GROW) & below)


def season_picture(a: Columns, b: Columns, past: Past) -> Ints:
    """Somebody who would like to see the bigger picture meets a department that theirs rarely meets."""
    rarity = past.rarity_of(a.department, b.department)
    wanted = _each_way(a.season == PICTURE, b.season == PICTURE)
    return wanted * rarity // FULL


RULES: tuple[Rule, ...] = (
    Rule(repeat, 500, of_repeats=True),
    Rule(different_department, 40, ("department",)),
    Rule(rare_departments, 40, ("department",)),
    Rule(grade_distance, 15, ("grade",)),
    Rule(waited, 10, ("waited", "reliable")),
    Rule(newcomer, 10, ("experience",)),
    Rule(same_site, 6, ("site",)),
    Rule(offer_answers_ask, 12, ("asks", "offers")),
    Rule(wish_met, 12, ("curious", "known")),
    Rule(same_hours, 5, ("parts",)),
    Rule(same_ways, 4, ("ways",)),
    Rule(season_today, 6, ("season", "site")),
    Rule(season_grow, 6, ("season", "grade")),
    Rule(season_picture, 6, ("season", "department")),
    Rule(serendipity, 1, ("chance",)),
)
"""Every rule there is."""


def rules_of(overrides: Mapping[str, int]) -> tuple[Rule, ...]:
    """The rules that are on, with their weights; ``WeightError`` for one that can't be used."""
    names = sorted(rule.name for rule in RULES)
    for unknown in sorted(overrides.keys() - set(names)):
        raise WeightError(f"There is no rule called {unknown!r}; the rules are {', '.join(names)}.")
    weighed = (
        replace(rule, weight=_checked(rule.name, overrides.get(rule.name, rule.weight))) for rule in RULES
    )
    return tuple(rule for rule in weighed if rule.weight)


def _checked(name: str, weight: object) -> int:
    if isinstance(weight, bool) or not isinstance(weight, int) or abs(weight) > HEAVIEST:
        raise WeightError(
            f"The weight of {name} must be a whole number from -{HEAVIEST} to {HEAVIEST}, not {weight!r}."
        )
    return weight


def _each_way(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> Ints:
    """Half for each of the two for whom something is so."""
    half = FULL // 2
    return np.where(one, half, 0) + np.where(other, half, 0)


def _overlap(a: Ints, b: Ints) -> Ints:
    """In full where two choices have something in common, against where not; nothing where one has none."""
    return np.where((a == 0) | (b == 0), 0, np.where((a & b) != 0, FULL, -FULL))


def _full(met: NDArray[np.bool_]) -> Ints:
    return np.where(met, FULL, 0)

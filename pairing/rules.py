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

from pairing.columns import EXPERIENCED, FULL, Columns, Ints
from pairing.past import Past

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Share: TypeAlias = Callable[[Columns, Columns, Past], Ints]

HEAVIEST = 1_000
"""The largest weight, either way: beyond it the sums would no longer be exact."""
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


RULES: tuple[Rule, ...] = (
    Rule(repeat, 400, of_repeats=True),
    Rule(different_department, 40, ("department",)),
    Rule(rare_departments, 40, ("department",)),
    Rule(grade_distance, 15, ("grade",)),
    Rule(waited, 10, ("waited", "reliable")),
    Rule(newcomer, 10, ("experience",)),
    Rule(same_site, 6, ("site",)),
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


def _full(met: NDArray[np.bool_]) -> Ints:
    return np.where(met, FULL, 0)

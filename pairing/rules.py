"""The soft rules: one function a reason to prefer a pairing, or to avoid it.

A rule takes two sets of columns that broadcast against each other (a block of people by a block of
people, or two equally long lists) and what has been, and gives shares: 0 where it has nothing to say,
100 where it is met in full, negative where it speaks against. Points are the weight times the share.
To add one, write the function and list it in ``RULES``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from pairing.columns import FULL, Columns, Ints, Past, look_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Rule: TypeAlias = Callable[[Columns, Columns, Past], Ints]

HEAVIEST = 1_000
"""The largest weight, either way: beyond it the sums would no longer be exact."""
EXPERIENCED = 3
"""Introductions after which somebody knows how it goes."""
GRADE_SHARES = np.array([0, 80, 100, 80, 40, 20])
"""By steps apart on the ladder: one to three is the sweet spot, five and more still count a little."""


class WeightError(ValueError):
    """A rule's weight that cannot be used; the message says which and what to change."""


def different_department(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """They come from different departments; nothing where one is unknown."""
    return _full((a.department != b.department) & (a.department >= 0) & (b.department >= 0))


def rare_departments(a: Columns, b: Columns, past: Past) -> Ints:
    """Their departments have rarely been introduced to each other, for their size."""
    shares: Ints = past.rarity[a.department, b.department]
    return shares


def grade_distance(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """They stand a few steps apart on the grade ladder; nothing where a grade is not on it."""
    shares: Ints = GRADE_SHARES[np.minimum(np.abs(a.grade - b.grade), len(GRADE_SHARES) - 1)]
    return shares * ((a.grade >= 0) & (b.grade >= 0))


def repeat(a: Columns, b: Columns, past: Past) -> Ints:
    """They were introduced before: dear at first, less as rounds go by, never forbidden."""
    return -look_up(past.repeats, a.index, b.index)


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
        ((a.introduced == 0) & (b.introduced >= EXPERIENCED))
        | ((b.introduced == 0) & (a.introduced >= EXPERIENCED))
    )


def serendipity(a: Columns, b: Columns, past: Past) -> Ints:  # noqa: ARG001 - every rule has one shape
    """A little chance from the round's seed, the same for both, so that ties don't go by the alphabet."""
    mixed = (a.chance * b.chance) >> np.uint32(16)
    return ((mixed * np.uint32(FULL + 1)) >> np.uint32(16)).astype(np.int64)


RULES: Mapping[Rule, int] = {
    repeat: 400,
    different_department: 40,
    rare_departments: 20,
    grade_distance: 15,
    waited: 10,
    newcomer: 10,
    same_site: 6,
    serendipity: 1,
}
"""Every rule and the weight it has unless the programme says otherwise."""


def name_of(rule: Rule) -> str:
    """A rule's name: that of its function."""
    return rule.__name__


def weights_of(overrides: Mapping[str, int]) -> dict[Rule, int]:
    """The rules that are on, with their weights; ``WeightError`` for one that can't be used."""
    unknown = sorted(overrides.keys() - {name_of(rule) for rule in RULES})
    if unknown:
        known = ", ".join(sorted(name_of(rule) for rule in RULES))
        raise WeightError(f"There is no rule called {unknown[0]!r}; the rules are {known}.")
    weights = {
        rule: _checked(name_of(rule), overrides.get(name_of(rule), usual)) for rule, usual in RULES.items()
    }
    return {rule: weight for rule, weight in weights.items() if weight}


def _checked(name: str, weight: object) -> int:
    if isinstance(weight, bool) or not isinstance(weight, int) or abs(weight) > HEAVIEST:
        raise WeightError(
            f"The weight of {name} must be a whole number from -{HEAVIEST} to {HEAVIEST}, not {weight!r}."
        )
    return weight


def _full(met: NDArray[np.bool_]) -> Ints:
    return np.where(met, FULL, 0)

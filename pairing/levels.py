"""How much a rule counts, in the few steps that an owner chooses from."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Level(StrEnum):
    """A step, from not at all to a lot."""

    OFF = "off"
    LITTLE = "little"
    USUAL = "usual"
    MORE = "more"
    LOT = "lot"


TIMES: Mapping[Level, Fraction] = {
    Level.USUAL: Fraction(1),
    Level.OFF: Fraction(0),
    Level.LITTLE: Fraction(1, 2),
    Level.MORE: Fraction(2),
    Level.LOT: Fraction(3),
}
"""By how much a step multiplies the usual weight. Of steps that come to one weight, the first stands."""


def steps(usual: int, heaviest: int) -> dict[Level, int]:
    """The weight of each step of a rule, up to the ``heaviest`` there may be; no weight twice.

    A rule of weight 1 has no *little*, since half of it is nothing and the whole is as usual.
    """
    found: dict[Level, int] = {}
    for level, times in TIMES.items():
        weight = min(heaviest, int(usual * times))
        if weight not in found.values():
            found[level] = weight
    return {level: found[level] for level in Level if level in found}


def level_of(weight: int, usual: int, heaviest: int) -> Level | None:
    """The step that a weight is; ``None`` for one that was set otherwise."""
    return next((level for level, one in steps(usual, heaviest).items() if one == weight), None)

"""How seconds grow with people: a power fitted to what was measured, and carried on where it was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALLEST = 250
"""People below whom seconds say more of what every call costs than of how it grows."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds grow with people to the power of ``exponent``, from ``first`` to ``last`` people."""

    exponent: float
    first: int
    last: int
    seconds: float

    def at(self, people: int) -> float:
        """The seconds of the largest pool that was measured, carried on to this many people."""
        return self.seconds * float((people / self.last) ** self.exponent)


def growth_of(rounds: Sequence[dict[str, Any]], way: str) -> Growth | None:
    """How a way grew over the drawn trusts; ``None`` where fewer than two sizes were measured."""
    found = sorted((each["people"], each["seconds"]) for each in rounds if _is_drawn(each, way))
    large = [each for each in found if each[0] >= SMALLEST]
    used = large if len(large) > 1 else found
    if len(used) < 2 or used[0][0] == used[-1][0]:
        return None
    people, seconds = np.array(used).T
    exponent = float(np.polyfit(np.log(people), np.log(np.maximum(seconds, 1e-6)), 1)[0])
    return Growth(exponent, used[0][0], used[-1][0], used[-1][1])


def _is_drawn(each: dict[str, Any], way: str) -> bool:
    return each["way"] == way and not each["file"]

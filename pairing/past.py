"""What a pool's people, and their departments, have had of each other so far, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import FULL, UNKNOWN, ints, looked_up, plain_name
from pairing.history import HORIZON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pairing.columns import Columns, Counts, Ints
    from pairing.history import History, Introduction
    from pairing.people import Member

HALF_LIFE = 8
"""Rounds in which what an introduction repeated costs is halved: about four months of fortnights."""
MOST_REPEATS = 10
"""However often two people have met, a repeat never costs more than ten fresh ones."""
DEPARTMENTS_REMEMBER = 26
"""Rounds in which the meetings of two departments count: a year, so that each year they are new again."""
FIRST_MEETINGS = np.array([FULL, 40, 20, 10])
"""What the first, second, third and fourth meeting of two departments is worth."""


@dataclass(frozen=True, slots=True)
class Past:
    """Introductions so far, of people and of departments.

    ``low`` < ``high`` are places of two people who met, sorted; ``fresh`` is how much of a repeat they
    would be, a share. ``meetings`` (square and symmetric, 32 bits) counts those of each two departments
    lately, ``sizes`` the people of each.
    """

    low: Ints
    high: Ints
    fresh: Ints
    meetings: Counts
    sizes: Ints

    def rarity_of(self, a: Ints, b: Ints, more: Ints | int = 0) -> Ints:
        """The share that one more meeting of departments ``a`` and ``b`` gets, after ``more`` this round.

        Nothing where they are the same or one is unknown. The shapes broadcast.
        """
        worth = next_meeting(self.meetings[a, b] + more, np.minimum(self.sizes[a], self.sizes[b]))
        return np.where((a == b) | (a < 0) | (b < 0), 0, worth)

    def freshness_of(self, a: Ints, b: Ints) -> Ints:
        """How much of a repeat each two would be, for two equally long lists of places."""
        size = np.int64(1 << 32)
        keys, wanted = self.low * size + self.high, np.minimum(a, b) * size + np.maximum(a, b)
        at = np.searchsorted(keys, wanted)
        known = np.append(keys, -1)[at] == wanted
        return np.where(known, np.append(self.fresh, 0)[at], 0)


def next_meeting(meetings: Ints, smaller: Ints) -> Ints:
    """What one more meeting of two departments is worth after ``meetings``: less each time.

    The first four count most; after them a little is left, and the less of it the more they have met
    for the people of the smaller one.
    """
    first = FIRST_MEETINGS[np.minimum(meetings, len(FIRST_MEETINGS) - 1)]
    later = FIRST_MEETINGS[-1] * smaller // np.maximum(1, smaller + meetings)
    worth: Ints = np.where(meetings < len(FIRST_MEETINGS), first, later)
    return worth


def past_of(members: Sequence[Member], columns: Columns, history: History, round_number: int) -> Past:
    """What this pool's people and departments have had of each other; people who left are skipped."""
    places = {member.id: place for place, member in enumerate(members)}
    lately = [each for each in history.introductions if round_number - each.round_number < HORIZON]
    low, high, fresh = _repeats(lately, places, round_number)
    department = columns.department
    sizes = np.bincount(department[department >= 0], minlength=1)
    codes = {
        plain_name(member.person.department): int(code)
        for member, code in zip(members, department, strict=True)
    }
    return Past(
        low=low,
        high=high,
        fresh=fresh,
        meetings=_meetings(
            [each for each in lately if round_number - each.round_number <= DEPARTMENTS_REMEMBER],
            codes,
            len(sizes),
        ),
        sizes=sizes,
    )


def freshness(rounds_ago: Ints) -> Ints:
    """How much of a repeat's cost is left: 100 at first, half after each eight rounds, in integers."""
    halvings, rest = np.divmod(rounds_ago, HALF_LIFE)
    return FULL * (2 * HALF_LIFE - rest) // np.left_shift(2 * HALF_LIFE, np.minimum(halvings, 20))


def _repeats(
    introductions: Sequence[Introduction], places: Mapping[str, int], round_number: int
) -> tuple[Ints, Ints, Ints]:
    met = looked_up(places, chain.from_iterable(each.people for each in introductions))
    group, a, b = _pairs_within(ints(len(each.people) for each in introductions))
    low, high = np.minimum(met[a], met[b]), np.maximum(met[a], met[b])
    known = (low >= 0) & (low < high)  # nobody meets themself, whatever an introduction says
    ago = ints(max(0, round_number - each.round_number) for each in introductions)
    return _summed(low[known], high[known], freshness(ago)[group][known])


def _summed(low: Ints, high: Ints, share: Ints) -> tuple[Ints, Ints, Ints]:
    """Each two once, with the sum of what they share, up to ``MOST_REPEATS``."""
    order = np.lexsort((high, low))
    low, high, share = low[order], high[order], share[order]
    starts = np.flatnonzero(np.diff(low, prepend=-1) | np.diff(high, prepend=-1))
    return low[starts], high[starts], np.minimum(np.add.reduceat(share, starts), MOST_REPEATS * FULL)


def _meetings(introductions: Sequence[Introduction], codes: Mapping[str, int], size: int) -> Counts:
    names = {name for each in introductions for name in each.departments}
    known = {name: codes.get(plain_name(name), UNKNOWN) for name in names}
    met = looked_up(known, chain.from_iterable(each.departments for each in introductions))
    _, a, b = _pairs_within(ints(len(each.departments) for each in introductions))
    a, b = met[a], met[b]
    known_both = (a >= 0) & (b >= 0) & (a != b)
    a, b = a[known_both], b[known_both]
    counts = np.zeros(size * size, np.int32)
    np.add.at(counts, a * size + b, 1)
    np.add.at(counts, b * size + a, 1)
    return counts.reshape(size, size)


def _pairs_within(lengths: Ints) -> tuple[Ints, Ints, Ints]:
    """For groups that follow each other in one list: the group of each two in one, and where they are."""
    starts = np.cumsum(lengths) - lengths
    found = []
    for length in np.unique(lengths).tolist():
        groups = np.flatnonzero(lengths == length)
        a, b = np.triu_indices(length, 1)
        at = starts[groups][:, None]
        found.append((np.repeat(groups, len(a)), (at + a).ravel(), (at + b).ravel()))
    none = np.empty(0, np.int64)
    group, a, b = (
        (np.concatenate([none, *parts]) for parts in zip(*found, strict=True)) if found else [none] * 3
    )
    return group, a, b

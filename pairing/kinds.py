"""People who are alike in the eyes of some rules, so that a rule is asked once about each two kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pairing.columns import Columns, Ints
    from pairing.past import Past
    from pairing.rules import Rule
    from pairing.scores import Points

MOST_KINDS = 1_024
"""Kinds told apart in one table: four megabytes, which the processor keeps near."""


AT_ONCE = 1 << 17
"""Two kinds asked about at once: a rule takes some ten times the memory that its points take."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Everybody's kind (``of``), somebody of each kind, and the points of any two kinds (32 bits)."""

    of: Ints
    somebody: Ints
    points: Points

    def with_(self, other: Kinds) -> Kinds | None:
        """Both ways to tell people apart in one table; ``None`` where there would be too many kinds."""
        if np.array_equal(self.of, other.of):  # however many: of thousands a table is long, so none is added
            return Kinds(self.of, self.somebody, np.add(self.points, other.points, out=self.points))
        of, somebody = _numbered(self.of * len(other.points) + other.of)
        if len(somebody) > MOST_KINDS:
            return None
        mine, theirs = self.of[somebody], other.of[somebody]
        points = self.points[mine].take(mine, axis=1) + other.points[theirs].take(theirs, axis=1)
        return Kinds(of, somebody, points)


def kinds_of(columns: Columns, past: Past, rules: Iterable[Rule]) -> tuple[Kinds, ...]:
    """As few tables as hold what these rules give; each rule names the columns that decide it."""
    tables: list[Kinds] = []
    asked = (_kinds(columns, past, rule) for rule in rules)
    for one in sorted((each for each in asked if each.points.any()), key=lambda each: len(each.points)):
        for at, table in enumerate(tables):
            if (both := table.with_(one)) is not None:
                tables[at] = both
                break
        else:
            tables.append(one)
    return tuple(tables)


def _kinds(columns: Columns, past: Past, rule: Rule) -> Kinds:
    of, somebody = _told_apart([getattr(columns, name) for name in rule.reads])
    points = np.empty((len(somebody), len(somebody)), np.int32)
    others = columns.take(somebody[None, :])
    rows = 1 + AT_ONCE // max(1, len(somebody))
    for start in range(0, len(somebody), rows):
        some = columns.take(somebody[start : start + rows, None])
        points[start : start + rows] = rule.weight * rule.share(some, others, past)
    return Kinds(of, somebody, points)


def _told_apart(columns: Sequence[Ints]) -> tuple[Ints, Ints]:
    of, somebody = _numbered(columns[0])
    for column in columns[1:]:
        codes, values = _numbered(column)
        of, somebody = _numbered(of * len(values) + codes)
    return of, somebody


def _numbered(values: Ints) -> tuple[Ints, Ints]:
    """The place of each value among the different ones, and where each of those stands first."""
    _, somebody, of = np.unique(values, return_index=True, return_inverse=True)
    return of, somebody

"""What a new staff list would change, told before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.directory.rows import FACTS, StaffRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DANGEROUS_SHARE = 5
"""More than one in so many of the known people leaving is a wrong file until somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Change:
    """One person as known, and as the new list has them."""

    before: StaffRow
    after: StaffRow

    def __str__(self) -> str:
        """The facts that differ, old and new, by staff id. It may hold a name: for a terminal, not a log."""
        pairs = ((fact, getattr(self.before, fact), getattr(self.after, fact)) for fact in FACTS)
        told = (f"{fact} {old or '(none)'} → {new or '(none)'}" for fact, old, new in pairs if old != new)
        return f"{self.after.staff_id}: {'; '.join(told)}"


@dataclass(frozen=True, slots=True)
class Difference:
    """The new list against what is known: every person is in exactly one of the four."""

    added: tuple[StaffRow, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[StaffRow, ...] = ()
    left: tuple[StaffRow, ...] = ()

    @property
    def known(self) -> int:
        """How many people were known before."""
        return len(self.changed) + len(self.unchanged) + len(self.left)

    @property
    def is_dangerous(self) -> bool:
        """Whether more than a fifth of the known people would leave."""
        return len(self.left) * DANGEROUS_SHARE > self.known

    def summary(self) -> tuple[str, ...]:
        """The counts in a sentence, and a second one where they look like a wrong file. No names."""
        counts = (
            f"{len(self.added):,} new, {len(self.changed):,} changed, "
            f"{len(self.unchanged):,} as before, {len(self.left):,} gone."
        )
        danger = (
            f"{len(self.left):,} of {self.known:,} known people are not in this list, more than a fifth: "
            "check that it is the whole list, and use --force if it is."
        )
        return (counts, danger) if self.is_dangerous else (counts,)

    def examples(self, most: int = 10) -> tuple[str, ...]:
        """Up to ``most`` lines of what would happen, changes first, and how many more there are.

        They hold names: never log them.
        """
        more = len(self.changed) + len(self.left) + len(self.added) - most
        rest = (f"… and {more} more.",) if more > 0 else ()
        return (*islice(self._lines(), most), *rest)

    def _lines(self) -> Iterator[str]:
        yield from (str(change) for change in self.changed)
        yield from (f"{row.staff_id}: gone ({_who(row)})" for row in self.left)
        yield from (f"{row.staff_id}: new ({_who(row)})" for row in self.added)


def _who(row: StaffRow) -> str:
    return ", ".join(fact for fact in (row.name or row.email, row.department) if fact)


def difference(known: Mapping[str, StaffRow], rows: Iterable[StaffRow]) -> Difference:
    """What importing ``rows`` would do to the ``known`` people, who are keyed by staff id."""
    new = {row.staff_id: row for row in rows}
    both = [(known[key], row) for key, row in new.items() if key in known]
    return Difference(
        added=tuple(row for key, row in new.items() if key not in known),
        changed=tuple(Change(before, after) for before, after in both if before != after),
        unchanged=tuple(after for before, after in both if before == after),
        left=tuple(row for key, row in known.items() if key not in new),
    )

"""What may be shown: cells that have been through the disclosure rules, and what is made of them.

Every renderer (text, CSV, page, chat, picture) takes a `Report` and nothing else. A `Cell` cannot
hold a true count of people's doings: only zero, multiples of five, and whole percentages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

STEP = 5
LEAST_SHOWN = 8
RAREST, COMMONEST = 5, 95


class Status(StrEnum):
    """How a cell's value is to be read."""

    EXACT = "exact"
    ZERO = "zero"
    ROUNDED = "rounded"
    HIDDEN = "hidden"
    WITHHELD = "withheld"
    PERCENT = "percent"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


SILENT = frozenset({Status.HIDDEN, Status.WITHHELD})


@dataclass(frozen=True, slots=True)
class Cell:
    """One published value.

    ``EXACT`` is for what is nobody's doing (the number of rounds). A count is ``ZERO``, ``ROUNDED``
    to the nearest five, or ``HIDDEN`` (one to seven). A rate is a whole ``PERCENT``, or ``AT_MOST``
    5 or ``AT_LEAST`` 95. ``WITHHELD`` says nothing at all.

    Raises:
        ValueError: where the value is one that its status cannot have.
    """

    status: Status
    value: int | None = None

    def __post_init__(self) -> None:
        """Refuse a value that has not been through the rules."""
        if not _may_hold(self.status, self.value):
            raise ValueError(f"A {self.status} cell cannot hold {self.value}; make it with the rules.")

    @property
    def known(self) -> bool:
        """Whether it shows a value."""
        return self.value is not None

    @property
    def text(self) -> str:
        """The value in words that fit into a sentence."""
        if self.value is None:
            return "fewer than 8" if self.status is Status.HIDDEN else "not shown"
        number = f"{self.value:,}"
        return {
            Status.ROUNDED: f"about {number}",
            Status.PERCENT: f"{number}%",
            Status.AT_MOST: f"{number}% or less",
            Status.AT_LEAST: f"{number}% or more",
        }.get(self.status, number)


@dataclass(frozen=True, slots=True)
class Shares:
    """Crossing connections as rates: observed, by chance, at best, and how far from chance to best."""

    observed: Cell
    chance: Cell
    best: Cell
    lift: Cell


@dataclass(frozen=True, slots=True)
class Held:
    """The share of introductions that led to a meeting.

    ``share`` is of those that are known; ``low`` and ``high`` are of all, had every one that is not
    known failed or succeeded.
    """

    share: Cell
    low: Cell
    high: Cell


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline: a label, a plain sentence, and the named cells that the sentence was made from."""

    name: str
    label: str
    sentence: str
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """Connections inside and between groups, as a lower triangle.

    ``cells[i]`` has ``i + 1`` cells: group ``i`` with each group up to and including itself. There is
    one rounded grand total, and there are no row totals: they would give hidden cells away.
    """

    name: str
    title: str
    groups: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Report:
    """One issue. ``notes`` say what cannot be shown, and why; ``method`` how to read the rest."""

    programme: str
    figures: tuple[Figure, ...]
    tables: tuple[PublishedTable, ...]
    notes: tuple[str, ...]
    method: tuple[str, ...]

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Each headline as a label and its sentence."""
        return tuple((figure.label, figure.sentence) for figure in self.figures)


def _may_hold(status: Status, value: int | None) -> bool:
    if value is None or status in SILENT:
        return value is None and status in SILENT
    return {
        Status.EXACT: value >= 0,
        Status.ZERO: value == 0,
        Status.ROUNDED: value > LEAST_SHOWN and value % STEP == 0,
        Status.PERCENT: RAREST < value < COMMONEST,
        Status.AT_MOST: value == RAREST,
        Status.AT_LEAST: value == COMMONEST,
    }[status]

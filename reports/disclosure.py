"""The rules that turn a true number into a published cell.

Counts of one to seven are hidden and the rest rounded to the nearest five, as NHS Digital does for
hospital statistics; rates are worked out from rounded counts, and near 0% and 100% only say so.
Before a table goes out it is audited as a reader would attack it, and merged further where it leaks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reports.published import COMMONEST, LEAST_SHOWN, RAREST, STEP, Cell, Shares, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.connections import Mix

LEAST_DOUBT = 4
"""A hidden count keeps a range at least this wide (3 to 7, say), whatever a reader works out."""

LEAST_WHOLE = 25
"""The smallest published number that a rate may be of: a published 20 can be 18, and 20 is the rule."""

LEAST_CROWD = 15
"""The smallest published number of people behind a rate: a published 10 can be 8, and 10 is the rule."""

FINE_WHOLE = 100
"""Below this a rate moves in steps of five points: finer ones would pretend to a precision it lacks."""

LEAST_ROOM = 50
"""How many connections must lie between chance and best: rounding alone moves a lift by 10 points here."""

HIDDEN, WITHHELD, ZERO = Cell(Status.HIDDEN), Cell(Status.WITHHELD), Cell(Status.ZERO, 0)


class Range(NamedTuple):
    """The whole numbers from ``low`` to ``high``."""

    low: int
    high: int


def count(number: int) -> Cell:
    """Publish a true count of what people did."""
    if number == 0:
        return ZERO
    return HIDDEN if number < LEAST_SHOWN else Cell(Status.ROUNDED, rounded(number))


def rounded(number: int) -> int:
    """``number`` to the nearest five."""
    return (number + STEP // 2) // STEP * STEP


def backed(number: int, people: int) -> tuple[Cell, Cell]:
    """Publish a count together with the number of people behind it.

    Each gives the other away (fourteen people reached means seven meetings), so they are shown
    together or not at all.
    """
    cells = count(number), count(people)
    if HIDDEN not in cells:
        return cells
    return (HIDDEN, WITHHELD) if cells[0] == HIDDEN else (WITHHELD, HIDDEN)


def rate(part: Cell, whole: Cell, people: Cell) -> Cell:
    """Publish ``part`` of ``whole`` from their published values, where enough ``people`` are behind it."""
    if part.value is None or whole.value is None or people.value is None or people.value < LEAST_CROWD:
        return WITHHELD
    return percent(part.value, whole.value)


def percent(part: int, whole: int) -> Cell:
    """Publish a rate of two published numbers: whole per cent, or steps of five below a hundred."""
    if whole < LEAST_WHOLE:
        return WITHHELD
    step = STEP if whole < FINE_WHOLE else 1
    points = (200 * part + whole * step) // (2 * whole * step) * step
    if points <= RAREST:
        return Cell(Status.AT_MOST, RAREST)
    return Cell(Status.AT_LEAST, COMMONEST) if points >= COMMONEST else Cell(Status.PERCENT, points)


def parts_of(total: int, parts: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Parts of a total, or all of them withheld where the total narrows down a hidden one.

    The reader is granted the exact total: people who were there can count heads.
    """
    return parts if is_safe(parts, (), (), total, Range(0, total)) else (WITHHELD,) * len(parts)


def shares(true: Mix, people: Cell) -> Shares:
    """Publish how connections cross, each number rounded before anything is divided."""
    total = count(true.total)
    observed, chance, best = (count(round(number)) for number in (true.cross, true.chance, true.best))
    share = rate(observed, total, people)
    return Shares(
        observed=share,
        chance=rate(chance, total, people),
        best=rate(best, total, people),
        lift=_lift(observed.value, chance.value, best.value) if share.known else WITHHELD,
    )


def crossing(held: Mix, sent: Mix, crowds: tuple[Cell, Cell]) -> Range:
    """What a reader can work out of the true number of crossing connections from the published shares.

    ``crowds`` are the people behind the connections and behind the introductions. Whatever was held was
    sent, inside a group as well as across, so the shares of the introductions narrow it down too.
    """
    of_held, of_sent = _readable(held, crowds[0]), _readable(sent, crowds[1])
    within_sent = sent.total - of_sent.low
    return Range(max(of_held.low, held.total - within_sent), min(of_held.high, of_sent.high))


def is_safe(
    pure: Sequence[Cell], merged: Sequence[Cell], across: Sequence[Cell], total: int, crossing: Range
) -> bool:
    """Whether a table leaves every hidden cell in doubt, even to a reader who knows its exact total.

    ``pure`` are the cells inside one department or grade, ``across`` those between two groups, and
    ``merged`` those inside a merged group, some of whose connections cross as well. The sums of the
    three, the total and the number of crossing connections are all that ties cells to each other, so
    the feasible values found here are exact.
    """
    return all(doubt >= LEAST_DOUBT for doubt in _doubts((pure, merged, across), total, crossing))


def _lift(observed: int | None, chance: int | None, best: int | None) -> Cell:
    if observed is None or chance is None or best is None or best - chance < LEAST_ROOM:
        return WITHHELD
    return percent(observed - chance, best - chance)


def _doubts(blocks: tuple[Sequence[Cell], ...], total: int, crossing: Range) -> Iterator[int]:
    spans = [_span(block) for block in blocks]
    for place, block in enumerate(blocks):
        if HIDDEN not in block:
            continue
        others = Range(spans[place].low - 1, spans[place].high - (LEAST_SHOWN - 1))
        possible = [
            value
            for value in range(1, LEAST_SHOWN)
            if _agrees(
                [*spans[:place], Range(others.low + value, others.high + value), *spans[place + 1 :]],
                total,
                crossing,
            )
        ]
        yield possible[-1] - possible[0]


def _agrees(spans: Sequence[Range], total: int, crossing: Range) -> bool:
    pure, merged, across = spans
    most_across = min(across.high, crossing.high)
    low, high = max(across.low + merged.low, crossing.low), most_across + merged.high
    return across.low <= most_across and low <= high and pure.low + low <= total <= pure.high + high


def _span(cells: Sequence[Cell]) -> Range:
    ranges = [_behind(cell) for cell in cells]
    return Range(sum(behind.low for behind in ranges), sum(behind.high for behind in ranges))


def _behind(cell: Cell) -> Range:
    if cell.value is None:
        return Range(1, LEAST_SHOWN - 1)
    half = STEP // 2 if cell.value else 0
    return Range(max(LEAST_SHOWN, cell.value - half) if cell.value else 0, cell.value + half)


def _readable(true: Mix, people: Cell) -> Range:
    def published(cross: int) -> tuple[int, int]:
        seen = shares(replace(true, cross=cross), people)
        return seen.observed.value or 0, seen.lift.value or 0

    if count(true.cross) == HIDDEN:
        return Range(1, LEAST_SHOWN - 1)
    shown = range(LEAST_SHOWN, true.total + 1)
    seen = published(true.cross)
    alike = shown[bisect_left(shown, seen, key=published) : bisect_right(shown, seen, key=published)]
    ends = [*alike[:1], *alike[-1:], *([0] if published(0) == seen else [])]
    return Range(min(ends), max(ends))

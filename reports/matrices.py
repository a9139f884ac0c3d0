"""The table of connections between groups, merged until nothing hidden in it can be worked out."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from reports.connections import held_between
from reports.disclosure import Range, count, is_safe
from reports.published import Cell, PublishedTable, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.groups import Group, Kind, Sizes
    from reports.records import ProgrammeRecords

Cells: TypeAlias = tuple[tuple[Cell, ...], ...]


class Absent(StrEnum):
    """Why there is no table."""

    ONE_GROUP = "fewer than two groups of ten eligible people"
    TOO_FEW = "no two groups with eight meetings"
    UNSAFE = "hidden cells could be worked out"


def matrix(kind: Kind, records: ProgrammeRecords, total: int, crossing: Range) -> PublishedTable | Absent:
    """Publish who met whom by ``kind``, or say why not.

    Args:
        kind: how people are divided.
        records: the true records.
        total: the true number of connections.
        crossing: what the published shares tell about how many of them cross.
    """
    between = held_between(records.pairings, kind.unit_of)
    absent = Absent.ONE_GROUP
    for groups in _groupings(kind, _sizes(kind, records)):
        cells = _cells(groups, between)
        if not any(cell.status is Status.ROUNDED for row in cells for cell in row):
            return Absent.TOO_FEW
        if _is_safe(groups, cells, total, crossing):
            labels = tuple(group.label for group in groups)
            return PublishedTable(kind.name, f"Connections between {kind.name}", labels, cells, count(total))
        absent = Absent.UNSAFE
    return absent


def _groupings(kind: Kind, sizes: Sizes) -> Iterator[tuple[Group, ...]]:
    groups = kind.grouping(sizes, kind.most)
    while len(groups) > 1:
        yield groups
        groups = kind.grouping(sizes, len(groups) - 1)


def _sizes(kind: Kind, records: ProgrammeRecords) -> Sizes:
    sizes = Counter(kind.unit_of(someone) for someone in records.eligible)
    past = {kind.unit_of(someone) for pairing in records.pairings for someone in pairing.people}
    return {unit: sizes[unit] for unit in sizes | dict.fromkeys(past, 0)}


def _cells(groups: tuple[Group, ...], between: Mapping[tuple[str, str], int]) -> Cells:
    place = {unit: number for number, group in enumerate(groups) for unit in group.units}
    true: Counter[tuple[int, int]] = Counter()
    for (first, second), number in between.items():
        low, high = sorted((place[first], place[second]))
        true[high, low] += number
    return tuple(tuple(count(true[row, column]) for column in range(row + 1)) for row in range(len(groups)))


def _is_safe(groups: tuple[Group, ...], cells: Cells, total: int, crossing: Range) -> bool:
    inside = [(len(group.units) > 1, row[-1]) for group, row in zip(groups, cells, strict=True)]
    return is_safe(
        pure=[cell for merged, cell in inside if not merged],
        merged=[cell for merged, cell in inside if merged],
        across=[cell for row in cells for cell in row[:-1]],
        total=total,
        crossing=crossing,
    )

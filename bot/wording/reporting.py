"""The report as a message for owners. It reads what is published, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Facts, Message, Table, heading, quiet, text
from bot.wording.phrases import clipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.message import Part
    from reports.published import Cell, PublishedTable, Report

ROWS_SHOWN = 10
"""A chat on a telephone is no place for a whole table; the report on paper and in CSV has it."""

PROGRAMME_LONGEST = 60


def summary(report: Report) -> Message:
    """The headlines, where the connections are, and how to read it all."""
    programme = clipped(report.programme, PROGRAMME_LONGEST)
    return Message(
        title="How the coffees are going",
        body=(
            text(f"This is the report on {programme}, made from published totals only."),
            Facts(report.facts),
            *(part for table in report.tables for part in _table(table)),
            *_small_print("What is not shown", report.notes),
            *_small_print("How to read it", report.method),
            quiet('For the whole tables, ask whoever runs Crossbrew for "crossbrew report".'),
        ),
        summary=f"The report on {programme}.",
    )


def _table(table: PublishedTable) -> Iterator[Part]:
    """The largest published cells, largest first, as far as there are any."""
    shown = sorted(_cells(table), key=lambda cell: -(cell[2].value or 0))[:ROWS_SHOWN]
    if shown:
        rows = tuple((one, other, cell.text) for one, other, cell in shown)
        yield Table(f"{table.title}, most first", ("Between", "And", "Connections"), rows)


def _cells(table: PublishedTable) -> Iterator[tuple[str, str, Cell]]:
    for group, row in zip(table.groups, table.cells, strict=True):
        for other, cell in zip(table.groups, row, strict=False):
            if cell.value:
                yield group, other, cell


def _small_print(title: str, lines: tuple[str, ...]) -> Iterator[Part]:
    if lines:
        yield heading(title)
        yield from (quiet(line) for line in lines)

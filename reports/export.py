"""A report as text for a terminal and as CSV for a spreadsheet. Reads published cells and nothing else."""

from __future__ import annotations

import csv
import io
import re
from textwrap import fill
from typing import TYPE_CHECKING

from reports.published import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.published import Cell, PublishedTable, Report

HEADER = ("table", "row", "column", "value", "status")
LABEL_WIDTH = 28
GAP = 2
KEY = "· is 1 to 7, not shown. The last number in a row is within the group itself."

FORMULA = re.compile(r"(^|[\r\n])(?=[ \u00a0]*[\t\r]|[\s\ufeff\u200b]*[=+\-@＝＋－＠])")  # noqa: RUF001
"""Where a spreadsheet would start to read a formula: at the start of a cell, or of a line inside it.

The wide forms of the four signs are read as formulas too by spreadsheets in East Asian locales.
"""


def as_text(report: Report, width: int = 80) -> str:
    """The report as lines of at most ``width`` characters (40 or more), each section after a blank line."""
    sections = [
        _heading(f"Report: {_plain(report.programme)}", width),
        "\n".join(_fact(label, sentence, width) for label, sentence in report.facts),
        *(_stair(table, width) for table in report.tables),
    ]
    if report.notes:
        sections.append("\n".join(["Not shown yet", *_points(report.notes, width)]))
    sections.append("\n".join(["How to read this", *_points(report.method, width)]))
    return "\n\n".join(sections) + "\n"


def as_csv(report: Report) -> str:
    """The report as CSV in long format, one published cell a line, safe to open in a spreadsheet."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEADER)
    for table, row, column, cell in _lines(report):
        value = "" if cell.value is None else str(cell.value)
        writer.writerow((table, safe(row), safe(column), value, cell.status))
    return page.getvalue()


def csv_bytes(report: Report) -> bytes:
    """`as_csv` as a file: UTF-8 with the byte order mark that Excel needs to read names right."""
    return as_csv(report).encode("utf-8-sig")


def safe(text: str) -> str:
    """``text`` with an apostrophe wherever a spreadsheet would start to read a formula."""
    return FORMULA.sub(r"\1'", text)


def _lines(report: Report) -> Iterator[tuple[str, str, str, Cell]]:
    for figure in report.figures:
        for name, cell in figure.cells:
            yield "figures", figure.name, name, cell
    for table in report.tables:
        for group, row in zip(table.groups, table.cells, strict=True):
            for other, cell in zip(table.groups, row, strict=False):  # a triangle: rows are shorter
                yield table.name, group, other, cell
        yield table.name, "All groups", "All groups", table.total


def _heading(text: str, width: int) -> str:
    title = _short(text, width)
    return f"{title}\n{'=' * len(title)}"


def _fact(label: str, sentence: str, width: int) -> str:
    return f"{label}\n{fill(sentence, width, initial_indent='  ', subsequent_indent='  ')}"


def _points(sentences: tuple[str, ...], width: int) -> Iterator[str]:
    return (fill(text, width, initial_indent="- ", subsequent_indent="  ") for text in sentences)


def _stair(table: PublishedTable, width: int) -> str:
    """The lower triangle; a table wider than ``width`` comes in several blocks of columns."""
    numbers = [f"[{number}]" for number in range(1, len(table.groups) + 1)]
    cell_width = max(len(text) for text in (*numbers, *(_mark(cell) for row in table.cells for cell in row)))
    cell_width += GAP
    columns = max(1, (width - LABEL_WIDTH) // cell_width)
    starts = range(0, len(numbers), columns)
    return "\n\n".join(
        [
            fill(f"{table.title}: {table.total.text} in all", width),
            *(_block(table, numbers, slice(start, start + columns), cell_width) for start in starts),
            fill(KEY, width),
        ]
    )


def _block(table: PublishedTable, numbers: list[str], columns: slice, cell_width: int) -> str:
    steps = [
        _label(number.rjust(len(numbers[-1])), group)
        + "".join(_mark(cell).rjust(cell_width) for cell in row[columns])
        for number, group, row in zip(numbers, table.groups, table.cells, strict=True)
        if row[columns]
    ]
    foot = "".join(number.rjust(cell_width) for number in numbers[columns])
    return "\n".join([*steps, " " * LABEL_WIDTH + foot])


def _label(number: str, group: str) -> str:
    return _short(f"{number} {_plain(group)}", LABEL_WIDTH).ljust(LABEL_WIDTH)


def _mark(cell: Cell) -> str:
    return "·" if cell.status is Status.HIDDEN else f"{cell.value:,}"


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _plain(text: str) -> str:
    """On one line and without control characters: a name must not steer the terminal."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())

from __future__ import annotations

from dataclasses import replace

from bot.message import Message, Table
from bot.wording import reporting
from reports.published import Cell, Status
from tests.wording.examples import REPORT
from tests.wording.plain import plain


def test_only_published_cells_that_show_something_are_told_the_largest_first() -> None:
    (table,) = _tables(reporting.summary(REPORT))

    assert table.rows == (("Estates", "Nursing", "about 40"), ("Pharmacy", "Nursing", "about 15"))


def test_a_table_with_nothing_to_show_is_left_out() -> None:
    hidden = replace(REPORT.tables[0], groups=("Nursing",), cells=((Cell(Status.HIDDEN),),))

    assert _tables(reporting.summary(replace(REPORT, tables=(hidden,)))) == []


def test_a_long_table_is_cut_to_what_a_telephone_shows() -> None:
    groups = tuple(f"Ward {number}" for number in range(12))
    cells = tuple((Cell(Status.ROUNDED, 10),) * (row + 1) for row in range(12))
    long = replace(REPORT.tables[0], groups=groups, cells=cells)

    (table,) = _tables(reporting.summary(replace(REPORT, tables=(long,))))

    assert len(table.rows) == reporting.ROWS_SHOWN


def test_a_report_without_notes_has_no_empty_section() -> None:
    said = plain(reporting.summary(replace(REPORT, notes=(), method=())))

    assert "##" not in said


def _tables(message: Message) -> list[Table]:
    return [part for part in message.body if isinstance(part, Table)]

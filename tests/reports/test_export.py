from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.export import as_csv, as_text, csv_bytes, safe
from reports.published import Cell, Figure, PublishedTable, Report, Status
from reports.report import publish
from tests.reports.builders import drawn

HIDDEN, ZERO = Cell(Status.HIDDEN), Cell(Status.ZERO, 0)


def about(number: int) -> Cell:
    return Cell(Status.ROUNDED, number)


REPORT = Report(
    programme="Coffee",
    figures=(
        Figure("rounds", "Rounds", "3 rounds have closed.", (("rounds", Cell(Status.EXACT, 3)),)),
        Figure("held", "Held", "80% led to a meeting.", (("share", Cell(Status.PERCENT, 80)),)),
    ),
    tables=(
        PublishedTable(
            name="departments",
            title="Connections between departments",
            groups=("Estates", "Nursing", "Pharmacy"),
            cells=((HIDDEN,), (about(1240), ZERO), (about(15), about(20), about(10))),
            total=about(1285),
        ),
    ),
    notes=("Connections between grades are not shown yet: there is no ladder.",),
    method=("Counts are to the nearest 5.",),
)


def test_a_report_reads_well_in_a_terminal() -> None:
    assert (
        as_text(REPORT, width=60)
        == """\
Report: Coffee
==============

Rounds
  3 rounds have closed.
Held
  80% led to a meeting.

Connections between departments: about 1,285 in all

[1] Estates                       ·
[2] Nursing                   1,240      0
[3] Pharmacy                     15     20     10
                                [1]    [2]    [3]

· is 1 to 7, not shown. The last number in a row is within
the group itself.

Not shown yet
- Connections between grades are not shown yet: there is no
  ladder.

How to read this
- Counts are to the nearest 5.
"""
    )


def test_a_table_wider_than_the_page_comes_in_blocks_of_columns() -> None:
    assert """\
[1] Estates                       ·
[2] Nursing                   1,240
[3] Pharmacy                     15
                                [1]

[2] Nursing                       0
[3] Pharmacy                     20
                                [2]

[3] Pharmacy                     10
                                [3]
""" in as_text(REPORT, width=40)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 90), min_size=1, max_size=20), st.integers(40, 120))
def test_no_line_is_wider_than_the_page(seed: int, sizes: list[int], width: int) -> None:
    text = as_text(publish(drawn(seed, sizes, 2)), width)

    assert max(map(len, text.splitlines())) <= width


def test_a_name_cannot_steer_the_terminal() -> None:
    table = PublishedTable("departments", "t", ("\x1b[2JNursing\nX\u202e",), ((ZERO,),), ZERO)
    text = as_text(Report("Cof\x07fee", (), (table,), (), ()))

    assert text.replace("\n", "").isprintable()
    assert "[1] [2JNursing X" in text


def test_csv_has_one_published_cell_a_line() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(REPORT))))

    assert rows == [
        ["table", "row", "column", "value", "status"],
        ["figures", "rounds", "rounds", "3", "exact"],
        ["figures", "held", "share", "80", "percent"],
        ["departments", "Estates", "Estates", "", "hidden"],
        ["departments", "Nursing", "Estates", "1240", "rounded"],
        ["departments", "Nursing", "Nursing", "0", "zero"],
        ["departments", "Pharmacy", "Estates", "15", "rounded"],
        ["departments", "Pharmacy", "Nursing", "20", "rounded"],
        ["departments", "Pharmacy", "Pharmacy", "10", "rounded"],
        ["departments", "All groups", "All groups", "1285", "rounded"],
    ]


def test_the_file_starts_with_the_mark_that_spreadsheets_need() -> None:
    assert csv_bytes(REPORT) == b"\xef\xbb\xbf" + as_csv(REPORT).encode()


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("  +1", "'  +1"),
        ("\u00a0-1", "'\u00a0-1"),
        ("@SUM", "'@SUM"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("Nursing\n=1", "Nursing\n'=1"),
        ("Nursing\r =1", "Nursing\r' =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\uff1d1", "'\uff1d1"),
        ("Ear - Nose = Throat", "Ear - Nose = Throat"),
        ("", ""),
    ],
)
def test_a_formula_is_defused_wherever_a_line_could_start_one(name: str, cell: str) -> None:
    assert safe(name) == cell


def test_a_department_that_is_a_formula_is_text_in_the_csv() -> None:
    table = PublishedTable("departments", "t", ("=1+1",), ((ZERO,),), ZERO)

    assert "departments,'=1+1,'=1+1,0,zero" in as_csv(Report("Coffee", (), (table,), (), ()))

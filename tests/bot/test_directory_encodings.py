"""A staff list in every encoding and with every delimiter that spreadsheets write."""

from __future__ import annotations

import csv
from dataclasses import astuple
from io import StringIO

import pytest

from bot.directory import StaffFile, StaffRow, read_staff
from bot.directory.rows import FACTS

AMARA = StaffRow(2, "e1", "Amara Okafor", "amara@example.org", "Nursing", "Band 5", "North", timezone="")
BEN = StaffRow(3, "e2", "Ben O'Neill-Núñez", "ben@example.org", "Pharmacy, outpatients", "7", manager_id="e1")
CHIDI = StaffRow(4, "e3", "Chidi “Chi” Žižek", "c@example.org", "Estates; stores", timezone="Europe/Dublin")
WESTERN = (AMARA, BEN, CHIDI)


def written(rows: tuple[StaffRow, ...], delimiter: str = ",") -> str:
    text = StringIO()
    table = csv.writer(text, delimiter=delimiter)
    table.writerow(FACTS)
    table.writerows(astuple(row)[1:] for row in rows)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_comes_back_as_it_was_written_in_any_encoding_and_delimiter(
    encoding: str, delimiter: str
) -> None:
    assert read_staff(written(WESTERN, delimiter).encode(encoding)) == StaffFile(rows=WESTERN)


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_byte_orders_of_utf_16_are_told_by_their_mark(mark: bytes) -> None:
    codec = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert read_staff(mark + written(WESTERN).encode(codec)).rows == WESTERN


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_windows_1252_is_read_with_a_warning_that_shows_three_names(delimiter: str) -> None:
    rows = (*WESTERN, *(StaffRow(n, f"e{n}", f"Zoë {n}", "", "Café") for n in (5, 6)))
    found = read_staff(written(rows, delimiter).encode("cp1252"))
    assert found.rows == rows
    assert found.warnings == (
        (
            "The file is not UTF-8 and was read as Windows-1252: if “Ben O'Neill-Núñez”, "
            "“Chidi “Chi” Žižek”, “Zoë 5” read wrong, save it as “CSV UTF-8”, "
            "or give its encoding with --encoding."
        ),
    )


def test_windows_1252_in_a_column_that_is_not_used_is_said_to_make_no_difference() -> None:
    found = read_staff("id,name,department,notes\n1,Amara,Nursing,café\n".encode("cp1252"))
    assert found.warnings == (
        (
            "The file is not UTF-8 and was read as Windows-1252, "
            "which makes no difference to the columns that are used."
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1250", "mac_roman"])
def test_an_encoding_that_is_given_is_obeyed_without_a_warning(encoding: str) -> None:
    rows = (AMARA, StaffRow(3, "e9", "Zoé Müller", "", "Estates"))
    assert read_staff(written(rows).encode(encoding), encoding) == StaffFile(rows=rows)


def test_bytes_that_are_not_the_encoding_given_are_an_error_on_their_line() -> None:
    found = read_staff("name,department\nAmara,Nursing\nZoë,Pharmacy\n".encode("cp1252"), "utf-8")
    assert [str(error) for error in found.errors] == [
        (
            "Line 3: The bytes here are not “utf-8”; "
            "save the file as UTF-8, or give its own encoding with --encoding."
        )
    ]


@pytest.mark.parametrize("encoding", ["klingon", "\0", "base64", "../x", "undefined"])
def test_an_encoding_that_does_not_exist_is_an_error(encoding: str) -> None:
    (error,) = read_staff(b"name,department\nAmara,Nursing\n", encoding).errors
    assert error.sentence.startswith("There is no text encoding called “")
    assert error.sentence.endswith("”; try utf-8, utf-16 or cp1252.")

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory import LineError, StaffFile, StaffRow, read_staff

ONLY_NAMES = (
    "There is neither a staff id nor an e-mail address, so people are known by name and department: "
    "somebody who changes either will look like a leaver and a newcomer."
)


def read(*lines: str) -> StaffFile:
    return read_staff("\n".join(lines).encode())


def errors(*lines: str) -> list[str]:
    return [str(error) for error in read(*lines).errors]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty; export the staff list again."),
        (b"\r\n \n", "The file is empty; export the staff list again."),
        (b"\xef\xbb\xbf", "The file is empty; export the staff list again."),
        (b"\xff\xfe", "The file is empty; export the staff list again."),
        (b"staff_id,name,department\n", "There are column names but no people under them."),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
            "This is not a text file; save the staff list as “CSV UTF-8”.",
        ),
        (b"PK\x03\x04\x14\x00", "This is a workbook, not a CSV; in Excel save it as “CSV UTF-8”."),
        (
            "name,department\nAmara,Nursing\n".encode("utf-16-le"),
            "This is not a line of column names; save the list as “CSV UTF-8”, or give --encoding.",
        ),
        (
            b"name,department\n\x81mara,Nursing\n",
            (
                "The bytes here are neither UTF-8 nor Windows-1252; "
                "save the file as “CSV UTF-8”, or give its encoding with --encoding."
            ),
        ),
        (
            b'"name,department\nAmara,Nursing\n',
            (
                "This cannot be read as CSV (unexpected end of data): "
                "look for a quotation mark that is not closed. Nothing from here on was read."
            ),
        ),
        (
            b"x" * 3_000_000,
            (
                "This cannot be read as CSV (field larger than field limit (131072)): "
                "look for a quotation mark that is not closed. Nothing from here on was read."
            ),
        ),
    ],
)
def test_what_is_no_staff_list_is_refused_in_one_sentence(raw: bytes, sentence: str) -> None:
    found = read_staff(raw)
    assert found.rows == ()
    assert [error.sentence for error in found.errors] == [sentence]


def test_a_quotation_mark_left_open_loses_nobody_silently() -> None:
    found = read("staff_id,name,department", "1,Amara,Nursing", '2,Ben,"Pharmacy', "3,Chidi,Estates")
    assert found.errors == (
        LineError(
            3,
            "This cannot be read as CSV (unexpected end of data): "
            "look for a quotation mark that is not closed. Nothing from here on was read.",
        ),
    )


@pytest.mark.parametrize(
    "header",
    [
        "Staff ID,Full Name,E-mail,Directorate,Pay Band,Location,Post,Staff group,Line manager id,Time zone",
        "EMPLOYEE_NUMBER,name,Mail,DIVISION,band,Base,role,Profession,Supervisor ID,TZ",
        "Assignment Number,Display name,Email Address,Unit,grade,SITE,Job-Title,Occupation,Manager,timezone",
    ],
)
def test_the_names_that_columns_go_by_are_understood(header: str) -> None:
    row = "e7,Dana,d@example.org,Finance,8a,North,Accountant,Finance,e1,Europe/London"
    assert read(header, row).rows == (StaffRow(2, *row.split(",")),)


def test_first_and_last_name_make_a_name() -> None:
    found = read("Surname;Forename;Department;Email", "Okafor;Amara;Nursing;A@Example.org")
    assert found.rows == (StaffRow(2, "a@example.org", "Amara Okafor", "A@Example.org", "Nursing"),)
    assert found.ignored_columns == ()


def test_columns_that_are_not_needed_are_named() -> None:
    found = read("staff_id,name,First name,Department,Directorate,Salary,,", "1,Amara,A,Nursing,North,9,,")
    assert found.ignored_columns == ("First name", "Directorate", "Salary")
    assert found.rows == (StaffRow(2, "1", "Amara", department="Nursing"),)


def test_the_delimiter_is_told_by_the_header_alone() -> None:
    found = read("id;name;department", '1;"Okafor, Amara, RN, BSc";Nursing, wards, nights')
    assert found.rows == (StaffRow(2, "1", "Okafor, Amara, RN, BSc", department="Nursing, wards, nights"),)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("name,Salary", "There is no column for the department; the columns found are “name”, “Salary”."),
        (
            "staff_id,department",
            (
                "There is no column for a name or an e-mail address; "
                "the columns found are “staff_id”, “department”."
            ),
        ),
        (
            "Foo,First name",
            (
                "There is no column for a name or an e-mail address or for the department; "
                "the columns found are “Foo”, “First name”."
            ),
        ),
        ("name,unit,Unit", "Two columns are called “unit”; keep one of them."),
    ],
)
def test_a_header_that_lacks_a_column_says_what_was_found_and_what_is_needed(
    header: str, sentence: str
) -> None:
    assert errors("", header, "a,b,c") == [f"Line 2: {sentence}"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2,,b@x.org,Pharmacy,", "The name is empty; fill it in."),
        ("2,\u202e\u200b ,b@x.org,Pharmacy,", "The name is empty; fill it in."),
        ("2,Ben,b@x.org, ,", "The department is empty; fill it in."),
        (
            "2,Ben,ben.example.org,Pharmacy,",
            "“ben.example.org” is not an e-mail address; it should look like name@example.org.",
        ),
        ("2,Ben,@,Pharmacy,", "“@” is not an e-mail address; it should look like name@example.org."),
        (
            "2,Ben,b@x.org,Pharmacy,Mars/Base",
            "There is no time zone called “Mars/Base”; write it like Europe/London.",
        ),
        (
            "2,Ben,b@x.org,Pharmacy,../../etc/passwd",
            "There is no time zone called “../../etc/passwd”; write it like Europe/London.",
        ),
        (
            ",Ben,,Pharmacy,",
            (
                "There is neither a staff id nor an e-mail address; "
                "give one, so that the person can be known again."
            ),
        ),
        (f"2,{'B' * 201},b@x.org,Pharmacy,", "The name has 201 characters; 200 is the most."),
        ("2,Ben,b@x.org,Phar\x00macy,", "The department holds a control character; type it again."),
        ("2,Ben\x1b[31m,b@x.org,Pharmacy,", "The name holds a control character; type it again."),
        ("2,Ben", "Cells here: 2, column names: 5; look for a delimiter too few or too many."),
        (
            "2,Ben,b@x.org,Pharmacy,,,",
            "Cells here: 7, column names: 5; look for a delimiter too few or too many.",
        ),
        ("1,Ben,b@x.org,Pharmacy,", "The same staff id “1” is on line 2; keep one, or tell the two apart."),
        (
            "2,Ben,A@X.ORG,Pharmacy,",
            "The same e-mail address “A@X.ORG” is on line 2; keep one, or tell the two apart.",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_to_do(row: str, sentence: str) -> None:
    found = read("id,name,email,department,timezone", "1,Amara,a@x.org,Nursing,", "", row, "3,C,c@x.org,E,")
    assert [str(error) for error in found.errors] == [f"Line 4: {sentence}"]
    assert {"1", "3"} <= {row.staff_id for row in found.rows}


def test_every_fault_of_every_line_is_told_at_once() -> None:
    assert errors("id,name,department,email", "1,,,nonsense", "2,Ben,Pharmacy,b@x.org", "2") == [
        "Line 2: The name is empty; fill it in.",
        "Line 2: The department is empty; fill it in.",
        "Line 2: “nonsense” is not an e-mail address; it should look like name@example.org.",
        "Line 4: Cells here: 1, column names: 4; look for a delimiter too few or too many.",
    ]


def test_a_long_or_unprintable_cell_is_shown_cut_and_harmless() -> None:
    (error,) = errors("name,department,email", "Ben,Pharmacy," + "x\u2060\u00ad" * 50)
    assert error == (
        f"Line 2: “{'x�' * 19}x…” is not an e-mail address; it should look like name@example.org."
    )


def test_a_line_is_counted_where_its_record_begins() -> None:
    found = read("id,name,department", '1,"Amara', 'Okafor","Nursing', "", 'nights"', "2,Ben,")
    assert found.rows[0].name == "Amara Okafor"
    assert found.rows[0].department == "Nursing nights"
    assert [error.line for error in found.errors] == [6]


def test_an_address_stands_in_for_a_missing_id_and_is_only_faulted_once() -> None:
    assert errors("name,department,email", "A,B,a@x.org", "C,D,A@x.org") == [
        "Line 3: The same e-mail address “A@x.org” is on line 2; keep one, or tell the two apart."
    ]


def test_names_alone_are_a_key_with_a_warning_and_must_differ_within_a_department() -> None:
    found = read("name,department", "Amara,Nursing", "Amara,Pharmacy", "Amara,Nursing")
    assert [row.staff_id for row in found.rows[:2]] == ["Amara|Nursing", "Amara|Pharmacy"]
    assert found.warnings == (ONLY_NAMES,)
    assert [str(error) for error in found.errors] == [
        "Line 4: The same name in the same department is on line 2; keep one, or tell the two apart."
    ]


def test_an_address_alone_needs_no_name() -> None:
    assert read("mail,unit", "a@x.org,Nursing").rows == (
        StaffRow(2, "a@x.org", email="a@x.org", department="Nursing"),
    )


def test_accents_are_composed_spaces_trimmed_and_zones_spelt_right() -> None:
    found = read("id,name,department,tz", " 1 ,\u00a0Zoe\u0308 \u202eB\tC\u2069 ,Nursing,europe/LONDON")
    assert found.rows == (StaffRow(2, "1", "Zoë B C", department="Nursing", timezone="Europe/London"),)


@pytest.mark.parametrize("name", ["=HYPERLINK(0)", "<!channel>", "@everyone", "'; DROP TABLE people; --"])
def test_hostile_text_is_kept_as_the_plain_text_it_is(name: str) -> None:
    assert read("id,name,department", f"1,{name},Nursing").rows[0].name == name


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    found = read_staff(raw)
    assert found.errors or found.rows


@given(
    st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "cp1252"]), st.sampled_from([None, "utf-8"])
)
def test_no_rows_under_a_good_header_make_it_raise(body: str, written_in: str, read_as: str | None) -> None:
    found = read_staff(f"id,name,department,manager\n{body}".encode(written_in, "replace"), read_as)
    assert found.errors or all(row.staff_id and row.department for row in found.rows)

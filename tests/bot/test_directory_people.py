"""What is seen with all rows at hand: managers, and the difference from what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory import StaffFile, StaffRow, difference, read_staff


def read(*lines: str) -> StaffFile:
    return read_staff("\n".join(lines).encode())


def person(key: str, department: str = "Nursing", name: str = "Amara") -> StaffRow:
    return StaffRow(2, key, name, department=department)


def test_a_manager_is_known_by_address_or_in_another_case() -> None:
    found = read(
        "id,name,email,department,line manager",
        "E1,Dana,Dana@x.org,Finance,",
        "E2,Ben,,Finance,dana@x.org",
        "E3,Efua,,Finance,e1",
        "E4,Chidi,,Finance,somebody else",
    )
    assert [row.manager_id for row in found.rows] == ["", "E1", "E1", "somebody else"]
    assert found.warnings == ()


@pytest.mark.parametrize("manager", ["E1", "e1", "Dana@X.org"])
def test_somebody_who_is_their_own_manager_is_an_error(manager: str) -> None:
    found = read("id,name,email,department,manager", f"E1,Dana,dana@x.org,Finance,{manager}")
    assert [str(error) for error in found.errors] == [
        "Line 2: This person is their own manager; leave the manager empty where there is none."
    ]


def test_managers_who_manage_each_other_in_a_circle_are_a_warning() -> None:
    found = read("id,name,department,manager", "a,A,X,b", "b,B,X,c", "c,C,X,b", "d,D,X,a")
    assert found.errors == ()
    assert found.warnings == ("Managers go round in a circle: b → c → b.",)


def test_long_and_many_circles_are_cut_short() -> None:
    chain = [f"{n},N,X,{(n + 1) % 9}" for n in range(9)]
    pairs = [line for n in range(20, 28, 2) for line in (f"{n},N,X,{n + 1}", f"{n + 1},N,X,{n}")]
    found = read("id,name,department,manager", *chain, *pairs)
    assert found.warnings == (
        "Managers go round in a circle: 0 → 1 → 2 → … → 0; 20 → 21 → 20; 22 → 23 → 22; and 2 more.",
    )


def test_managers_of_whom_none_is_listed_are_a_warning() -> None:
    assert read("id,name,department,manager", "1,A,X,900", "2,B,X,901").warnings == (
        "None of the managers is in the list, so nobody can be recognised as somebody's line manager.",
    )


def test_a_new_list_is_told_as_newcomers_changes_and_leavers() -> None:
    known = {key: person(key) for key in ("1", "2", "3", "4", "5")}
    rows = [person("1"), replace(person("2", "Pharmacy"), grade="7"), person("3"), person("4"), person("9")]
    found = difference(known, rows)
    assert found.summary() == ("1 new, 1 changed, 3 as before, 1 gone.",)
    assert not found.is_dangerous
    assert found.examples() == (
        "2: department Nursing → Pharmacy; grade (none) → 7",
        "5: gone (Amara, Nursing)",
        "9: new (Amara, Nursing)",
    )


def test_the_line_on_which_somebody_stands_is_no_change() -> None:
    assert difference({"1": person("1")}, [replace(person("1"), line=99)]).changed == ()


def test_more_than_a_fifth_gone_is_dangerous_and_a_fifth_is_not() -> None:
    known = {str(n): person(str(n)) for n in range(10)}
    rows = list(known.values())
    assert not difference(known, rows[2:]).is_dangerous
    assert difference(known, rows[3:]).summary() == (
        "0 new, 0 changed, 7 as before, 3 gone.",
        (
            "3 of 10 known people are not in this list, more than a fifth: "
            "check that it is the whole list, and use --force if it is."
        ),
    )


def test_a_first_list_is_not_dangerous() -> None:
    found = difference({}, [person(str(n)) for n in range(30)])
    assert not found.is_dangerous
    assert found.examples()[9:] == ("9: new (Amara, Nursing)", "… and 20 more.")
    assert len(found.examples(30)) == 30


@given(st.dictionaries(st.integers(0, 30), st.booleans()), st.dictionaries(st.integers(0, 30), st.booleans()))
def test_everybody_is_in_exactly_one_part_of_the_difference(
    before: dict[int, bool], after: dict[int, bool]
) -> None:
    known = {str(key): person(str(key), str(value)) for key, value in before.items()}
    found = difference(known, [person(str(key), str(value)) for key, value in after.items()])
    new, gone = {row.staff_id for row in found.added}, {row.staff_id for row in found.left}
    changed = {change.after.staff_id for change in found.changed}
    assert changed == {str(key) for key in before.keys() & after.keys() if before[key] != after[key]}
    assert (new, gone) == (
        {str(key) for key in after.keys() - before.keys()},
        {str(key) for key in before.keys() - after.keys()},
    )
    assert found.known == len(before)

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from pairing.people import Ladder
from reports.groups import LEAST_PEOPLE, Group, department_groups, grade_groups, kinds
from reports.records import Participant
from tests.reports.builders import LADDER

SIZES = st.dictionaries(
    st.sampled_from([*LADDER.grades, "", "Other departments", "Consultant", "Porter", "=A1"]),
    st.integers(0, 40),
    min_size=1,
)


def people(sizes: dict[str, int], group: Group) -> int:
    return sum(sizes[unit] for unit in group.units)


@given(SIZES, st.integers(1, 9))
def test_every_department_and_grade_is_in_one_group_of_ten_or_more(sizes: dict[str, int], most: int) -> None:
    for groups in (department_groups(sizes, most), grade_groups(LADDER, sizes, most)):
        units = [unit for group in groups for unit in group.units]

        assert sorted(units) == sorted(sizes)
        assert len(groups) == 1 or all(people(sizes, group) >= LEAST_PEOPLE for group in groups)
        assert len(groups) <= most
        assert len({group.label for group in groups}) == len(groups)


def test_small_departments_are_merged_and_the_rest_named_in_alphabetical_order() -> None:
    sizes = {"Theatres": 12, "Nursing": 30, "Estates": 6, "Finance": 4, "": 3}

    assert department_groups(sizes, 9) == (
        Group("Nursing", frozenset({"Nursing"})),
        Group("Theatres", frozenset({"Theatres"})),
        Group("Other departments", frozenset({"Estates", "Finance", ""})),
    )


def test_a_remainder_below_ten_takes_the_smallest_named_department_with_it() -> None:
    sizes = {"Theatres": 12, "Nursing": 30, "Estates": 11, "Finance": 4}

    assert [group.label for group in department_groups(sizes, 9)] == [
        "Nursing",
        "Theatres",
        "Other departments",
    ]


def test_a_department_that_only_the_past_knows_is_never_a_row_of_its_own() -> None:
    assert department_groups({"Nursing": 30, "Estates": 11, "Abolished": 0}, 9) == (
        Group("Nursing", frozenset({"Nursing"})),
        Group("Other departments", frozenset({"Estates", "Abolished"})),
    )


@given(st.lists(st.integers(0, 30), min_size=8, max_size=8), st.integers(1, 7))
def test_merged_grades_are_neighbours_on_the_ladder(numbers: list[int], most: int) -> None:
    sizes = dict(zip(LADDER.grades, numbers, strict=True))

    steps = [sorted(LADDER.grades.index(unit) for unit in g.units) for g in grade_groups(LADDER, sizes, most)]

    assert list(chain.from_iterable(steps)) == list(range(len(LADDER.grades)))


def test_grades_are_labelled_by_their_ends_and_those_off_the_ladder_stay_apart_when_they_can() -> None:
    sizes = {"Band 2": 4, "Band 3": 7, "Band 5": 20, "Band 9": 3, "Consultant": 10}
    few = {**sizes, "Consultant": 2}

    assert [g.label for g in grade_groups(LADDER, sizes, 7)] == [
        "Band 2 to Band 3",
        "Band 5",
        "Band 9 and other grades",
    ]
    assert [g.label for g in grade_groups(LADDER, {**sizes, "Band 9": 10}, 7)][-2:] == [
        "Band 9",
        "Other grades",
    ]
    assert [g.label for g in grade_groups(LADDER, few, 7)] == [
        "Band 2 to Band 3",
        "Band 5 to Band 9 and other grades",
    ]


def test_without_a_ladder_there_is_one_group_of_other_grades() -> None:
    assert [g.label for g in grade_groups(Ladder(), {"Band 2": 50, "Band 3": 50}, 7)] == ["Other grades"]


def test_a_grade_is_one_however_it_is_spelt() -> None:
    _, grades = kinds(LADDER)

    spellings = ("8A", "band 8a", "Band 8a", "Consultant")
    assert [grades.unit_of(Participant("amara", "Nursing", spelling)) for spelling in spellings] == [
        "Band 8a",
        "Band 8a",
        "Band 8a",
        "Consultant",
    ]


def test_a_rung_that_is_listed_twice_is_one_row() -> None:
    twice = Ladder(("Band 2", "Band 3", "Band 2"))

    assert [g.label for g in grade_groups(twice, {"Band 2": 20, "Band 3": 20}, 7)] == ["Band 2", "Band 3"]

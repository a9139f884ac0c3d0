"""Where facts about people come from, their grades in order, and who may join, as owners say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Choose, Input, Pick
from storage import programmes, tables
from tests.conversation.setting_up import GOOD, does, errors, field, main, so_far, trail
from tests.conversation.test_bad_input import HOSTILE, shown
from tests.wording.plain import plain

if TYPE_CHECKING:
    from tests.story import Story

SOURCES, OPEN_TO = GOOD["sources"], GOOD["open_to"]


def without_staff_list(story: Story) -> None:
    """Everybody has left the staff list."""
    with story.database.change() as connection:
        connection.execute(tables.person.update().values(in_directory=False))


def test_facts_come_from_where_an_owner_says(new: Story) -> None:
    new.chat.profile_fields = lambda: (("Xf1", "Pay band"),)  # type: ignore[method-assign]  # as told by the chat
    form = does(new, "setup.sources")
    grade = field(form, "grade")
    assert isinstance(grade, Choose)
    assert ("profile:Xf1", "Profile: Pay band") in grade.options

    does(new, "setup.sources.save", department="csv", grade="profile:Xf1", wins="directory")

    assert so_far(new).sources == {"department": "csv", "grade": "profile:Xf1"}
    assert so_far(new).directory_wins
    assert "grade from the chat profile; these count for more" in plain(does(new, "admin"))


def test_the_usual_source_is_the_staff_list_where_there_is_one(new: Story) -> None:
    assert "both from the staff list" in plain(does(new, "admin"))
    without_staff_list(new)
    assert "both from what people type" in plain(does(new, "admin"))


def test_a_field_that_the_chat_does_not_tell_of_just_now_stays_chosen(new: Story) -> None:
    does(new, "setup.sources.save", **SOURCES | {"grade": "profile:Xf1"})

    grade = field(does(new, "setup.sources"), "grade")

    assert isinstance(grade, Choose)
    assert grade.value == "profile:Xf1"
    assert ("profile:Xf1", "A field of the chat profile") in grade.options


@pytest.mark.parametrize("typed", ["", "oracle", "profile:", "profile:Xf1;drop", "profile:" + "x" * 41])
def test_a_source_that_is_none_is_told_beside_its_field(new: Story, typed: str) -> None:
    form = does(new, "setup.sources.save", **dict.fromkeys(SOURCES, typed))

    assert errors(form).keys() == SOURCES.keys()
    assert so_far(new).sources == {}


def test_grades_are_kept_in_the_order_in_which_they_are_written(new: Story) -> None:
    does(new, "setup.ladder.save", ladder="Porter\nNurse\r\n  Consultant ")

    assert main(new).ladder.grades == ("Porter", "Nurse", "Consultant")


def test_the_form_names_the_grades_that_the_order_lacks(new: Story) -> None:
    does(new, "setup.ladder.save", ladder="5\nBand 7")

    form = does(new, "setup.ladder")

    told = plain(form)
    assert "These are not in order yet.\n\n- Band 3\n- Band 4\n- Band 6\n- Band 8a" in told
    ladder = field(form, "ladder")
    assert isinstance(ladder, Input)
    assert ladder.value == "5\nBand 7"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("\n".join(f"Grade {n}" for n in range(201)), "at most 200 grades"),
        (f"Band 2\n{'x' * 61}", "at most 60 characters"),
    ],
)
def test_an_order_that_is_too_long_is_told_beside_it(new: Story, typed: str, sentence: str) -> None:
    before = main(new)

    form = does(new, "setup.ladder.save", ladder=typed)

    assert sentence in errors(form)["ladder"]
    assert main(new) == before


def test_joining_is_narrowed_to_what_is_chosen_and_widened_again(new: Story) -> None:
    form = does(new, "setup.open_to")
    departments = field(form, "departments")
    assert isinstance(departments, Pick)
    assert ("Nursing", "Nursing") in departments.options

    does(new, "setup.open_to.save", whom="staff_list", departments="Nursing\npharmacy", grades="Band 5")

    assert main(new).open_to == {
        "staff_list": ("yes",),
        "department": ("Nursing", "Pharmacy"),
        "grade": ("Band 5",),
    }
    again = does(new, "setup.open_to")
    whom, departments = field(again, "whom"), field(again, "departments")
    assert isinstance(whom, Choose)
    assert isinstance(departments, Pick)
    assert (whom.value, departments.values) == ("staff_list", ("Nursing", "Pharmacy"))
    assert "only people in the staff list, only 2 departments, only 1 grade" in plain(does(new, "admin"))

    does(new, "setup.open_to.save", **OPEN_TO)
    assert main(new).open_to == {}
    assert trail(new)[-1][1] == "everybody"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("whom", "nobody", 'We don\'t know "nobody" here.'),
        ("whom", "", "Please choose one of the list."),
        ("departments", "Nursing\nNarnia", 'We don\'t know "Narnia" here.'),
        ("grades", "Band 99", 'We don\'t know "Band 99" here.'),
    ],
)
def test_a_choice_of_people_that_cannot_be_is_told_beside_its_field(
    new: Story, name: str, typed: str, sentence: str
) -> None:
    form = does(new, "setup.open_to.save", **OPEN_TO | {name: typed})

    assert errors(form).keys() == {name}
    assert sentence in errors(form)[name]
    assert main(new).open_to == {}


def test_where_there_is_no_staff_list_departments_are_typed_and_it_cannot_be_asked_for(new: Story) -> None:
    without_staff_list(new)
    assert isinstance(field(does(new, "setup.open_to"), "departments"), Input)

    form = does(new, "setup.open_to.save", whom="staff_list", departments="Theatres", grades="x" * 300)
    assert errors(form) == {
        "whom": "There is no staff list yet, so nobody could join.",
        "grades": "Please use at most 200 characters for each.",
    }

    does(new, "setup.open_to.save", **OPEN_TO | {"departments": "Theatres\ntheatres"})
    assert main(new).open_to == {"department": ("Theatres",)}


def test_hostile_values_come_back_harmless_or_are_kept_as_words(new: Story) -> None:
    for typed in HOSTILE:
        for step in ("sources", "ladder", "open_to"):
            shown(does(new, f"setup.{step}.save", **dict.fromkeys(GOOD[step], typed)))
            shown(does(new, f"setup.{step}"))
        shown(does(new, "admin"))
    assert so_far(new).sources == {}
    assert main(new).open_to == {}


def test_a_long_list_is_typed_rather_than_chosen_from(new: Story) -> None:
    with new.database.change() as connection:
        programmes.change_programme(connection, main(new), open_to={"department": ["Nursing"]})
        rows = [
            {
                "workspace": "T1",
                "id": f"x{n}",
                "department": f"Ward {n}",
                "in_directory": True,
                "is_owner": False,
                "is_reachable": True,
            }
            for n in range(100)
        ]
        connection.execute(tables.person.insert(), rows)

    departments = field(does(new, "setup.open_to"), "departments")

    assert isinstance(departments, Input)
    assert departments.value == "Nursing"

"""The owners' page shows how the programme stands, and never who is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import programmes, tables
from tests.cast import AMARA, DANA
from tests.conversation.setting_up import buttons, does, main
from tests.story import SIX
from tests.wording.plain import plain

if TYPE_CHECKING:
    from tests.story import Story


def members(story: Story, count: int) -> None:
    """So many more people join."""
    with story.database.change() as connection:
        rows = [
            {"workspace": "T1", "id": f"x{n}", "in_directory": True, "is_owner": False, "is_reachable": True}
            for n in range(count)
        ]
        connection.execute(tables.person.insert(), rows)
        for row in rows:
            programmes.join(connection, main(story), str(row["id"]), story.clock.now())


def test_an_owner_finds_everything_on_one_page(lite: Story) -> None:
    page = lite.says(DANA, "admin")

    assert page.summary == "The next round starts on Monday 19 January. Fewer than 10 people are in."
    assert list(buttons(page)) == [
        "Report",
        "What goes out",
        "Look at it now",
        "Open it now",
        "Hold",
        "Leave it out",
        "Rhythm",
        "Quiet days",
        "Department and grade",
        "Grades in order",
        "Who may join",
        "Staff list",
        "Tell a channel",
        "What counts",
        "Keep two apart",
        "Programmes",
        "Who did what",
    ]


def test_nobody_else_does(lite: Story) -> None:
    assert lite.says(AMARA, "admin").title == "This part is for owners"


@pytest.mark.parametrize(("more", "told"), [(3, "Fewer than 10"), (4, "About 10"), (8, "About 15")])
def test_how_many_are_in_is_rounded_and_of_a_few_not_told(lite: Story, more: int, told: str) -> None:
    members(lite, more)

    assert f"Taking part: {told} people are in" in plain(lite.says(DANA, "admin"))


def test_those_who_paused_or_left_are_not_among_them(lite: Story) -> None:
    members(lite, 4)
    assert "About 10" in plain(lite.says(DANA, "admin"))

    lite.says(AMARA, "pause")

    assert "Fewer than 10" in plain(lite.says(DANA, "admin"))


def test_no_name_is_on_it(lite: Story) -> None:
    page = str(does(lite, "admin"))

    assert not [word for who in SIX for word in who.name.split() if word in page]

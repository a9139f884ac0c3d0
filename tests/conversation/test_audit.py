"""The audit trail tells owners who of them did what, and nothing about a member."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import people
from tests.cast import AMARA, BEN, DANA
from tests.conversation.consoles import make_owner
from tests.conversation.setting_up import buttons, does
from tests.story import WORKSPACE
from tests.wording.plain import plain

if TYPE_CHECKING:
    from tests.story import Story


def write(story: Story, actor: str, action: str, about: str = "", minutes: int = 0) -> None:
    with story.database.change() as connection:
        at = story.clock.now() + timedelta(minutes=minutes)
        people.write_audit(connection, WORKSPACE, actor, action, about, at)


def told(story: Story, **data: str) -> str:
    return plain(does(story, "admin.audit", **data))


def test_it_says_who_did_what_and_when_the_latest_first(lite: Story) -> None:
    does(lite, "admin.hold")
    lite.clock.wind(lite.clock.now() + timedelta(minutes=5))
    does(lite, "admin.skip", round="1")
    said = told(lite)

    assert f"{DANA.name} left out round 1, Wednesday 14 January, 09:05." in said
    assert f"{DANA.name} held Coffee introductions, Wednesday 14 January, 09:00." in said
    assert said.index("left out") < said.index("held")


def test_what_members_do_is_never_in_it(lite: Story) -> None:
    lite.says(BEN, "erase")
    lite.does(BEN, "erase.yes")

    assert "Nothing yet." in told(lite)


def test_an_owner_who_is_none_any_more_is_not_named(lite: Story) -> None:
    make_owner(lite, AMARA)
    lite.does(AMARA, "admin.hold")
    assert f"{AMARA.name} held" in told(lite)
    with lite.database.change() as connection:
        people.change_person(connection, WORKSPACE, lite.id_of(AMARA), is_owner=False)

    assert "Amara" not in told(lite)


def test_whoever_runs_it_is_told_without_a_name(lite: Story) -> None:
    write(lite, "operator", "round opened early", "3")

    assert "Whoever runs Crossbrew opened round 3 before its hour, " in told(lite)


def test_it_goes_back_page_by_page_and_leaves_nothing_out(lite: Story) -> None:
    for n in range(25):
        write(lite, "operator", "round skipped", f"{n:02}", minutes=n // 4)
    seen: list[str] = []
    page = does(lite, "admin.audit")
    while True:
        seen += [line for line in plain(page).splitlines() if "left out round" in line]
        if "Earlier" not in buttons(page):
            break
        earlier = buttons(page)["Earlier"]
        page = does(lite, earlier.name, **earlier.data)

    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize("at", ["", "yesterday", "2026-01-14T09:00:00", "9999-12-31T23:59:00-12:00"])
def test_a_forged_page_is_the_first(lite: Story, at: str) -> None:
    does(lite, "admin.hold")

    assert "held" in told(lite, at=at, id="x")


def test_hostile_words_in_it_are_words(lite: Story) -> None:
    write(lite, "operator", "{programme} {0} <!channel>", "{about}")

    assert "did this: {programme} {0} <!channel>" in told(lite)


def test_that_of_another_workspace_is_not_in_it(lite: Story) -> None:
    with lite.database.change() as connection:
        people.ensure_workspace(connection, "T2", "slack", lite.clock.now())
        people.write_audit(connection, "T2", "operator", "round skipped", "7", lite.clock.now())

    assert "Nothing yet." in told(lite)


def test_nobody_but_an_owner_reads_it(lite: Story) -> None:
    answer = lite.does(AMARA, "admin.audit")

    assert answer is not None
    assert answer.title == "This part is for owners"
    assert DANA.name not in str(answer)

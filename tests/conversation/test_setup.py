"""The forms of the set-up one after another: who may, what is kept, and where one stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.conversation.router import READS, WRITES
from bot.message import Row
from tests.cast import BEN, DANA
from tests.conversation.setting_up import GOOD, STEPS, buttons, does, errors, main, so_far, trail
from tests.wording.plain import plain

if TYPE_CHECKING:
    from tests.story import Story

FOR_OWNERS = sorted(
    name for name in READS.keys() | WRITES.keys() if name.split(".")[0] in ("setup", "admin", "announce")
)
NEXT = {"then": "next"}


@pytest.mark.parametrize("name", FOR_OWNERS)
def test_nobody_but_an_owner_sets_anything_up(new: Story, name: str) -> None:
    before = main(new), so_far(new)

    for values in ({}, *GOOD.values()):
        answer = new.does(BEN, name, channel="T1/c/everybody", invitation="Hello", **values)
        assert answer is not None
        assert answer.title == "This part is for owners"
    assert (main(new), so_far(new)) == before
    assert trail(new) == []
    assert new.outbox() == {}


def test_an_owners_home_begins_with_the_set_up_until_it_is_done(new: Story) -> None:
    page = does(new, "home")
    assert isinstance(page.body[1], Row)
    assert [label for label, button in buttons(page).items() if button.primary] == ["Set up Crossbrew"]
    assert "Set up Crossbrew" not in buttons(new.says(BEN, ""))

    does(new, "setup.finish")

    assert "Set up Crossbrew" not in buttons(does(new, "home"))
    assert "Set up Crossbrew" not in buttons(does(new, "admin"))


def test_each_form_that_is_saved_leads_to_the_next_and_the_last_to_the_end(new: Story) -> None:
    form = does(new, "setup")
    for number, step in enumerate(STEPS, 1):
        assert form.actions == (buttons(form)["Save and go on"],)
        assert buttons(form)["Save and go on"].name == f"setup.{step}.save"
        assert f"Form {number} of 5." in plain(form)
        assert not so_far(new).is_done
        form = does(new, f"setup.{step}.save", **NEXT, **GOOD[step])

    assert form.title == "Crossbrew is set up ☕"
    assert so_far(new).is_done
    assert "not chosen yet" not in plain(form)


def test_a_set_up_that_was_left_halfway_loses_nothing_and_goes_on_where_it_stopped(new: Story) -> None:
    for step in STEPS[:2]:
        does(new, f"setup.{step}.save", **NEXT, **GOOD[step])

    page = does(new, "admin")
    assert plain(page).count("not chosen yet") == 3 + 1  # three parts, and the question before the end
    assert "England" in plain(page)
    assert buttons(does(new, "setup"))["Save and go on"].name == "setup.sources.save"


def test_a_part_that_is_opened_by_itself_ends_by_itself(new: Story) -> None:
    does(new, "setup.finish")

    form = does(new, "setup.quiet")
    answer = does(new, "setup.quiet.save", **GOOD["quiet"])

    assert list(buttons(form)) == ["Save"]
    assert answer.title == "Saved"
    assert "public holidays of England, and 1 day of your own" in plain(answer)


def test_parts_that_are_saved_one_by_one_end_the_set_up_as_well(new: Story) -> None:
    for step in STEPS:
        answer = does(new, f"setup.{step}.save", **GOOD[step])

    assert answer.title == "Crossbrew is set up ☕"
    assert so_far(new).is_done


def test_an_owner_may_leave_the_rest_as_it_is_and_once_is_enough(new: Story) -> None:
    does(new, "setup.rhythm.save", **GOOD["rhythm"])
    finish = buttons(does(new, "admin"))["Leave the rest as it is"]
    assert finish.confirm

    for _ in range(2):
        assert does(new, "setup.finish").title == "Crossbrew is set up ☕"

    assert [action for action, _ in trail(new)].count("set up") == 1
    assert does(new, "setup").title == "Crossbrew is set up ☕"
    assert "Leave the rest as it is" not in buttons(does(new, "admin"))


def test_a_form_that_is_saved_as_it_was_opened_changes_nothing(new: Story) -> None:
    does(new, "setup.finish")
    for step in STEPS:
        does(new, f"setup.{step}.save", **GOOD[step])
    before = main(new), so_far(new)

    for step in STEPS:
        form = does(new, f"setup.{step}")
        values = {part.name: held(part) for part in form.body if hasattr(part, "name")}
        assert errors(does(new, f"setup.{step}.save", **values)) == {}

    assert (main(new), so_far(new)) == before


def held(part: object) -> str:
    """What a field comes back with when nobody touches it."""
    several = getattr(part, "values", None)
    return "\n".join(several) if several is not None else str(getattr(part, "value", ""))


def test_the_first_owner_is_greeted_once_in_their_own_day(new: Story) -> None:
    new.wind(new.clock.now())
    assert new.outbox() == {}
    new.says(DANA, "help")

    for _ in range(3):
        new.wind(new.clock.now())

    assert new.heard(DANA) == ["Welcome to Crossbrew ☕"]
    assert new.presses(DANA, "Set up Crossbrew") is not None
    assert new.last(DANA).message.title == "Rhythm"


def test_nobody_is_greeted_where_it_was_set_up_meanwhile(new: Story) -> None:
    new.says(DANA, "help")
    new.tick()
    does(new, "setup.finish")

    new.wind(new.clock.now())

    assert new.heard(DANA) == []
    assert new.outbox() == {"dropped": 1}


def test_nobody_is_greeted_where_it_is_set_up_already(lite: Story) -> None:
    lite.says(DANA, "help")

    lite.wind(lite.clock.now())

    assert lite.heard(DANA) == []

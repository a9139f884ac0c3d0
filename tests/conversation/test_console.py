"""Owners look at the coming round, open it, hold it, let it go and leave it out; nobody else does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.slack.blocks import message_blocks
from bot.slack.views import answer_view
from pairing.notices import Kind
from storage import outbox, rounds
from storage.rounds import RoundState
from tests.cast import AMARA, BEN, DANA
from tests.conversation.consoles import crowd, goes_on, make_owner
from tests.conversation.setting_up import buttons, does, main, trail
from tests.fake_slack import block_kit
from tests.story import SIX, Story
from tests.wording.plain import plain

if TYPE_CHECKING:
    from storage.database import Connection

STALE = "That message is out of date"
OWNERS_ONLY = ("preview", "preview.now", "run", "run.now", "hold", "release", "skip")


def states(story: Story) -> dict[int, RoundState]:
    """What became of each round."""
    with story.database.read() as connection:
        return {number: one.state for number, one in rounds.rounds(connection, main(story)).items()}


def heads_ups(connection: Connection, story: Story) -> bool:
    return outbox.is_written(connection, main(story), 1, Kind.HEADS_UP)


@pytest.mark.parametrize("name", OWNERS_ONLY)
def test_nobody_but_an_owner_may(lite: Story, name: str) -> None:
    answer = lite.does(AMARA, f"admin.{name}", round="1")

    assert answer is not None
    assert answer.title == "This part is for owners"
    assert states(lite) == {}
    assert not main(lite).is_held


def test_of_fewer_than_ten_a_preview_tells_nothing(lite: Story) -> None:
    crowd(lite, 3)

    assert "Of so few, nothing more is told." in plain(goes_on(lite, "admin.preview"))


def test_a_preview_tells_rounded_figures_and_names_nobody(lite: Story) -> None:
    crowd(lite, 25)
    seen = plain(goes_on(lite, "admin.preview"))

    assert "About 30 people would be in it, with about 15 introductions, 1 trio among them." in seen
    assert "% of the most there could be" in seen
    assert "Links between departments made lately: 0 before it and " in seen
    assert "not introduced before: 100 in full" in seen
    assert not [word for who in SIX for word in who.name.split() if word in seen]
    assert "Extra" not in seen
    assert states(lite) == {}


def test_a_preview_waits_for_nobody_and_the_playground_shows_what_comes_of_it(lite: Story) -> None:
    waiting = does(lite, "admin.preview", round="1")
    lite.says(DANA, "admin")
    page = lite.last(DANA)
    press = buttons(page.message)["Look at it now"]
    lite.chat.press(lite.address(DANA), lite.address(DANA), page.id, press.name, press.data)

    assert waiting.title == "Working it out…"
    assert lite.last(DANA).message.title == "Round 1, as it would be now"


def test_a_round_is_opened_now_once_whoever_presses_and_how_often(story: Story) -> None:
    make_owner(story, AMARA)
    opened = goes_on(story, "admin.run", round="1")
    again = [story.does(who, "admin.run.now", round="1") for who in (DANA, AMARA)]
    stale = does(story, "admin.run", round="1")

    assert "a few introductions" in opened.summary
    assert [answer and answer.title for answer in again] == ["The round was not opened"] * 2
    assert stale.title == STALE
    assert states(story) == {1: RoundState.OPEN}
    assert trail(story) == [("round opened early", "1")]
    assert "Open it now" not in buttons(does(story, "admin"))


def test_introductions_go_out_after_it_and_no_heads_up_any_more(lite: Story) -> None:
    lite.clock.wind(lite.plan().heads_up_at)
    lite.tick()
    goes_on(lite, "admin.run", round="1")
    lite.wind(lite.clock.now())

    assert len(lite.group_titles()) == len(SIX) // 2
    assert "You're in on Monday 19 January" not in lite.heard(AMARA)


def test_a_round_with_too_few_in_it_is_not_opened(new: Story) -> None:
    assert "Too few people" in goes_on(new, "admin.run", round="1").summary
    assert trail(new) == []


def test_a_later_round_than_the_next_by_the_calendar_cannot_be_opened(lite: Story) -> None:
    goes_on(lite, "admin.run", round="1")

    assert does(lite, "admin.run.now", round="2").title == STALE


def test_while_held_nothing_opens_and_nobody_hears_of_a_round(story: Story) -> None:
    assert does(story, "admin.hold").title == "The coffees are held"
    story.wind(story.plan().heads_up_at)
    story.wind(story.plan().starts_at)

    assert states(story) == {}
    assert "You're in on Monday 19 January" not in story.heard(BEN)


def test_one_that_is_held_too_long_is_left_out_and_its_owners_are_told(lite: Story) -> None:
    does(lite, "admin.hold")
    lite.wind(lite.plan().late_after)

    assert states(lite) == {1: RoundState.SKIPPED}
    assert "The coffees are held, so it could not start." in lite.seen_by(DANA)


def test_a_held_round_is_not_opened_by_hand_either(lite: Story) -> None:
    does(lite, "admin.hold")

    assert "Let them go first" in goes_on(lite, "admin.run", round="1").summary
    assert states(lite) == {}


def test_what_is_open_goes_on_while_held(lite: Story) -> None:
    lite.wind(lite.plan().starts_at)
    does(lite, "admin.hold")
    lite.wind(lite.plan().ask_at)
    lite.wind(lite.plan().closes_at)

    assert [title for title in lite.heard(BEN) if title.startswith("Did you and ")]
    assert states(lite) == {1: RoundState.CLOSED}


def test_holding_twice_and_letting_go_twice_is_noted_once(story: Story) -> None:
    make_owner(story, AMARA)
    for name in ("admin.hold", "admin.release"):
        for who in (DANA, AMARA):
            story.clock.wind(story.clock.now() + timedelta(seconds=1))
            story.does(who, name)

    assert trail(story) == [("programme held", "main"), ("programme let go", "main")]
    assert not main(story).is_held


def test_heads_ups_that_wait_are_taken_back_and_owed_again_when_let_go(story: Story) -> None:
    story.clock.wind(story.plan().heads_up_at)
    story.tick()
    does(story, "admin.hold")
    with story.database.read() as connection:
        assert not heads_ups(connection, story)
    story.wind(story.clock.now())
    does(story, "admin.release")
    story.wind(story.clock.now())

    assert story.heard(BEN).count("You're in on Monday 19 January") == 1


def test_let_go_in_time_the_round_opens_as_ever(lite: Story) -> None:
    does(lite, "admin.hold")
    does(lite, "admin.release")
    lite.wind(lite.plan().starts_at)

    assert states(lite) == {1: RoundState.OPEN}


def test_a_round_left_out_is_not_heard_of_and_members_see_the_next_date(story: Story) -> None:
    story.clock.wind(story.plan().heads_up_at)
    story.tick()
    answer = does(story, "admin.skip", round="1")
    for moment in story.plan().instants:
        story.wind(moment)

    assert answer.title == "The round on Monday 19 January is left out"
    assert states(story)[1] is RoundState.SKIPPED
    assert "You're in on Monday 19 January" not in story.heard(BEN)


def test_home_tells_the_next_date_after_one_is_left_out(lite: Story) -> None:
    does(lite, "admin.skip", round="1")

    assert "Monday 2 February" in plain(lite.says(BEN, ""))


def test_two_owners_who_leave_out_the_same_round_leave_out_one(story: Story) -> None:
    make_owner(story, AMARA)
    answers = [story.does(who, "admin.skip", round="1") for who in (DANA, AMARA)]

    assert [answer and answer.title for answer in answers][1] == STALE
    assert states(story) == {1: RoundState.SKIPPED}
    assert trail(story) == [("round skipped", "1")]


def test_owners_who_press_at_the_very_same_time_do_it_once(story: Story) -> None:
    make_owner(story, AMARA)
    with ThreadPoolExecutor(4) as at_once:
        for name in ("admin.hold", "admin.release", "admin.run.now"):
            presses = [at_once.submit(story.does, who, name, round="1") for who in (DANA, AMARA) * 2]
            assert all(press.result() for press in presses)
        skips = [at_once.submit(story.does, who, "admin.skip", round="2") for who in (DANA, AMARA) * 2]
        titles = [answer.title for skip in skips if (answer := skip.result())]

    assert titles.count(STALE) == 3
    assert sorted(trail(story)) == [
        ("programme held", "main"),
        ("programme let go", "main"),
        ("round opened early", "1"),
        ("round skipped", "2"),
    ]
    assert states(story) == {1: RoundState.OPEN, 2: RoundState.SKIPPED}
    assert len(story.pairings()) == len(SIX) // 2


def test_slack_takes_the_owners_page_with_all_its_sections(lite: Story) -> None:
    page = does(lite, "admin", programme="main")

    assert block_kit.problems(message_blocks(page), block_kit.MESSAGE) == []
    assert block_kit.view_problems(answer_view(page)) == []
    assert "Who did what" in str(message_blocks(page))


@pytest.mark.parametrize("number", ["", "0", "2", "-1", "one", "9" * 5_000])
def test_a_forged_number_changes_nothing(lite: Story, number: str) -> None:
    for name in ("admin.skip", "admin.run", "admin.run.now"):
        assert does(lite, name, round=number).title == STALE
    assert states(lite) == {}

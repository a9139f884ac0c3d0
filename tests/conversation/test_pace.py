"""What the pace that somebody likes does to what they are told of their next round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Button, Moment, Row, Text
from tests.cast import AMARA
from tests.story import Story, at

if TYPE_CHECKING:
    from bot.message import Message


@pytest.fixture
def quarterly(lite: Story) -> Story:
    """Amara likes to meet about four times a year, and has just been introduced."""
    lite.does(AMARA, "preferences.save", pace="quarterly")
    lite.wind(lite.plan().starts_at)
    return lite


def home(story: Story) -> Message:
    page = story.does(AMARA, "home")
    assert page is not None
    return page


def buttons(page: Message) -> set[str]:
    rows = [part.actions for part in page.body if isinstance(part, Row)]
    return {one.name for row in rows for one in row if isinstance(one, Button)}


def test_the_home_page_tells_the_round_that_they_are_in_and_not_the_next_of_all(quarterly: Story) -> None:
    assert (
        home(quarterly).summary
        == "You're in, at the pace you like. Your next round starts on Monday 13 April."
    )
    assert "skip" not in buttons(home(quarterly)), "there is nothing to skip yet"


def test_coming_back_from_a_pause_tells_the_same(quarterly: Story) -> None:
    quarterly.says(AMARA, "pause")
    assert "Monday 13 April" in quarterly.says(AMARA, "back").summary

    quarterly.says(AMARA, "leave")
    quarterly.joins(AMARA)
    assert "Monday 13 April" in quarterly.last(AMARA).message.summary


def test_no_heads_up_comes_for_a_round_that_they_leave_out(quarterly: Story) -> None:
    before = len(quarterly.heard(AMARA))
    for number in range(2, 8):
        quarterly.wind(quarterly.plan(number).heads_up_at)
        heads_up = [title for title in quarterly.heard(AMARA)[before:] if title.startswith("You're in on ")]
        assert bool(heads_up) is (number == 7)


def test_whoever_was_left_waiting_does_not_rest_for_a_coffee_that_never_was(
    quarterly: Story,
) -> None:
    quarterly.does(quarterly.partner_of(AMARA), "cannot", pairing=quarterly.pairing_of(AMARA).id)

    assert home(quarterly).summary == "You're in. The next round starts on Monday 2 February."


def test_whoever_cannot_make_it_rests_all_the_same(quarterly: Story) -> None:
    quarterly.does(AMARA, "cannot", pairing=quarterly.pairing_of(AMARA).id)

    assert home(quarterly).summary.endswith("Your next round starts on Monday 13 April.")


def test_the_time_that_the_other_set_stands_on_the_home_page_with_what_can_be_done(lite: Story) -> None:
    lite.wind(lite.plan().starts_at)
    time = at(2026, 1, 20, 10, 30)
    partner = lite.partner_of(AMARA)
    lite.does(partner, "booked.save", pairing=lite.pairing_of(AMARA).id, at=time.isoformat())

    page = home(lite)

    assert Text(("Your coffee is set for ", Moment(time, AMARA.timezone), ".")) in page.body
    assert {"calendar", "move", "met", "cannot"} <= buttons(page)
    lite.does(AMARA, "met", pairing=lite.pairing_of(AMARA).id)
    assert {"next", "thank"} <= buttons(home(lite))
    assert "calendar" not in buttons(home(lite))
    assert "next" not in buttons(lite.does(partner, "home") or page), "what Amara said is hers"

"""Owners tend the outbox from the chat: what they see, what becomes of it, and who may."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.conversation.tending import underway
from bot.message import Button
from bot.platforms import Call, DeliveryError, Limit
from storage import people, tables
from storage.outbox_books import OnItsWay
from tests.cast import DANA, EFUA
from tests.storage.shelf import NOW, later
from tests.wording.plain import plain

if TYPE_CHECKING:
    from bot.message import Message
    from tests.story import Story

AGAIN, AWAY = "Try these again", "Put these away"
MAY_BE_THERE = "You may have had this already"
FAULTY = DeliveryError("invalid_blocks", permanent=True)


@pytest.fixture
def stuck(lite: Story) -> Story:
    """Two of three introductions were refused."""
    lite.chat.faults = [FAULTY, FAULTY]
    lite.wind(lite.plan().starts_at)
    return lite


def labels(message: Message) -> list[str]:
    return [action.label for action in message.actions]


def press(story: Story, label: str) -> Message:
    story.presses(DANA, label)
    return story.last(DANA).message


def asked(story: Story) -> int:
    """How many people were asked whether they met."""
    return sum(any(title.startswith("Did you") for title in story.heard(who)) for who in story.cast)


def test_an_owner_is_told_when_nothing_is_stuck(lite: Story) -> None:
    page = lite.says(DANA, "outbox")

    assert page.summary == "Nothing is stuck, and no introduction is on its way."
    assert labels(page) == []


def test_anybody_else_is_told_that_it_is_for_owners(stuck: Story) -> None:
    assert stuck.says(EFUA, "outbox").title == "This part is for owners"
    before = stuck.outbox()
    for name in ("outbox.retry", "outbox.discard", "outbox"):
        answer = stuck.does(EFUA, name, until=stuck.clock.now().isoformat())
        assert answer is not None
        assert answer.title == "This part is for owners"
    assert stuck.outbox() == before


def test_an_owner_sees_how_many_are_stuck_and_why_and_never_whom_they_are_about(stuck: Story) -> None:
    page = plain(stuck.says(DANA, "outbox"))

    assert "- 2 introductions, round 1: the chat did not take the message as it is written" in page
    for who in stuck.cast:
        for secret in (who.name, who.name.split()[0], stuck.id_of(who), who.department):
            assert secret not in page
    assert stuck.pairings()[0].id not in page


def test_what_is_tried_again_goes_out_and_the_rest_follows_it(stuck: Story) -> None:
    stuck.says(DANA, "outbox")
    answer = press(stuck, AGAIN)

    assert answer.title == "We are trying again"
    stuck.wind(stuck.clock.now())
    assert len(stuck.group_titles()) == 3
    assert MAY_BE_THERE not in str(stuck.chat.sent), "it was refused, so it cannot have arrived"
    stuck.wind(stuck.plan().ask_at)
    assert asked(stuck) == 6


def test_whoever_was_never_introduced_is_not_asked_about_it(stuck: Story) -> None:
    stuck.wind(stuck.plan().ask_at)

    assert asked(stuck) == 2


def test_what_may_have_arrived_is_sent_once_more_by_an_owners_word_and_says_so(lite: Story) -> None:
    lite.wind(lite.plan().starts_at - timedelta(minutes=1))
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    unseen = DeliveryError("timeout", unknown=True)
    lite.chat.faults = [unseen]
    lite.bot.beat()
    lite.chat.faults = [unseen]
    lite.wind(lite.clock.now() + timedelta(minutes=5))
    lite.wind(lite.clock.now() + timedelta(minutes=5))
    assert lite.outbox()["dead"] == 1

    lite.says(DANA, "outbox")
    press(lite, AGAIN)
    lite.wind(lite.clock.now())

    assert "dead" not in lite.outbox()
    assert len(lite.group_titles()) == 3
    assert MAY_BE_THERE in plain(lite.chat.sent[-1][1])


def test_what_is_put_away_is_never_sent(stuck: Story) -> None:
    stuck.says(DANA, "outbox")
    answer = press(stuck, AWAY)

    assert answer.title == "Put away"
    stuck.wind(stuck.clock.now() + timedelta(hours=1))
    assert len(stuck.group_titles()) == 1
    assert "dead" not in stuck.outbox()


def test_putting_away_asks_once_more(stuck: Story) -> None:
    buttons = {one.label: one for one in stuck.says(DANA, "outbox").actions if isinstance(one, Button)}

    assert buttons[AWAY].confirm
    assert not buttons[AGAIN].confirm


def test_a_second_press_finds_nothing_to_do(stuck: Story) -> None:
    stuck.says(DANA, "outbox")
    until = stuck.clock.now().isoformat()
    for name, title in (
        ("outbox.discard", "Put away"),
        ("outbox.discard", "Nothing to put away"),
        ("outbox.retry", "Nothing to try again"),
    ):
        answer = stuck.does(DANA, name, until=until)
        assert answer is not None
        assert answer.title == title


def test_the_buttons_tend_what_was_shown_and_nothing_that_came_later(stuck: Story) -> None:
    stuck.says(DANA, "outbox")
    stuck.chat.faults = [FAULTY] * 6
    stuck.wind(stuck.plan(2).heads_up_at)
    dead = stuck.outbox()["dead"]

    press(stuck, AWAY)

    assert stuck.outbox()["dead"] == dead - 2


BEYOND = "0001-01-01T00:00:00+14:00"
"""An instant before the first that the calendar has."""


@pytest.mark.parametrize("until", ["", "yesterday", "2026-01-19T10:00:00", "x" * 9_000, BEYOND])
def test_a_button_that_names_rubbish_changes_nothing(stuck: Story, until: str) -> None:
    before = stuck.outbox()

    for name in ("outbox.retry", "outbox.discard"):
        answer = stuck.does(DANA, name, until=until)
        assert answer is not None
        assert answer.title == "That message is out of date"
    assert stuck.outbox() == before


def test_what_has_lapsed_can_only_be_put_away(stuck: Story) -> None:
    stuck.wind(stuck.plan(2).starts_at)

    page = stuck.says(DANA, "outbox")

    assert labels(page) == [AWAY]
    assert "2 messages are past the time for it" in plain(page)


def test_an_owners_page_tells_of_what_is_stuck_and_nobody_elses_does(stuck: Story) -> None:
    told = "2 messages could not be sent. Look at what is stuck to see why."

    assert told in plain(stuck.says(DANA, "status"))
    assert told not in plain(stuck.says(EFUA, "status"))
    with stuck.database.change() as connection:
        connection.execute(tables.notice.delete())
    assert "/coffee outbox" not in plain(stuck.says(DANA, "status"))


def test_an_owner_sees_how_far_the_round_has_come(lite: Story) -> None:
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()

    assert lite.says(DANA, "outbox").summary == (
        "Round 1: 0 of 3 introductions have gone out; less than a minute to go."
    )


def test_what_an_owner_does_is_remembered_under_their_id(stuck: Story) -> None:
    stuck.says(DANA, "outbox")
    press(stuck, AGAIN)

    with stuck.database.read() as connection:
        found = connection.execute(tables.audit.select()).all()
        assert [(row.actor, row.action) for row in found] == [(stuck.id_of(DANA), "notices tried again")]
        assert people.is_owner(connection, "T1", found[0].actor)


@pytest.mark.parametrize(
    ("to_send", "to_open", "due_in", "seconds"),
    [(96, 0, 0, 100), (96, 96, 0, 200), (96, 30, 0, 100), (96, 96, 3_600, 3_600), (0, 0, -60, 0)],
)
def test_the_slowest_method_or_the_last_hour_says_how_long_it_takes(
    to_send: int, to_open: int, due_in: int, seconds: float
) -> None:
    limits = {Call.POST: Limit("post", 60), Call.OPEN_GROUP: Limit("open", 30)}
    one = OnItsWay("main", 3, 96, 0, to_send, to_open, later(seconds=due_in))

    assert round(underway(one, limits, NOW).left.total_seconds()) == seconds

"""Telling a channel: what an owner asks for is posted once, and what could not be is told to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.platforms import DeliveryError
from bot.playground.platform import CHANNEL
from bot.wording.announcing import INVITATION
from tests.cast import AMARA, BEN, DANA
from tests.conversation.setting_up import buttons, does, errors, field, main, trail
from tests.conversation.test_bad_input import HOSTILE, shown
from tests.story import WORKSPACE
from tests.wording.plain import plain

if TYPE_CHECKING:
    from bot.message import Message
    from tests.story import Story

EVERYBODY = f"{WORKSPACE}/c/{CHANNEL}"
NOT_THERE = DeliveryError("not_in_channel", permanent=True)
MINUTE = timedelta(minutes=1)


def announces(story: Story, channel: str = EVERYBODY, invitation: str = "Come and meet.") -> Message:
    return does(story, "announce.save", channel=channel, invitation=invitation)


def posted(story: Story) -> list[Message]:
    """What stands in the channel for everybody to read."""
    return [post.message for post in story.chat.transcript(EVERYBODY, story.address(BEN))]


def wait(story: Story) -> None:
    story.wind(story.clock.now() + MINUTE)


def test_a_channel_is_told_once_with_the_owners_own_sentence(lite: Story) -> None:
    assert announces(lite).title == "On its way to the channel"
    for _ in range(3):
        wait(lite)

    [message] = posted(lite)
    assert "Come and meet." in plain(message)
    assert list(buttons(message)) == ["Join"]
    assert main(lite).invitation == "Come and meet."
    assert ("announced", EVERYBODY) in trail(lite)
    sentence = field(does(lite, "announce"), "invitation")
    assert getattr(sentence, "value", "") == "Come and meet."


def test_the_form_begins_with_a_sentence_of_ours(lite: Story) -> None:
    assert getattr(field(does(lite, "announce"), "invitation"), "value", "") == INVITATION


def test_an_owner_who_presses_twice_tells_the_channel_once_and_later_again(lite: Story) -> None:
    for _ in range(2):
        announces(lite)
    wait(lite)
    assert len(posted(lite)) == 1

    announces(lite)
    wait(lite)
    assert len(posted(lite)) == 2
    assert [action for action, _ in trail(lite)].count("announced") == 2


def test_an_announcement_goes_at_once_at_whatever_hour(lite: Story) -> None:
    lite.clock.wind(lite.clock.now() + timedelta(hours=14))

    announces(lite)
    wait(lite)

    assert len(posted(lite)) == 1


def test_whoever_presses_join_in_the_channel_gets_the_form_alone(lite: Story) -> None:
    announces(lite)
    wait(lite)
    [post] = lite.chat.transcript(EVERYBODY, lite.address(AMARA))

    lite.chat.press(EVERYBODY, lite.address(AMARA), post.id, "join", {})

    assert lite.chat.transcript(EVERYBODY, lite.address(AMARA))[-1].is_form_of(lite.address(AMARA))
    assert len(lite.chat.transcript(EVERYBODY, lite.address(BEN))) == 1


def test_where_it_cannot_be_posted_the_owner_is_told_and_presses_again(lite: Story) -> None:
    lite.chat.faults = [NOT_THERE]
    announces(lite)
    for _ in range(3):
        wait(lite)

    assert posted(lite) == []
    assert lite.heard(DANA) == ["We could not post in the channel yet"]
    assert "Type /invite @Crossbrew there, and press again." in plain(lite.last(DANA).message)
    lite.presses(DANA, "Post it again")
    assert lite.last(DANA).message.title == "On its way to the channel"
    wait(lite)
    assert "Come and meet." in plain(posted(lite)[0])


def test_each_time_that_it_cannot_be_posted_is_told(lite: Story) -> None:
    lite.chat.faults = [NOT_THERE]
    announces(lite)
    wait(lite)
    lite.chat.faults = [NOT_THERE]
    lite.presses(DANA, "Post it again")
    wait(lite)

    assert lite.heard(DANA) == ["We could not post in the channel yet"] * 2


def test_one_that_may_have_arrived_is_never_posted_twice_and_the_owner_is_asked_to_look(lite: Story) -> None:
    lite.chat.loses_replies = True
    announces(lite)
    for _ in range(30):
        wait(lite)

    assert len(posted(lite)) == 1
    assert lite.heard(DANA) == ["We could not post in the channel yet"]
    assert "look whether the post is there first" in plain(lite.last(DANA).message)


def test_one_that_an_outage_held_up_for_a_day_is_let_go(lite: Story) -> None:
    announces(lite)

    lite.wind(lite.clock.now() + timedelta(days=1))

    assert posted(lite) == []
    assert lite.outbox() == {"dropped": 1}


@pytest.mark.parametrize("channel", ["", "x" * 201])
def test_what_is_no_channel_is_told_beside_the_field(lite: Story, channel: str) -> None:
    assert errors(announces(lite, channel)) == {"channel": "Please choose a channel."}
    assert lite.outbox() == {}


def test_nobodys_private_chat_is_a_channel(lite: Story) -> None:
    assert errors(announces(lite, lite.address(BEN))) == {"channel": "Please choose a channel."}
    assert does(lite, "announce.again", channel=lite.address(BEN)).title == "Tell a channel"
    assert lite.outbox() == {}


@pytest.mark.parametrize("invitation", ["", " \n", "x" * 301])
def test_a_sentence_that_is_none_is_told_beside_the_field(lite: Story, invitation: str) -> None:
    assert errors(announces(lite, invitation=invitation)) == {
        "invitation": "Please write a sentence of at most 300 characters."
    }
    assert main(lite).invitation == ""


def test_hostile_words_are_posted_as_words(lite: Story) -> None:
    for words in HOSTILE:
        shown(announces(lite, invitation=words[:300]))
        shown(does(lite, "announce"))
        wait(lite)
    for message in posted(lite):
        shown(message)
    assert len(posted(lite)) == len([words for words in HOSTILE if words.strip()])


def test_a_channel_that_there_is_not_is_told_like_any_other_trouble(lite: Story) -> None:
    for words in HOSTILE:
        shown(announces(lite, channel=words[:200]))
        wait(lite)
    wait(lite)

    assert set(lite.heard(DANA)) == {"We could not post in the channel yet"}
    shown(lite.last(DANA).message)

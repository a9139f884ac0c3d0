"""What people do in the playground, and what they then see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Action, Input, Message, text
from tests.playground.actors import AMARA, BEN, FORM, Bot, group_of, opened, titles

if TYPE_CHECKING:
    from bot.playground.platform import PlaygroundPlatform


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/coffee join", "join"),
        ("/COFFEE", ""),
        ("  hello there ", "hello there"),
        ("/coffeepot", "/coffeepot"),
    ],
)
def test_what_is_typed_in_private_is_a_command(
    place: PlaygroundPlatform, bot: Bot, typed: str, heard: str
) -> None:
    place.type(AMARA, typed)

    (action,) = bot.heard
    assert (action.workspace, action.actor, action.name) == ("playground", AMARA, "command")
    assert action.data == {"text": heard}
    asked, answered = place.transcript(AMARA, AMARA)
    assert asked.author == AMARA
    assert asked.message.body == (text(typed),)
    assert answered.message.title == "Heard"


def test_in_a_group_a_command_and_its_answer_are_seen_by_their_author_alone(
    place: PlaygroundPlatform, bot: Bot
) -> None:
    group = group_of(place, AMARA, BEN)

    place.type(AMARA, "/coffee status", group)

    assert bot.heard[0].actor == AMARA
    assert len(place.transcript(group, AMARA)) == 2
    assert place.transcript(group, BEN) == ()


def test_in_a_group_plain_talk_reaches_everybody_but_the_bot(place: PlaygroundPlatform, bot: Bot) -> None:
    group = group_of(place, AMARA, BEN)

    place.type(AMARA, "Thursday?", group)

    assert bot.heard == []
    assert place.transcript(group, BEN)[0].author == AMARA


def test_a_press_in_private_puts_the_answer_in_its_place(place: PlaygroundPlatform, bot: Bot) -> None:
    receipt = place.send(AMARA, Message("Did you meet?"))

    place.press(AMARA, AMARA, receipt.id, "met", {"pairing": "3"})

    assert (bot.heard[0].name, bot.heard[0].data) == ("met", {"pairing": "3"})
    assert titles(place, AMARA, AMARA) == ["Heard"]


def test_a_press_in_a_group_is_answered_to_the_presser_alone(place: PlaygroundPlatform) -> None:
    group = group_of(place, AMARA, BEN)
    receipt = place.send(group, Message("Meet"))

    place.press(group, AMARA, receipt.id, "met", {})

    assert titles(place, group, AMARA) == ["Meet", "Heard"]
    assert titles(place, group, BEN) == ["Meet"]


def test_a_press_on_an_answer_that_one_alone_sees_replaces_it(place: PlaygroundPlatform, bot: Bot) -> None:
    group = group_of(place, AMARA, BEN)
    place.type(AMARA, "/coffee", group)
    (_, answer) = place.transcript(group, AMARA)
    bot.answer = Message("Next")

    place.press(group, AMARA, answer.id, "more", {})

    assert titles(place, group, AMARA) == ["", "Next"]


def test_no_answer_leaves_the_message_as_it_was(place: PlaygroundPlatform, bot: Bot) -> None:
    receipt = place.send(AMARA, Message("Did you meet?"))
    bot.answer = None

    place.press(AMARA, AMARA, receipt.id, "met", {})

    assert titles(place, AMARA, AMARA) == ["Did you meet?"]


def test_a_press_on_a_message_that_has_gone_is_still_heard_and_answered(
    place: PlaygroundPlatform, bot: Bot
) -> None:
    place.press(AMARA, AMARA, "gone", "met", {})

    assert len(bot.heard) == 1
    assert titles(place, AMARA, AMARA) == ["Heard"]


def test_every_press_is_an_event_of_its_own_and_never_that_of_another_run(bot: Bot) -> None:
    for place in (opened(bot), opened(bot)):
        place.press(AMARA, AMARA, "", "met", {})
        place.press(AMARA, AMARA, "", "met", {})

    assert len({action.event_key for action in bot.heard}) == 4


def test_a_form_opens_beside_the_pressed_message_for_the_presser_alone(
    place: PlaygroundPlatform, bot: Bot
) -> None:
    group = group_of(place, AMARA, BEN)
    receipt = place.send(group, Message("Meet"))
    bot.answer = FORM

    place.press(group, AMARA, receipt.id, "note", {})
    place.press(group, AMARA, receipt.id, "note", {})

    assert titles(place, group, AMARA) == ["Meet", "Join"]
    assert titles(place, group, BEN) == ["Meet"]


def test_a_form_with_errors_stays_open_and_a_good_one_gives_way_to_its_answer(
    place: PlaygroundPlatform, bot: Bot
) -> None:
    bot.answer = FORM
    place.type(AMARA, "join")
    form = place.transcript(AMARA, AMARA)[-1]

    bot.answer = Message("Join", (Input("job", "Job", error="Say what you do."),), FORM.actions)
    place.submit(AMARA, AMARA, form.id, "sent", {"job": ""})
    again = place.transcript(AMARA, AMARA)[-1]
    bot.answer = Message("You're in")
    place.submit(AMARA, AMARA, again.id, "sent", {"job": "Nurse"})

    assert again.message.has_errors
    assert again.id == form.id
    assert bot.heard[-1].data == {"job": "Nurse"}
    assert titles(place, AMARA, AMARA) == ["", "You're in"]


def test_a_form_that_is_not_answered_closes(place: PlaygroundPlatform, bot: Bot) -> None:
    bot.answer = FORM
    place.type(AMARA, "join")
    form = place.transcript(AMARA, AMARA)[-1]
    bot.answer = None

    place.submit(AMARA, AMARA, form.id, "sent", {})

    assert titles(place, AMARA, AMARA) == [""]


def test_a_form_sent_twice_is_answered_twice(place: PlaygroundPlatform, bot: Bot) -> None:
    bot.answer = FORM
    place.type(AMARA, "join")
    form = place.transcript(AMARA, AMARA)[-1]
    bot.answer = None
    place.submit(AMARA, AMARA, form.id, "sent", {})
    bot.answer = Message("Heard")

    place.submit(AMARA, AMARA, form.id, "sent", {})

    assert titles(place, AMARA, AMARA) == ["", "Heard"]


def test_a_form_can_be_closed_unsent_but_what_everybody_sees_cannot(
    place: PlaygroundPlatform, bot: Bot
) -> None:
    receipt = place.send(AMARA, Message("Hello"))
    bot.answer = FORM
    place.press(AMARA, AMARA, receipt.id, "join", {})
    form = place.transcript(AMARA, AMARA)[-1]

    place.dismiss(AMARA, AMARA, form.id)
    place.dismiss(AMARA, AMARA, receipt.id)

    assert titles(place, AMARA, AMARA) == ["Hello"]
    assert len(bot.heard) == 1


def test_home_is_opened_without_leaving_a_trace(place: PlaygroundPlatform, bot: Bot) -> None:
    assert place.home(AMARA) == Message("Heard")
    assert bot.heard == [Action("playground", AMARA, "home")]
    assert place.transcript(AMARA, AMARA) == ()

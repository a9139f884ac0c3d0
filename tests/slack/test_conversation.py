"""Slack over real HTTP and the real Socket Mode WebSocket: what people do, and what they then see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from bot.slack.listeners import NOT_DONE, UNREADABLE
from tests.slack.conftest import ASK, SOMEBODY, THANKS

if TYPE_CHECKING:
    from bot.slack import SlackPlatform
    from tests.fake_slack import FakeSlack, Message, User, View
    from tests.slack.conftest import Talk

pytestmark = pytest.mark.usefixtures("platform")


def form_for(fake: FakeSlack, user: User) -> View:
    fake.command(user, "join")
    return fake.wait_for_modal(user)


def question_for(fake: FakeSlack, platform: SlackPlatform, user: User) -> Message:
    platform.send(f"T1/{user.id}", ASK)
    return fake.wait_for_message(user, "Did you two meet?")


def test_a_command_opens_a_form_whose_answers_come_back_with_the_buttons_data(
    fake: FakeSlack, talk: Talk
) -> None:
    amara = fake.user("Amara")
    form = form_for(fake, amara)

    fake.submit(amara, form, {"department": "Nursing", "job": "Staff nurse"})

    thanks = fake.wait_for_message(amara, "Noted")
    saved = talk.named("join.save")[0]
    assert fake.modal_of(amara) is None
    assert thanks.channel == fake.workspace.private_channel(amara.id)
    assert (saved.workspace, saved.actor) == ("T1", f"T1/{amara.id}")
    assert saved.data == {"programme": "main", "department": "Nursing", "job": "Staff nurse"}


def test_a_form_with_a_mistake_stays_open_and_says_so_beside_the_field(fake: FakeSlack, talk: Talk) -> None:
    amara = fake.user("Amara")
    form = form_for(fake, amara)

    fake.submit(amara, form, {"department": "Nursing", "job": "none"})
    assert form.errors == {"department": "Nobody works there."}
    assert form.is_open
    fake.submit(amara, form, {"department": "Pharmacy", "job": "Pharmacist"})

    fake.wait_for_message(amara, "Noted")
    first, second = talk.named("join.save")
    assert first.event_key != second.event_key


def test_any_other_answer_to_a_command_is_seen_by_its_reader_alone(fake: FakeSlack, talk: Talk) -> None:
    amara, ben = fake.user("Amara"), fake.user("Ben")

    fake.command(amara, "  status ")

    assert fake.wait_for_message(amara, "Noted").only_for == amara.id
    assert fake.messages_for(ben) == []
    assert talk.heard[0].data == {"text": "status"}


def test_a_press_in_the_private_chat_replaces_the_question_and_its_buttons(
    fake: FakeSlack, platform: SlackPlatform, talk: Talk
) -> None:
    amara = fake.user("Amara")
    question = question_for(fake, platform, amara)

    fake.press(amara, question, "answer.met")

    fake.eventually(lambda: question.edits)
    assert [block["type"] for block in question.blocks] == ["header", "section"]
    assert talk.heard[0].data == {"pairing": "7"}
    assert len(fake.messages_for(amara)) == 1


def test_a_press_in_a_group_is_answered_to_the_presser_alone(
    fake: FakeSlack, platform: SlackPlatform
) -> None:
    amara, ben = fake.user("Amara"), fake.user("Ben")
    group = platform.open_group([f"T1/{amara.id}", f"T1/{ben.id}"])
    assert group is not None
    platform.send(group, ASK)

    fake.press(amara, fake.wait_for_message(ben, "Did you two meet?"), "answer.met")

    assert fake.wait_for_message(amara, "Noted").only_for == amara.id
    assert [message.edits for message in fake.messages_for(ben)] == [0]


def test_a_press_may_open_a_form(fake: FakeSlack, platform: SlackPlatform) -> None:
    amara = fake.user("Amara")

    fake.press(amara, question_for(fake, platform, amara), "answer.why")

    assert fake.wait_for_modal(amara).content["callback_id"] == "join.save"


def test_home_is_published_when_opened_and_again_after_each_press(fake: FakeSlack, talk: Talk) -> None:
    amara = fake.user("Amara")
    fake.open_home(amara)
    home = fake.wait_for_home(amara, "You are in.")

    fake.press_in(amara, home, "home.skip")

    window = fake.wait_for_modal(amara)
    assert "Noted" in str(window.content)
    fake.eventually(lambda: len(fake.calls_of("views.publish")) == 2)
    assert [action.name for action in talk.heard] == ["home", "home.skip", "home"]
    assert talk.heard[0].event_key == ""


def test_the_same_delivery_twice_has_the_same_event_key(
    fake: FakeSlack, platform: SlackPlatform, talk: Talk
) -> None:
    amara = fake.user("Amara")
    fake.command(amara, "status")
    fake.deliver_again()
    fake.press(amara, question_for(fake, platform, amara), "answer.met")
    fake.deliver_again()
    fake.submit(amara, form_for(fake, amara), {"department": "Nursing"})
    fake.deliver_again()
    fake.deactivate(amara)
    fake.deliver_again()

    fake.eventually(lambda: len(talk.named("person_changed")) == 2)
    for name in ("answer.met", "join.save", "person_changed"):
        first, second = talk.named(name)
        assert first == second
        assert first.event_key
    commands = talk.named("command")
    assert commands[0].event_key == commands[1].event_key != commands[2].event_key


def test_a_form_that_comes_after_three_seconds_is_explained(fake: FakeSlack, talk: Talk) -> None:
    amara = fake.user("Amara")
    talk.meanwhile = lambda: fake.advance(4)

    fake.command(amara, "join")

    assert fake.wait_for_message(amara, "took a moment too long").only_for == amara.id
    assert fake.modal_of(amara) is None


def test_what_a_button_never_carried_is_refused_kindly(
    fake: FakeSlack, platform: SlackPlatform, talk: Talk
) -> None:
    amara = fake.user("Amara")
    question = question_for(fake, platform, amara)

    for value in ("not json", "[]", '{"pairing": 7}', '"text"'):
        fake.press_button(amara, question, {"type": "button", "action_id": "answer.met", "value": value})

    fake.eventually(lambda: len(fake.messages_for(amara)) == 5)
    assert UNREADABLE in str(fake.messages_for(amara)[-1].blocks)
    assert question.edits == 0
    assert talk.heard == []


def test_following_a_link_is_no_action(fake: FakeSlack, platform: SlackPlatform, talk: Talk) -> None:
    amara = fake.user("Amara")
    question = question_for(fake, platform, amara)

    ack = fake.press_button(
        amara, question, {"type": "button", "action_id": "link:#2", "url": "https://x.test"}
    )

    assert ack.status == 200
    assert talk.heard == []


def test_what_fails_is_told_to_the_actor_and_logged_without_their_words(
    fake: FakeSlack, platform: SlackPlatform, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    amara = fake.user("Amara")
    question = question_for(fake, platform, amara)
    form = form_for(fake, amara)
    talk.broken = True

    command = fake.command(amara, "status")
    press = fake.press(amara, question, "answer.met")
    submitted = fake.submit(amara, form, {"department": "Nursing"})

    assert [command.status, press.status, submitted.status] == [200, 200, 200]
    assert form.errors == {"department": NOT_DONE}
    fake.eventually(lambda: len(fake.messages_for(amara)) == 3)
    assert [message.text for message in fake.messages_for(amara)[1:]] == [NOT_DONE, NOT_DONE]
    assert question.edits == 0
    assert caplog.text.count("failed with RuntimeError") == 3
    assert SOMEBODY not in caplog.text


def test_people_who_join_or_are_gone_and_an_uninstalled_app_are_told_of(fake: FakeSlack, talk: Talk) -> None:
    amara = fake.user("Amara")
    fake.join_workspace(amara)
    fake.deactivate(amara)
    fake.event({"type": "tokens_revoked", "tokens": {"oauth": [amara.id]}})
    fake.event({"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}})
    fake.event({"type": "app_uninstalled"})
    fake.event({"type": "team_join", "user": {"id": "U9", "is_bot": True}})

    fake.eventually(lambda: len(talk.heard) == 4)
    assert sorted(one.data["deactivated"] for one in talk.named("person_changed")) == ["false", "true"]
    assert [list(one.data) for one in talk.named("uninstalled")] == [["at"], ["at"]]


def test_twenty_people_who_press_at_once_are_all_answered(
    fake: FakeSlack, platform: SlackPlatform, talk: Talk
) -> None:
    talk.pause = 0.2
    people = [fake.user(f"Person {number}") for number in range(20)]
    questions = [(person, question_for(fake, platform, person)) for person in people]

    with ThreadPoolExecutor(20) as pool:
        acks = list(pool.map(lambda pair: fake.press(pair[0], pair[1], "answer.met"), questions))

    assert [ack.status for ack in acks] == [200] * 20
    fake.eventually(lambda: all(question.edits == 1 for _, question in questions))
    assert len({action.event_key for action in talk.heard}) == 20


def test_another_workspaces_request_goes_nowhere(fake: FakeSlack, talk: Talk) -> None:
    ack = fake.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    assert ack.status == 200
    fake.eventually(lambda: talk.heard)
    heard = len(talk.heard)

    foreign = fake.last_payload() | {"team_id": "T999", "authorizations": [{"team_id": "T999"}]}
    fake.deliver(foreign)

    assert len(talk.heard) == heard


def test_no_token_is_ever_logged(fake: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    amara = fake.user("Amara")

    form_for(fake, amara)
    fake.refuse("views.publish", "internal_error")
    fake.open_home(amara)

    fake.eventually(lambda: "views.publish said internal_error" in caplog.text)
    assert "xoxb-" not in caplog.text
    assert "xapp-" not in caplog.text
    assert THANKS.title not in caplog.text

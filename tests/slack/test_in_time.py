"""Slack waits three seconds for each acknowledgement: over real HTTP and the real WebSocket.

Here the fake hangs up after them, as Slack does.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from bot.slack import Mode
from tests.fake_slack import FakeSlack
from tests.slack.conftest import ASK, Talk, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack import SlackPlatform

SLACK_WAITS = 3
"""Seconds: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response."""


@pytest.fixture
def fake() -> Iterator[FakeSlack]:
    with FakeSlack(ack_timeout=SLACK_WAITS) as server:
        yield server


@pytest.fixture(params=[Mode.SOCKET, Mode.HTTP])
def platform(request: pytest.FixtureRequest, fake: FakeSlack, talk: Talk) -> Iterator[SlackPlatform]:
    with listening(fake, talk, request.param) as started:
        yield started


def test_twenty_clicks_at_once_on_a_slow_store_are_acknowledged_and_kept_once(
    fake: FakeSlack, platform: SlackPlatform, talk: Talk
) -> None:
    people = [fake.user(f"Person {number}") for number in range(20)]
    for person in people:
        platform.send(f"T1/{person.id}", ASK)
    questions = [(person, fake.wait_for_message(person, "Did you two meet?")) for person in people]
    talk.pause = 0.8

    with ThreadPoolExecutor(20) as pool:
        acks = list(pool.map(lambda pair: fake.press(pair[0], pair[1], "answer.met"), questions))

    assert [ack.status for ack in acks] == [200] * 20
    assert sorted(one.actor for one in talk.heard) == sorted(f"T1/{person.id}" for person in people)
    fake.eventually(lambda: all(question.edits == 1 for _, question in questions))


def test_a_slack_that_is_slow_to_show_an_answer_keeps_no_acknowledgement_waiting(
    fake: FakeSlack, platform: SlackPlatform
) -> None:
    assert platform.connected
    amara = fake.user("Amara")
    fake.slow("views.publish", SLACK_WAITS + 1)

    assert fake.open_home(amara).status == 200
    fake.wait_for_home(amara, "You are in.")

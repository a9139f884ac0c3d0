"""HTTP mode: who may knock at ``/slack/events``, and with what."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.slack import Mode, SlackPlatform
from tests.fake_slack.workspace import TEAM
from tests.slack.conftest import listening, settings, web_server

if TYPE_CHECKING:
    from tests.fake_slack import FakeSlack
    from tests.slack.conftest import Talk


@pytest.fixture
def address(fake: FakeSlack, over_http: SlackPlatform) -> str:
    assert over_http.connected
    return fake.delivery_address


def test_a_forged_or_old_request_is_turned_away_unread(fake: FakeSlack, address: str, talk: Talk) -> None:
    fake.command(fake.user("Amara"), "status")
    fake.eventually(lambda: talk.heard)

    assert fake.replay(secret="not-the-secret").status == 401
    assert fake.replay(age=6 * 60).status == 401
    assert httpx.post(address, data={"command": "/coffee"}).status_code == 401
    assert len(talk.heard) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=\xe9"},
    ],
)
def test_nobody_unverified_makes_the_bot_call_an_address_of_theirs(
    fake: FakeSlack, address: str, talk: Talk, headers: dict[str, str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as theirs:
        theirs.settimeout(1)
        said = {
            "command": "/coffee",
            "team_id": TEAM,
            "user_id": fake.user("Amara").id,
            "trigger_id": "1.2",
            "response_url": f"http://127.0.0.1:{theirs.getsockname()[1]}/",
        }
        signed = {"X-Slack-Signature": "v0=0"} | headers
        answer = httpx.post(address, data=said, headers=httpx.Headers(signed, "latin-1"))

        assert answer.status_code == 401
        with pytest.raises(TimeoutError):
            theirs.accept()
    assert talk.heard == []
    assert fake.calls_of("chat.postMessage") == []


def test_a_body_that_cannot_be_read_is_refused(address: str, talk: Talk) -> None:
    json = {"Content-Type": "application/json"}

    assert httpx.post(address, content=b"{broken", headers=json).status_code == 400
    for strange in (b"[]", b"null", b"1", b"[" * 100_000):
        assert httpx.post(address, content=strange, headers=json).status_code == 400
    assert httpx.post(address, data={"payload": "1"}).status_code == 400
    assert httpx.post(address, content=b"\xff\xfe", headers=json).status_code == 413
    assert httpx.post(address, content=b"x" * 2_000_001, headers=json).status_code == 413
    assert talk.heard == []


@pytest.mark.usefixtures("over_http")
def test_what_nobody_listens_to_is_answered_404_and_its_payload_is_not_logged(
    fake: FakeSlack, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    ack = fake.event({"type": "reaction_added", "user": "U1", "reaction": "secret_emoji"})

    assert ack.status == 404
    assert talk.heard == []
    assert "secret_emoji" not in caplog.text


def test_before_the_start_it_asks_to_come_back(fake: FakeSlack) -> None:
    waiting = SlackPlatform(settings(fake, Mode.HTTP))

    with web_server(waiting) as address:
        assert httpx.post(f"{address}/slack/events", data={"command": "/coffee"}).status_code == 503
    assert not waiting.connected


def test_settings_of_a_multi_workspace_app_in_the_environment_change_nothing(
    fake: FakeSlack, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Bolt reads these two by itself, and would then look for tokens in files of its own.
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "secret")

    with listening(fake, talk, Mode.HTTP):
        assert fake.command(fake.user("Amara"), "status").status == 200
    assert [action.name for action in talk.heard] == ["command"]

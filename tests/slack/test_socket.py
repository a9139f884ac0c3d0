"""Socket Mode: connections that end, and what was on its way when they did."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.platforms import DeliveryError
from bot.slack import Mode, SlackPlatform, SlackSettings
from bot.slack.listening import SocketListening
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN
from tests.slack.conftest import settings

if TYPE_CHECKING:
    from slack_sdk.socket_mode.builtin.connection import Connection

    from tests.fake_slack import FakeSlack
    from tests.slack.conftest import Talk


def test_socket_mode_serves_no_address(fake: FakeSlack) -> None:
    assert SlackPlatform(settings(fake, Mode.SOCKET)).routes() == []


def test_it_reconnects_when_slack_asks_it_to(fake: FakeSlack, over_socket: SlackPlatform, talk: Talk) -> None:
    fake.ask_to_reconnect()
    fake.eventually(lambda: len(fake.calls_of("apps.connections.open")) == 2)

    fake.command(fake.user("Amara"), "status")

    assert talk.heard
    assert over_socket.connected


@pytest.mark.usefixtures("over_socket")
def test_what_was_not_acknowledged_before_a_cut_comes_again_with_the_same_key(
    fake: FakeSlack, talk: Talk
) -> None:
    amara = fake.user("Amara")
    talk.pause = 0.3

    ack = fake.command_then_cut(amara, "status")

    assert ack.status == 200
    first, second = talk.heard
    assert first.event_key == second.event_key


def test_it_stops_cleanly_where_slack_hangs_up_in_that_moment(
    fake: FakeSlack, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = SlackPlatform(settings(fake, Mode.SOCKET))
    platform.start(talk)
    connection = _connection_of(platform)
    monkeypatch.setattr(connection, "sock_send_lock", _HangsUp(connection))

    platform.stop()

    assert not platform.connected
    assert not [each for each in threading.enumerate() if each.name.startswith("slack_")]


def _connection_of(platform: SlackPlatform) -> Connection:
    listening = platform._listening
    assert isinstance(listening, SocketListening)
    client = listening._handler.client
    assert isinstance(client, SocketModeClient)
    assert client.current_session
    return client.current_session


class _HangsUp:
    """A lock that is got only when the other side has closed the socket and put it away."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        if self._connection.sock is not None:
            self._connection.sock.close()
        self._connection.sock = None

    def __exit__(self, *_: object) -> None: ...


def test_a_refused_token_is_explained(fake: FakeSlack, talk: Talk) -> None:
    bad_bot = SlackPlatform(SlackSettings("xoxb-wrong", APP_TOKEN, api_url=fake.api_url))
    bad_app = SlackPlatform(SlackSettings(BOT_TOKEN, "xapp-wrong", api_url=fake.api_url))

    with pytest.raises(DeliveryError, match=r"refused SLACK_BOT_TOKEN \(invalid_auth\): copy the token"):
        bad_bot.start(talk)
    with pytest.raises(DeliveryError, match=r"refused SLACK_APP_TOKEN \(invalid_auth\): copy the token"):
        bad_app.start(talk)
    assert not bad_app.connected


def test_a_token_of_another_workspace_is_explained(fake: FakeSlack, talk: Talk) -> None:
    elsewhere = SlackSettings(BOT_TOKEN, APP_TOKEN, api_url=fake.api_url, workspace="T2")

    with pytest.raises(DeliveryError, match="belongs to the workspace T1, not to T2"):
        SlackPlatform(elsewhere).start(talk)


def test_a_slack_that_is_not_there_is_explained(talk: Talk) -> None:
    nowhere = SlackSettings(BOT_TOKEN, APP_TOKEN, api_url="http://127.0.0.1:9/api")

    with pytest.raises(DeliveryError, match=r"cannot be reached .* check the network and SLACK_API_URL"):
        SlackPlatform(nowhere).start(talk)


def test_settings_that_cannot_work_say_which_and_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"SLACK_BOT_TOKEN .* SLACK_APP_TOKEN"):
        SlackSettings("", "")
    with pytest.raises(ValueError, match="SLACK_SIGNING_SECRET"):
        SlackSettings(BOT_TOKEN, mode=Mode.HTTP)
    assert BOT_TOKEN not in repr(SlackSettings(BOT_TOKEN, APP_TOKEN))

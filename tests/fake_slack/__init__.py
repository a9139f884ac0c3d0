"""Our own Slack: a real HTTP server and a real Socket Mode WebSocket, strict about what it is sent."""

from __future__ import annotations

from tests.fake_slack.driver import FakeSlack
from tests.fake_slack.server import Ack
from tests.fake_slack.workspace import Call, Message, User, View

__all__ = ["Ack", "Call", "FakeSlack", "Message", "User", "View"]

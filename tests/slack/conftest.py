"""A Slack platform against the fake, over either wire, with a conversation small enough to see through."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.message import Action, Button, Choose, Input, Message, text
from bot.slack import Mode, SlackPlatform, SlackSettings
from tests.fake_slack import FakeSlack
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, TEAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.platforms import Handle

JOIN = Message(
    "Join the next round",
    (
        Choose("department", "Department", (("Nursing", "Nursing"), ("Pharmacy", "Pharmacy")), required=True),
        Input("job", "Job title", longest=40),
    ),
    (Button("join.save", "Join", {"programme": "main"}),),
)
ASK = Message(
    "Did you two meet?",
    (text("Your coffee with Ben was last week."),),
    (Button("answer.met", "We met", {"pairing": "7"}, primary=True), Button("answer.why", "We didn't meet")),
    summary="Did you two meet?",
    reference="round:1:ask:pair:7:person:1",
)
HOME = Message("Your coffees", (text("You are in."),), (Button("home.skip", "Skip this one"),))
SOMEBODY = "Amara Okafor"
THANKS = Message("Thank you", (text("Noted, for your eyes alone."),))


def not_a_department() -> Message:
    return Message(
        JOIN.title,
        (Choose("department", "Department", (), error="Nobody works there."), JOIN.body[1]),
        JOIN.actions,
    )


@dataclass
class Talk:
    """A tiny conversation. ``heard`` is every action, in order; ``meanwhile`` happens while it thinks."""

    heard: list[Action] = field(default_factory=list)
    pause: float = 0
    broken: bool = False
    meanwhile: Callable[[], None] = lambda: None

    def __call__(self, action: Action) -> Message | None:
        time.sleep(self.pause)
        self.meanwhile()
        self.heard.append(action)
        if self.broken:
            raise RuntimeError(f"{SOMEBODY} could not be saved")
        match action.name:
            case "command" if action.data["text"] == "join":
                return JOIN
            case "join.save" if action.data["job"] == "none":
                return not_a_department()
            case "home":
                return HOME
            case "answer.why":
                return JOIN
            case "person_changed" | "uninstalled":
                return None
            case _:
                return THANKS

    def named(self, name: str) -> list[Action]:
        """The actions of one name."""
        return [action for action in self.heard if action.name == name]


@pytest.fixture
def fake() -> Iterator[FakeSlack]:
    with FakeSlack() as server:
        yield server


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture(params=[Mode.SOCKET, Mode.HTTP])
def platform(request: pytest.FixtureRequest, fake: FakeSlack, talk: Talk) -> Iterator[SlackPlatform]:
    """The platform, listening: the test runs once over Socket Mode and once over HTTP."""
    with listening(fake, talk, request.param) as started:
        yield started


@pytest.fixture
def over_http(fake: FakeSlack, talk: Talk) -> Iterator[SlackPlatform]:
    with listening(fake, talk, Mode.HTTP) as started:
        yield started


@pytest.fixture
def over_socket(fake: FakeSlack, talk: Talk) -> Iterator[SlackPlatform]:
    with listening(fake, talk, Mode.SOCKET) as started:
        yield started


@pytest.fixture
def sender(fake: FakeSlack) -> SlackPlatform:
    """The platform as the outbox uses it, without listening."""
    return SlackPlatform(settings(fake, Mode.SOCKET, timeout=1))


def settings(fake: FakeSlack, mode: Mode, *, timeout: int = 10) -> SlackSettings:
    """The fake's tokens."""
    return SlackSettings(
        BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, fake.api_url, mode, workspace=TEAM, timeout=timeout
    )


@contextmanager
def listening(fake: FakeSlack, talk: Handle, mode: Mode) -> Iterator[SlackPlatform]:
    """Start the platform, with a web server of its own in HTTP mode, and stop it in the end."""
    started = SlackPlatform(settings(fake, mode))
    started.start(talk)
    try:
        if mode is Mode.HTTP:
            with web_server(started) as address:
                fake.deliver_to(f"{address}/slack/events")
                yield started
        else:
            fake.eventually(fake.is_connected)
            yield started
    finally:
        stopping = threading.Thread(target=started.stop)
        stopping.start()
        # The SDK waits up to 3 seconds for a last frame; the server's goodbye is one.
        while stopping.is_alive():
            fake.drop_sockets()
            stopping.join(0.1)


@contextmanager
def web_server(platform: SlackPlatform) -> Iterator[str]:
    """Serve the platform's routes with uvicorn on a free port."""
    config = uvicorn.Config(
        Starlette(routes=platform.routes()), port=0, log_level="error", lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()

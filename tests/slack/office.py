"""An app that workspaces install over HTTP: a register on a real database, and a fake Slack that consents."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette

from bot.slack.installations import SharedSlack
from bot.slack.oauth import SlackOAuth
from bot.slack.settings import AppSettings
from bot.vault import Vault, new_key
from bot.wiring import build, settle_in
from bot.workspaces import Register, Workspaces
from scheduler.clock import HandClock
from storage.database import Database, migrate
from tests.fake_slack.workspace import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from tests.installing import Browser
from tests.replicas import free_port
from tests.slack.conftest import Talk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.routing import BaseRoute

    from bot.wiring import Bot
    from tests.fake_slack import FakeSlack


@dataclass
class Office:
    """An app that can be installed, and whoever does it."""

    fake: FakeSlack
    other: FakeSlack
    database: Database
    clock: HandClock
    register: Register
    slack: SharedSlack
    browser: Browser
    bot: Bot
    talk: Talk

    def served(self) -> dict[str, str]:
        return {one.workspace: one.bot_token for one in self.register.served()}

    def exchanges(self) -> Counter[str]:
        """What Slack answered when codes were brought to it."""
        return Counter(call.answer.get("error", "ok") for call in self.fake.calls_of("oauth.v2.access"))


@contextmanager
def _serving(routes: list[BaseRoute], port: int) -> Iterator[None]:
    config = uvicorn.Config(
        Starlette(routes=routes), port=port, log_level="error", lifespan="off", ws="none", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def opened(fake: FakeSlack, talk: Talk | None, folder: Path) -> Iterator[Office]:
    """An app that nobody has installed yet, and two workspaces that may. Without a ``talk`` it is the bot."""
    fake.workspace.token = ""
    other = fake.beside("T2")
    database = Database(f"sqlite:///{folder / 'crossbrew.db'}", durable=False)
    migrate(database)
    clock = HandClock(datetime.now(UTC))
    register = Register(
        database,
        clock,
        Vault(new_key()),
        lambda connection, name, now: settle_in(connection, name, "slack", now, frozenset()),
    )
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = AppSettings(CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, address, fake.api_url)
    slack = SharedSlack(settings, register, SlackOAuth(settings, register, register))
    bot = build(database, clock, Workspaces(register, slack))
    slack.start(talk or bot.conversation.handle)
    fake.deliver_to(f"{address}/slack/events")
    with _serving(slack.routes(), port):
        yield Office(fake, other, database, clock, register, slack, Browser(address), bot, talk or Talk())
    slack.stop()
    database.close()

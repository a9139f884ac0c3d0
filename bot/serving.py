"""`crossbrew run`: the heartbeat, the chat and the web server side by side until it is told to stop."""

from __future__ import annotations

import logging
import signal
from datetime import timedelta
from typing import TYPE_CHECKING

import uvicorn

from bot.web.app import web_app
from bot.wiring import build, settle_in, slack
from scheduler.jobs import BEAT_SECONDS, Heartbeat
from storage.database import StorageError, check_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.settings import Settings
    from bot.slack.app import SlackPlatform
    from bot.wiring import Bot
    from scheduler.clock import Clock
    from storage.database import Database

log = logging.getLogger(__name__)

DEAD_AFTER = timedelta(seconds=BEAT_SECONDS * 15)
DRAIN_SECONDS = 10


def serve(settings: Settings, database: Database, clock: Clock, say: Callable[[str], object]) -> None:
    """Run until SIGTERM or Ctrl-C, then let what is in hand end."""
    platform = slack(settings)
    workspace = platform.identify()
    with database.change() as connection:
        programme = settle_in(connection, workspace, platform.name, clock.now(), settings.owners)
    bot = build(database, clock, {workspace: platform}, settings.owners)
    pulse = Pulse(bot, say)
    app = web_app(pulse.lives, lambda: ready(bot, platform), platform.routes())
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.crossbrew_host,
            port=settings.crossbrew_port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
    )
    heartbeat = Heartbeat(pulse.beat)
    for number in (signal.SIGINT, signal.SIGTERM):
        # While it serves, uvicorn heeds these itself; when it is done it raises them once more.
        signal.signal(number, lambda *_: None)
    platform.start(bot.conversation.handle)
    heartbeat.start()
    say(f"Connected to workspace {workspace}; {programme.name} is on. Type /coffee in Slack. Ctrl-C stops.")
    try:
        server.run()
    finally:
        bot.delivery.stop()
        heartbeat.stop()
        platform.stop()
        database.close()


class Pulse:
    """The heartbeat's work, and when it last came to its end."""

    def __init__(self, bot: Bot, say: Callable[[str], object]) -> None:
        self._bot = bot
        self._say = say
        self._last: datetime = bot.clock.now()

    def beat(self) -> None:
        """One beat: decide, deliver, tell. A database that is away is told and tried again next time."""
        try:
            ticked, delivered = self._bot.beat(self._progress)
        except StorageError as error:
            log.error("%s Trying again at the next beat.", error)  # noqa: TRY400 - the sentence says it all
            return
        self._last = self._bot.clock.now()
        for sentence in ticked.done:
            self._say(sentence)
        if delivered.counts:
            self._say(f"outbox: {delivered}")

    def _progress(self, done: int) -> None:
        """A round of thousands takes longer than a beat: every batch is a sign of life, and is told."""
        self._last = self._bot.clock.now()
        self._say(f"{done} notices seen to")

    def lives(self) -> str:
        """Empty while the beat goes on; otherwise since when it has not."""
        still = self._bot.clock.now() - self._last
        return "" if still < DEAD_AFTER else f"The last sign of life was {still.total_seconds():.0f} s ago."


def ready(bot: Bot, platform: SlackPlatform) -> str:
    """Empty when the store and the chat can be used; otherwise what is amiss."""
    try:
        check_schema(bot.database)
    except StorageError as error:
        return str(error)
    return "" if platform.connected else "The chat is not connected."

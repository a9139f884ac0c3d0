"""`crossbrew run`: the heartbeat, the chat and the web server side by side until it is told to stop."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import uvicorn

from bot.pacing import Pacer
from bot.playground.serve import PortTaken
from bot.pulse import Pulse
from bot.refreshing import Refresher
from bot.settings import systemd_socket
from bot.systemd import Systemd
from bot.underway import Reporter
from bot.watching.findings import all_is_well
from bot.watching.health import Health
from bot.watching.metrics import Metrics
from bot.watching.signs import Signs
from bot.web.app import web_app
from bot.wiring import build, chat, clock_of, delivery_of
from scheduler.jobs import Beat, Heartbeat
from storage.place import alone
from storage.vitals import note_tick

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from starlette.types import ASGIApp

    from bot.delivery import Delivery
    from bot.settings import Settings
    from bot.wiring import Bot, Door
    from scheduler.clock import SteadyClock
    from scheduler.tick import Ticked
    from storage.database import Database

DRAIN_SECONDS = 10
ANSWER_SECONDS = 5
"""How long answers in progress have to end; below `DRAIN_SECONDS`."""
WATCHDOG_SECONDS = 10


def serve(settings: Settings, database: Database, say: Callable[[str], object]) -> None:
    """Run until SIGTERM or Ctrl-C, then let what is in hand end.

    Raises:
        DeliveryError: Slack refuses the tokens or cannot be reached.
        PortTaken: the address cannot be listened on.
        VaultError: the tokens of the workspaces cannot be kept.
        StorageError: the database cannot be used, or is a file that another one runs on.

    """
    with ExitStack() as kept:
        kept.callback(database.close)
        kept.enter_context(alone(database))
        clock = clock_of(database)
        served = chat(settings, database, clock)
        bot = build(database, clock, served.platforms, settings.owners, retention=settings.retention)
        listener = kept.enter_context(closing(listen(settings.crossbrew_host, settings.crossbrew_port)))
        server, heartbeat = _put_together(bot, clock, served.door, say)
        for number in (signal.SIGINT, signal.SIGTERM):
            # Before uvicorn heeds them, and after it, when it raises once more those that it heeded.
            signal.signal(number, server.handle_exit)
        served.door.start(bot.conversation.handle)
        heartbeat.start()
        say(f"{served.greeting}; Ctrl-C stops.")
        try:
            server.run([listener])
        finally:
            server.pulse.stop()
            _end_all(heartbeat.stop, served.door.stop)


def _put_together(
    bot: Bot, clock: SteadyClock, door: Door, say: Callable[[str], object]
) -> tuple[Server, Heartbeat]:
    """The web server and the heartbeat of a bot, and what each tells of how it is."""
    signs = Signs()
    metrics = Metrics(bot.database, clock, signs, bot.platforms)
    health = Health(bot.database, clock, signs, lambda: door.connected)
    systemd = Systemd(systemd_socket())

    def delivery() -> Delivery:
        return delivery_of(
            bot.database,
            clock,
            bot.platforms,
            outside=clock,
            on_end=metrics.ended,
            on_shut=metrics.gate_shut,
        )

    def count(ticked: Ticked) -> None:
        metrics.ticked(ticked)
        with bot.database.change() as connection:
            note_tick(connection, clock.now())

    def show_life() -> None:
        if all_is_well(health.lives()):
            systemd.alive()

    report = Reporter(bot.database, clock, bot.platforms, say).report
    pulse = Pulse(
        bot.database,
        clock,
        delivery,
        signs,
        say=say,
        on_tick=count,
        report=report,
        retention=bot.retention,
        refresher=Refresher(bot.database, clock, bot.platforms, Pacer(clock), say),
    )
    server = Server(web_app(health, metrics, door.routes()), pulse, systemd, say)
    return server, Heartbeat(*pulse.beats(), Beat(show_life, WATCHDOG_SECONDS))


class Server(uvicorn.Server):
    """The web server, which hears first when the program is to stop, and tells systemd how it is."""

    def __init__(self, web: ASGIApp, pulse: Pulse, systemd: Systemd, say: Callable[[str], object]) -> None:
        super().__init__(
            uvicorn.Config(web, log_config=None, access_log=False, timeout_graceful_shutdown=ANSWER_SECONDS)
        )
        self.pulse = pulse
        self._systemd = systemd
        self._say = say

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._systemd.ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop claiming at once. Whatever has not ended when the time is up is left behind."""
        if not self.should_exit:
            self.pulse.stop()
            self._systemd.stopping()
            deadline = threading.Timer(DRAIN_SECONDS, self._leave)
            deadline.daemon = True
            deadline.start()
        super().handle_exit(sig, frame)

    def _leave(self) -> None:
        """Go without waiting for threads that do not end."""
        what = " and the ".join(self.pulse.at_work()) or "chat"
        self._say(
            f"The {what} did not end within {DRAIN_SECONDS} s and was cut off. Nothing is lost: "
            "whatever was in hand is taken up by another replica, or at the next start."
        )
        os._exit(0)


def listen(host: str, port: int) -> socket.socket:
    """Listen where the settings say, so that a port that is taken is told before anything is begun.

    Raises:
        PortTaken: somebody else has the port, or it may not or cannot be used.

    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Told its protocol, asyncio answers without delay.
        listener = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
    except OSError as fault:
        raise PortTaken(_why(host, port, fault)) from fault
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as fault:
        listener.close()
        raise PortTaken(_why(host, port, fault)) from fault
    return listener


def _why(host: str, port: int, fault: OSError) -> str:
    is_taken = fault.errno == errno.EADDRINUSE
    what = "is taken by another program" if is_taken else f"cannot be used ({fault.strerror})"
    return f"Port {port} on {host} {what}: change CROSSBREW_PORT or CROSSBREW_HOST."


def _end_all(*ends: Callable[[], object]) -> None:
    """Side by side, since each may take a while; the first fault is raised."""
    with ThreadPoolExecutor(len(ends)) as threads:
        list(threads.map(lambda end: end(), ends))

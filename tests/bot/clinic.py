"""Somewhere to ask `crossbrew doctor`: a folder, a Slack beside it, and a database in any state."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from bot.wiring import settle_in
from pairing.notices import Kind, Notice
from scheduler.clock import SystemClock
from storage import outbox, vitals
from storage.database import Database, migrate
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN, TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.database import Connection
    from tests.bot.shell import Shell
    from tests.fake_slack import FakeSlack

PLAIN = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}


@dataclass
class Seen:
    """What the doctor printed."""

    code: int
    output: str
    errors: str

    def lines(self, mark: str) -> list[str]:
        """The lines of one mark, without it."""
        marked = [line for line in self.output.splitlines() if line.startswith(f"{mark} ")]
        return [" ".join(line.split()[1:]) for line in marked]


@dataclass
class Clinic:
    """A folder to ask the doctor in, with a Slack beside it."""

    shell: Shell
    slack: FakeSlack

    @property
    def folder(self) -> Path:
        return self.shell.folder

    @property
    def url(self) -> str:
        return self.shell.url

    @property
    def settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.url,
            "SLACK_API_URL": self.slack.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
        }

    def ask(self, *words: str, **env: str) -> Seen:
        """Ask with the settings of a Socket Mode bot, changed as ``env`` has it."""
        done = self.shell("doctor", *words, **(self.settings | env))
        return Seen(done.exit_code, done.stdout, done.stderr)

    def ask_on_a_terminal(self, columns: int) -> str:
        """Ask at a real terminal of that width, with nothing set; what it shows."""
        ours, theirs = os.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "doctor"],
            cwd=self.folder,
            env=PLAIN | {"COLUMNS": str(columns)},
            stdout=theirs,
        )
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # a terminal that nobody writes to any more says so
            while chunk := os.read(ours, 4096):
                shown += chunk
        os.close(ours)
        assert process.wait(30) == 1
        return plain(shown.decode())

    @contextmanager
    def running(self) -> Iterator[Running]:
        """The bot itself, running beside."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        log = self.folder / "run.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.folder,
                env=PLAIN | self.settings | {"CROSSBREW_PORT": str(port)},
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )
        bot = Running(port, process, log)
        try:
            self.slack.eventually(bot.is_up, 60)
            yield bot
        finally:
            process.terminate()
            assert process.wait(30) == 0, bot.output()

    def ask_as_process(self, *words: str, **env: str) -> Seen:
        """Ask as somebody at a terminal does, with nothing set but ``env``."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", "doctor", *words],
            cwd=self.shell.folder,
            env=PLAIN | env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return Seen(done.returncode, done.stdout, done.stderr)


@dataclass
class Running:
    """`crossbrew run` as a process."""

    port: int
    process: subprocess.Popen[str]
    log: Path

    def get(self, path: str) -> httpx.Response:
        """An answer of its web server."""
        return httpx.get(f"http://127.0.0.1:{self.port}/{path}")

    def is_up(self) -> bool:
        """Whether it is ready, and has ticked."""
        assert self.process.poll() is None, self.output()
        with contextlib.suppress(httpx.TransportError):
            return self.get("readyz").is_success and "ticks_total{" in self.get("metrics").text
        return False

    def output(self) -> str:
        """All that it printed and logged."""
        return self.log.read_text()


def plain(text: str) -> str:
    """What a terminal was sent, without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def furnish(url: str) -> Database:
    """A database as `crossbrew run` leaves it, ticked a moment ago."""
    database = Database(url)
    migrate(database)
    now = SystemClock().now()
    with database.change() as connection:
        settle_in(connection, TEAM, "slack", now, frozenset())
        vitals.note_tick(connection, now)
    return database


def owe(connection: Connection, key: str, since: datetime) -> None:
    lapses = since + timedelta(days=9)
    outbox.write(connection, TEAM, [Notice(key, Kind.HEADS_UP, "main", 1, since, lapses, "", "p")])

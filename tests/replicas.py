"""`crossbrew run` as several processes on one database, with everybody of a fake Slack opted in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
from sqlalchemy import select, update

from bot.slack.history import HISTORY_SCOPES
from bot.wiring import settle_in
from pairing.notices import Kind
from scheduler.clock import SystemClock
from storage import people, programmes
from storage.database import Database, migrate
from storage.outbox import NoticeState
from storage.tables import notice
from tests.fake_slack import FakeSlack
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN, SCOPES, SIGNING_SECRET, TEAM

ROOT = Path(__file__).parent.parent
TEAMS = ("Nursing", "Pharmacy", "Estates", "Finance", "Radiology")
READY_SECONDS = 60
NOON = 12
SOCKET, HTTP = "socket", "http"


@dataclass
class Replica:
    """One process of `crossbrew run`, and where its words go."""

    port: int
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def said(self) -> str:
        """All that it has printed and logged."""
        return self.output.read_text()

    def is_ready(self) -> bool:
        """Whether it says so itself."""
        assert self.process.poll() is None, self.said
        return self.ask("readyz") == httpx.codes.OK

    def ask(self, path: str) -> int:
        """The status of an answer; 0 where nobody listens."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/{path}").status_code
        except httpx.TransportError:
            return 0

    def kill(self) -> None:
        """End it at any instruction."""
        self.process.kill()
        self.process.wait()

    def terminate(self, seconds: float = 30) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


@dataclass
class Site:
    """A workspace on one database. As a context it starts the fake Slack, and ends what is left running."""

    url: str
    folder: Path
    wire: str = SOCKET
    slack: FakeSlack = field(default_factory=lambda: FakeSlack(SCOPES | HISTORY_SCOPES))
    replicas: list[Replica] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.slack.start()
        self.database = Database(self.url)
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.replicas:
            if one.process.poll() is None:
                one.kill()
        self.database.close()
        self.slack.stop()

    @property
    def environment(self) -> dict[str, str]:
        """What `crossbrew` is started with."""
        wires = {
            SOCKET: {"SLACK_APP_TOKEN": APP_TOKEN},
            HTTP: {"SLACK_SIGNING_SECRET": SIGNING_SECRET},
        }
        return wires[self.wire] | {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.url,
            "SLACK_API_URL": self.slack.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
        }

    def everybody_joins(self, number: int) -> None:
        """So many people, for whom it is noon just now: nobody is written to at night."""
        now = SystemClock().now()
        migrate(self.database)
        with self.database.change() as connection:
            main = settle_in(connection, TEAM, "slack", now, frozenset())
            for count in range(number):
                name, team = f"Person {count}", TEAMS[count % len(TEAMS)]
                user = self.slack.user(name, tz=noon())
                facts = {"name": name, "department": team, "timezone": noon()}
                met = people.meet(connection, TEAM, f"{TEAM}/{user.id}", facts)
                programmes.join(connection, main, met.id, now)

    def start(self, port: int = 0, **settings: str) -> Replica:
        """One more replica, not ready yet."""
        port = port or free_port()
        output = self.folder / f"replica-{len(self.replicas)}.txt"
        with output.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.folder,
                env=self.environment | {"CROSSBREW_PORT": str(port)} | settings,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        self.replicas.append(Replica(port, process, output))
        return self.replicas[-1]

    def started(self) -> Replica:
        """One more replica, ready."""
        one = self.start()
        self.slack.eventually(one.is_ready, READY_SECONDS)
        return one

    def crossbrew(self, *words: str) -> str:
        """Run another command beside them."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def introductions(self) -> Counter[str]:
        """How many introductions each person has seen."""
        with self.slack.workspace.lock:
            posted = [one for one in self.slack.workspace.messages if _is_introduction(one.metadata)]
            return Counter(user for one in posted for user in self.slack.workspace.who_sees(one))

    def claims(self) -> Counter[str]:
        """How many introductions each worker holds."""
        wanted = select(notice.c.claim).where(
            notice.c.kind == Kind.INTRODUCTION.value, notice.c.state == NoticeState.SENDING.value
        )
        with self.database.read() as connection:
            return Counter(connection.scalars(wanted))

    def standing(self) -> Counter[str]:
        """How many introductions stand where."""
        wanted = select(notice.c.state).where(notice.c.kind == Kind.INTRODUCTION.value)
        with self.database.read() as connection:
            return Counter(connection.scalars(wanted))

    def let_leases_end(self, worker: str) -> None:
        """Two minutes pass for what a worker held."""
        held = update(notice).where(notice.c.claim == worker, notice.c.state == NoticeState.SENDING.value)
        with self.database.change() as connection:
            connection.execute(held.values(lease_until=SystemClock().now()))


def _is_introduction(metadata: dict[str, dict[str, str]]) -> bool:
    return ":intro:" in metadata.get("event_payload", {}).get("notice", "")


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def noon() -> str:
    """A zone in which it is about noon just now; its name says west with a plus."""
    return f"Etc/GMT{SystemClock().now().hour - NOON:+d}"

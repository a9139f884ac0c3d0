"""`crossbrew run` as a process against the fake Slack, over both wires: nothing is called but the wire.

The bot's own clock is the machine's, so time passes by `crossbrew tick --now` on the same database, as a
cron job would do it.
"""

from __future__ import annotations

import csv
import io
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from pairing.rounds import Timetable, timetable
from storage import pairings, programmes
from storage.database import Database
from tests.cast import AMARA, BEN, CHIDI, DANA, person
from tests.fake_slack import FakeSlack
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pairing.people import Person
    from tests.fake_slack.workspace import User

TEAMS = ("Nursing", "Pharmacy", "Estates", "Finance")
CROWD = tuple(person(f"P{number} Okoro", TEAMS[number % 4], f"Band {2 + number % 5}") for number in range(16))
EVERYBODY = (AMARA, BEN, CHIDI, DANA, *CROWD)
"""Enough for a report: below eight meetings it would have to keep quiet."""

READY_SECONDS = 30


@dataclass
class Running:
    """The program running, and the Slack that it talks to."""

    slack: FakeSlack
    folder: Path
    environment: dict[str, str]
    users: dict[str, User]

    @property
    def database(self) -> Database:
        return Database(self.environment["DATABASE_URL"])

    @property
    def plan(self) -> Timetable:
        """When the first round is, by the programme that the bot made for itself."""
        database = self.database
        with database.read() as connection:
            (main,) = programmes.programmes(connection, TEAM)
        database.close()
        return timetable(main.cadence, 1)

    def crossbrew(self, *words: str, stdin: str = "", code: int = 0) -> str:
        """Run a command beside it."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    def tick(self, at: datetime) -> str:
        """Let it be ``at``."""
        return self.crossbrew("tick", "--now", at.isoformat())

    def joins(self, who: Person) -> None:
        """Somebody opts in by slash command and form."""
        user = self.users[who.id]
        self.slack.command(user, "join")
        form = self.slack.wait_for_modal(user)
        self.slack.submit(
            user, form, {"department": who.department, "grade": who.grade, "offer": "a quiet bench"}
        )
        self.slack.wait_for_message(user, "You're in")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["socket", "http"])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    """The bot as a process, connected, with a staff list imported."""
    with FakeSlack() as slack:
        port = free_port()
        wire = (
            {"SLACK_APP_TOKEN": APP_TOKEN}
            if request.param == "socket"
            else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
        )
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(request.config.rootpath),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'crossbrew.db'}",
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            # Bolt would read these by itself and turn to OAuth.
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": "not-used-here",
            "CROSSBREW_PORT": str(port),
            "CROSSBREW_OWNERS": "dana@example.org",
            **wire,
        }
        users = {
            who.id: slack.user(who.name, email=f"{who.id}@example.org", title=who.job_title)
            for who in EVERYBODY
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            if request.param == "http":
                slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            slack.eventually(lambda: _is_ready(port, process), READY_SECONDS)
            told = Running(slack, tmp_path, environment, users)
            told.crossbrew("people", "import", "-", stdin=staff_list())
            yield told
        finally:
            process.terminate()
            output, _ = process.communicate(timeout=30)
        assert process.returncode == 0, output
        assert "Traceback" not in output
        assert not any(who.name in output for who in EVERYBODY), "no name is ever logged"


def _is_ready(port: int, process: subprocess.Popen[str]) -> bool:
    assert process.poll() is None, process.communicate()[0]
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").is_success
    except httpx.TransportError:
        return False


def staff_list() -> str:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["staff_id", "name", "email", "department", "grade", "site", "job_title"])
    for who in EVERYBODY:
        rows.writerow(
            [
                who.staff_id,
                who.name,
                f"{who.id}@example.org",
                who.department,
                who.grade,
                who.site,
                who.job_title,
            ]
        )
    return file.getvalue()


def test_a_member_goes_through_the_whole_loop_over_the_wire(running: Running) -> None:
    slack, amara = running.slack, running.users["amara"]
    for who in EVERYBODY:
        running.joins(who)
    plan = running.plan

    running.tick(plan.heads_up_at)
    slack.wait_for_message(amara, "You're in on ")

    assert "opened with 10 introductions" in running.tick(plan.starts_at)
    introduction = slack.wait_for_message(amara, "time for a coffee")
    assert "a quiet bench" in str(introduction.blocks), "what was offered when joining is told"
    slack.press(amara, introduction, "booked")

    running.tick(plan.nudge_at)
    running.tick(plan.ask_at)
    database = running.database
    with database.read() as connection:
        main = programmes.programmes(connection, TEAM)[0]
        assert len(pairings.in_round(connection, main, 1)) == 10
    for user in running.users.values():
        slack.press(user, slack.wait_for_message(user, "Did you and "), "met")
        slack.wait_for_message(user, "Lovely that you met")

    running.tick(plan.remind_at)
    running.tick(plan.closes_at)
    with database.read() as connection:
        made = pairings.in_round(connection, main, 1)
    database.close()
    assert all(one.state.value == "closed" for one in made)
    assert all(len(one.answers) >= 2 for one in made)

    slack.open_home(amara)
    assert "1 person" in str(slack.wait_for_home(amara, "You have met").content)
    slack.command(running.users["dana"], "report")
    report = str(slack.wait_for_message(running.users["dana"], "About 10 introductions").blocks)
    assert "About 10 introductions led to a meeting" in report
    assert not any(who.name in report for who in EVERYBODY), "a report names nobody"


def test_ticks_twice_over_the_wire_send_nothing_twice(running: Running) -> None:
    for who in EVERYBODY[:2]:
        running.joins(who)
    plan = running.plan
    running.tick(plan.starts_at)
    before = len(running.slack.calls_of("chat.postMessage"))

    assert "nothing due" in running.tick(plan.starts_at)
    assert len(running.slack.calls_of("chat.postMessage")) == before


def test_somebody_deactivated_leaves_their_partner_a_fresh_offer(running: Running) -> None:
    for who in EVERYBODY[:2]:
        running.joins(who)
    plan = running.plan
    running.crossbrew("round", "run")
    running.slack.deactivate(running.users["ben"])

    running.tick(max(plan.starts_at, datetime.now(UTC)) + timedelta(hours=1))

    running.slack.wait_for_message(running.users["amara"], "This one didn't line up")

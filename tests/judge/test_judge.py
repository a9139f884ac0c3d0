"""From the installation to an answer and a file, with a Slack that we did not write as the judge."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.slack.scopes import NEEDED, OPTIONAL
from bot.vault import new_key
from tests.fake_slack.workspace import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from tests.installing import Browser
from tests.judge.emulate import READER, Emulate
from tests.judge.hand import Hand
from tests.replicas import ROOT, Replica, free_port, noon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.judge.emulate import Heard

pytestmark = pytest.mark.judge

PEOPLE = ("Amara", "Ben", "Chidi", "Dana")
TEAMS = ("Nursing", "Pharmacy", "Estates", "Finance")


@dataclass
class Court:
    """The bot as a process, the judge, and whoever acts before it."""

    slack: Emulate
    folder: Path
    environment: dict[str, str]
    browser: Browser

    def run(self) -> Replica:
        """`crossbrew run`, ready."""
        port = int(self.browser.bot.rpartition(":")[2])
        output = self.folder / "run.txt"
        with output.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.folder,
                env=self.environment | {"CROSSBREW_PORT": str(port)},
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        replica = Replica(port, process, output)
        self.slack.eventually(replica.is_ready, "the bot's being ready")
        return replica

    def crossbrew(self, *words: str) -> str:
        """Another command."""
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

    def installed(self) -> Hand:
        """Add the app as Amara does it in a browser; the hand of everybody from then on."""
        link = self.browser.offered()
        consent = httpx.get(link.replace(self.slack.address, self.slack.behind))
        hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', consent.text))
        fields = {name: html.unescape(value) for name, value in hidden.items()}
        back = httpx.post(f"{self.slack.behind}/oauth/v2/authorize/callback", data=fields)
        page = self.browser.get(back.headers["location"])
        assert page.status_code == httpx.codes.OK, page.text
        granted = self.slack.calls_of("oauth.v2.access")[-1].answer
        events = f"{self.browser.bot}/slack/events"
        return Hand(self.slack, events, granted["team"]["id"], granted["app_id"], granted["access_token"])

    def users(self) -> dict[str, str]:
        """The ids of the people, by name."""
        listed = self.slack.call("users.list", limit=100)["members"]
        return {one["real_name"]: one["id"] for one in listed if one["real_name"] in PEOPLE}

    def joins(self, hand: Hand, user: str, team: str) -> None:
        """Somebody types the command, fills in the window and sends it."""
        before = len(self.slack.calls_of("views.open"))
        hand.types(user, "join")
        windows = self.slack.eventually(lambda: self.slack.calls_of("views.open")[before:], "a window")
        assert hand.sends(user, windows[0].answer["view"], {"department": team}) == {}

    def introductions(self) -> list[Heard]:
        """The introductions posted so far."""
        posted = self.slack.calls_of("chat.postMessage")
        return [one for one in posted if ":intro:" in str(one.asked.get("metadata"))]


@pytest.fixture
def court(tmp_path: Path) -> Iterator[Court]:
    """The judge sits, and nothing is installed yet."""
    bot = f"http://127.0.0.1:{free_port()}"
    with Emulate(tmp_path, PEOPLE, {*NEEDED, *OPTIONAL}, f"{bot}/slack/oauth_redirect") as slack:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'crossbrew.db'}",
            "SLACK_API_URL": f"{slack.address}/api/",
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "CROSSBREW_SECRET_KEY": new_key(),
            "CROSSBREW_PUBLIC_URL": bot,
        }
        made = Court(slack, tmp_path, environment, Browser(bot))
        running = made.run()
        yield made
        assert running.terminate() == 0


def staff_list(folder: Path) -> str:
    """Everybody, at a place where it is noon: nobody is written to at night."""
    file = folder / "staff.csv"
    lines = [
        f"{name},{name.casefold()}@trust.test,{team},{noon()}"
        for name, team in zip(PEOPLE, TEAMS, strict=True)
    ]
    file.write_text("\n".join(["name,email,department,timezone", *lines]))
    return str(file)


def test_the_whole_loop_is_in_order_before_a_slack_that_others_wrote(court: Court) -> None:
    hand, users = court.installed(), court.users()
    slack, amara = court.slack, users["Amara"]
    court.crossbrew("people", "import", staff_list(court.folder), "--workspace", hand.team)

    for name, team in zip(PEOPLE, TEAMS, strict=True):
        court.joins(hand, users[name], team)
    hand.opens_home(amara)
    home = slack.eventually(lambda: slack.calls_of("views.publish"), "Home")[-1]
    assert (home.asked["user_id"], home.answer["view"]["type"]) == (amara, "home")

    court.crossbrew("round", "run", "--workspace", hand.team)
    slack.eventually(lambda: len(court.introductions()) == len(PEOPLE) // 2, "two introductions")
    posted = [one.answer["channel"] for one in court.introductions()]
    opened = slack.calls_of("conversations.open")
    groups = {one.answer["channel"]["id"]: one.asked["users"].split(",") for one in opened}
    assert sorted(user for channel in posted for user in groups[channel]) == sorted(users.values())

    channel = next(channel for channel in posted if amara in groups[channel])
    assert set(groups[channel]) < members(slack, channel)
    (shown,) = slack.call("conversations.history", channel=channel)["messages"]
    hand.presses(amara, shown, channel, "met")
    thanks = slack.eventually(lambda: [said for said in slack.responses if "you met" in str(said)], "thanks")
    assert thanks[0]["response_type"] == "ephemeral"

    hand.types(amara, "data")
    done = slack.eventually(lambda: slack.calls_of("files.completeUploadExternal"), "a file")[-1]
    assert done.answer["files"][0]["size"] > 0
    assert [(one.method, one.answer["error"]) for one in slack.heard if not one.answer.get("ok")] == []


def members(slack: Emulate, channel: str) -> set[str]:
    """Who is in a conversation."""
    return set(slack.call("conversations.members", channel=channel)["members"])


def test_the_judge_knows_who_may_do_what(court: Court) -> None:
    refused = httpx.post(
        f"{court.slack.behind}/api/chat.postMessage",
        json={"channel": "C000000001", "text": "hello"},
        headers={"Authorization": f"Bearer {READER}"},
    ).json()

    assert refused["error"] == "missing_scope"
    assert refused["needed"] == "chat:write"

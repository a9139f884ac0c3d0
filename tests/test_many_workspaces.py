"""`crossbrew run` for several workspaces at once, as a process, over HTTP and signatures all the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.vault import Vault, new_key
from bot.wiring import settle_in
from scheduler.clock import SystemClock
from storage import installations, people, programmes
from storage.installations import Installed
from storage.tables import notice
from tests.fake_slack import FakeSlack
from tests.fake_slack.workspace import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from tests.installing import Browser
from tests.replicas import HTTP, READY_SECONDS, TEAMS, Site, free_port, noon

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fake_slack.workspace import User
    from tests.replicas import Replica

HERE, THERE = "T1", "T2"
PATIENCE = 60
SMALL, LARGE = 4, 8


@dataclass
class Estate(Site):
    """Two workspaces beside one another, and the one program that serves both."""

    wire: str = HTTP
    slack: FakeSlack = field(default_factory=FakeSlack)
    port: int = field(default_factory=free_port)
    keys: str = field(default_factory=new_key)

    def __post_init__(self) -> None:
        self.slack.workspace.token = ""
        self.both = {HERE: self.slack, THERE: self.slack.beside(THERE)}
        self.browser = Browser(f"http://127.0.0.1:{self.port}")

    @property
    def environment(self) -> dict[str, str]:
        """What `crossbrew` is started with."""
        usual = {name: value for name, value in super().environment.items() if name != "SLACK_BOT_TOKEN"}
        return usual | {
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "CROSSBREW_SECRET_KEY": self.keys,
            "CROSSBREW_PUBLIC_URL": self.browser.bot,
        }

    def opened(self) -> Replica:
        """The program, ready, and Slack knows where it is."""
        one = self.start(self.port)
        self.slack.eventually(one.is_ready, READY_SECONDS)
        self.slack.deliver_to(f"{self.browser.bot}/slack/events")
        return one

    def everybody_joins_in(self, team: str, number: int) -> None:
        """So many people of a workspace, whose names say which it is."""
        slack, now = self.both[team], SystemClock().now()
        with self.database.change() as connection:
            main = settle_in(connection, team, "slack", now, frozenset())
            for count in range(number):
                user = slack.user(f"{team} Person {count}", tz=noon())
                facts = {"name": user.name, "department": TEAMS[count % len(TEAMS)], "timezone": noon()}
                met = people.meet(connection, team, f"{team}/{user.id}", facts)
                programmes.join(connection, main, met.id, now)

    def introduced(self, team: str) -> int:
        """How many introductions have reached a workspace."""
        return sum(":intro:" in reference for reference in self.both[team].accepted())

    def states(self, team: str) -> set[str]:
        """Where the notices of a workspace stand."""
        with self.database.read() as connection:
            return set(connection.scalars(select(notice.c.state).where(notice.c.workspace == team)))


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Estate]:
    """Both on an SQLite file."""
    with Estate(f"sqlite:///{tmp_path / 'crossbrew.db'}", tmp_path) as made:
        yield made


def joins(slack: FakeSlack, user: User, department: str) -> None:
    """Somebody opts in by slash command and form."""
    slack.command(user, "join")
    form = slack.wait_for_modal(user)
    slack.submit(user, form, {"department": department})
    slack.wait_for_message(user, "You're in")


def test_two_workspaces_install_join_and_are_introduced_through_one_program(estate: Estate) -> None:
    estate.opened()
    for team, slack in estate.both.items():
        assert estate.browser.installs(team).status_code == 200
        for count in range(SMALL):
            who = slack.user(f"{team} Person {count}", tz=noon())
            joins(slack, who, TEAMS[count])

    for team in estate.both:
        assert "introduc" in estate.crossbrew("round", "run", "--workspace", team)

    estate.slack.eventually(lambda: {estate.introduced(team) for team in estate.both} == {2}, PATIENCE)
    for team, other in ((HERE, THERE), (THERE, HERE)):
        seen = str([estate.both[team].workspace.messages, estate.both[team].workspace.homes])
        assert f"{team} Person" in seen
        assert f"{other} Person" not in seen
        assert not any(call.answer.get("error") for call in estate.both[team].calls)
    assert estate.replicas[0].terminate() == 0
    assert "Traceback" not in estate.replicas[0].said
    assert "xoxb" not in estate.replicas[0].said
    assert "Person" not in estate.replicas[0].said


@pytest.mark.timeout(240)  # a token that was refused is left alone for half a minute
def test_one_that_leaves_in_the_middle_of_a_round_is_left_alone_and_goes_on_when_it_is_back(
    estate: Estate,
) -> None:
    estate.opened()
    for team in estate.both:
        estate.browser.installs(team)
        estate.everybody_joins_in(team, LARGE)
        estate.crossbrew("round", "run", "--workspace", team)
    leaving = estate.both[THERE]
    leaving.eventually(lambda: estate.introduced(THERE) > 0, PATIENCE)

    leaving.uninstall()

    estate.slack.eventually(lambda: estate.introduced(HERE) == LARGE // 2, PATIENCE)
    assert estate.introduced(THERE) < LARGE // 2
    assert "dead" not in estate.states(THERE)
    assert estate.browser.installs(THERE).status_code == 200
    leaving.eventually(lambda: estate.introduced(THERE) == LARGE // 2, 2 * PATIENCE)
    assert max(leaving.accepted().values()) == 1
    assert "Traceback" not in estate.replicas[0].said


def test_tokens_are_sealed_anew_while_introductions_go_out(estate: Estate) -> None:
    old, new = estate.keys, new_key()
    estate.keys = f"{new},{old}"
    estate.crossbrew("migrate")
    for team, slack in estate.both.items():
        slack.workspace.token = f"xoxb-{team}"
        estate.everybody_joins_in(team, LARGE)
        sealed = Vault(old).seal(slack.workspace.token, team)
        with estate.database.change() as connection:
            one = Installed(team, "", sealed, "U0BOT", "B0BOT", "A1", frozenset(), SystemClock().now())
            installations.keep(connection, "slack", one)
    estate.opened()
    for team in estate.both:
        estate.crossbrew("round", "run", "--workspace", team)
    estate.slack.eventually(lambda: estate.introduced(HERE) > 0, PATIENCE)

    assert estate.crossbrew("keys", "rotate").startswith("2 tokens were sealed with the newest key")

    estate.slack.eventually(
        lambda: {estate.introduced(team) for team in estate.both} == {LARGE // 2}, PATIENCE
    )
    estate.keys = new
    with estate.database.read() as connection:
        kept = installations.every(connection)
    assert [Vault(new).open(one.sealed_token, one.workspace) for one in kept] == ["xoxb-T1", "xoxb-T2"]
    told = estate.crossbrew("doctor")
    assert told.count("its token can be read, and Slack takes it") == 2

"""Two workspaces in one app, with the same ids throughout: whatever one tries, the other is not touched.

Everything goes through the real web server, signed as Slack signs it: every name that a button may
have, with the ids of the other workspace in it, every command, Home, forged teams and addresses.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.conversation.router import READS, WRITES
from bot.message import Message, text
from bot.platforms import DeliveryError
from scheduler.opening import open_round
from storage import pairings, people, programmes
from storage.tables import metadata
from tests.fake_slack import payloads
from tests.replicas import TEAMS, noon
from tests.slack.office import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fake_slack import FakeSlack
    from tests.fake_slack.workspace import User
    from tests.slack.office import Office

HERE, THERE = "T1", "T2"
COMMANDS = (
    "",
    "join",
    "skip",
    "pause",
    "back",
    "leave",
    "status",
    "preferences",
    "people",
    "apart",
    "introduce <@U0001> <@U0002>",
    "introduce <@T1/U0001>",
    "met <@U0001>",
    "report",
    "outbox",
    "admin",
    "my data",
    "help",
)


@dataclass
class Apart:
    """A round under way in both, of people whose names say where they are."""

    office: Office

    def slack(self, team: str) -> FakeSlack:
        """The one or the other."""
        return self.office.fake if team == HERE else self.office.other

    def settle(self, team: str, number: int) -> list[User]:
        """So many members, and their first round."""
        self.office.browser.installs(team)
        slack, now = self.slack(team), self.office.clock.now()
        users = [slack.user(f"{team}-Person-{count}") for count in range(number)]
        with self.office.database.change() as connection:
            main = programmes.programmes(connection, team)[0]
            for count, user in enumerate(users):
                facts = {"name": user.name, "department": f"{team}-{TEAMS[count]}", "timezone": noon()}
                met = people.meet(connection, team, f"{team}/{user.id}", facts)
                people.change_person(connection, team, met.id, is_owner=True)
                programmes.join(connection, main, met.id, now)
        assert open_round(self.office.database, main, 1, now) is not None
        return users

    def rows(self, team: str) -> dict[str, list[str]]:
        """Every row of a workspace, in every table."""
        wanted = {table: select(table).where(table.c.workspace == team) for table in metadata.sorted_tables}
        with self.office.database.read() as connection:
            return {table.name: sorted(map(str, connection.execute(rows))) for table, rows in wanted.items()}

    def ids_of(self, team: str) -> dict[str, str]:
        """What a forged button may name: a pairing, a person and their address."""
        with self.office.database.read() as connection:
            main = programmes.programmes(connection, team)[0]
            pairing = pairings.in_round(connection, main, 1)[-1]
            (address, *_) = people.addresses(connection, team, pairing.people).values()
        of_person = dict.fromkeys(("person", "about", "partner", "other", "who", "one"), pairing.people[0])
        of_address = dict.fromkeys(("people", "address", "colleagues", "channel"), address)
        return {"pairing": pairing.id, "programme": "main", "number": "1", **of_person, **of_address}


@pytest.fixture
def apart(fake: FakeSlack, tmp_path: Path) -> Iterator[Apart]:
    with opened(fake, None, tmp_path) as office:
        yield Apart(office)


def everything_in(slack: FakeSlack) -> str:
    """All that anybody in a workspace was shown."""
    with slack.workspace.lock:
        return str([slack.workspace.messages, slack.workspace.modals, slack.workspace.homes])


def test_whatever_one_workspace_tries_the_other_sees_and_shows_nothing(apart: Apart) -> None:
    apart.settle(HERE, 4)
    (zed, yan) = apart.settle(THERE, 2)
    apart.office.bot.delivery.deliver()
    there = apart.slack(THERE)
    introduction = there.wait_for_message(zed)
    rows, shown, calls = apart.rows(HERE), everything_in(apart.slack(HERE)), len(apart.slack(HERE).calls)
    mine = apart.rows(THERE)
    forged = apart.ids_of(HERE)

    for name in sorted({*READS, *WRITES}):
        for data in (forged, forged | {"pairing": "main.1.1"}):
            button = {"type": "button", "action_id": name, "value": json.dumps(data)}
            there.press_button(zed, introduction, button)
    for words in COMMANDS:
        there.command(yan, words)
        there.open_home(yan)
    there.event({"type": "user_change", "user": {"id": "U0001", "deleted": True}})

    there.eventually(lambda: there.home_of(yan))
    assert apart.rows(HERE) == rows
    assert everything_in(apart.slack(HERE)) == shown
    assert len(apart.slack(HERE).calls) == calls
    assert f"{HERE}-" not in everything_in(there)
    assert apart.rows(THERE) != mine, "what it did was done, in its own"
    assert f"{THERE}-Person" in everything_in(there)


def test_a_team_that_is_forged_without_slacks_signature_is_turned_away(apart: Apart) -> None:
    (amara, *_) = apart.settle(HERE, 2)
    rows, slack = apart.rows(HERE), apart.slack(HERE)
    apart.office.other.deliver(payloads.command(slack.workspace, amara, "leave", "http://127.0.0.1:1/"))
    assert apart.rows(HERE) != rows, "so it does where it is signed"
    rows = apart.rows(HERE)

    assert apart.office.other.replay(secret="not-slacks").status == 401

    assert apart.rows(HERE) == rows


def test_no_workspace_writes_to_an_address_of_the_other(apart: Apart) -> None:
    for team in (HERE, THERE):
        apart.settle(team, 2)
    there = apart.office.bot.platforms[THERE]

    with pytest.raises(DeliveryError, match="not in this Slack workspace"):
        there.send(f"{HERE}/U0001", Message("Hello", (text("from elsewhere"),), summary="Hello"))
    with pytest.raises(DeliveryError, match="not in this Slack workspace"):
        there.open_group([f"{HERE}/U0001", f"{HERE}/U0002"])

    assert "elsewhere" not in everything_in(apart.slack(HERE))


def test_nothing_is_claimed_for_a_workspace_that_has_no_token(apart: Apart) -> None:
    for team in (HERE, THERE):
        apart.settle(team, 2)
    apart.office.other.uninstall()
    apart.office.other.eventually(lambda: THERE not in apart.office.served())

    apart.office.bot.delivery.deliver()

    assert len(apart.slack(HERE).accepted()) == 1
    assert apart.slack(THERE).accepted() == {}
    notices = apart.rows(THERE)["notice"]
    assert notices
    assert all("'owed'" in one for one in notices)

"""One app that listens for every workspace that has installed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.workspaces import Workspaces
from storage import programmes
from tests.slack.office import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fake_slack import FakeSlack
    from tests.slack.conftest import Talk
    from tests.slack.office import Office


@pytest.fixture
def office(fake: FakeSlack, talk: Talk, tmp_path: Path) -> Iterator[Office]:
    with opened(fake, talk, tmp_path) as office:
        yield office


def test_a_workspace_that_is_installed_talks_at_once_and_asks_slack_nothing_first(office: Office) -> None:
    office.browser.installs("T1")
    amara = office.fake.user("Amara")
    before = len(office.fake.calls_of("auth.test"))

    for _ in range(3):
        assert office.fake.command(amara, "status").status == 200
    office.fake.wait_for_message(amara, "for your eyes alone")

    assert len(office.fake.calls_of("auth.test")) == before
    assert [one.workspace for one in office.talk.heard] == ["T1"] * 3


def test_each_workspace_is_answered_with_its_own_token(office: Office) -> None:
    for team in ("T1", "T2"):
        office.browser.installs(team)
    for slack in (office.fake, office.other):
        who = slack.user("Amara")
        slack.open_home(who)
        slack.wait_for_home(who, "Your coffees")

    assert [one.workspace for one in office.talk.heard] == ["T1", "T2"]
    assert len(office.fake.calls_of("views.publish")) == len(office.other.calls_of("views.publish")) == 1


def test_a_workspace_that_has_not_installed_it_gets_nothing_but_a_hint(office: Office) -> None:
    office.browser.installs("T1")
    stranger = office.other.user("Amara")

    office.other.command(stranger, "join")

    assert "not set up for this workspace" in str(office.other.messages_for(stranger))
    assert office.talk.heard == []


def test_it_is_served_while_it_is_installed_and_with_the_token_of_the_day(office: Office) -> None:
    platforms = Workspaces(office.register, office.slack)
    assert list(platforms) == []
    office.browser.installs("T1")
    first = platforms["T1"]
    assert list(platforms) == ["T1"]
    assert platforms["T1"] is first, "as long as nothing changes"

    office.fake.workspace.dead.add(office.fake.workspace.token)
    office.fake.workspace.token = ""
    office.browser.installs("T1")

    assert len(platforms) == 1
    assert platforms["T1"] is not first
    assert platforms["T1"].identify() == "T1"
    with pytest.raises(KeyError):
        platforms["T3"]


def test_a_whole_organisation_brings_its_workspaces_one_by_one(office: Office) -> None:
    office.fake.workspace.enterprise = "E1"

    page = office.browser.installs("T1", is_organisations="yes")

    assert "The whole trust" in page.text
    assert office.served() == {}, "nobody is to be found at the organisation itself"
    office.fake.command(office.fake.user("Amara"), "status")
    assert office.served() == {"T1": office.fake.workspace.token}
    with office.database.read() as connection:
        assert len(programmes.programmes(connection, "T1")) == 1
        assert programmes.programmes(connection, "E1") == ()


def test_an_organisation_brings_no_workspace_of_another_one(office: Office) -> None:
    office.fake.workspace.enterprise = "E1"
    office.browser.installs("T1", is_organisations="yes")
    office.other.workspace.enterprise = "E2"

    office.other.command(office.other.user("Amara"), "status")

    assert office.served() == {}

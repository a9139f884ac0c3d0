"""Several `crossbrew run` on one PostgreSQL, as processes: they share a round, whatever becomes of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.replicas import HTTP, SOCKET, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.replicas import Replica

pytestmark = pytest.mark.chaos

PAIRINGS = 16
"""More than one worker claims at a time, so that two have work: twenty seconds at Slack's pace."""
PATIENCE = 90


@pytest.fixture
def site(request: pytest.FixtureRequest, postgres_url: str, tmp_path: Path) -> Iterator[Site]:
    """A workspace in which everybody has joined."""
    with Site(postgres_url, tmp_path, request.param) as made:
        made.everybody_joins(2 * PAIRINGS)
        yield made


def introduced(site: Site) -> int:
    """How many people have been introduced."""
    return len(site.introductions())


def until(site: Site, people: int) -> None:
    site.slack.eventually(lambda: introduced(site) >= people, PATIENCE)


def check_everybody_was_introduced_once(site: Site, *left: Replica) -> None:
    site.slack.eventually(lambda: site.standing() == {"sent": PAIRINGS}, PATIENCE)
    for one in left:
        assert one.terminate() == 0, one.said
        assert "Traceback" not in one.said
    assert site.introductions() == dict.fromkeys(site.slack.workspace.users, 1)


@pytest.mark.parametrize("site", [SOCKET], indirect=True)
def test_one_that_is_killed_while_introducing_is_made_up_for_by_the_other(site: Site) -> None:
    first = site.started()
    site.crossbrew("round", "run")
    until(site, 1)
    (worker,) = site.claims()
    second = site.started()
    site.slack.eventually(lambda: len(site.claims()) > 1, PATIENCE)

    first.kill()
    held = site.claims()[worker]
    assert held > 0, "it died with work in its hands"
    site.slack.eventually(lambda: site.standing() == {"sent": PAIRINGS - held, "sending": held}, PATIENCE)
    site.let_leases_end(worker)

    check_everybody_was_introduced_once(site, second)


@pytest.mark.parametrize("site", [HTTP], indirect=True)
def test_a_rolling_restart_loses_nothing_and_repeats_nothing(site: Site) -> None:
    first, second = site.started(), site.started()
    site.crossbrew("round", "run")
    until(site, 4)

    assert first.terminate() == 0, first.said
    assert "Traceback" not in first.said
    assert len(site.claims()) <= 1, "what it held and had not sent is anybody's again"
    third = site.started()
    assert second.terminate() == 0, second.said

    check_everybody_was_introduced_once(site, third)

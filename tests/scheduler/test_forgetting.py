from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.tick import tick
from storage import installations, people
from tests.story import WORKSPACE

if TYPE_CHECKING:
    from tests.story import Story

QUARTER = timedelta(days=90)


def leave(story: Story) -> None:
    """The app is taken out of the workspace."""
    with story.database.change() as connection:
        assert installations.revoke(connection, WORKSPACE, story.clock.now(), story.clock.now())


def test_nothing_is_decided_for_a_workspace_that_left_until_it_is_back(story: Story) -> None:
    leave(story)
    story.wind(story.plan().starts_at)
    assert story.pairings() == ()
    assert story.outbox().get("owed", 0) == 0

    with story.database.change() as connection:
        installations.come_back(connection, [WORKSPACE])
    story.wind(story.plan().starts_at)

    assert len(story.pairings()) == 3


def test_what_is_kept_of_it_is_erased_when_the_time_is_over_and_not_before(story: Story) -> None:
    left = story.clock.now()
    leave(story)

    assert tick(story.database, left + QUARTER, QUARTER).done == ()
    told = tick(story.database, left + QUARTER + timedelta(seconds=1), QUARTER).done
    assert told == ("workspace T1 left 90 days ago: all that was kept of it is erased",)

    with story.database.read() as connection:
        assert people.workspaces(connection) == ()
        assert people.people(connection, WORKSPACE) == {}
    assert tick(story.database, left + 2 * QUARTER, QUARTER).done == ()

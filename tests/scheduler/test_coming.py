"""Which round comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pairing.rounds import timetable
from scheduler.coming import next_round
from scheduler.opening import open_round
from storage import programmes
from tests.cast import AMARA, WORKSPACE

if TYPE_CHECKING:
    from pairing.people import Programme
    from tests.story import Story


def programme_of(story: Story) -> Programme:
    """The one that it has."""
    with story.database.read() as connection:
        return programmes.programmes(connection, WORKSPACE)[0]


def test_a_round_comes_until_it_is_opened_also_where_that_is_before_its_hour(story: Story) -> None:
    of = programme_of(story)
    early = timetable(of.cadence, 1).starts_at - timedelta(days=1)

    with story.database.read() as connection:
        assert next_round(connection, of, early - timedelta(days=300)) == 1
        assert next_round(connection, of, early) == 1
    open_round(story.database, of, 1, early)
    with story.database.read() as connection:
        assert next_round(connection, of, early) == 2
        assert next_round(connection, of, early + timedelta(days=2)) == 2


def test_who_skips_after_an_early_opening_skips_the_round_that_is_to_come(story: Story) -> None:
    story.clock.wind(story.plan().starts_at - timedelta(hours=30))
    open_round(story.database, programme_of(story), 1, story.clock.now())

    story.says(AMARA, "skip")

    assert story.member(AMARA).skips_round == 2

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.lateness import GRACE, late_rounds
from scheduler.tick import tick
from storage import programmes, rounds
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from datetime import datetime


def late(story: Story, now: datetime) -> list[int]:
    with story.database.read() as connection:
        (main,) = programmes.programmes(connection, WORKSPACE)
        return late_rounds(main, rounds.rounds(connection, main), now)


def test_nothing_is_late_before_the_first_round(lite: Story) -> None:
    assert late(lite, lite.plan(1).starts_at - timedelta(seconds=1)) == []
    assert late(lite, lite.plan(0).starts_at) == []


def test_a_round_that_nobody_opened_is_late_once_a_tick_would_have_opened_it(lite: Story) -> None:
    starts = lite.plan(1).starts_at

    assert late(lite, starts + GRACE - timedelta(seconds=1)) == []
    assert late(lite, starts + GRACE) == [1]


def test_a_round_that_nobody_closed_is_late_with_the_one_that_nobody_opened(lite: Story) -> None:
    lite.wind(lite.plan(1).starts_at)
    over = lite.plan(1).closes_at + GRACE

    assert late(lite, lite.plan(1).closes_at) == []
    assert late(lite, over) == [1, 2]


def test_a_tick_leaves_nothing_late_even_where_it_skips_a_round(lite: Story) -> None:
    lite.wind(lite.plan(1).starts_at)
    far = lite.plan(5).late_after + timedelta(hours=1)

    tick(lite.database, far)

    assert late(lite, far) == []

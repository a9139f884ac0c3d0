from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.tables import event, notice
from tests.cast import AMARA

if TYPE_CHECKING:
    from tests.story import Story


def test_who_was_stood_up_and_never_asked_does_not_count_as_silent(lite: Story) -> None:
    plan = lite.plan()
    lite.wind(plan.starts_at)
    partner = lite.partner_of(AMARA)
    lite.presses(AMARA, "Can't make it")

    lite.wind(plan.closes_at)

    others = [who for who in lite.cast if who not in (AMARA, partner)]
    assert lite.member(partner).silent_rounds == 0
    assert lite.member(AMARA).silent_rounds == 0, "she did say something"
    assert [lite.member(who).silent_rounds for who in others] == [1, 1, 1, 1]


def test_a_programme_remembers_the_notices_of_the_last_round_and_the_events_of_a_month(lite: Story) -> None:
    for number in (1, 2, 3):
        lite.wind(lite.plan(number).starts_at)
        lite.presses(AMARA, "We've set a time")
        lite.wind(lite.plan(number).ask_at)
    end = lite.plan(3).closes_at
    lite.wind(end)

    with lite.database.read() as connection:
        numbers = set(connection.scalars(select(notice.c.number)))
        seen = list(connection.scalars(select(event.c.seen_at)))
    assert numbers == {3, 4}
    assert seen
    assert min(seen) >= end - timedelta(days=30)

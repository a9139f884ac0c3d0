"""An outage of the platform: what is owed waits for its end, and costs a few tries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery import Delivery
from bot.pacing import Pacer
from bot.platforms import Call, DeliveryError, Limit
from storage import gates
from storage.gates import IN_A_ROW, LONGEST_REST
from tests.story import SIX, WORKSPACE

if TYPE_CHECKING:
    from tests.story import Story

ALLOWED = 1_000_000


@pytest.fixture
def due(lite: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Six heads-ups are due, from a platform with limits."""
    monkeypatch.setattr(type(lite.chat), "limits", {Call.POST: Limit("send", ALLOWED)})
    lite.clock.wind(lite.plan().heads_up_at)
    lite.tick()
    return lite


def worker(story: Story) -> Delivery:
    """A worker that waits for its turn by the story's clock."""

    def wait(seconds: float) -> bool:
        story.clock.wind(story.clock.now() + timedelta(seconds=seconds))
        return False

    pacer = Pacer(story.clock, wait)
    return Delivery(story.database, story.clock, {WORKSPACE: story.chat}, pacer=pacer)


def hours_of(story: Story, hours: int) -> None:
    until = story.clock.now() + timedelta(hours=hours)
    while story.clock.now() < until:
        worker(story).deliver()
        story.clock.wind(story.clock.now() + timedelta(minutes=5))


@pytest.mark.parametrize("refused", [True, False])
def test_an_outage_of_two_hours_loses_none_that_cannot_have_arrived(due: Story, *, refused: bool) -> None:
    error = DeliveryError("URLError", method="send", unknown=not refused)
    due.chat.faults = [error] * 500
    hours_of(due, 2)
    tried = 500 - len(due.chat.faults)
    due.chat.faults = []
    hours_of(due, 1)

    assert tried <= IN_A_ROW + 2 * 60 * 60 / LONGEST_REST.total_seconds() + 5
    if refused:
        assert due.outbox() == {"sent": len(SIX)}


def test_single_failures_among_many_that_go_well_shut_nothing(due: Story) -> None:
    due.chat.faults = [DeliveryError("internal_error", method="send")] * (IN_A_ROW - 1)

    assert str(worker(due).deliver()) == f"{IN_A_ROW - 1} put back, {len(SIX) - IN_A_ROW + 1} sent"


def test_a_look_that_works_begins_the_count_of_looks_anew(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {Call.POST: Limit("send", ALLOWED), Call.LOOK: Limit("look", ALLOWED)}
    monkeypatch.setattr(type(lite.chat), "limits", limits)
    lite.chat.can_look = True
    with lite.database.change() as connection:
        for _ in range(IN_A_ROW - 1):
            gates.note_failure(connection, WORKSPACE, "look", lite.clock.now())
    lite.clock.wind(lite.plan().heads_up_at)
    lite.tick()
    lite.chat.loses_replies = True
    worker(lite).deliver()
    hours_of(lite, 1)
    assert lite.outbox() == {"sent": len(SIX)}

    with lite.database.change() as connection:
        assert gates.note_failure(connection, WORKSPACE, "look", lite.clock.now()) is None

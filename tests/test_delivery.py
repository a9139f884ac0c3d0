"""The worker that sends what is owed: in which order, how often, when, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.delivery import Delivery
from bot.letters import compose
from bot.outcomes import FAULT, FIRST_WAIT, LONGEST_WAIT, MOST_ATTEMPTS, SHORTEST_GATE, UNKNOWN
from bot.platforms import DeliveryError
from storage import outbox, outbox_books, tables
from storage.database import Database
from tests.cast import AMARA, BEN
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.letters import Letter
    from bot.message import Message
    from bot.platforms import Receipt
    from pairing.notices import Notice
    from pairing.people import Programme
    from storage.situation import Situation


@pytest.fixture
def due(lite: Story) -> Story:
    """Six heads-ups are due, and none is sent."""
    lite.clock.wind(lite.plan().heads_up_at)
    lite.tick()
    return lite


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Story]:
    """One member, whose one heads-up is due."""
    database = Database(f"sqlite:///{tmp_path / 'alone.db'}")
    told = Story(database, (AMARA,))
    told.everybody_joins()
    told.clock.wind(told.plan().heads_up_at)
    told.tick()
    yield told
    database.close()


def before_sending(story: Story, does: Callable[[], object]) -> None:
    """Do something in the middle of the next message's way out, once."""
    send = story.chat.send
    waiting = [does]

    def hindered(address: str, message: Message) -> Receipt:
        while waiting:
            waiting.pop()()
        return send(address, message)

    story.chat.send = hindered  # type: ignore[method-assign]  # a hindrance to order


def reasons(story: Story) -> set[str]:
    """Why notices are where they are."""
    with story.database.read() as connection:
        return set(connection.scalars(select(tables.notice.c.reason)))


def references(story: Story) -> list[str]:
    return [message.reference for _, message in story.chat.sent]


def test_what_is_due_first_goes_first_and_progress_is_told_by_the_batch(
    due: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.BATCH", 4)
    heard: list[int] = []

    delivered = due.bot.delivery.deliver(heard.append)

    assert heard == [4, 6]
    assert str(delivered) == "6 sent"
    assert len(set(references(due))) == 6
    assert str(due.bot.delivery.deliver(heard.append)) == "nothing due"


def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_sent(due: Story) -> None:
    worker = due.bot.delivery
    before_sending(due, worker.stop)

    worker.deliver()

    assert due.outbox() == {"sent": 1, "owed": 5}
    due.restart()
    due.bot.delivery.deliver()
    assert due.outbox() == {"sent": 6}
    assert len(set(references(due))) == 6, "at once, and none twice"


def test_a_worker_that_slept_past_its_lease_changes_nothing_and_says_so(
    lite: Story, caplog: pytest.LogCaptureFixture
) -> None:
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    second = Delivery(lite.database, lite.clock, {WORKSPACE: lite.chat})
    taken: list[str] = []

    def sleeps() -> None:
        lite.clock.wind(lite.clock.now() + outbox.LEASE + timedelta(seconds=1))
        taken.append(str(second.deliver()))

    before_sending(lite, sleeps)
    lite.bot.delivery.deliver()

    assert taken == ["3 sent"]
    assert lite.outbox() == {"sent": 3}
    assert caplog.text.count("ended before it did") == 1
    counted = sorted(references(lite).count(each) for each in set(references(lite)))
    assert counted == [1, 1, 2], "the one in hand went twice, for nobody could know; the others once"


def test_a_worker_whose_lease_runs_out_starts_nothing_more_under_it(due: Story) -> None:
    before_sending(due, lambda: due.clock.wind(due.clock.now() + outbox.LEASE))

    delivered = due.bot.delivery.deliver()

    assert delivered.counts["lost"] == 5
    assert due.outbox() == {"sent": 6}
    assert len(references(due)) == 6


def test_waits_grow_within_bounds_until_the_notice_is_given_up(alone: Story) -> None:
    alone.chat.faults = [DeliveryError("service_unavailable")] * MOST_ATTEMPTS
    waits = []
    while alone.outbox() == {"owed": 1}:
        alone.bot.delivery.deliver()
        with alone.database.read() as connection:
            again = outbox_books.next_due(connection, alone.clock.now())
        if again is not None:
            waits.append(again - alone.clock.now())
            alone.clock.wind(again)

    assert alone.outbox() == {"dead": 1}
    assert len(waits) == MOST_ATTEMPTS - 1
    for attempt, wait in enumerate(waits):
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
        assert longest / 2 <= wait <= longest
    assert alone.chat.sent == []


def test_no_two_workers_wait_in_step(due: Story) -> None:
    due.chat.faults = [DeliveryError("service_unavailable")] * 6

    due.bot.delivery.deliver()

    with due.database.read() as connection:
        waits = set(connection.scalars(select(tables.notice.c.not_before)))
    assert len(waits) == 6


@pytest.mark.parametrize(
    ("fault", "after"),
    [
        (DeliveryError("invalid_blocks", permanent=True), {"dead": 1}),
        (DeliveryError("timeout", unknown=True), {"owed": 1}),
        (DeliveryError("service_unavailable"), {"owed": 1}),
        (DeliveryError("ratelimited", retry_after=30, method="send"), {"owed": 1}),
    ],
)
def test_what_a_failure_means(alone: Story, fault: DeliveryError, after: dict[str, int]) -> None:
    alone.chat.faults = [fault]

    alone.bot.delivery.deliver()

    assert alone.outbox() == after
    assert alone.chat.sent == []


def test_a_reminder_that_may_have_arrived_is_let_go_and_one_that_did_not_is_sent(alone: Story) -> None:
    alone.chat.faults = [DeliveryError("service_unavailable"), DeliveryError("timeout", unknown=True)]

    for _ in range(3):
        alone.bot.delivery.deliver()
        alone.clock.wind(alone.clock.now() + timedelta(hours=1))

    assert alone.outbox() == {"dropped": 1}
    assert reasons(alone) == {UNKNOWN}


def test_a_platform_that_asks_for_no_wait_is_not_asked_without_end(alone: Story) -> None:
    alone.chat.faults = [DeliveryError("ratelimited", retry_after=0, method="send")] * 3

    for expected in ([{"owed": 1}] * 3) + [{"sent": 1}]:
        alone.bot.delivery.deliver()
        assert alone.outbox() == expected
        alone.clock.wind(alone.clock.now() + timedelta(seconds=SHORTEST_GATE))


def test_a_closed_gate_holds_back_the_rest_of_the_batch_unharmed(due: Story) -> None:
    due.chat.faults = [DeliveryError("ratelimited", retry_after=30, method="send")]
    due.bot.delivery.deliver()
    assert due.outbox() == {"owed": 6}

    another = Delivery(due.database, due.clock, {WORKSPACE: due.chat})
    assert str(another.deliver()) == "nothing due", "the gate is closed for every worker"

    due.clock.wind(due.clock.now() + timedelta(seconds=30))
    assert str(another.deliver()) == "6 sent"


def test_one_notice_whose_words_cannot_be_found_never_stops_the_rest(
    due: Story, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumbles(programme: Programme, notice: Notice, here: Situation, now: datetime) -> Letter:
        if notice.person == due.id_of(AMARA):
            raise ValueError("no such words")
        return compose(programme, notice, here, now)

    monkeypatch.setattr("bot.sending.compose", stumbles)
    due.bot.delivery.deliver()
    assert due.outbox() == {"sent": 5, "owed": 1}

    for _ in range(MOST_ATTEMPTS):
        due.clock.wind(due.clock.now() + LONGEST_WAIT)
        due.bot.delivery.deliver()
    assert due.outbox() == {"sent": 5, "dead": 1}
    assert FAULT in reasons(due)
    assert "could not be seen to" in caplog.text


def test_a_fault_inside_the_platform_counts_as_perhaps_sent(lite: Story) -> None:
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    lite.chat.faults = [ValueError("a reply that could not be read")] * 4

    for hours in (0, 1, 2, 3):
        lite.clock.wind(lite.clock.now() + timedelta(hours=hours))
        lite.bot.delivery.deliver()

    assert lite.outbox() == {"sent": 2, "dead": 1}, "each was tried twice at most"


def test_what_fell_due_by_day_is_not_sent_by_night(alone: Story) -> None:
    alone.clock.wind(alone.clock.now().replace(hour=22))

    assert str(alone.bot.delivery.deliver()) == "1 put back"
    assert alone.outbox() == {"owed": 1}

    alone.clock.wind(alone.clock.now() + timedelta(hours=11))
    assert str(alone.bot.delivery.deliver()) == "1 sent"


def test_two_for_whom_it_is_never_day_at_once_are_each_told_in_their_own(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'far.db'}")
    far = replace(BEN, timezone="Pacific/Auckland")
    story = Story(database, (AMARA, far))
    story.everybody_joins()
    hours: dict[str, list[int]] = {}
    send = story.chat.send

    def note(address: str, message: Message) -> Receipt:
        for who in (AMARA, far):
            if address == story.address(who):
                local = story.clock.now().astimezone(ZoneInfo(who.timezone))
                hours.setdefault(who.id, []).append(local.hour)
        return send(address, message)

    story.chat.send = note  # type: ignore[method-assign]  # somebody who looks at the clock
    plan = story.plan()
    story.clock.wind(plan.starts_at)
    for _ in range((plan.nudge_at - plan.starts_at) // timedelta(hours=1) + 24):
        story.wind(story.clock.now() + timedelta(hours=1), beats=1)

    assert story.group_titles() == []
    for who in (AMARA, far):
        assert len(story.heard(who)) == 2, "an introduction and a nudge"
        assert all(8 <= hour < 18 for hour in hours[who.id])
    database.close()

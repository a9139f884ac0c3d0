"""Workers that die, stand still or go by other clocks, and those who take over what they had in hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery import Delivery
from bot.outcomes import SETTLING
from bot.platforms import DeliveryError
from scheduler.clock import HandClock
from storage.outbox import LEASE
from tests.cast import AMARA, BEN
from tests.looking import HOUR, another_sees_to_it, beat_for, introductions, on_the_way, standing, told
from tests.story import WORKSPACE, KilledError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.message import Message
    from bot.platforms import Receipt
    from tests.story import Story


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Story]:
    """Two people whose introduction is due."""
    yield from told(tmp_path, AMARA, BEN)


@pytest.mark.parametrize("ahead", [HOUR, LEASE], ids=["a clock an hour ahead", "clocks that agree"])
def test_who_takes_over_what_is_on_its_way_waits_until_it_can_be_there(
    two: Story, caplog: pytest.LogCaptureFixture, ahead: timedelta
) -> None:
    fast = HandClock(two.clock.now() + ahead)
    other = Delivery(two.database, fast, {WORKSPACE: two.chat})
    on_the_way(two, other.deliver)

    two.bot.delivery.deliver()
    fast.wind(fast.now() + SETTLING)
    other.deliver()

    assert introductions(two) == 1
    assert two.outbox() == {"sent": 1}
    assert "ended before it did" in caplog.text


def test_who_stood_still_before_the_call_takes_back_what_came_second(
    two: Story, caplog: pytest.LogCaptureFixture
) -> None:
    on_the_way(two, lambda: another_sees_to_it(two))
    two.bot.delivery.deliver()

    assert introductions(two) == 2
    assert standing(two) == 1
    assert two.outbox() == {"sent": 1}
    assert "the second was taken back" in caplog.text


def test_what_came_first_is_never_taken_back(two: Story) -> None:
    """The other worker found it: its claim is lost, and it stands."""
    send, waiting = two.chat.send, [1]

    def stands_still_afterwards(address: str, message: Message) -> Receipt:
        receipt = send(address, message)
        while waiting:
            waiting.pop()
            another_sees_to_it(two)
        return receipt

    two.chat.send = stands_still_afterwards  # type: ignore[method-assign]  # a hindrance to order
    two.bot.delivery.deliver()

    assert introductions(two) == standing(two) == 1
    assert two.outbox() == {"sent": 1}


def test_what_cannot_be_taken_back_is_told(two: Story, caplog: pytest.LogCaptureFixture) -> None:
    def refuses(_receipt: Receipt) -> None:
        raise DeliveryError("cant_delete_message", permanent=True)

    two.chat.retract = refuses  # type: ignore[assignment,method-assign]  # a fault to order
    on_the_way(two, lambda: another_sees_to_it(two))
    two.bot.delivery.deliver()

    assert "may have been sent twice: cant_delete_message" in caplog.text


def test_who_lost_a_notice_of_a_group_tells_nobody_one_by_one(two: Story) -> None:
    """It stood still while it asked for a group; by then another had told the group that was opened."""
    opening = two.chat.open_group
    waiting = [1]

    def stands_still(addresses: Iterable[str]) -> str | None:
        if not waiting:
            return opening(addresses)
        waiting.pop()
        another_sees_to_it(two)
        return None

    two.chat.open_group = stands_still  # type: ignore[method-assign]  # a hindrance to order
    two.bot.delivery.deliver()
    beat_for(two, HOUR)

    assert two.outbox() == {"sent": 1}
    assert introductions(two) == 1


def test_a_clock_an_hour_behind_delays_and_loses_nothing(two: Story) -> None:
    slow = HandClock(two.clock.now() - HOUR)
    two.chat.faults = [KilledError()]
    with pytest.raises(KilledError):
        two.bot.delivery.deliver()

    other = Delivery(two.database, slow, {WORKSPACE: two.chat})
    for _ in range(9):
        slow.wind(slow.now() + timedelta(minutes=10))
        other.deliver()

    assert two.outbox() == {"sent": 1}
    assert introductions(two) == 1


def test_a_worker_that_dies_in_the_middle_of_anything_leaves_one_introduction(
    two: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies before the group's address is kept, before the post, after it, and before the end is kept."""
    deaths = ("storage.pairings.keep_group_address", "storage.outbox.begin", "storage.outbox.finish")

    def dies(*_args: object, **_kwargs: object) -> None:
        raise KilledError

    for place in deaths:
        with monkeypatch.context() as patched:
            patched.setattr(place, dies)
            with pytest.raises(KilledError):
                two.bot.delivery.deliver()
        two.restart()
        two.clock.wind(two.clock.now() + LEASE + timedelta(seconds=1))
    beat_for(two, HOUR)

    assert two.outbox() == {"sent": 1}
    assert introductions(two) == 1


def test_no_order_of_doubt_refusal_and_death_repeats_it(two: Story) -> None:
    """Its reply is lost; then looking is refused for a while; then who looks dies; then it is found."""
    find = two.chat.find
    refusals = [DeliveryError("ratelimited", retry_after=60, method="look"), KilledError()]

    def hindered(address: str, reference: str, since: datetime) -> Receipt | None:
        if refusals:
            raise refusals.pop(0)
        return find(address, reference, since)

    two.chat.loses_replies = True
    two.chat.find = hindered  # type: ignore[method-assign]  # faults to order
    two.bot.delivery.deliver()
    with pytest.raises(KilledError):
        beat_for(two, HOUR)
    two.restart()
    assert two.outbox() == {"sending": 1}

    beat_for(two, HOUR)

    assert refusals == []
    assert two.outbox() == {"sent": 1}
    assert introductions(two) == 1

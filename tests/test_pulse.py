"""What a running bot does again and again, and what becomes of it when somebody sets the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest

from bot.platforms import DeliveryError
from bot.pulse import SETTLES_AFTER, Pulse
from bot.watching.signs import Loop, Signs
from bot.wiring import delivery_of
from scheduler.clock import SteadyClock
from storage.database import StorageError
from tests.story import WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.delivery import Delivery
    from bot.message import Message
    from bot.platforms import Receipt
    from scheduler.tick import Ticked
    from tests.story import Story


@dataclass
class Here:
    """A story whose time is told by a clock on the wall, which somebody may set, and its replicas."""

    story: Story
    wall: datetime
    seconds: float = 0.0
    said: list[str] = field(default_factory=list)
    ticks: list[Ticked] = field(default_factory=list)
    signs: Signs = field(default_factory=Signs)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        send, lock = self.story.chat.send, Lock()

        def sending(address: str, message: Message) -> Receipt:
            with lock:  # there are several senders
                happens = self.meanwhile.pop() if self.meanwhile else lambda: None
            happens()
            return send(address, message)

        self.story.chat.send = sending  # type: ignore[method-assign]  # something happens in between

    def replica(self, on_tick: Callable[[Ticked], object] | None = None) -> Pulse:
        clock = SteadyClock(lambda: self.wall, lambda: self.seconds)

        def delivery() -> Delivery:
            chats: dict[str, Any] = {WORKSPACE: self.story.chat}
            return delivery_of(self.story.database, clock, chats, outside=clock)

        return Pulse(
            self.story.database,
            clock,
            delivery,
            self.signs,
            say=self.said.append,
            on_tick=on_tick or self.ticks.append,
        )

    def pass_(self, span: timedelta) -> None:
        self.wall += span
        self.seconds += span.total_seconds()

    def introduced(self) -> list[str]:
        """What each introduction that was sent is about, as often as it was sent."""
        return sorted(message.reference for to, message in self.story.chat.sent if "/g/" in to)


@pytest.fixture
def here(story: Story) -> Here:
    """The hour at which the first round starts."""
    story.clock.wind(story.plan().starts_at)
    return Here(story, story.plan().starts_at)


@pytest.mark.parametrize("hours", [-1, 1])
@pytest.mark.parametrize("second_notices", [False, True])
def test_nothing_is_sent_twice_when_somebody_sets_the_clock(
    here: Here, hours: int, *, second_notices: bool
) -> None:
    first, second = here.replica(), here.replica()
    first.tick()

    def somebody_sets_the_clock() -> None:
        here.wall += timedelta(hours=hours)
        if second_notices:
            second.keep_time()
        second.deliver()

    here.meanwhile = [somebody_sets_the_clock]
    first.deliver()
    first.keep_time()
    here.meanwhile = [second.deliver]
    first.deliver()
    second.keep_time()

    here.pass_(SETTLES_AFTER + timedelta(hours=1))
    here.meanwhile = [second.deliver]
    for one in (first, second):
        one.keep_time()
        one.deliver()

    assert len(here.introduced()) == len(set(here.introduced())) == 3


def test_nobody_sends_by_a_clock_set_back_until_the_others_have_noticed(here: Here) -> None:
    first, second = here.replica(), here.replica()
    first.tick()
    here.pass_(timedelta(hours=2))
    here.wall -= timedelta(hours=1)
    first.keep_time()
    here.meanwhile = [second.deliver]
    first.deliver()
    second.keep_time()

    here.pass_(SETTLES_AFTER + timedelta(hours=1))
    for one in (first, second):
        one.keep_time()
        one.deliver()

    assert len(here.introduced()) == len(set(here.introduced())) == 3


def test_a_clock_that_was_set_is_told_and_sending_rests_for_a_lease(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    replica = here.replica()
    replica.tick()
    here.wall += timedelta(hours=1)
    replica.keep_time()
    replica.deliver()

    assert "The clock was set by +3600 s; sending rests for 140 s" in caplog.text
    assert here.introduced() == []

    here.pass_(SETTLES_AFTER)
    replica.keep_time()
    replica.deliver()
    assert len(here.introduced()) == 3


def test_a_clock_that_drifts_stops_nothing(here: Here, caplog: pytest.LogCaptureFixture) -> None:
    replica = here.replica()
    replica.tick()
    here.wall += timedelta(seconds=2)
    replica.keep_time()
    replica.deliver()

    assert caplog.text == ""
    assert len(here.introduced()) == 3


def test_what_was_done_is_told(here: Here) -> None:
    replica = here.replica()
    replica.tick()
    replica.deliver()

    assert [ticked.failed for ticked in here.ticks] == [0]
    assert any("opened with 3 introductions" in sentence for sentence in here.said)
    assert here.said[-1] == "outbox: 3 sent"


def test_what_will_not_be_sent_is_warned_of_with_the_command_that_says_why(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise DeliveryError("channel_not_found", permanent=True)

    replica = here.replica()
    replica.tick()
    here.meanwhile = [refuse]
    replica.deliver()

    assert here.said[-1] == "outbox: 1 dead, 2 sent"
    assert "Not sent, and not tried again: 1. `crossbrew outbox list` says why." in caplog.text


def test_nothing_is_begun_once_it_is_to_stop(here: Here) -> None:
    replica = here.replica()
    replica.tick()
    replica.stop()
    replica.deliver()

    assert here.introduced() == []
    assert here.story.outbox() == {"owed": 3}


def test_what_is_claimed_and_not_begun_is_given_back_when_it_is_to_stop(here: Here) -> None:
    replica = here.replica()
    replica.tick()
    here.meanwhile = [replica.stop]
    replica.deliver()

    sent = here.story.outbox()["sent"]
    assert here.story.outbox() in ({"sent": 3}, {"sent": sent, "owed": 3 - sent})


def test_it_says_what_it_is_at(here: Here) -> None:
    replica = here.replica()
    replica.tick()
    seen: list[tuple[Loop, ...]] = []
    here.meanwhile = [lambda: seen.append(replica.at_work())]
    replica.deliver()

    assert seen == [(Loop.DELIVERY,)]
    assert replica.at_work() == ()


def test_a_database_that_is_away_ends_no_beat(lite: Story, caplog: pytest.LogCaptureFixture) -> None:
    replica = Here(lite, lite.clock.now()).replica()
    database = lite.database
    database.close()
    Path(str(database.engine.url.database)).unlink()

    replica.tick()
    replica.deliver()

    assert "Trying again at the next tick." in caplog.text
    assert "Trying again at the next delivery." in caplog.text
    assert "Traceback" not in caplog.text


def test_what_a_tick_did_is_told_though_the_tick_itself_cannot_be_written_down(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_ticked: Ticked) -> None:
        raise StorageError("The disk is full.")

    pulse = here.replica(on_tick=fails)
    pulse.tick()

    assert "round 1 opened" in " ".join(here.said)
    assert "The disk is full." in caplog.text

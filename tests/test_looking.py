"""A message that may have arrived, where the chat can be asked: it is looked for before anything else."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery import Delivery
from bot.outcomes import LONGEST_WAIT, MOST_ATTEMPTS, SETTLING
from bot.platforms import DeliveryError
from pairing.notices import PairingState
from scheduler.clock import HandClock
from storage.database import Database
from storage.outbox import LEASE
from tests.cast import AMARA, BEN, CHIDI
from tests.story import WORKSPACE, KilledError, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.message import Message
    from bot.platforms import Receipt
    from pairing.people import Person

HOUR = timedelta(hours=1)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Story]:
    """Two people whose introduction is due."""
    yield from told(tmp_path, AMARA, BEN)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Story]:
    """Three people whose introduction to each other is due."""
    yield from told(tmp_path, AMARA, BEN, CHIDI)


def told(folder: Path, *cast: Person) -> Iterator[Story]:
    story = Story(Database(f"sqlite:///{folder / 'looking.db'}"), cast)
    story.chat.can_look = True
    story.everybody_joins()
    story.clock.wind(story.plan().starts_at)
    story.tick()
    yield story
    story.database.close()


def introductions(story: Story) -> int:
    """How many introductions stand in the chat."""
    return sum("/g/" in to for to, _ in story.chat.sent)


def beat_for(story: Story, span: timedelta, step: timedelta = timedelta(minutes=10)) -> None:
    for _ in range(span // step):
        story.clock.wind(story.clock.now() + step)
        story.bot.delivery.deliver()


def on_the_way(story: Story, does: Callable[[], object]) -> None:
    """Do something while the next message is on its way: it was sent off and is not there yet."""
    send, waiting = story.chat.send, [does]

    def hindered(address: str, message: Message) -> Receipt:
        while waiting:
            waiting.pop()()
        return send(address, message)

    story.chat.send = hindered  # type: ignore[method-assign]  # a hindrance to order


def test_a_lost_reply_brings_no_repeat(two: Story) -> None:
    two.chat.loses_replies = True
    two.bot.delivery.deliver()
    assert two.outbox() == {"owed": 1}

    beat_for(two, HOUR)

    assert two.outbox() == {"sent": 1}
    assert introductions(two) == 1


def test_what_did_not_arrive_is_sent_again_without_a_word_about_it(two: Story) -> None:
    two.chat.faults = [DeliveryError("timeout", unknown=True)]

    beat_for(two, HOUR)

    assert two.outbox() == {"sent": 1}
    assert "may have come already" not in str(two.chat.sent).casefold()


def test_what_used_up_its_attempts_is_looked_for_before_it_is_given_up(two: Story) -> None:
    two.chat.faults = [DeliveryError("service_unavailable")] * (MOST_ATTEMPTS - 1)
    while two.chat.faults:
        beat_for(two, HOUR, step=HOUR)
    two.chat.loses_replies = True

    beat_for(two, 6 * HOUR)

    assert two.outbox() == {"sent": 1}
    assert introductions(two) == 1


def test_what_used_up_its_attempts_and_is_not_there_is_sent_no_more(two: Story) -> None:
    two.chat.faults = [DeliveryError("timeout", unknown=True)] * MOST_ATTEMPTS

    beat_for(two, 7 * HOUR)

    assert two.outbox() == {"dead": 1}
    assert introductions(two) == 0


def test_looking_does_not_go_on_for_ever(two: Story) -> None:
    looks: list[str] = []

    def refuses(_address: str, reference: str, _since: object) -> Receipt | None:
        looks.append(reference)
        raise DeliveryError("missing_scope")

    two.chat.faults = [DeliveryError("timeout", unknown=True)]
    two.chat.find = refuses  # type: ignore[assignment,method-assign]  # a fault to order
    while two.outbox() == {"owed": 1}:
        two.clock.wind(two.clock.now() + LONGEST_WAIT)
        two.bot.delivery.deliver()

    assert two.outbox() == {"dead": 1}
    assert MOST_ATTEMPTS <= len(looks) <= 2 * MOST_ATTEMPTS
    assert introductions(two) == 0


def test_an_introduction_that_arrived_counts_though_somebody_paused_since(two: Story) -> None:
    two.chat.loses_replies = True
    two.bot.delivery.deliver()
    two.says(BEN, "pause")

    beat_for(two, HOUR)

    assert two.outbox() == {"sent": 1}
    assert two.pairing_of(AMARA).state is PairingState.OPEN, "they were introduced: nobody is let down"


def test_an_introduction_that_did_not_arrive_lapses_once_somebody_paused(two: Story) -> None:
    two.chat.faults = [DeliveryError("timeout", unknown=True)]
    two.bot.delivery.deliver()
    two.says(BEN, "pause")

    beat_for(two, HOUR)

    assert introductions(two) == 0
    assert two.heard(AMARA)[-1] == "This one didn't line up"
    assert two.pairing_of(AMARA).state is PairingState.FREED


def test_a_reminder_that_arrived_counts_though_it_was_answered_since(two: Story) -> None:
    two.bot.delivery.deliver()
    two.clock.wind(two.plan().ask_at)
    two.tick()
    two.chat.loses_replies = True
    two.bot.delivery.deliver()
    for who in (AMARA, BEN):
        two.does(who, "met", pairing=two.pairing_of(who).id)

    beat_for(two, HOUR)

    assert two.outbox().keys() == {"sent"}


def test_who_left_after_the_group_was_opened_is_not_in_the_one_that_is_written_to(three: Story) -> None:
    three.chat.faults = [DeliveryError("ratelimited", retry_after=60, method="send")]
    three.bot.delivery.deliver()
    three.says(CHIDI, "leave")

    beat_for(three, HOUR)

    (group,) = {to for to, _ in three.chat.sent if "/g/" in to}
    assert group not in [chat.address for chat in three.chat.chats(three.address(CHIDI))]
    assert three.outbox() == {"sent": 1}


def test_one_of_three_who_left_once_it_had_arrived_changes_nothing(three: Story) -> None:
    three.chat.loses_replies = True
    three.bot.delivery.deliver()
    three.says(CHIDI, "leave")

    beat_for(three, HOUR)

    assert introductions(three) == 1
    assert three.outbox() == {"sent": 1}


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


def standing(story: Story) -> int:
    """How many introductions stand in the chats of the people."""
    me = story.address(AMARA)
    groups = [chat.address for chat in story.chat.chats(me) if "/g/" in chat.address]
    return sum(len(story.chat.transcript(group, me)) for group in groups)


def test_who_stood_still_before_the_call_takes_back_what_came_second(
    two: Story, caplog: pytest.LogCaptureFixture
) -> None:
    other = Delivery(two.database, two.clock, {WORKSPACE: two.chat})

    def stands_still() -> None:
        two.clock.wind(two.clock.now() + LEASE)
        other.deliver()
        two.clock.wind(two.clock.now() + SETTLING)
        other.deliver()

    on_the_way(two, stands_still)
    two.bot.delivery.deliver()

    assert introductions(two) == 2
    assert standing(two) == 1
    assert two.outbox() == {"sent": 1}
    assert "the second was taken back" in caplog.text


def test_what_came_first_is_never_taken_back(two: Story) -> None:
    """The other worker found it: its claim is lost, and it stands."""
    other = Delivery(two.database, two.clock, {WORKSPACE: two.chat})
    send, waiting = two.chat.send, [1]

    def stands_still_afterwards(address: str, message: Message) -> Receipt:
        receipt = send(address, message)
        while waiting:
            waiting.pop()
            two.clock.wind(two.clock.now() + LEASE)
            other.deliver()
            two.clock.wind(two.clock.now() + SETTLING)
            other.deliver()
        return receipt

    two.chat.send = stands_still_afterwards  # type: ignore[method-assign]  # a hindrance to order
    two.bot.delivery.deliver()

    assert introductions(two) == standing(two) == 1
    assert two.outbox() == {"sent": 1}


def test_what_cannot_be_taken_back_is_told(two: Story, caplog: pytest.LogCaptureFixture) -> None:
    other = Delivery(two.database, two.clock, {WORKSPACE: two.chat})

    def refuses(_receipt: Receipt) -> None:
        raise DeliveryError("cant_delete_message", permanent=True)

    def stands_still() -> None:
        two.clock.wind(two.clock.now() + LEASE)
        other.deliver()
        two.clock.wind(two.clock.now() + SETTLING)
        other.deliver()

    two.chat.retract = refuses  # type: ignore[assignment,method-assign]  # a fault to order
    on_the_way(two, stands_still)
    two.bot.delivery.deliver()

    assert "may have been sent twice: cant_delete_message" in caplog.text


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
    deaths = iter(("storage.pairings.keep_group_address", "storage.outbox.begin", "storage.outbox.finish"))

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
    assert Counter(message.reference for to, message in two.chat.sent if "/g/" in to).total() == 1

"""A message that may have arrived, where the chat can be asked: it is looked for before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.outcomes import LONGEST_WAIT, MOST_ATTEMPTS
from bot.platforms import Call, DeliveryError, Limit
from pairing.notices import PairingState
from storage import gates
from tests.cast import AMARA, BEN, CHIDI
from tests.looking import HOUR, beat_for, introductions, told
from tests.story import WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.platforms import Receipt
    from tests.story import Story


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Story]:
    """Two people whose introduction is due."""
    yield from told(tmp_path, AMARA, BEN)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Story]:
    """Three people whose introduction to each other is due."""
    yield from told(tmp_path, AMARA, BEN, CHIDI)


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


@pytest.mark.parametrize("call", [Call.LOOK, Call.OPEN_GROUP])
def test_what_has_its_turn_much_later_is_left_alone_until_then(two: Story, call: Call) -> None:
    if call is Call.LOOK:
        two.chat.loses_replies = True
        two.bot.delivery.deliver()
        two.clock.wind(two.clock.now() + LONGEST_WAIT)
    two.chat.limits = {call: Limit("often", 1)}
    with two.database.change() as connection:
        gates.reserve(connection, WORKSPACE, "often", two.clock.now(), HOUR, HOUR)

    assert str(two.bot.delivery.deliver()) == "1 put back"

    two.clock.wind(two.clock.now() + HOUR)
    two.bot.delivery.deliver()
    assert two.outbox() == {"sent": 1}
    assert introductions(two) == 1


def test_somebodys_own_chat_is_opened_to_be_looked_through_in_its_turn(two: Story) -> None:
    two.chat.has_groups = False
    two.chat.loses_replies = True
    two.bot.delivery.deliver()
    two.bot.delivery.deliver()
    two.clock.wind(two.clock.now() + LONGEST_WAIT)
    two.chat.limits = {Call.OPEN_GROUP: Limit("open", 1)}
    with two.database.change() as connection:
        gates.reserve(connection, WORKSPACE, "open", two.clock.now(), HOUR, HOUR)

    assert str(two.bot.delivery.deliver()) == "1 put back"

    two.clock.wind(two.clock.now() + HOUR)
    two.bot.delivery.deliver()
    assert two.outbox() == {"dropped": 1, "sent": 2}

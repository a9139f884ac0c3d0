"""What becomes of the time of a coffee when somebody can't make it, or leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pairing.notices import PairingState
from storage import bookings
from storage.database import Database
from tests.cast import AMARA, CHIDI, DANA
from tests.conversation.test_booking import THURSDAY, TUESDAY, kept, sets
from tests.story import SIX, Story

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def introduced(lite: Story) -> Story:
    """Six people just introduced, in three pairs."""
    lite.wind(lite.plan().starts_at)
    return lite


def test_the_time_of_a_freed_coffee_is_gone_everywhere(introduced: Story) -> None:
    sets(introduced, AMARA, TUESDAY)
    partner, pairing = introduced.partner_of(AMARA), introduced.pairing_of(AMARA)

    introduced.presses(AMARA, "Can't make it")
    introduced.wind(introduced.clock.now())

    assert introduced.pairing_of(AMARA).state is PairingState.FREED
    assert kept(introduced) is None
    assert introduced.group_titles()[3:] == [], "nobody is told of a time that is not"
    assert introduced.heard(partner)[-1] == "This one didn't line up"
    for who in (AMARA, partner):
        for what in ("booked", "booked.save", "move", "calendar"):
            answer = introduced.does(who, what, pairing=pairing.id, at=THURSDAY.isoformat())
            assert answer is not None
            assert answer.title == "This introduction has ended"


def test_somebody_found_afresh_sets_a_time_of_their_own(introduced: Story) -> None:
    first, second = (
        introduced.partner_of(AMARA),
        next(who for who in SIX if who not in (AMARA, introduced.partner_of(AMARA))),
    )
    other = introduced.partner_of(second)
    sets(introduced, AMARA, TUESDAY)
    for gone in (AMARA, second):
        introduced.presses(gone, "Can't make it")
    introduced.wind(introduced.clock.now())
    for waiting in (first, other):
        introduced.presses(waiting, "Find me someone new")
    introduced.wind(introduced.plan().starts_at + timedelta(hours=2))
    assert introduced.partner_of(first) == other

    assert sets(introduced, first, THURSDAY).title.startswith("Good, a time with ")
    introduced.wind(introduced.plan().starts_at + timedelta(hours=3))
    assert introduced.group_titles()[-1] == "Thursday 22 January, 14:00 ☕"


def test_of_three_the_two_who_remain_are_told_the_time(tmp_path: Path) -> None:
    story = Story(Database(f"sqlite:///{tmp_path / 'trio.db'}"), (AMARA, CHIDI, DANA))
    story.everybody_joins()
    story.wind(story.plan().starts_at)
    story.says(DANA, "leave")
    sets(story, AMARA, TUESDAY)
    story.wind(story.clock.now())

    told = [(to, message.title) for to, message in story.chat.sent if "20 January" in message.title]
    assert len(told) == 1
    members = {chat.address for chat in story.chat.chats(story.address(DANA))}
    assert told[0][0] not in members, "who left hears no more"
    story.database.close()


@pytest.mark.parametrize("name", ["booked", "booked.save", "move", "calendar", "waiting", "cannot"])
def test_whoever_has_left_three_makes_no_plans_with_the_other_two(tmp_path: Path, name: str) -> None:
    database = Database(f"sqlite:///{tmp_path / 'three.db'}", durable=False)
    story = Story(database, (AMARA, CHIDI, DANA))
    story.everybody_joins()
    story.wind(story.plan().starts_at)
    pairing = story.pairing_of(AMARA)
    assert len(pairing.people) == 3
    sets(story, CHIDI, TUESDAY)
    story.says(AMARA, "leave")

    answer = story.does(AMARA, name, pairing=pairing.id, at=THURSDAY.isoformat())

    assert answer is not None
    assert answer.title == "This introduction has ended"
    assert story.pairing_of(CHIDI).state is PairingState.OPEN
    assert kept(story) == bookings.Booking(TUESDAY)
    database.close()

"""One coffee from its introduction to the note weeks later, on both engines, with all pressed twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.message import File
from pairing.answers import Certainty, Outcome, settle
from tests.cast import AMARA
from tests.story import KilledError, Story, at

if TYPE_CHECKING:
    from bot.message import Message
    from pairing.people import Person

TUESDAY, THURSDAY = at(2026, 1, 20, 10, 30), at(2026, 1, 22, 14)


def twice(story: Story, who: Person, name: str, **data: str) -> Message:
    """Somebody presses, the platform delivers it twice, and then they press once more."""
    pairing = story.pairing_of(who).id
    key = f"{who.id}:{name}:{story.clock.now()}"
    first = story.does(who, name, key, pairing=pairing, **data)
    story.does(who, name, key, pairing=pairing, **data)
    story.does(who, name, f"{key}:again", pairing=pairing, **data)
    assert first is not None
    return first


def in_group(story: Story) -> list[str]:
    """What was sent to Amara's group after its introduction."""
    mine = {chat.address for chat in story.chat.chats(story.address(AMARA)) if chat.is_group}
    return [message.title for to, message in story.chat.sent if to in mine][1:]


def kill_and_restart(story: Story) -> None:
    """The program dies on its next call to the chat, and starts anew on the same database."""
    story.chat.faults = [KilledError()]
    with pytest.raises(KilledError):
        story.bot.beat()
    story.restart()
    story.wind(story.clock.now() + timedelta(minutes=3))


def test_the_whole_life_of_a_coffee_however_often_it_is_pressed_and_the_program_dies(story: Story) -> None:
    plan = story.plan()
    story.wind(plan.starts_at)
    partner = story.partner_of(AMARA)
    name = partner.name.split()[0]

    assert twice(story, AMARA, "booked").is_form
    twice(story, AMARA, "booked.save", at=TUESDAY.isoformat())
    kill_and_restart(story)
    assert in_group(story) == ["Tuesday 20 January, 10:30 ☕"]

    twice(story, partner, "booked.save", at=THURSDAY.isoformat())
    kill_and_restart(story)
    assert in_group(story)[1:] == ["Thursday 22 January, 14:00 ☕"]
    file = next(part for part in twice(story, AMARA, "calendar").body if isinstance(part, File))
    assert b"SEQUENCE:2\r\n" in file.content

    story.wind(plan.nudge_at)
    story.wind(plan.ask_at)
    assert len(in_group(story)) == 2, "nobody is nudged who has a time"
    for who, helped in ((AMARA, "no"), (partner, "yes")):
        assert twice(story, who, "met").title.startswith("Lovely that you met ")
        assert twice(story, who, f"helped.{helped}").title == "And before this coffee?"
        assert twice(story, who, "knew.no").title == "What will you do next?"
    assert settle(story.pairing_of(AMARA).answers).certainty is Certainty.CONFIRMED

    twice(story, AMARA, "next.save", next_step="Send the chart", remind_on="2026-02-05")
    twice(story, AMARA, "thank")
    kill_and_restart(story)
    assert story.heard(partner).count("A thank you ☕") == 1

    story.wind(plan.closes_at)
    assert settle(story.pairing_of(AMARA).answers).outcome is Outcome.MET
    story.clock.wind(at(2026, 2, 5, 9))
    kill_and_restart(story)
    story.wind(at(2026, 2, 6, 9))
    assert story.heard(AMARA).count(f"About {name}, as you asked") == 1

    assert partner.name in str(story.says(AMARA, "people"))
    assert "Send the chart" in str(story.says(AMARA, "people chart"))
    assert "Send the chart" not in story.seen_by(partner)


def test_a_time_whose_news_was_not_yet_written_when_the_program_died_was_not_set(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    lite.wind(lite.plan().starts_at)
    with monkeypatch.context() as dying:

        def die(*_: object) -> None:
            raise KilledError

        dying.setattr("storage.outbox.write", die)
        with pytest.raises(KilledError):
            lite.does(AMARA, "booked.save", "k", pairing=lite.pairing_of(AMARA).id, at=TUESDAY.isoformat())
    assert not lite.pairing_of(AMARA).is_arranged

    lite.does(AMARA, "booked.save", "k", pairing=lite.pairing_of(AMARA).id, at=TUESDAY.isoformat())
    lite.wind(lite.clock.now())
    assert in_group(lite) == ["Tuesday 20 January, 10:30 ☕"]

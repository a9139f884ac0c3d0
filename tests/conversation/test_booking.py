"""A time for a coffee: who may set it, which times are taken, and who learns of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import icalendar
import pytest
from sqlalchemy import select

from bot.message import Choose, File, Link, Moment, Text, When
from pairing.answers import Said
from pairing.notices import Kind
from storage import bookings, tables
from storage.database import Database
from tests.cast import AMARA, person
from tests.story import SIX, WORKSPACE, Story, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.message import Message
    from pairing.people import Person
    from storage.bookings import Booking

TUESDAY = at(2026, 1, 20, 10, 30)
THURSDAY = at(2026, 1, 22, 14)
NORA = person("Nora Quill", "Nursing", "Band 5", timezone="America/New_York")


@pytest.fixture
def introduced(lite: Story) -> Story:
    """Six people just introduced, in three pairs."""
    lite.wind(lite.plan().starts_at)
    return lite


@pytest.fixture
def abroad(tmp_path: Path) -> Iterator[Story]:
    """Two people with five hours between their clocks, introduced."""
    story = Story(Database(f"sqlite:///{tmp_path / 'abroad.db'}"), (NORA, AMARA))
    story.chat.has_groups = False
    story.everybody_joins()
    story.wind(story.plan().starts_at + timedelta(hours=5))
    yield story
    story.database.close()


def says(story: Story, who: Person, what: str, **data: str) -> Message:
    answer = story.does(who, what, pairing=story.pairing_of(who).id, **data)
    assert answer is not None
    return answer


def sets(story: Story, who: Person, when: datetime) -> Message:
    return says(story, who, "booked.save", at=when.isoformat())


def kept(story: Story) -> Booking | None:
    with story.database.read() as connection:
        return bookings.find(connection, WORKSPACE, story.pairing_of(AMARA).id)


def owed(story: Story) -> list[str]:
    with story.database.read() as connection:
        kinds = select(tables.notice.c.about).where(tables.notice.c.kind == Kind.BOOKED.value)
        return list(connection.scalars(kinds.order_by(tables.notice.c.about)))


def errors(message: Message) -> list[str]:
    return [part.error for part in message.body if isinstance(part, Choose | When) and part.error]


def moments(message: Message) -> list[Moment]:
    texts = [part for part in message.body if isinstance(part, Text)]
    return [span for part in texts for span in part.spans if isinstance(span, Moment)]


def test_to_say_that_a_time_is_set_counts_at_once_and_asks_which(introduced: Story) -> None:
    form = introduced.presses(AMARA, "We've set a time")

    assert form is not None
    assert form.is_form
    assert introduced.pairing_of(AMARA).is_arranged
    assert (kept(introduced), owed(introduced)) == (None, [])


def test_the_two_suggested_times_are_those_of_the_introduction(introduced: Story) -> None:
    form = says(introduced, AMARA, "booked")

    choose = next(part for part in form.body if isinstance(part, Choose))
    said = [label for _, label in choose.options]
    group = next(chat for chat in introduced.chat.chats(introduced.address(AMARA)) if chat.is_group)
    posted = introduced.chat.transcript(group.address, introduced.address(AMARA))
    told = next(post.message for post in posted if post.message.reference)
    assert len(moments(told)) == 2
    assert [value for value, _ in choose.options[:2]] == [one.at.isoformat() for one in moments(told)]
    assert said[2:] == ["Set, but we keep the time to ourselves"]
    assert not any(datetime.fromisoformat(value) < introduced.clock.now() for value, _ in choose.options[:2])


def test_both_are_told_the_time_and_neither_who_set_it(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)

    assert sets(introduced, AMARA, TUESDAY).title.startswith("Good, a time with ")
    introduced.wind(introduced.clock.now())

    assert introduced.group_titles()[3:] == ["Tuesday 20 January, 10:30 ☕"]
    set_, said = kept(introduced), introduced.pairing_of(AMARA).said(introduced.id_of(AMARA))
    assert set_ == bookings.Booking(TUESDAY, 1)
    assert said is not None
    assert said.said is Said.BOOKED
    assert introduced.pairing_of(AMARA).said(introduced.id_of(partner)) is None
    told = [message for to, message in introduced.chat.sent if "/g/" in to][-1]
    assert [link.label for link in told.actions if isinstance(link, Link)] == ["Google Calendar", "Outlook"]


@pytest.mark.parametrize("choice", ["", "none"])
def test_a_time_may_be_set_and_not_told(introduced: Story, choice: str) -> None:
    answer = says(introduced, AMARA, "booked.save", suggested=choice)

    assert answer.title.startswith("Good, a time with ")
    assert introduced.pairing_of(AMARA).is_arranged
    assert (kept(introduced), owed(introduced)) == (None, [])


def test_saying_the_same_time_again_changes_nothing_and_tells_nobody(introduced: Story) -> None:
    sets(introduced, AMARA, TUESDAY)
    partner = introduced.partner_of(AMARA)

    for who in (AMARA, partner):
        assert sets(introduced, who, TUESDAY).title == "It stays as it is"
    introduced.does(AMARA, "booked.save", "k", pairing=introduced.pairing_of(AMARA).id, suggested="none")

    assert kept(introduced) == bookings.Booking(TUESDAY, 1)
    assert owed(introduced) == ["1"]


def test_the_same_delivery_twice_is_one(introduced: Story) -> None:
    data = {"pairing": introduced.pairing_of(AMARA).id, "at": TUESDAY.isoformat()}

    first = introduced.does(AMARA, "booked.save", "event", **data)
    sets(introduced, AMARA, THURSDAY)
    again = introduced.does(AMARA, "booked.save", "event", **data)

    assert first is not None
    assert again is None
    assert kept(introduced) == bookings.Booking(THURSDAY, 2)


def test_either_may_move_it_and_only_the_last_time_is_told(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)
    sets(introduced, AMARA, TUESDAY)
    form = says(introduced, partner, "move")
    assert moments(form)[0].at == TUESDAY

    assert sets(introduced, partner, THURSDAY).title.startswith("Good, a new time with ")
    introduced.wind(introduced.clock.now())

    told = [message for to, message in introduced.chat.sent if "/g/" in to][3:]
    assert [message.title for message in told] == ["Thursday 22 January, 14:00 ☕"], "the first never went"
    assert told[0].summary == "Your coffee has a new time."
    assert kept(introduced) == bookings.Booking(THURSDAY, 2)


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("2026-01-19T09:59:00+00:00", "has passed"),
        ("1996-01-19T09:59:00+00:00", "has passed"),
        ("2026-02-02T10:00:00+00:00", "This round ends on Monday 2 February"),
        ("9999-12-31T23:59:59-14:00", "could not read"),
        ("9999-12-31T23:00:00+00:00", "could not read"),
        ("0001-01-01T00:00:00+14:00", "could not read"),
        ("2026-01-20T10:30:00", "could not read"),
        ("tomorrow at ten", "could not read"),
        ("\x00", ""),
        ("=cmd()", "could not read"),
        ("1" * 10_000, "could not read"),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(introduced: Story, when: str, why: str) -> None:
    answer = says(introduced, AMARA, "booked.save", at=when)

    if not why:
        assert not answer.has_errors, "what cannot be seen is no time at all"
        return
    assert len(errors(answer)) == 1
    assert why in errors(answer)[0]
    assert (kept(introduced), owed(introduced)) == (None, [])
    assert introduced.pairing_of(AMARA).answers == ()
    assert sets(introduced, AMARA, TUESDAY).title.startswith("Good, a time with ")


def test_two_times_at_once_are_refused(introduced: Story) -> None:
    both = {"suggested": TUESDAY.isoformat(), "at": THURSDAY.isoformat()}

    assert errors(says(introduced, AMARA, "booked.save", **both)) == [
        "You chose two times. Leave this one empty, or choose no other above."
    ]
    assert kept(introduced) is None


def test_each_reads_the_time_by_their_own_clock(abroad: Story) -> None:
    set_ = at(2026, 1, 20, 15)
    sets(abroad, AMARA, set_)
    abroad.wind(at(2026, 1, 19, 16))

    assert abroad.heard(NORA)[-1] == "Tuesday 20 January, 10:00 ☕"
    assert abroad.heard(AMARA)[-1] == "Tuesday 20 January, 15:00 ☕"
    assert moments(says(abroad, NORA, "move"))[0] == Moment(set_, "America/New_York")


def test_the_file_for_a_calendar_is_the_same_event_when_it_moves(introduced: Story) -> None:
    events = []
    for when in (TUESDAY, THURSDAY):
        sets(introduced, AMARA, when)
        file = next(part for part in says(introduced, AMARA, "calendar").body if isinstance(part, File))
        assert (file.name, file.mime) == ("coffee.ics", "text/calendar")
        events.append(icalendar.Calendar.from_ical(file.content).walk("VEVENT")[0])

    assert [event.decoded("DTSTART") for event in events] == [TUESDAY, THURSDAY]
    assert [event.decoded("SEQUENCE") for event in events] == [1, 2]
    assert events[0].decoded("UID") == events[1].decoded("UID")
    assert events[0].decoded("DTEND") - events[0].decoded("DTSTART") == timedelta(minutes=30)


def test_there_is_no_file_before_there_is_a_time(introduced: Story) -> None:
    assert says(introduced, AMARA, "calendar").title == "That message is out of date"


@pytest.mark.parametrize("what", ["booked", "booked.save", "move", "calendar"])
def test_nobody_else_sets_moves_or_reads_it(introduced: Story, what: str) -> None:
    sets(introduced, AMARA, TUESDAY)
    ours = {AMARA.id, introduced.partner_of(AMARA).id}
    stranger = next(who for who in SIX if who.id not in ours)

    data = {"pairing": introduced.pairing_of(AMARA).id, "at": THURSDAY.isoformat()}
    answer = introduced.does(stranger, what, **data)

    assert answer is not None
    assert answer.title == "That one is for somebody else"
    assert "20 January" not in str(answer)
    assert kept(introduced) == bookings.Booking(TUESDAY, 1)


def test_a_time_is_told_in_utc_to_whoever_keeps_it(introduced: Story) -> None:
    sets(introduced, AMARA, datetime.fromisoformat("2026-01-20T12:30:45+02:00"))

    found = kept(introduced)
    assert found is not None
    assert found.at == datetime(2026, 1, 20, 10, 30, tzinfo=UTC), "to the minute"

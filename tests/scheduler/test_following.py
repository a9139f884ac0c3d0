"""The reminders that members asked for: on their day, in their own daytime, once, and never stale."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from pairing.notices import Kind
from scheduler.following import remind
from storage import follow_ups, privacy, programmes
from storage.database import Database
from storage.follow_ups import FollowUp
from tests.cast import AMARA, BEN, person
from tests.story import WORKSPACE, Story, at

if TYPE_CHECKING:
    from pathlib import Path

    from pairing.people import Person

DAY = date(2026, 1, 29)
TITLE = "About Ben, as you asked"
AROHA = person("Aroha Ngata", "Pharmacy", "Band 6", timezone="Pacific/Auckland")
KALEA = person("Kalea Kahale", "Nursing", "Band 5", timezone="Pacific/Honolulu")


def keep(story: Story, remind_on: date | None = DAY, *, note: str = "") -> None:
    """Amara writes something about Ben."""
    with story.database.change() as connection:
        ids = story.id_of(AMARA), story.id_of(BEN)
        new = FollowUp(note, "Send the chart", remind_on)
        follow_ups.write(connection, WORKSPACE, *ids, new, story.clock.now())


def told(story: Story) -> int:
    return story.heard(AMARA).count(TITLE)


@pytest.fixture
def asked(lite: Story) -> Story:
    """Amara asked to be reminded of Ben on 29 January."""
    keep(lite, note="Runs the night rota")
    return lite


def test_it_comes_on_the_day_and_once(asked: Story) -> None:
    asked.wind(at(2026, 1, 28, 23, 59))
    assert told(asked) == 0

    asked.wind(at(2026, 1, 29, 0, 5))
    assert told(asked) == 0, "it is night where she is"

    asked.wind(at(2026, 1, 29, 8))
    asked.wind(at(2026, 1, 29, 9))
    asked.wind(at(2026, 1, 30, 9))
    assert told(asked) == 1
    said = str(next(message for _, message in asked.chat.sent if message.title == TITLE))
    assert "Send the chart" in said
    assert "night rota" in said


def test_what_it_says_is_what_is_kept_when_it_goes_out(asked: Story) -> None:
    asked.clock.wind(at(2026, 1, 29, 0, 5))
    asked.tick()
    keep(asked, note="Another note")

    asked.wind(at(2026, 1, 29, 8))

    assert "Another note" in str(asked.chat.sent[-1])


@pytest.mark.parametrize("new", [None, date(2026, 2, 3)])
def test_one_that_is_taken_back_or_moved_does_not_go_out(asked: Story, new: date | None) -> None:
    asked.clock.wind(at(2026, 1, 29, 0, 5))
    asked.tick()
    keep(asked, new)
    asked.wind(at(2026, 1, 29, 9))
    assert told(asked) == 0

    asked.wind(at(2026, 2, 3, 9))
    assert told(asked) == (new is not None)


def test_after_a_long_outage_it_lapses(asked: Story) -> None:
    asked.wind(at(2026, 2, 1, 8, 1))

    assert told(asked) == 0


def test_within_three_days_it_is_made_good(asked: Story) -> None:
    asked.wind(at(2026, 1, 31, 9))

    assert told(asked) == 1


@pytest.mark.parametrize(("words", "expected"), [("leave", 0), ("pause", 0), ("pause until 31 January", 1)])
def test_whoever_has_left_or_rests_is_not_reminded(asked: Story, words: str, expected: int) -> None:
    asked.says(AMARA, words)

    for day in (29, 30, 31):
        asked.wind(at(2026, 1, day, 9))

    assert told(asked) == expected


def test_whoever_is_erased_is_in_no_reminder(asked: Story) -> None:
    asked.clock.wind(at(2026, 1, 29, 0, 5))
    asked.tick()
    with asked.database.change() as connection:
        privacy.erase(connection, WORKSPACE, asked.id_of(BEN))

    asked.wind(at(2026, 1, 29, 9))
    assert told(asked) == 0


@pytest.mark.parametrize("reader", [AROHA, KALEA])
def test_the_day_is_the_readers_own(tmp_path: Path, reader: Person) -> None:
    story = Story(Database(f"sqlite:///{tmp_path / 'zones.db'}"), (reader, BEN))
    story.everybody_joins()
    with story.database.change() as connection:
        ids = story.id_of(reader), story.id_of(BEN)
        follow_ups.write(connection, WORKSPACE, *ids, FollowUp("", "x", DAY), story.clock.now())

    for hour in range(60):
        story.wind(datetime(2026, 1, 28, tzinfo=UTC) + timedelta(hours=hour), beats=1)

    me, zone = story.address(reader), ZoneInfo(reader.timezone)
    times = [post.at for post in story.chat.transcript(me, me) if post.message.title == TITLE]
    assert [one.astimezone(zone).strftime("%Y-%m-%d %H") for one in times] == ["2026-01-29 08"]
    story.database.close()


def test_two_replicas_owe_it_once(asked: Story) -> None:
    now = at(2026, 1, 29, 0, 5)
    with asked.database.read() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]

    assert [remind(asked.database, main, now) for _ in range(3)] == [1, 0, 0]


def test_an_idle_tick_writes_nothing(asked: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.wind(at(2026, 1, 29, 9))
    with asked.database.read() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
    monkeypatch.setattr(Database, "change", None)

    assert remind(asked.database, main, at(2026, 1, 29, 9, 1)) == 0
    assert remind(asked.database, main, at(2026, 3, 29, 9, 1)) == 0


def test_its_key_names_the_person_whom_it_is_about_and_the_day(asked: Story) -> None:
    asked.wind(at(2026, 1, 29, 9))

    keys = [message.reference for _, message in asked.chat.sent if message.title == TITLE]
    ids = f"person:{asked.id_of(AMARA)}:about:{asked.id_of(BEN)}"
    assert keys == [f"{Kind.FOLLOW_UP}:{ids}:2026-01-29"]

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pairing.notices import TO_OWNERS, Kind, still_owed
from pairing.owners import announcement, not_announced, welcome
from tests.cast import DANA, person, programme

NOW = datetime(2026, 1, 14, 20, tzinfo=UTC)
CHANNEL = "T1/C1"


def test_there_is_one_greeting_whoever_is_the_first_owner() -> None:
    other = person("Finn O'Neill", "Theatres", "Band 4")

    assert welcome(programme(), DANA, NOW).key == welcome(programme(), other, NOW + timedelta(days=1)).key


def test_a_greeting_waits_for_the_owners_own_day() -> None:
    assert welcome(programme(), DANA, NOW).not_before == datetime(2026, 1, 15, 8, tzinfo=UTC)


def test_an_announcement_goes_at_once_and_each_in_a_channel_is_one_of_its_own() -> None:
    first, second = (announcement(programme(), DANA.id, CHANNEL, number, NOW) for number in (0, 1))

    assert first.not_before == NOW
    assert (first.about, first.person) == (CHANNEL, DANA.id)
    assert first.key != second.key != announcement(programme(), DANA.id, "T1/C2", 1, NOW).key


def test_the_news_that_it_could_not_be_posted_goes_to_whoever_asked_and_names_the_channel() -> None:
    of = announcement(programme(), DANA.id, CHANNEL, 0, NOW)

    news = not_announced(of, NOW)

    assert (news.kind, news.person, news.about) == (Kind.NOT_ANNOUNCED, DANA.id, CHANNEL)
    assert news.key != of.key


def test_what_is_for_owners_is_owed_to_those_who_are_no_members_until_it_lapses() -> None:
    for notice in (
        welcome(programme(), DANA, NOW),
        announcement(programme(), DANA.id, CHANNEL, 0, NOW),
        not_announced(announcement(programme(), DANA.id, CHANNEL, 0, NOW), NOW),
    ):
        assert notice.kind in TO_OWNERS
        assert still_owed(notice, None, {}, NOW)
        assert not still_owed(notice, None, {}, notice.expires_at)

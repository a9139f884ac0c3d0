from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing import afterwards
from pairing.answers import Said
from pairing.hours import Hours
from pairing.notices import Kind, PairingState, still_owed
from pairing.organiser import meeting_times, seed_of, suggested_times
from pairing.people import Member, Status
from tests.cast import AMARA, CADENCE
from tests.pairing.in_play import EVERYBODY, FIRST, SECOND, TABLE, in_play, says

NOW = TABLE.starts_at + timedelta(hours=2)
AT = TABLE.starts_at + timedelta(days=2)
ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", "Pacific/Honolulu", "Asia/Kathmandu")


def test_the_news_of_a_time_has_a_key_for_each_version_and_lapses_with_the_time() -> None:
    first, moved = (afterwards.booked(in_play(FIRST), FIRST, version, AT, NOW) for version in (1, 2))

    assert first.key == "main:round:12:booked:pair:345:version:1"
    assert moved.key == "main:round:12:booked:pair:345:version:2"
    assert (first.about, first.person, first.expires_at) == ("1", "", AT)
    both = {id_: EVERYBODY[id_] for id_ in FIRST.people}
    assert still_owed(first, FIRST, both, NOW)
    assert not still_owed(first, FIRST, both, AT)
    assert not still_owed(first, replace(FIRST, state=PairingState.FREED), both, NOW)


def test_whoever_cannot_make_it_is_not_told_the_time() -> None:
    news = replace(afterwards.booked(in_play(SECOND), SECOND, 1, AT, NOW), person="chidi")
    reader = {"chidi": EVERYBODY["chidi"]}

    assert still_owed(news, says(SECOND, "chidi", Said.WAITING), reader, NOW)
    assert still_owed(news, says(SECOND, "dana", Said.CANNOT), reader, NOW)
    assert not still_owed(news, says(SECOND, "chidi", Said.CANNOT), reader, NOW)


def test_thanks_go_to_each_of_the_others_under_one_key_each() -> None:
    notices = list(afterwards.thanks(in_play(SECOND), SECOND, "dana", NOW))

    assert [(one.person, one.about) for one in notices] == [("chidi", "dana"), ("efua", "dana")]
    assert len({one.key for one in notices}) == 2
    again = afterwards.thanks(in_play(SECOND), SECOND, "dana", NOW + timedelta(days=1))
    assert [one.key for one in again] == [one.key for one in notices]


@pytest.mark.parametrize("state", list(PairingState))
def test_thanks_arrive_whatever_became_of_the_introduction_but_not_in_a_pause(state: PairingState) -> None:
    [notice] = afterwards.thanks(in_play(FIRST), FIRST, "amara", NOW)
    over = replace(FIRST, state=state)

    assert still_owed(notice, over, {"ben": EVERYBODY["ben"]}, NOW)
    assert not still_owed(notice, over, {"ben": replace(EVERYBODY["ben"], status=Status.PAUSED)}, NOW)
    assert not still_owed(notice, over, {"ben": EVERYBODY["ben"]}, NOW + timedelta(days=7))


@given(
    day=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    zone=st.sampled_from(ZONES),
)
def test_a_reminder_falls_into_the_morning_of_its_day_where_its_reader_is(day: date, zone: str) -> None:
    member = Member(replace(AMARA, timezone=zone))

    notice = afterwards.follow_up("main", 3, member, "ben", day)

    local = notice.not_before.astimezone(ZoneInfo(zone))
    assert (local.date(), local.hour, local.minute) == (day, 8, 0)
    assert notice.expires_at - notice.not_before == timedelta(days=3)
    assert (notice.kind, notice.person, notice.about) == (Kind.FOLLOW_UP, "amara", "ben")
    assert still_owed(notice, None, {"amara": member}, notice.not_before)
    assert not still_owed(notice, None, {"amara": replace(member, status=Status.PAUSED)}, notice.not_before)


def test_a_reminder_is_one_for_each_person_whom_it_is_about_and_day() -> None:
    member = Member(AMARA)
    keys = {
        afterwards.follow_up(programme, number, member, about, day).key
        for programme in ("main", "other")
        for number in (1, 2)
        for about in ("ben", "chidi")
        for day in (date(2026, 2, 3), date(2026, 2, 4))
    }

    assert len(keys) == 4


def test_the_suggested_times_are_the_same_whenever_they_are_asked_for() -> None:
    zones = [Hours("Europe/London")] * 2

    times = suggested_times(CADENCE, FIRST, zones)

    assert times == meeting_times(CADENCE, TABLE, zones, seed_of("345"), FIRST.made_at)
    assert all(TABLE.starts_at < at < TABLE.closes_at for at in times)
    assert suggested_times(CADENCE, replace(FIRST, id="346"), zones) != times

"""Links and files for calendars, read back with a library and a parser that are not ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import Event, calendar_file, google_link, outlook_link, uid_of

AT = datetime(2026, 12, 2, 10, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOSTILE = "Coffee, tea; & \\ <b>Zoë</b>\r\nEND:VCALENDAR\r\nATTENDEE:mailto:x@example.org #1 +50% ☕" * 3
TIDY = " ".join(HOSTILE.split())
EVENT = Event("abc@crossbrew", HOSTILE, AT, 3, HOSTILE)


def test_a_link_to_google_carries_the_event_as_google_reads_it() -> None:
    parts = urlsplit(google_link(EVENT))

    assert (parts.scheme, parts.netloc, parts.path) == ("https", "calendar.google.com", "/calendar/render")
    asked = parse_qs(parts.query, strict_parsing=True)
    assert asked["action"] == ["TEMPLATE"]
    assert asked["text"] == [TIDY]
    assert asked["dates"] == ["20261202T103000Z/20261202T110000Z"]
    assert parts.fragment == ""


def test_a_link_to_outlook_has_no_plus_sign_for_a_space() -> None:
    link = outlook_link(EVENT)
    parts = urlsplit(link)

    assert (parts.scheme, parts.netloc) == ("https", "outlook.office.com")
    asked = dict(pair.split("=", 1) for pair in parts.query.split("&"))
    assert unquote(asked["subject"]) == TIDY
    assert (unquote(asked["startdt"]), unquote(asked["enddt"])) == (
        "2026-12-02T10:30:00Z",
        "2026-12-02T11:00:00Z",
    )
    assert (asked["rru"], unquote(asked["path"])) == ("addevent", "/calendar/action/compose")
    assert " " not in link
    assert "+" not in link


def test_links_and_file_tell_the_instant_whatever_zone_it_comes_in() -> None:
    elsewhere = Event("abc", "Coffee", AT.astimezone(timezone(timedelta(hours=13))))
    here = Event("abc", "Coffee", AT)

    assert google_link(elsewhere) == google_link(here)
    assert outlook_link(elsewhere) == outlook_link(here)
    assert calendar_file(elsewhere, NOW) == calendar_file(here, NOW)


def test_a_file_holds_one_event_whatever_its_title() -> None:
    content = calendar_file(EVENT, NOW)

    calendar = icalendar.Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    assert event["UID"] == "abc@crossbrew"
    assert (event.decoded("SEQUENCE"), event.decoded("DTSTAMP")) == (3, NOW)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (AT, AT + timedelta(minutes=30))
    assert event["SUMMARY"] == TIDY
    assert "ATTENDEE" not in event
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines], "no letter is cut in two"


@given(title=st.text(max_size=300))
def test_no_title_breaks_a_file_or_a_link(title: str) -> None:
    event = Event("abc", title, AT)

    [read] = icalendar.Calendar.from_ical(calendar_file(event, NOW)).walk("VEVENT")
    assert read.decoded("DTSTART") == AT
    for link in (google_link(event), outlook_link(event)):
        assert link.isascii()
        assert urlsplit(link).fragment == ""


def test_a_coffee_has_a_name_of_its_own_in_every_workspace() -> None:
    names = {uid_of(workspace, pairing) for workspace in ("T1", "T2") for pairing in ("main.1.1", "main.1.2")}

    assert len(names) == 4
    assert uid_of("T1", "main.1.1") == uid_of("T1", "main.1.1")
    assert "T1" not in uid_of("T1", "main.1.1")

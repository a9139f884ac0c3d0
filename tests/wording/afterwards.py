"""Examples of what is said once people were introduced: the time, how it was, what next, and one's people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.wording import booking, meeting
from bot.wording import people as my_people
from bot.wording.booking import Asked
from bot.wording.faces import Face
from bot.wording.meeting import Draft
from bot.wording.people import Known, Shelf
from tests.cast import AMARA, BEN, CAST, CHIDI, person

if TYPE_CHECKING:
    from bot.message import Message

LONDON = "Europe/London"
AT = datetime(2026, 12, 2, 10, 30, tzinfo=UTC)
CLOSES = datetime(2026, 12, 21, 10, tzinfo=UTC)
TWO, THREE = (Face(AMARA), Face(BEN)), (Face(AMARA), Face(BEN), Face(CHIDI))
ABROAD = (Face(AMARA), Face(replace(BEN, timezone="America/New_York")))
FAR = person("Bartholomew-Maximilian Featherstonehaugh", "Clinical coding", "Band 4")
SUGGESTED = (AT, AT + timedelta(days=2, hours=4))
UID = "0123456789abcdef0123456789abcdef@crossbrew"
FIRST, MOVED = booking.coffee(UID, TWO, AT, 1), booking.coffee(UID, TWO, AT + timedelta(days=1), 2)
BEN_KNOWN = Known(
    Face(BEN), "Runs the night rota for both sites", "Send him the new chart", date(2026, 12, 8)
)
CHIDI_KNOWN = Known(Face(CHIDI))
PEOPLE = (BEN_KNOWN, CHIDI_KNOWN, Known(Face(FAR), "=cmd()"))
CROWD = tuple(Known(Face(who)) for who in (*CAST, *CAST))[:10]
PAST, AFTER = booking.PASSED, booking.after_the_round(CLOSES, LONDON)


def _booking() -> dict[str, Message]:
    both = Asked(SUGGESTED, suggested=AT.isoformat(), at=AT)
    return {
        "booking.when_form": booking.when_form("345", Asked(SUGGESTED), LONDON),
        "booking.when_form-no-suggestion": booking.when_form("345", Asked(), LONDON),
        "booking.when_form-move": booking.when_form("345", Asked(SUGGESTED[1:], booked=AT), LONDON),
        "booking.when_form-move-anywhere": booking.when_form("345", Asked(booked=AT), LONDON),
        "booking.when_form-past": booking.when_form("345", Asked(SUGGESTED, at=AT), LONDON, {"at": PAST}),
        "booking.when_form-after": booking.when_form("345", Asked(SUGGESTED), LONDON, {"at": AFTER}),
        "booking.when_form-both": booking.when_form("345", both, LONDON, {"at": booking.ONE_OF_TWO}),
        "booking.time_set": booking.time_set("345", TWO, FIRST),
        "booking.time_set-moved": booking.time_set("345", TWO, MOVED),
        "booking.time_set-trio": booking.time_set("345", THREE, booking.coffee(UID, THREE, AT, 1)),
        "booking.time_set-abroad": booking.time_set("345", ABROAD, FIRST),
        "booking.time_set-abroad-moved": booking.time_set("345", ABROAD, MOVED),
        "booking.time_set-one": booking.time_set("345", ABROAD, FIRST, BEN.id),
        "booking.thanks_time": booking.thanks_time("345", TWO[1:], AT, LONDON),
        "booking.thanks_time-moved": booking.thanks_time("345", TWO[1:], AT, LONDON, is_moved=True),
        "booking.unchanged": booking.unchanged("345", AT, LONDON),
        "booking.for_calendar": booking.for_calendar(b"BEGIN:VCALENDAR\r\n", "text/calendar"),
    }


def _meeting() -> dict[str, Message]:
    others, trio = TWO[1:], THREE[1:]
    draft = Draft(BEN.id, "Send him the new chart", date(2026, 12, 8))
    wrong = {"next_step": meeting.too_long(300), "remind_on": meeting.PAST_DAY}
    return {
        "meeting.helped": meeting.helped("345", others),
        "meeting.helped-trio": meeting.helped("345", trio),
        "meeting.knew_before": meeting.knew_before("345", others),
        "meeting.knew_before-trio": meeting.knew_before("345", trio),
        "meeting.what_next": meeting.what_next("345", others),
        "meeting.what_next-trio": meeting.what_next("345", trio),
        "meeting.what_next-long-name": meeting.what_next("345", [Face(FAR)]),
        "meeting.next_form": meeting.next_form("345", others, Draft()),
        "meeting.next_form-again": meeting.next_form("345", others, draft),
        "meeting.next_form-trio": meeting.next_form("345", trio, Draft()),
        "meeting.next_form-errors": meeting.next_form("345", others, draft, wrong),
        "meeting.noted": meeting.noted("345", others, None),
        "meeting.noted-day": meeting.noted("345", others, date(2026, 12, 8)),
        "meeting.thanked": meeting.thanked(others),
        "meeting.thanked-trio": meeting.thanked(trio),
        "meeting.thanks": meeting.thanks(Face(AMARA)),
        "meeting.follow_up": meeting.follow_up(Face(BEN), "Send him the new chart", "Runs the night rota"),
        "meeting.follow_up-bare": meeting.follow_up(Face(BEN), "", ""),
    }


def _people() -> dict[str, Message]:
    wrong = {"note": meeting.too_long(500), "remind_on": meeting.FAR_DAY}
    return {
        "people.my_people": my_people.my_people(Shelf(PEOPLE, 3, 3)),
        "people.my_people-nobody": my_people.my_people(Shelf()),
        "people.my_people-first-page": my_people.my_people(Shelf(CROWD, 14, 14)),
        "people.my_people-last-page": my_people.my_people(Shelf(CROWD[:4], 14, 14, page=2)),
        "people.my_people-found": my_people.my_people(Shelf(PEOPLE[:1], 1, 3, find="rota")),
        "people.my_people-found-none": my_people.my_people(Shelf((), 0, 3, find="zebra")),
        "people.find_form": my_people.find_form(),
        "people.person_form": my_people.person_form(BEN_KNOWN),
        "people.person_form-empty": my_people.person_form(CHIDI_KNOWN),
        "people.person_form-errors": my_people.person_form(BEN_KNOWN, wrong),
        "people.kept": my_people.kept(BEN_KNOWN),
        "people.kept-no-day": my_people.kept(CHIDI_KNOWN),
        "people.done": my_people.done(BEN_KNOWN),
        "people.nobody": my_people.nobody(),
        "people.as_file": my_people.as_file("people.csv", "Your people", b"Name\r\n", "text/csv"),
    }


AFTERWARDS: dict[str, Message] = {**_booking(), **_meeting(), **_people()}

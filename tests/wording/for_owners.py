"""Examples of what owners read: the set-up, the owners' page, telling a channel, and who may join."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.wording import admin, admitting, announcing, home, setup, setup_forms, staff
from bot.wording.admin import AdminState
from bot.wording.home import HomeState
from bot.wording.setup import SetUpState, Step
from bot.wording.setup_forms import Draft
from tests.cast import programme

if TYPE_CHECKING:
    from bot.message import Message

NEXT = datetime(2026, 12, 7, 10, tzinfo=UTC)
LONDON = "Europe/London"
MONDAY = date(2026, 12, 7)

READS = {
    Step.RHYTHM: setup.rhythm_reads(programme()),
    Step.QUIET: setup.quiet_reads("GB-ENG", 3),
    Step.SOURCES: setup.sources_read({"department": "csv", "grade": "profile:Xf1"}, directory_wins=True),
    Step.LADDER: setup.ladder_reads(programme().ladder.grades),
    Step.OPEN_TO: setup.open_to_reads({"staff_list": ("yes",), "grade": ("Band 5", "Band 6")}, "staff_list"),
}
HALFWAY = SetUpState(READS, done=("rhythm", "quiet"))
DONE = SetUpState(READS, is_done=True)
ADMIN = AdminState("Coffee introductions", 3, NEXT, LONDON, 45, is_set_up=True)
NEW = AdminState("Coffee introductions", 1, NEXT, LONDON, None, is_set_up=False)

RHYTHM = {
    "days": "14",
    "at": "10:00",
    "timezone": LONDON,
    "together": "2",
    "odd_pool": "trio",
}
WRONG_RHYTHM = {
    "days": setup_forms.not_listed("fortnightly"),
    "first": setup_forms.no_monday(date(2026, 12, 8)),
    "timezone": setup_forms.no_time_zone("Narnia"),
}
SOURCES = {"department": "csv", "grade": "profile:Xf1", "wins": "typed"}
KNOWN = {"department": ("Nursing", "Pharmacy"), "grade": ("Band 2", "Band 3")}


def _set_up() -> dict[str, Message]:
    new = home.home(HomeState(name="Dana", standing="new", is_owner=True))
    return {
        "setup.welcome": setup.welcome(),
        "setup.before_set_up": setup.before_set_up(new),
        "setup.saved": setup.saved(Step.QUIET, READS[Step.QUIET]),
        "setup.saved-long": setup.saved(Step.LADDER, setup.ladder_reads(("Band " * 200, "Band 9"))),
        "setup.finished": setup.finished(DONE, NEXT, LONDON),
        "setup_forms.rhythm_form": setup_forms.rhythm_form(Draft(RHYTHM, goes_on=True), MONDAY),
        "setup_forms.rhythm_form-errors": setup_forms.rhythm_form(
            Draft(RHYTHM | {"timezone": "Narnia"}, WRONG_RHYTHM), None, is_new=False
        ),
        "setup_forms.quiet_form": setup_forms.quiet_form(
            Draft({"holidays": "GB-ENG", "dates": "24 December 2026 to 2 January 2027"}, goes_on=True)
        ),
        "setup_forms.quiet_form-errors": setup_forms.quiet_form(
            Draft(
                {"elsewhere": "Narnia", "dates": "smarch\nfirst of never"},
                {
                    "elsewhere": setup_forms.no_such_place("Narnia"),
                    "dates": setup_forms.unreadable_dates(["smarch", "first of never"]),
                },
            )
        ),
        "setup_forms.sources_form": setup_forms.sources_form(
            Draft(SOURCES, goes_on=True), [("profile:Xf1", setup_forms.field_label("Pay band"))]
        ),
        "setup_forms.sources_form-untold": setup_forms.sources_form(
            Draft(SOURCES), [("profile:Xf1", setup_forms.field_label(""))]
        ),
        "setup_forms.ladder_form": setup_forms.ladder_form(
            Draft({"ladder": "Band 2\nBand 3"}, goes_on=True), ["Consultant", "MC46"]
        ),
        "setup_forms.ladder_form-many": setup_forms.ladder_form(
            Draft({}, {"ladder": setup_forms.too_many("grades", 200)}), [f"Grade {n}" for n in range(40)]
        ),
        "setup_forms.open_to_form": setup_forms.open_to_form(
            Draft({"whom": "everybody", "departments": "Nursing"}, goes_on=True), KNOWN
        ),
        "setup_forms.open_to_form-errors": setup_forms.open_to_form(
            Draft(
                {"whom": "staff_list", "sites": "Narnia"},
                {"whom": setup_forms.no_staff_list(), "sites": setup_forms.not_known("Narnia")},
            ),
            {},
        ),
    }


def _page() -> dict[str, Message]:
    return {
        "admin.admin": admin.admin(ADMIN, [admin.set_up_section(DONE), admin.announcing_section()]),
        "admin.admin-new": admin.admin(
            NEW,
            [admin.set_up_section(HALFWAY), staff.section(0, has_trouble=False), admin.announcing_section()],
        ),
        "announcing.announce_form": announcing.announce_form(announcing.INVITATION),
        "announcing.announce_form-errors": announcing.announce_form(
            "", announcing.no_invitation(300), announcing.no_channel()
        ),
        "announcing.announcement": announcing.announcement("", 2),
        "announcing.announcement-table": announcing.announcement("Come and meet your colleagues.", 6),
        "announcing.on_its_way": announcing.on_its_way(),
        "announcing.not_announced": announcing.not_announced("T1/C1"),
        "admitting.not_in_staff_list": admitting.not_in_staff_list(),
    }


FOR_OWNERS: dict[str, Message] = {**_set_up(), **_page()}

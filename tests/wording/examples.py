"""One or more examples of every message that the bot can say, by module, function and variant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.wording import (
    answering,
    closed,
    helping,
    home,
    introduction,
    joining,
    reporting,
    rounds,
    tending,
)
from bot.wording.faces import Face
from bot.wording.home import CurrentPairing, HomeState
from bot.wording.introduction import Introduction
from bot.wording.tending import NotSent, OutboxState, Underway
from pairing.answers import Said
from pairing.explain import Fact, Why
from pairing.notices import Kind
from reports.published import Cell, Figure, PublishedTable, Report, Status
from tests.cast import AMARA, BEN, CAST, CHIDI, person
from tests.wording.afterwards import AFTERWARDS
from tests.wording.for_members import FOR_MEMBERS
from tests.wording.for_members import TEAMS as TEAMS_MET
from tests.wording.for_owners import FOR_OWNERS
from tests.wording.for_staff import FOR_STAFF
from tests.wording.for_the_console import FOR_THE_CONSOLE

if TYPE_CHECKING:
    from bot.message import Message

NEXT = datetime(2026, 12, 7, 10, tzinfo=UTC)
AFTER = NEXT + timedelta(days=14)
LONDON = "Europe/London"

AMARA_FACE = Face(AMARA, offers=("How a ward runs at night",), curiosity="What pharmacy does with a chart")
BEN_FACE = Face(BEN, offers=("Reading a prescription without tears",))
CHIDI_FACE = Face(CHIDI, curiosity="Where all the beds go")
WISHES_FACE = replace(
    AMARA_FACE,
    offers=("How a ward runs at night", "Reading a rota, and why", "A tour"),
    asks=("Somebody who knows the budget", "A mentor"),
)
TWO, THREE = (AMARA_FACE, BEN_FACE), (AMARA_FACE, BEN_FACE, CHIDI_FACE)

WHY = Why(Fact("site", ("North",)), Fact("department", ("Nursing", "Pharmacy")))
INTRO = Introduction(
    pairing="345",
    faces=TWO,
    organiser="ben",
    why=WHY,
    times=(NEXT + timedelta(days=2), NEXT + timedelta(days=4, hours=4)),
    seed=7,
)
LATE = replace(INTRO, is_late=True, times=INTRO.times[1:], seed=8)
TEAMS = Fact("department", ("Nursing", "Pharmacy", "Estates"))
TRIO = replace(INTRO, faces=THREE, why=Why(None, TEAMS), times=(), seed=9)
EIGHT = (
    *THREE,
    *map(Face, CAST[3:]),
    Face(person("Farida Haidari-Chowdhury", "Human resources and organisational development", "Band 8a")),
    Face(person("Gwenllian Llewellyn-Prothero", "Clinical coding", "Band 4"), ("Which forms nobody reads",)),
    Face(person("Hyacinth Featherstonehaugh", "Outpatient booking", "Band 3", job_title="Booking clerk")),
)
TABLE = replace(
    INTRO,
    faces=EIGHT,
    organiser="dana",
    why=Why(None, Fact("department", tuple(face.person.department for face in EIGHT))),
    seed=11,
)
OF_FOUR = replace(INTRO, faces=EIGHT[:4], why=Why(None, Fact("grade", ("5", "7", "3", "8a"))), seed=12)
BARE = replace(
    INTRO, faces=(Face(AMARA), Face(BEN)), organiser="gone", why=Why(None, None), times=(), seed=10
)

HOME = HomeState(name="Amara", standing="active", next_start=NEXT, timezone=LONDON)
CURRENT = CurrentPairing("345", (BEN_FACE,), "Ben")

DEPARTMENTS, GRADES, SITES = ("Nursing", "Pharmacy"), ("Band 2", "Band 3"), ("North", "South")
DRAFT = joining.Draft("Nursing", "Band 3", "", "Night porter", "", "What happens in the labs")
ERRORS = {
    "department": joining.unknown_department("Nursling"),
    "job_title": joining.too_long("job_title", 100),
    "offer": joining.too_long("offer", 200),
}

REPORT = Report(
    programme="Coffee",
    figures=(
        Figure("rounds", "Rounds", "6 rounds have closed.", (("rounds", Cell(Status.EXACT, 6)),)),
        Figure("met", "Coffees", "About 120 coffees took place.", (("met", Cell(Status.ROUNDED, 120)),)),
    ),
    tables=(
        PublishedTable(
            "departments",
            "Connections between teams",
            ("Nursing", "Pharmacy", "Estates"),
            (
                (Cell(Status.HIDDEN),),
                (Cell(Status.ROUNDED, 15), Cell(Status.ZERO, 0)),
                (Cell(Status.ROUNDED, 40), Cell(Status.HIDDEN), Cell(Status.WITHHELD)),
            ),
            Cell(Status.ROUNDED, 65),
        ),
    ),
    notes=("Groups of fewer than 10 people are left out.",),
    method=("Counts are rounded to the nearest five.",),
)


def _answering() -> dict[str, Message]:
    return {
        "answering.question": answering.question("345", [BEN_FACE]),
        "answering.question-trio": answering.question("345", [BEN_FACE, CHIDI_FACE]),
        "answering.question-table": answering.question("345", EIGHT[1:]),
        "answering.reminder": answering.reminder("345", [BEN_FACE]),
        "answering.reminder-table": answering.reminder("345", EIGHT[1:]),
        "answering.why_not": answering.why_not("345"),
        "answering.thanks_booked-table": answering.thanks_booked(EIGHT[1:]),
        "answering.thanks_booked": answering.thanks_booked([BEN_FACE]),
        "answering.thanks_waiting": answering.thanks_waiting(),
        "answering.thanks_reason": answering.thanks_reason(),
        "answering.thanks_cannot": answering.thanks_cannot(),
        "answering.fresh_wanted": answering.fresh_wanted(),
        "answering.fresh_declined": answering.fresh_declined(),
    }


def _closed() -> dict[str, Message]:
    return {
        "closed.closed": closed.closed(),
        "closed.not_yours": closed.not_yours(),
        "closed.no_such": closed.no_such(),
        "closed.stale": closed.stale(),
        "closed.not_an_owner": closed.not_an_owner(),
        "closed.trouble": closed.trouble(),
    }


def _helping() -> dict[str, Message]:
    return {
        "helping.help_page": helping.help_page(),
        "helping.unknown": helping.unknown("cofee pleese"),
        "helping.unknown-long": helping.unknown("word " * 2_000),
        "helping.unknown-empty": helping.unknown(" "),
        "helping.not_understood": helping.not_understood(),
    }


def _home() -> dict[str, Message]:
    booked = replace(CURRENT, said=Said.BOOKED)
    trio = replace(CURRENT, faces=(BEN_FACE, CHIDI_FACE), organiser="you")
    return {
        "home.home-new": home.home(HomeState(name="", standing="new")),
        "home.home-new-table": home.home(HomeState(name="", standing="new", together=6)),
        "home.home-introduced-table": home.home(
            replace(HOME, pairing=replace(CURRENT, faces=EIGHT[1:], organiser="Dana"), together=6)
        ),
        "home.home-active": home.home(HOME),
        "home.home-no-round-yet": home.home(replace(HOME, next_start=None, people_met=1)),
        "home.home-skipping": home.home(replace(HOME, skips_next=True)),
        "home.home-paused": home.home(
            replace(HOME, standing="paused", paused_until=date(2027, 1, 3), pairing=CURRENT)
        ),
        "home.home-paused-until-they-say": home.home(replace(HOME, standing="paused")),
        "home.home-left": home.home(replace(HOME, standing="left")),
        "home.home-introduced": home.home(replace(HOME, pairing=CURRENT, people_met=5, teams=TEAMS_MET)),
        "home.home-you-go-first": home.home(replace(HOME, pairing=trio, is_owner=True)),
        "home.home-booked": home.home(replace(HOME, pairing=booked)),
        **{
            f"home.home-said-{said}": home.home(replace(HOME, pairing=replace(CURRENT, said=said)))
            for said in (Said.MET, Said.NOT_MET, Said.CANNOT, Said.WAITING)
        },
        "home.home-owner": home.home(replace(HOME, is_owner=True)),
        "home.home-owner-stuck": home.home(replace(HOME, is_owner=True, stuck=3)),
        "home.status": home.status(replace(HOME, pairing=booked, people_met=2, teams=TEAMS_MET[:1])),
    }


def _introduction() -> dict[str, Message]:
    return {
        "introduction.to_group": introduction.to_group(INTRO),
        "introduction.to_group-late": introduction.to_group(LATE),
        "introduction.to_group-trio": introduction.to_group(TRIO),
        "introduction.to_group-table": introduction.to_group(TABLE),
        "introduction.to_group-table-of-four": introduction.to_group(OF_FOUR),
        "introduction.to_group-bare": introduction.to_group(BARE),
        "introduction.to_group-wishes": introduction.to_group(replace(INTRO, faces=(WISHES_FACE, BEN_FACE))),
        "introduction.once_more": introduction.once_more(introduction.to_group(INTRO)),
        "introduction.to_one": introduction.to_one(INTRO, "amara"),
        "introduction.to_one-organiser": introduction.to_one(INTRO, "ben"),
        "introduction.to_one-late": introduction.to_one(LATE, "amara"),
        "introduction.to_one-trio": introduction.to_one(TRIO, "chidi"),
        "introduction.to_one-table": introduction.to_one(TABLE, "amara"),
        "introduction.to_one-bare": introduction.to_one(BARE, "amara"),
    }


def _joining() -> dict[str, Message]:
    return {
        "joining.join_form": joining.join_form(joining.Draft(), DEPARTMENTS, GRADES, SITES),
        "joining.join_form-member": joining.join_form(DRAFT, DEPARTMENTS, GRADES, SITES, is_member=True),
        "joining.join_form-errors": joining.join_form(DRAFT, (), (), (), ERRORS),
        "joining.join_form-empty": joining.join_form(
            joining.Draft(), (), GRADES, SITES, {"department": joining.required("department")}
        ),
        "joining.joined": joining.joined(NEXT, LONDON),
        "joining.saved": joining.saved(),
        "joining.left": joining.left(),
        "joining.already_left": joining.already_left(),
        "joining.pause_form": joining.pause_form(),
        "joining.pause_form-error": joining.pause_form("smarch", joining.bad_date("smarch")),
        "joining.paused": joining.paused(date(2027, 1, 3)),
        "joining.paused-until-they-say": joining.paused(None),
        "joining.resumed": joining.resumed(NEXT, LONDON),
        "joining.skipping": joining.skipping(NEXT, LONDON),
        "joining.nothing_to_skip": joining.nothing_to_skip(),
        "joining.not_a_member": joining.not_a_member(),
    }


def _rounds() -> dict[str, Message]:
    return {
        "rounds.heads_up": rounds.heads_up(NEXT, LONDON, "Coffee", 24),
        "rounds.heads_up-table": rounds.heads_up(NEXT, LONDON, "Coffee", 24, 6),
        "rounds.nudge-table": rounds.nudge("345", EIGHT, "dana"),
        "rounds.nudge_to_one-table": rounds.nudge_to_one("345", EIGHT, "dana", "amara"),
        "rounds.nudge": rounds.nudge("345", TWO, "ben"),
        "rounds.nudge-organiser-gone": rounds.nudge("345", TWO, "gone"),
        "rounds.nudge_to_one": rounds.nudge_to_one("345", TWO, "ben", "amara"),
        "rounds.nudge_to_one-organiser": rounds.nudge_to_one("345", TWO, "ben", "ben"),
        "rounds.sitting_out": rounds.sitting_out(NEXT, LONDON),
        "rounds.freed": rounds.freed("345"),
        "rounds.no_partner": rounds.no_partner(NEXT, LONDON),
        "rounds.gentle_pause": rounds.gentle_pause(),
        "rounds.round_skipped": rounds.round_skipped(NEXT, LONDON, AFTER),
    }


UNDERWAY = Underway(12, 500, 120, timedelta(minutes=8, seconds=10))
UNTIL = NEXT.isoformat()
STUCK = (
    NotSent(Kind.INTRODUCTION, 12, "user_disabled", 9),
    NotSent(Kind.QUESTION, 11, "ekm_access_denied", 1),
    NotSent(Kind.QUESTION, 11, "TimeoutError", 1),
    NotSent(Kind.QUESTION, 11, "URLError", 3),
)
MANY = tuple(
    NotSent(kind, number, "is_archived", count) for number in (11, 12) for count, kind in enumerate(Kind, 1)
)


def _tending() -> dict[str, Message]:
    one = (NotSent(Kind.INTRODUCTION, 12, "user_disabled", 1),)
    return {
        "tending.outbox": tending.outbox(OutboxState()),
        "tending.outbox-underway": tending.outbox(OutboxState((UNDERWAY,))),
        "tending.outbox-stuck": tending.outbox(OutboxState((UNDERWAY,), STUCK, lapsed=2, until=UNTIL)),
        "tending.outbox-many": tending.outbox(OutboxState((), MANY, until=UNTIL)),
        "tending.outbox-lapsed": tending.outbox(OutboxState((), one, lapsed=1, until=UNTIL)),
        "tending.tried_again": tending.tried_again(3, 0),
        "tending.tried_again-one": tending.tried_again(1, 2),
        "tending.tried_again-lapsed": tending.tried_again(0, 2),
        "tending.tried_again-nothing": tending.tried_again(0, 0),
        "tending.put_away": tending.put_away(1),
        "tending.put_away-nothing": tending.put_away(0),
    }


EXAMPLES: dict[str, Message] = {
    **_answering(),
    **AFTERWARDS,
    **FOR_MEMBERS,
    **FOR_OWNERS,
    **FOR_THE_CONSOLE,
    **FOR_STAFF,
    **_closed(),
    **_helping(),
    **_home(),
    **_introduction(),
    **_joining(),
    "reporting.summary": reporting.summary(REPORT),
    **_rounds(),
    **_tending(),
}

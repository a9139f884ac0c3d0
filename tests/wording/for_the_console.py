"""Examples of what owners read on the console: the coming round, what counts, programmes and the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.message import Button
from bot.wording import admin, apart_by_owner, audit, console, programmes, rounds, rules, setup_forms
from bot.wording.admin import AdminState
from bot.wording.audit import Line
from bot.wording.console import Coming, Look
from bot.wording.programmes import Listed, NewProgramme
from bot.wording.rules import Outlook, Weighed
from pairing.levels import Level
from pairing.matching import Coverage, Match, Matching, Proof
from pairing.satisfaction import Satisfaction
from reports.disclosure import rounded

if TYPE_CHECKING:
    from bot.message import Message

NEXT = datetime(2026, 12, 7, 10, tzinfo=UTC)
LONDON = "Europe/London"
NO_TIME = timedelta()
COMING = Coming(3, NEXT, LONDON)


def _matching(people: int, joined: int = 19) -> Matching:
    couples = tuple(Match((f"p{n}", f"q{n}"), 80, ()) for n in range(people // 2))
    odd = (Match(("x", "y", "z"), 200, ()),) if people % 2 else ()
    return Matching(
        pairings=(*couples[: len(couples) - len(odd)], *odd),
        sitting_out=(),
        score=1_980,
        linear=2_010,
        bound=2_025,
        proof=Proof.CERTIFIED,
        seed=7,
        digest="5f0c",
        coverage=Coverage(9, 36, 12, joined, 24, 15.2),
    )


MET = (
    Satisfaction("repeat", 100, 0, 0),
    Satisfaction("different_department", 85, 0, 15),
    Satisfaction("grade_distance", 40, 35, 25),
    Satisfaction("serendipity", 0, 100, 0),
)
LOOK = Look(COMING, _matching(47), MET, timedelta(minutes=2), rounded)
NOW = Outlook(47, 20, _matching(47), MET)
THEN = Outlook(47, 15, _matching(47, 16), (MET[0], Satisfaction("same_site", 60, 0, 40)))
STEPS = tuple(Level)
WEIGHED = (
    Weighed("repeat", (Level.OFF, Level.LITTLE, Level.USUAL, Level.MORE), Level.USUAL, 500),
    Weighed("different_department", STEPS, Level.LOT, 120),
    Weighed("same_site", STEPS, None, 37),
    Weighed("offer_answers_ask", STEPS, Level.OFF, 0),
)
CHANGES = {"was": "abc", "rules": "same_site=12"}
COFFEE = Listed("main", "Coffee introductions", 14, NEXT, is_held=False)
MENTORS = Listed(
    "p-1", "Mentoring, across every ward and every site that we have " * 3, 28, NEXT, is_held=True
)
TRAIL = (
    Line(NEXT, "Dana Lewis", "rules changed", "same_site 6 to 12, repeat 500 to 0"),
    Line(NEXT, "Dana Lewis", "programme held", "main"),
    Line(NEXT, "", "staff list imported", "5178 added, 0 changed, 0 left"),
    Line(NEXT, "Dana Lewis", "set-up: quiet", "holidays GB-ENG, 3 own days"),
    Line(NEXT, "Dana Lewis", "something that is new", "7"),
)


def _coming() -> dict[str, Message]:
    return {
        "console.working": console.working(Button("admin.preview.now", console.PREVIEW, {"round": "3"})),
        "console.working-run": console.working(Button("admin.run.now", console.PREVIEW, {"round": "3"})),
        "console.working-rules": console.working(Button("admin.rules.effect", rules.UNDO, CHANGES)),
        "console.preview": console.preview(LOOK),
        "console.preview-few": console.preview(replace(LOOK, matching=_matching(8), satisfied=())),
        "console.preview-bare": console.preview(
            replace(LOOK, matching=replace(_matching(12), coverage=Coverage()), satisfied=(), takes=NO_TIME)
        ),
        "console.preview-none": console.preview(
            replace(LOOK, matching=replace(_matching(0), sitting_out=tuple("abcdefghijkl")), satisfied=())
        ),
        "console.opened": console.opened(25, timedelta(minutes=2)),
        "console.opened-few": console.opened(None, NO_TIME),
        "console.not_opened": console.not_opened(console.HELD_TOO),
        "console.not_opened-few": console.not_opened(console.TOO_FEW_TO_OPEN),
        "console.not_opened-known": console.not_opened(console.KNOWN),
        "console.held": console.held(COMING),
        "console.let_go": console.let_go(COMING),
        "console.skipped": console.skipped("Monday 23 November", COMING),
    }


def _page() -> dict[str, Message]:
    state = AdminState("Coffee introductions", 3, NEXT, LONDON, 45, is_set_up=True)
    held = replace(COMING, is_held=True)
    return {
        "admin.admin-console": admin.admin(state, [console.coming_section(COMING), console.more_section(1)]),
        "admin.admin-held": admin.admin(state, [console.coming_section(held), console.more_section(2)]),
        "rounds.round_skipped-held": rounds.round_skipped(NEXT, LONDON, NEXT, is_held=True),
    }


def _rules() -> dict[str, Message]:
    return {
        "rules.rules_page": rules.rules_page(WEIGHED),
        "rules.rules_form": rules.rules_form("who", WEIGHED, {"was": "abc"}, {}),
        "rules.rules_form-error": rules.rules_form(
            "wishes", WEIGHED, {"was": "abc"}, {"offer_answers_ask": rules.not_a_step()}
        ),
        "rules.nothing_new": rules.nothing_new(),
        "rules.effect": rules.effect(NOW, THEN, CHANGES),
        "rules.effect-same": rules.effect(NOW, NOW, CHANGES),
        "rules.effect-few": rules.effect(Outlook(4, 0, _matching(4), ()), NOW, CHANGES),
        "rules.kept": rules.kept(),
        "rules.as_it_was": rules.as_it_was(),
        "rules.overtaken": rules.overtaken(),
    }


def _programmes() -> dict[str, Message]:
    wrong = {
        "name": programmes.taken(MENTORS.name),
        "days": setup_forms.not_listed("daily"),
        "first": setup_forms.no_monday(date(2026, 12, 8)),
    }
    return {
        "programmes.programmes_page": programmes.programmes_page([COFFEE, MENTORS], LONDON),
        "programmes.programmes_page-full": programmes.programmes_page([COFFEE] * programmes.MOST, LONDON),
        "programmes.which": programmes.which([(COFFEE, True), (MENTORS, False)], LONDON),
        "programmes.add_form": programmes.add_form(NewProgramme(first=date(2026, 12, 7))),
        "programmes.add_form-errors": programmes.add_form(NewProgramme("Coffee", "14", None, wrong)),
        "programmes.rename_form": programmes.rename_form("Coffee introductions"),
        "programmes.rename_form-error": programmes.rename_form("", programmes.no_name()),
        "programmes.rename_form-many": programmes.rename_form("Tea", programmes.too_many()),
        "programmes.added": programmes.added("p-1", MENTORS.name),
        "programmes.renamed": programmes.renamed("Tea at three"),
    }


def _kept() -> dict[str, Message]:
    names = ("a b", "Amara Okafor", "Ben Carter-Featherstonehaugh-Chowdhury the third")
    return {
        "apart_by_owner.apart_form": apart_by_owner.apart_form([names], {}),
        "apart_by_owner.apart_form-none": apart_by_owner.apart_form(
            [], {"one": apart_by_owner.NOT_FOUND, "other": apart_by_owner.NOT_TWO}
        ),
        "apart_by_owner.saved": apart_by_owner.saved(),
        "audit.trail": audit.trail(TRAIL, {"main": "Coffee"}, LONDON, {"at": NEXT.isoformat(), "id": "7"}),
        "audit.trail-none": audit.trail((), {}, LONDON, None),
    }


FOR_THE_CONSOLE: dict[str, Message] = {**_coming(), **_page(), **_rules(), **_programmes(), **_kept()}
"""One or more examples of every message that the bot can say, by module, function and variant."""

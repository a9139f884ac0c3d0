"""Examples of what is a member's own: what suits them, whom they would rather not meet, their data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from bot.wording import admitting, apart, home, joining, own, preferences
from bot.wording.faces import Face
from bot.wording.home import CurrentPairing, HomeState
from bot.wording.preferences import Draft
from pairing.people import Curious, Pace, PartOfDay, Preferences, Season, Way
from reports.own import Alike, Likeness
from tests.cast import BEN

if TYPE_CHECKING:
    from bot.message import Message

NEXT = datetime(2026, 12, 7, 10, tzinfo=UTC)
BACK = date(2027, 1, 3)
TEAMS = ("Pharmacy", "Estates", "Finance", "Radiology")
MANY_TEAMS = (*TEAMS, "Human resources and organisational development", "Theatres", "Stores", "Portering")

FILLED = Draft(
    pace="monthly",
    rest_until=BACK.isoformat(),
    minutes="60",
    ways=("in_person", "walk"),
    parts=("mornings",),
    offers=("How the wards run at 3 a.m.", "Bread that rises"),
    asks=("Reading a budget",),
    curious_about="team",
    curiosity="What happens in the labs",
    season="grow",
    quiet_from="21:00",
    quiet_until="07:30",
    colleagues=("T1/ben", "T1/chidi"),
)
WRONG = replace(
    FILLED, offers=("x" * 201,), quiet_until="", pace="hourly", curiosity="y" * 201, rest_until="smarch"
)
ERRORS = {
    "pace": preferences.CHOOSE_ONE,
    "rest_until": preferences.BAD_DAY,
    "offers": preferences.LINE_TOO_LONG,
    "asks": preferences.TOO_MANY_LINES,
    "curiosity": preferences.TOO_LONG,
    "quiet_from": preferences.OTHER_HOUR,
    "quiet_until": preferences.BOTH_HOURS,
    "colleagues": preferences.NOT_FOUND,
}
LIKES = Preferences(
    pace=Pace.MONTHLY,
    minutes=60,
    ways=frozenset((Way.IN_PERSON, Way.WALK)),
    parts=frozenset((PartOfDay.MORNINGS, PartOfDay.AFTERNOONS)),
    curious_about=Curious.TEAM,
    season=Season.GROW,
    quiet_from=time(21),
    quiet_until=time(7, 30),
)
ALIKE = (
    Alike(Likeness.DEPARTMENT, 5, 1, 1.6),
    Alike(Likeness.GRADE, 5, 3, 2.4),
    Alike(Likeness.SITE, 4, 0, 0.3),
)
CARRIED = {"shown": "T1/ben", "rest": ""}


def _preferences() -> dict[str, Message]:
    return {
        "preferences.preferences_form": preferences.preferences_form(Draft(), {}, None),
        "preferences.preferences_form-filled": preferences.preferences_form(FILLED, CARRIED, BACK),
        "preferences.preferences_form-errors": preferences.preferences_form(WRONG, CARRIED, None, ERRORS),
        "preferences.saved": preferences.saved(),
        "preferences.saved-resting": preferences.saved(BACK),
        "preferences.saved-back": preferences.saved(is_back=True),
    }


def _apart() -> dict[str, Message]:
    return {
        "apart.apart_form": apart.apart_form(()),
        "apart.apart_form-filled": apart.apart_form(("T1/ben",), CARRIED),
        "apart.apart_form-error": apart.apart_form(("T1/amara",), CARRIED, apart.NOT_YOU),
        "apart.kept": apart.kept(),
    }


def _own() -> dict[str, Message]:
    return {
        "own.data": own.data(b"{}"),
        "own.erase": own.erase(),
        "own.erased": own.erased(),
        "own.mirror": own.mirror(ALIKE),
        "own.mirror-early": own.mirror(()),
        "own.introduce_form": own.introduce_form(),
        "own.introduce_form-error": own.introduce_form(("T1/ben",), own.NAME_TWO),
        "own.thought_of": own.thought_of(),
        "own.just_met_form": own.just_met_form(),
        "own.just_met_form-error": own.just_met_form(("T1/nobody",), own.NOT_FOUND),
        "own.noted": own.noted(1),
        "own.noted-two": own.noted(2),
    }


def _home() -> dict[str, Message]:
    member = HomeState(name="Amara", standing="active", next_start=NEXT, preferences=LIKES, people_met=9)
    return {
        "home.home-all": home.home(
            replace(member, teams=MANY_TEAMS, pairing=CurrentPairing("345", (Face(BEN),), "Ben"), stuck=1)
        ),
        "home.home-booked-time": home.home(
            replace(member, pairing=CurrentPairing("345", (Face(BEN),), "Ben", booked=NEXT))
        ),
        "home.home-rests": home.home(replace(member, rests=True)),
        "home.home-two-met": home.home(replace(member, people_met=2, teams=TEAMS[:2])),
        "home.home-guest": home.home(HomeState(name="Gita", standing="guest")),
        "home.status-new": home.status(HomeState(name="", standing="new")),
        "joining.paused_already": joining.paused_already(BACK),
        "admitting.not_for_guests": admitting.not_for_guests(),
    }


FOR_MEMBERS: dict[str, Message] = {**_preferences(), **_apart(), **_own(), **_home()}

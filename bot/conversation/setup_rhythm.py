"""The first two forms of the set-up: when rounds are, and on which days nothing happens."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.conversation.reading import read_place, read_quiet_dates, read_time_zone
from bot.wording import setup as words
from bot.wording import setup_forms as forms
from bot.wording.setup import Step
from bot.wording.setup_forms import Draft
from pairing.people import OddPool
from pairing.rounds import EARLIEST_HOUR, LATEST_HOUR, MONDAY, timetable
from scheduler.changing import anchor_for, changed, keep_calendar, next_monday
from storage import rounds, workspaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Turn
    from bot.message import Message
    from pairing.people import Programme

FIELDS = ("days", "at", "timezone", "together", "odd_pool", "first")
FURTHEST = timedelta(days=366)
USUAL_ZONE = "Europe/London"
"""What a programme goes by before anybody has chosen."""
MOST_QUIET = 400
"""Days of an organisation's own: more than a year of them is no programme."""


def open_rhythm(turn: Turn, *, goes_on: bool) -> Message:
    """When rounds are now. Until anybody has said where, the owner's own time zone is the likeliest."""
    cadence = turn.programme.cadence
    values = {
        "days": str(cadence.days),
        "at": f"{cadence.at:%H:%M}",
        "timezone": _time_zone(turn),
        "together": str(turn.programme.together),
        "odd_pool": turn.programme.odd_pool.value,
    }
    first = next_monday(turn.connection, turn.programme, turn.now)
    return forms.rhythm_form(Draft(values, goes_on=goes_on), first, is_new=_is_new(turn))


def _time_zone(turn: Turn) -> str:
    so_far, now = workspaces.set_up_of(turn.connection, turn.workspace), turn.programme.cadence.timezone
    was_chosen = so_far.is_done or Step.RHYTHM in so_far.parts or now != USUAL_ZONE
    return now if was_chosen else turn.person.timezone


def take_rhythm(turn: Turn, *, goes_on: bool) -> Message | str:
    """Keep when rounds are; the form once more where something cannot be so."""
    typed = {name: turn.text(name) for name in FIELDS}
    first = _read_date(typed["first"])
    errors = _misread(typed, first)
    if not errors and first is not None and (wrong := _keep(turn, typed, first)):
        errors["first"] = wrong
    if not errors:
        return f"every {typed['days']} days, {typed['together']} together"
    values = typed if "at" not in errors else typed | {"at": f"{turn.programme.cadence.at:%H:%M}"}
    return forms.rhythm_form(Draft(values, errors, goes_on), first, is_new=_is_new(turn))


def _misread(typed: Mapping[str, str], first: date | None) -> dict[str, str]:
    """A sentence by field for what is none of the choices."""
    choices = {"days": forms.OFTEN, "together": forms.TOGETHER, "odd_pool": forms.ODD_POOL}
    errors = {
        name: forms.not_listed(typed[name])
        for name, options in choices.items()
        if typed[name] not in dict(options)
    }
    if _read_hour(typed["at"]) is None:
        errors["at"] = forms.not_listed(typed["at"])
    if read_time_zone(typed["timezone"]) is None:
        errors["timezone"] = forms.no_time_zone(typed["timezone"])
    if first is None or first.weekday() != MONDAY:
        errors["first"] = forms.no_monday(first)
    return errors


def _keep(turn: Turn, typed: Mapping[str, str], first: date) -> str:
    """Write the rhythm down, or say what is the matter with its first Monday."""
    if abs(first - turn.today) > FURTHEST:
        return forms.too_far(first) if first > turn.today else forms.past(first)
    days = int(typed["days"])
    after = changed(
        turn.programme,
        {
            "anchor": anchor_for(turn.connection, turn.programme, days, first, turn.now),
            "days": days,
            "at": _read_hour(typed["at"]),
            "timezone": read_time_zone(typed["timezone"]),
            "together": int(typed["together"]),
            "odd_pool": OddPool(typed["odd_pool"]),
        },
    )
    if _starts_at(after, first) <= turn.now:
        return forms.past(first)
    keep_calendar(turn.connection, turn.programme, after)
    return ""


def _starts_at(programme: Programme, monday: date) -> datetime:
    number = (monday - programme.cadence.anchor).days // programme.cadence.days
    return timetable(programme.cadence, number).starts_at


def _is_new(turn: Turn) -> bool:
    return not rounds.rounds(turn.connection, turn.programme)


def _read_date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _read_hour(typed: str) -> time | None:
    try:
        found = time.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo is None and EARLIEST_HOUR <= found.hour <= LATEST_HOUR else None


def open_quiet(turn: Turn, *, goes_on: bool) -> Message:
    """The quiet days now, those that are past left out."""
    holidays = turn.programme.holidays
    is_offered = holidays in dict(words.PLACES)
    values = {
        "holidays": holidays if is_offered else "",
        "elsewhere": "" if is_offered else holidays,
        "dates": words.quiet_lines(day for day in turn.programme.own_quiet_dates if day >= turn.today),
    }
    return forms.quiet_form(Draft(values, goes_on=goes_on))


def take_quiet(turn: Turn, *, goes_on: bool) -> Message | str:
    """Keep the quiet days; the form once more where some cannot be read."""
    errors: dict[str, str] = {}
    where = turn.text("elsewhere") or turn.text("holidays")
    place = read_place(where) if where else ""
    if place is None:
        errors["elsewhere" if turn.text("elsewhere") else "holidays"] = forms.no_such_place(where)
    typed = turn.texts("dates")
    days, unread = read_quiet_dates(typed, turn.today)
    if unread:
        errors["dates"] = forms.unreadable_dates(unread)
    elif len(days) > MOST_QUIET:
        errors["dates"] = forms.too_many("days", MOST_QUIET)
    if errors:
        values = {name: turn.text(name) for name in ("holidays", "elsewhere")} | {"dates": "\n".join(typed)}
        return forms.quiet_form(Draft(values, errors, goes_on))
    kept = {day for day in turn.programme.own_quiet_dates if day < turn.today}
    after = changed(turn.programme, {"holidays": place, "quiet_dates": days | kept})
    keep_calendar(turn.connection, turn.programme, after)
    return f"holidays {place or 'none'}, {len(days)} own days"

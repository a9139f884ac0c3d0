"""The forms of the set-up. Each is filled in with what is so, and shows its mistakes beside its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.message import Button, Choose, Day, Facts, Input, Message, Pick, lines, quiet, text
from bot.wording.phrases import clipped, day_words, listed
from bot.wording.setup import LABELS, NARROWED, PLACES, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bot.message import Part

LONGEST_LINES = 3_000
LONGEST_LIST, LONGEST_OPTION = 100, 75
"""What Slack lets one choose from: so many options, of so many letters."""
QUOTE_LONGEST = 40
GRADES_NAMED = 12

OFTEN = (("7", "Every week"), ("14", "Every two weeks"), ("28", "Every four weeks"))
TOGETHER = (
    ("2", "Two people"),
    ("4", "A table of about 4"),
    ("5", "A table of about 5"),
    ("6", "A table of about 6"),
    ("7", "A table of about 7"),
    ("8", "A table of about 8"),
)
ODD_POOL = (("trio", "One group is of three"), ("sit_out", "One person sits out, in turns"))
STAFF_LIST, TYPED = ("csv", "The staff list"), ("typed", "What people type themselves")
WINS = (("typed", "What people type"), ("directory", "The staff list or the profile"))
WHOM = (("everybody", "Everybody here"), ("staff_list", "Only people in the staff list"))
HOURS = tuple(f"{hour:02}:00" for hour in range(8, 18))
NEXT = MappingProxyType({"then": "next"})
"""What the forms carry that follow one another."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form holds by field name: what is so, or was typed, and a sentence beside what cannot be taken.

    One that ``goes_on`` is followed by the next form of the set-up.
    """

    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    goes_on: bool = False


def rhythm_form(draft: Draft, first: date | None, *, is_new: bool = True) -> Message:
    """How often, when and how many. ``first`` is the Monday of the next round, or of the very first."""
    at = draft.values.get("at", "")
    hours = sorted({*HOURS, at}) if at else HOURS
    starts = "The first round starts on" if is_new else "The next round starts on"
    return _form(
        draft,
        Step.RHYTHM,
        (
            _choose(draft, "days", "How often", OFTEN),
            Day("first", starts, first, _MOVED, required=True, error=draft.errors.get("first", "")),
            _choose(draft, "at", "At what hour", [(hour, hour) for hour in hours]),
            _line(draft, "timezone", "Time zone", hint="A city will do, e.g. London", required=True),
            _choose(draft, "together", "How many meet at a time", TOGETHER),
            _choose(draft, "odd_pool", "Where one is left over", ODD_POOL),
        ),
    )


_MOVED = "A Monday. Where that is a quiet day, it is the next working day."


def quiet_form(draft: Draft) -> Message:
    """On which days nothing starts and nobody is asked anything."""
    return _form(
        draft,
        Step.QUIET,
        (
            text("No round starts on a quiet day, and nobody is asked anything."),
            _choose(draft, "holidays", "Public holidays", PLACES, required=False),
            _line(draft, "elsewhere", "Or those of another place", hint="A code such as FR or US-CA"),
            _line(draft, "dates", "Quiet days of your own", hint=_DATES, longest=LONGEST_LINES),
        ),
    )


_DATES = "One a line, e.g. 24 December to 2 January"


def sources_form(draft: Draft, profile_fields: Sequence[tuple[str, str]] = ()) -> Message:
    """Where department and grade come from. ``profile_fields`` are those of the chat, by source."""
    options = (STAFF_LIST, TYPED, *profile_fields)
    return _form(
        draft,
        Step.SOURCES,
        (
            text("We introduce people across departments and grades, so it helps to know both."),
            _choose(draft, "department", "Department comes from", options),
            _choose(draft, "grade", "Grade comes from", options),
            _choose(draft, "wins", "Where the two differ, we go by", WINS),
            quiet("A staff list is a CSV file with one person a line. People can join without one."),
        ),
    )


def ladder_form(draft: Draft, missing: Sequence[str] = ()) -> Message:
    """The grades in order; ``missing`` are those that people have and the order lacks."""
    return _form(
        draft,
        Step.LADDER,
        (
            text("We like to introduce people who are a few grades apart. For that we need their order."),
            *_missing(missing),
            _line(
                draft,
                "ladder",
                "Grades, lowest first",
                hint=_GRADES,
                longest=LONGEST_LINES,
            ),
        ),
    )


_GRADES = "One a line. Leave it empty if there are none."


def open_to_form(draft: Draft, known: Mapping[str, Sequence[str]]) -> Message:
    """Who may join. ``known`` are the organisation's own departments, grades and sites."""
    return _form(
        draft,
        Step.OPEN_TO,
        (
            _choose(draft, "whom", "Who may join", WHOM),
            *(_several(draft, f"{fact}s", f"Only these {fact}s", known.get(fact, ())) for fact in NARROWED),
            quiet("A list that is left empty keeps nobody out. Whoever is in already stays in."),
        ),
    )


def field_label(label: str) -> str:
    """A field of the chat's profile among the sources; ``label`` is empty where the chat does not tell it."""
    return f"Profile: {clipped(label, QUOTE_LONGEST)}" if label else "A field of the chat profile"


def not_listed(words: str) -> str:
    """The sentence beside something that is none of the choices."""
    return f'We don\'t know "{_quoted(words)}" here. Please choose one of the list.'


def not_known(words: str) -> str:
    """The sentence beside something typed that nobody here has."""
    return f'We don\'t know "{_quoted(words)}" here. Please check how the staff list has it.'


def no_time_zone(words: str) -> str:
    """The sentence beside words that are no time zone."""
    return f'We know no time zone called "{_quoted(words)}". Please try a large city, e.g. London.'


def no_monday(day: date | None) -> str:
    """The sentence beside a day that is no Monday, or none at all."""
    return f"Rounds start on a Monday, and {day_words(day)} is not one." if day else "Please choose a Monday."


def past(day: date) -> str:
    """The sentence beside a start that has gone by."""
    return f"{day_words(day)} at that hour has gone by. Please choose a Monday to come."


def too_far(day: date) -> str:
    """The sentence beside a start that is over a year away."""
    return f"{day_words(day)} {day.year} is over a year away. Please choose a Monday before that."


def no_such_place(words: str) -> str:
    """The sentence beside a place whose holidays are not known."""
    return f'We don\'t know the holidays of "{_quoted(words)}". Please try a code such as IE or GB-ENG.'


def unreadable_dates(pieces: Sequence[str]) -> str:
    """The sentence beside dates that could not be read, or are past."""
    said = listed([f'"{_quoted(piece)}"' for piece in pieces[:3]])
    return f"We could not read {said} as days to come. Please write them like 24 December to 2 January."


def too_many(what: str, most: int) -> str:
    """The sentence beside a list that is too long."""
    return f"That is more than we can keep. Please give at most {most} {what}."


def too_long(longest: int) -> str:
    """The sentence beside something that is too long for what it is."""
    return f"Please use at most {longest} characters for each."


def no_staff_list() -> str:
    """The sentence beside a wish to let in only the staff list, where there is none."""
    return "There is no staff list yet, so nobody could join."


def _form(draft: Draft, step: Step, fields: tuple[Part, ...]) -> Message:
    number = list(Step).index(step) + 1
    where = quiet(f"Form {number} of {len(Step)}. What you save is kept if you stop after it.")
    label, data = ("Save and go on", NEXT) if draft.goes_on else ("Save", {})
    return Message(
        title=LABELS[step],
        body=(*([where] if draft.goes_on else []), *fields),
        actions=(Button(f"setup.{step}.save", label, data, primary=True),),
        summary=f"{LABELS[step]}: a short form.",
    )


def _choose(
    draft: Draft, name: str, label: str, options: Sequence[tuple[str, str]], *, required: bool = True
) -> Choose:
    value, error = draft.values.get(name, ""), draft.errors.get(name, "")
    return Choose(name, label, tuple(options), value, required=required, error=error)


def _line(
    draft: Draft, name: str, label: str, hint: str = "", *, required: bool = False, longest: int = 100
) -> Input:
    value, error = draft.values.get(name, ""), draft.errors.get(name, "")
    return Input(name, label, value, hint, required, longest, error)


def _several(draft: Draft, name: str, label: str, known: Sequence[str]) -> Part:
    """A list to choose from where there is a short enough one, lines to type otherwise."""
    if 0 < len(known) <= LONGEST_LIST and all(len(each) <= LONGEST_OPTION for each in known):
        chosen = tuple(line for line in lines(draft.values.get(name, "")) if line in known)
        options = tuple((each, each) for each in known)
        return Pick(name, label, options, chosen, most=len(known), error=draft.errors.get(name, ""))
    return _line(draft, name, label, "One a line", longest=LONGEST_LINES)


def _missing(missing: Sequence[str]) -> tuple[Part, ...]:
    if not missing:
        return ()
    named = [clipped(each, QUOTE_LONGEST) for each in missing[:GRADES_NAMED]]
    more = [f"and {len(missing) - GRADES_NAMED} more"] if len(missing) > GRADES_NAMED else []
    return (text("These are not in order yet."), Facts(tuple(("", each) for each in (*named, *more))))


def _quoted(words: str) -> str:
    return clipped(words, QUOTE_LONGEST)

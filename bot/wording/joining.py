"""Coming in, changing one's details, taking a rest, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.message import Button, Choose, Input, Message, Text, quiet, text
from bot.wording.phrases import MONTHS, clipped, day_of, day_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from bot.message import Part

LONGEST: Mapping[str, int] = MappingProxyType(
    {"department": 100, "grade": 60, "site": 100, "job_title": 100, "offer": 200, "curiosity": 200}
)
"""The most characters that each field of the form takes."""

NOUNS = {
    "department": "department or team",
    "grade": "grade",
    "site": "site",
    "job_title": "job title",
    "offer": "offer",
    "curiosity": "curiosity",
}
LONGEST_LIST = 100
"""A longer list is no help to choose from, and Slack shows no more."""

QUOTE_LONGEST = 40
NO_ERRORS: Mapping[str, str] = MappingProxyType({})

NOTICE = (
    "We keep the details you give, who we introduce you to, and your answers.",
    "The people you are introduced to see your name and the details you give.",
    "We show your answers to nobody else: no manager, nobody in HR, nobody who runs the programme.",
    "The report shows only totals for large groups, never who met whom.",
    "Type /coffee leave to stop at any time, and /coffee erase to have everything erased.",
)
"""What is kept, who sees what, and how to leave and be erased. Shown before anybody joins."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the join form holds: from the directory at first, then as the person typed it."""

    department: str = ""
    grade: str = ""
    site: str = ""
    job_title: str = ""
    offer: str = ""
    curiosity: str = ""


def join_form(
    draft: Draft,
    departments: Sequence[str],
    grades: Sequence[str],
    sites: Sequence[str],
    errors: Mapping[str, str] = NO_ERRORS,
    *,
    is_member: bool = False,
) -> Message:
    """The form for joining and for changing one's details.

    ``departments``, ``grades`` and ``sites`` are the organisation's own lists, empty where it has
    none. ``errors`` holds a sentence by field name for what could not be taken as it was typed.
    """
    return Message(
        title="Your details" if is_member else "Join the coffees ☕",
        body=(
            text("Only your department is needed. The rest helps us find somebody good to meet."),
            _field("department", draft.department, departments, errors, required=True),
            _field("grade", draft.grade, grades, errors, hint="It helps us mix people."),
            _field("site", draft.site, sites, errors),
            _field("job_title", draft.job_title, (), errors, hint="As you would say it, e.g. night porter"),
            _field("offer", draft.offer, (), errors, hint="e.g. how the wards run at 3 a.m."),
            _field("curiosity", draft.curiosity, (), errors, hint="e.g. what happens in the labs"),
            *notice(),
        ),
        actions=(Button("join.save", "Save" if is_member else "Join", primary=True),),
        summary="Your details, to change as you like." if is_member else "A short form to join the coffees.",
    )


def notice() -> tuple[Text, ...]:
    """The plain notice: what is kept, who sees what, how to leave and be erased."""
    return tuple(quiet(words) for words in NOTICE)


LABELS = {
    "department": "Department or team",
    "grade": "Grade",
    "site": "Site",
    "job_title": "Job title",
    "offer": "One thing you can offer",
    "curiosity": "One thing you are curious about",
}


def _field(
    name: str,
    value: str,
    known: Sequence[str],
    errors: Mapping[str, str],
    *,
    hint: str = "",
    required: bool = False,
) -> Part:
    """A list to choose from where the organisation has a short enough one, a line to type otherwise."""
    label, error = LABELS[name], errors.get(name, "")
    options = tuple((each, each) for each in dict.fromkeys(known) if each)
    if 0 < len(options) <= LONGEST_LIST:
        chosen = value if (value, value) in options else ""
        return Choose(name, label, options, chosen, hint, required, error)
    return Input(name, label, value, hint, required, LONGEST[name], error)


def unknown_department(typed: str) -> str:
    """The sentence beside a department that the organisation does not have."""
    quoted = clipped(typed, QUOTE_LONGEST)
    return f'We know no department called "{quoted}". Please check how the staff list has it.'


def too_long(field: str, longest: int) -> str:
    """The sentence beside a text that is longer than its field."""
    return f"Please shorten your {NOUNS.get(field, 'answer')} to {longest} characters."


def required(field: str) -> str:
    """The sentence beside a field that was left empty."""
    return f"Please tell us your {NOUNS.get(field, 'answer')}."


def joined(next_start: datetime, timezone: str) -> Message:
    """A welcome, and what comes next."""
    day = day_of(next_start, timezone)
    return Message(
        title="You're in, and welcome ☕",
        body=(
            text(f"We will introduce you to somebody on {day}. There is nothing to do until then."),
            quiet("To change your details, pause or leave, type /coffee at any time."),
        ),
        actions=(Button("details", "Change my details"), Button("leave", "Leave")),
        summary=f"You're in. We will introduce you to somebody on {day}.",
    )


def saved() -> Message:
    """After a member changed their details."""
    return Message(
        title="Your details are saved",
        body=(text("We will use them from your next introduction on."),),
        actions=(Button("details", "Change my details"),),
        summary="Your details are saved.",
    )


def left() -> Message:
    """After leaving."""
    return Message(
        title="You've left, and thank you for coming",
        body=(
            text("You will hear no more from us. If you have a coffee planned, do enjoy it."),
            text("You are welcome back at any time."),
            quiet("To have everything we keep about you erased as well, type /coffee erase."),
        ),
        actions=(Button("join", "Join again"),),
        summary="You've left. You will hear no more from us.",
    )


def already_left() -> Message:
    """When somebody who has left leaves again."""
    return Message(
        title="You have left already",
        body=(text("You are in no round, and will hear nothing from us. You are welcome back any time."),),
        actions=(Button("join", "Join again"),),
        summary="You have left already. You will hear nothing from us.",
    )


def pause_form(until: str = "", error: str = "") -> Message:
    """The form that asks how long the pause should be. Empty means until they say."""
    return Message(
        title="Pause for a while",
        body=(
            text("You will hear nothing from us until you are back."),
            Input(
                name="until",
                label="When will you be back?",
                value=until,
                hint="e.g. 3 January. Leave it empty to pause until you say.",
                longest=QUOTE_LONGEST,
                error=error,
            ),
        ),
        actions=(Button("pause.save", "Pause", primary=True),),
        summary="When will you be back? You can leave it open.",
    )


def bad_date(words: str) -> str:
    """The sentence beside words that are no date."""
    quoted = clipped(words, QUOTE_LONGEST)
    return f'We could not read "{quoted}" as a day to come. Please try something like 3 January.'


def paused(until: date | None) -> Message:
    """After pausing. ``until`` is the first day back; ``None`` until they say."""
    back = f"You are back on {day_words(until)}." if until else "You are back when you say so."
    return Message(
        title="Your coffees are paused",
        body=(text(f"{back} We will leave you in peace until then."),),
        actions=(Button("back", "I'm back"), Button("pause", "Choose a date")),
        summary=f"Your coffees are paused. {back}",
    )


def paused_already(until: date) -> Message:
    """When somebody pauses who is to be back on a day: nothing is changed unless they say so."""
    back = f"You are back on {day_words(until)}."
    return Message(
        title="You are resting already",
        body=(text(f"{back} We left it so. You can choose another day, or leave it open."),),
        actions=(
            Button("pause", "Choose a date"),
            Button("pause.save", "Until I say"),
            Button("back", "I'm back"),
        ),
        summary=f"You are resting already. {back}",
    )


def typed_day(day: date) -> str:
    """A date as somebody would type it into the form: `3 January 2027`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def resumed(next_start: datetime, timezone: str) -> Message:
    """After coming back from a pause or from skipping a round."""
    day = day_of(next_start, timezone)
    return Message(
        title="Good to have you back ☕",
        body=(text(f"We will introduce you to somebody on {day}. There is nothing to do until then."),),
        actions=(Button("skip", "Skip this one"), Button("pause", "Pause")),
        summary=f"Good to have you back. You're in on {day}.",
    )


def skipping(starts_at: datetime, timezone: str) -> Message:
    """After skipping the round that starts at ``starts_at``."""
    day = day_of(starts_at, timezone)
    return Message(
        title="That's fine, you're skipping one",
        body=(
            text(f"We will leave you out of the round on {day}. You are back in for the one after."),
            text("If your plans change, you can still come in."),
        ),
        actions=(Button("back", "Count me in after all"), Button("pause", "Pause for longer")),
        summary=f"You're skipping the round on {day}, and in again for the one after.",
    )


def nothing_to_skip() -> Message:
    """When the round to skip has begun, or somebody is not in the coming one anyway."""
    return Message(
        title="There is nothing to skip",
        body=(
            text("Either that round has begun, or you are not in the next one."),
            text("To see where you stand, type /coffee."),
        ),
        summary="There is nothing to skip. To see where you stand, type /coffee.",
    )


def not_a_member() -> Message:
    """When somebody who has not joined asks for what members do."""
    return Message(
        title="You haven't joined yet",
        body=(text("Once you join, we will introduce you to somebody new each round."),),
        actions=(Button("join", "Join", primary=True),),
        summary="You haven't joined yet. One press starts it.",
    )

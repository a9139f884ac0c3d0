"""What a member would like: how often, how, when, about what, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.message import Button, Choose, Colleagues, Day, Input, Message, Pick, heading, quiet, text
from bot.wording.phrases import counted, day_words, listed
from pairing.people import Curious, Pace, PartOfDay, Season, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from bot.message import Part
    from pairing.people import Preferences

MOST_LINES = 3
LINE_LONGEST = 200
MOST_COLLEAGUES = 25
NO_ERRORS: Mapping[str, str] = MappingProxyType({})
NO_PREFERENCE = ("", "No preference")

PACES = (
    (Pace.EVERY_ROUND.value, "Every round"),
    (Pace.MONTHLY.value, "About once a month"),
    (Pace.QUARTERLY.value, "About four times a year"),
)
MINUTES = (
    ("", "As much as it takes"),
    *((str(minutes), f"About {minutes} minutes") for minutes in (15, 30, 45, 60, 90, 120)),
)
WAYS = (
    (Way.IN_PERSON.value, "In person"),
    (Way.PHONE.value, "By phone"),
    (Way.VIDEO.value, "By video"),
    (Way.WALK.value, "On a walk"),
)
PARTS = (
    (PartOfDay.MORNINGS.value, "Mornings"),
    (PartOfDay.AFTERNOONS.value, "Afternoons"),
    (PartOfDay.NIGHTS.value, "Nights"),
)
CURIOUS = (
    NO_PREFERENCE,
    (Curious.ROLE.value, "A role"),
    (Curious.TEAM.value, "A team"),
    (Curious.PATH.value, "How somebody got where they are"),
)
SEASONS = (
    NO_PREFERENCE,
    (Season.TODAY.value, "Help with today's work"),
    (Season.GROW.value, "To grow"),
    (Season.PICTURE.value, "To see the bigger picture"),
)
NO_HOUR = ("", "No quiet hours")
HOURS = tuple((f"{hour:02}:00", f"{hour:02}:00") for hour in range(24))

CHOOSE_ONE = "Please choose from the list."
BOTH_HOURS = "Please choose both hours, or neither."
OTHER_HOUR = "Please choose two different hours."
NO_HOUR_LEFT = "Please leave us an hour between 08:00 and 18:00, or we could never write to you."
BAD_DAY = "Please choose a day within the coming year."
TOO_MANY_LINES = f"Please keep it to {MOST_LINES} lines."
TOO_MANY_PEOPLE = f"Please choose up to {MOST_COLLEAGUES} people."
LINE_TOO_LONG = f"Please shorten each line to {LINE_LONGEST} characters."
TOO_LONG = f"Please shorten this to {LINE_LONGEST} characters."
NOT_FOUND = "We could not find everybody you chose. Please choose them again."


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds, as its values: what is kept at first, then as the person chose and typed it.

    ``rest_until`` is a date as ``2026-12-01``; ``colleagues`` are addresses.
    """

    pace: str = Pace.EVERY_ROUND.value
    rest_until: str = ""
    minutes: str = ""
    ways: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    curious_about: str = ""
    curiosity: str = ""
    season: str = ""
    quiet_from: str = ""
    quiet_until: str = ""
    colleagues: tuple[str, ...] = ()


def preferences_form(
    draft: Draft, carried: Mapping[str, str], rest: date | None, errors: Mapping[str, str] = NO_ERRORS
) -> Message:
    """The form for what a member would like.

    ``carried`` comes back as it is; ``rest`` is the day of the draft, where it is one; ``errors`` holds
    a sentence by field name for what could not be taken.
    """
    return Message(
        title="What suits you",
        body=(
            text("Fill in as much or as little as you like. You can change it at any time."),
            *_often(draft, rest, errors),
            *_how(draft, errors),
            *_about(draft, errors),
            *_peace(draft, errors),
            quiet("The people you meet see your offers, your asks and what you are curious about."),
            quiet("We may say that the same hours, or the same way to meet, suit you both."),
            quiet("Everything else here only helps us choose, and is shown to nobody."),
        ),
        actions=(Button("preferences.save", "Save", carried, primary=True),),
        summary="What suits you, to change as you like.",
    )


def saved(rest_until: date | None = None, *, is_back: bool = False) -> Message:
    """After it was saved; ``rest_until`` is set by it, or a rest was ended by it."""
    rest = f" You are resting, and back on {day_words(rest_until)}." if rest_until else ""
    again = " You are in again from the next round on." if is_back else ""
    return Message(
        title="Saved, and good to know",
        body=(text(f"We will go by it from your next introduction on.{rest}{again}"),),
        actions=(Button("preferences", "Change it again"), Button("home", "See where you stand")),
        summary="What suits you is saved.",
    )


def in_words(own: Preferences) -> str:
    """What a member would like, in one to three sentences for their own page."""
    ways = [label.casefold() for value, label in WAYS if value in own.ways]
    parts = [label.casefold() for value, label in PARTS if value in own.parts]
    pace = dict(PACES)[own.pace.value].casefold()
    spent = f" It may take about {counted(own.minutes, 'minute', 'minutes')} a month." if own.minutes else ""
    how = f", {_either(ways)}" if ways else ""
    when = f", {_either(parts)}" if parts else ""
    quiet_hours = (
        f" We leave you in peace from {own.quiet_from:%H:%M} to {own.quiet_until:%H:%M}."
        if own.quiet_from and own.quiet_until
        else ""
    )
    return f"You like to meet {pace}{how}{when}.{spent}{quiet_hours}"


def _either(words: list[str]) -> str:
    return listed(words).replace(" and ", " or ")


def _often(draft: Draft, rest: date | None, errors: Mapping[str, str]) -> Iterator[Part]:
    yield heading("How often")
    yield _choice("pace", "How often would you like to meet somebody?", PACES, draft.pace, errors)
    yield Day(
        "rest_until",
        "Or rest until",
        rest,
        "We leave you in peace until that day.",
        error=errors.get("rest_until", ""),
    )
    yield _choice("minutes", "How much time a month?", MINUTES, draft.minutes, errors)


def _how(draft: Draft, errors: Mapping[str, str]) -> Iterator[Part]:
    yield heading("How and when")
    yield Pick("ways", "How do you like to meet?", WAYS, draft.ways, error=errors.get("ways", ""))
    yield Pick("parts", "When does it suit you?", PARTS, draft.parts, error=errors.get("parts", ""))


def _about(draft: Draft, errors: Mapping[str, str]) -> Iterator[Part]:
    yield heading("What you bring and look for")
    yield _lines("offers", "What can you offer?", draft.offers, "how the wards run at 3 a.m.", errors)
    yield _lines("asks", "What would you like help with?", draft.asks, "reading a budget", errors)
    yield _choice("curious_about", "What are you curious about?", CURIOUS, draft.curious_about, errors)
    yield Input(
        "curiosity",
        "In your own words",
        draft.curiosity,
        "e.g. what happens in the labs",
        longest=LINE_LONGEST,
        error=errors.get("curiosity", ""),
    )
    yield _choice("season", "What would you like from these coffees?", SEASONS, draft.season, errors)


def _peace(draft: Draft, errors: Mapping[str, str]) -> Iterator[Part]:
    yield heading("Peace and quiet")
    hint = "We neither write to you nor suggest a time then."
    yield _choice("quiet_from", "Quiet from", (NO_HOUR, *HOURS), draft.quiet_from, errors, hint)
    yield _choice("quiet_until", "Quiet until", (NO_HOUR, *HOURS), draft.quiet_until, errors)
    yield Colleagues(
        "colleagues",
        "People you know already",
        draft.colleagues,
        "We look for somebody newer to you. Nobody else sees this list.",
        MOST_COLLEAGUES,
        error=errors.get("colleagues", ""),
    )


def _choice(
    name: str,
    label: str,
    options: tuple[tuple[str, str], ...],
    value: str,
    errors: Mapping[str, str],
    hint: str = "",
) -> Choose:
    """A choice; what was set elsewhere and is not among the usual options stands beside them."""
    is_usual = value in dict(options) or not value or name in errors
    known = options if is_usual else (*options, (value, value))
    return Choose(name, label, known, value, hint, error=errors.get(name, ""))


def _lines(name: str, label: str, values: tuple[str, ...], such_as: str, errors: Mapping[str, str]) -> Input:
    return Input(
        name,
        label,
        "\n".join(values),
        f"Up to {MOST_LINES}, one on each line, e.g. {such_as}",
        longest=MOST_LINES * (LINE_LONGEST + 1),
        error=errors.get(name, ""),
    )

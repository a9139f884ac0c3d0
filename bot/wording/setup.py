"""Setting Crossbrew up from the chat: the welcome, the way in, and what was saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.message import Button, Facts, Message, Row, quiet, text
from bot.wording.phrases import clipped, counted, day_of, day_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from bot.message import Link
    from pairing.people import Programme

VALUE_LONGEST = 200


class Step(StrEnum):
    """The parts of the set-up, in the order in which they are asked."""

    RHYTHM = "rhythm"
    QUIET = "quiet"
    SOURCES = "sources"
    LADDER = "ladder"
    OPEN_TO = "open_to"


LABELS = {
    Step.RHYTHM: "Rhythm",
    Step.QUIET: "Quiet days",
    Step.SOURCES: "Department and grade",
    Step.LADDER: "Grades in order",
    Step.OPEN_TO: "Who may join",
}
SOURCES = {"csv": "the staff list", "typed": "what people type"}
EVERY = {7: "every week", 14: "every two weeks", 28: "every four weeks"}
SET_UP = Button("setup", "Set up Crossbrew", primary=True)

PLACES = (
    ("", "No public holidays"),
    ("GB-ENG", "England"),
    ("GB-WLS", "Wales"),
    ("GB-SCT", "Scotland"),
    ("GB-NIR", "Northern Ireland"),
    ("IE", "Ireland"),
    ("US", "United States"),
    ("CA", "Canada"),
    ("AU", "Australia"),
    ("NZ", "New Zealand"),
    ("IN", "India"),
    ("ZA", "South Africa"),
    ("DE", "Germany"),
    ("FR", "France"),
    ("NL", "Netherlands"),
    ("ES", "Spain"),
)
"""The places whose public holidays are offered to choose from; any other can be typed."""


@dataclass(frozen=True, slots=True)
class SetUpState:
    """What has been set up: by step how it reads now, and the steps that an owner has been through."""

    reads: Mapping[Step, str]
    done: Collection[str] = ()
    is_done: bool = False


def welcome() -> Message:
    """To the first owner who is known, once."""
    return Message(
        title="Welcome to Crossbrew ☕",
        body=(
            text("Crossbrew introduces people at work who would not otherwise meet, over a coffee."),
            text("You look after it here. Five short forms set it up, in about five minutes."),
            quiet("Each form is kept as you save it. To come back to the rest, type /coffee admin."),
        ),
        actions=(SET_UP,),
        summary="You look after Crossbrew here. Five short forms set it up.",
    )


def before_set_up(page: Message) -> Message:
    """A page of an owner's, which begins with the way to set Crossbrew up as long as nobody has."""
    body = (
        text("Crossbrew is not set up here yet. Five short forms do it, in about five minutes."),
        Row((SET_UP,)),
        *page.body,
    )
    return replace(page, body=body, actions=tuple(_plain(action) for action in page.actions))


def saved(step: Step, reads: str) -> Message:
    """After an owner changed one part by itself."""
    return Message(
        title="Saved",
        body=(
            Facts(((LABELS[step], clipped(reads, VALUE_LONGEST)),)),
            quiet("It counts from the next round on. Nothing that is under way changes."),
        ),
        actions=(Button("admin", "See everything"),),
        summary=f"{LABELS[step]}: saved.",
    )


def finished(state: SetUpState, next_start: datetime, timezone: str) -> Message:
    """After the last form, or when an owner leaves the rest as it is."""
    day = day_of(next_start, timezone)
    return Message(
        title="Crossbrew is set up ☕",
        body=(
            text(f"The next round starts on {day}. All that is left is to tell people."),
            Facts(facts(state)),
            quiet("To change any of it, type /coffee admin."),
        ),
        actions=(
            Button("announce", "Tell a channel", primary=True),
            Button("join", "Join in myself"),
            Button("admin", "See everything"),
        ),
        summary=f"Crossbrew is set up. The next round starts on {day}.",
    )


def facts(state: SetUpState) -> tuple[tuple[str, str], ...]:
    """Every step and how it reads now; until the set-up is done, which nobody has been through."""
    return tuple(
        (
            LABELS[step],
            f"{clipped(reads, VALUE_LONGEST)}{'' if _is_chosen(state, step) else ' (not chosen yet)'}",
        )
        for step, reads in state.reads.items()
    )


def rhythm_reads(programme: Programme) -> str:
    """Such as `every two weeks on a Monday at 10:00, Europe/London time, two people at a time`."""
    cadence = programme.cadence
    who = "two people" if programme.together == PAIR else f"tables of about {programme.together}"
    return (
        f"{EVERY[cadence.days]} on a Monday at {cadence.at:%H:%M}, {cadence.timezone} time, {who} at a time"
    )


PAIR = 2


def quiet_reads(holidays: str, own: int) -> str:
    """Such as `public holidays of England, and 3 days of your own`."""
    public = (
        f"public holidays of {dict(PLACES).get(holidays, holidays)}" if holidays else "no public holidays"
    )
    return f"{public}, and {counted(own, 'day', 'days')} of your own" if own else public


def sources_read(sources: Mapping[str, str], *, directory_wins: bool) -> str:
    """Such as `department from the staff list, grade from what people type`."""
    named = {fact: SOURCES.get(source, "the chat profile") for fact, source in sources.items()}
    if len(set(named.values())) == 1:
        named = {"both": next(iter(named.values()))}
    where = [f"{fact} from {source}" for fact, source in named.items()]
    wins = "; these count for more than what people type" if directory_wins else ""
    return f"{', '.join(where)}{wins}"


def ladder_reads(grades: tuple[str, ...]) -> str:
    """Such as `8 grades, from Band 2 to Band 9`."""
    if not grades:
        return "no grades in order yet"
    return f"{counted(len(grades), 'grade', 'grades')}, from {grades[0]} to {grades[-1]}"


def open_to_reads(open_to: Mapping[str, tuple[str, ...]], staff_list: str) -> str:
    """Such as `people in the staff list, 2 departments`; everybody where nothing is asked."""
    counts = [counted(len(open_to[fact]), fact, f"{fact}s") for fact in NARROWED if fact in open_to]
    whom = ["only people in the staff list"] if staff_list in open_to else []
    return ", ".join([*whom, *(f"only {count}" for count in counts)]) or "everybody here"


NARROWED = ("department", "grade", "site")
"""What joining may be narrowed down to."""


def quiet_lines(days: Iterable[date]) -> str:
    """Dates as an owner may write them, one stretch of days a line."""
    stretches: list[list[date]] = []
    for day in sorted(days):
        if stretches and (day - stretches[-1][-1]).days == 1:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return "\n".join(_stretch(days) for days in stretches)


def _stretch(days: list[date]) -> str:
    first, last = days[0], days[-1]
    return _dated(first) if first == last else f"{_dated(first)} to {_dated(last)}"


def _dated(day: date) -> str:
    return f"{day_words(day).split(' ', 1)[1]} {day.year}"


def _is_chosen(state: SetUpState, step: Step) -> bool:
    return state.is_done or step in state.done


def _plain(action: Button | Link) -> Button | Link:
    """The same beside a button that matters more."""
    return replace(action, primary=False) if isinstance(action, Button) else action

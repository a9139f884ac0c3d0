"""The coming round for owners: what it would look like, and opening, holding or leaving it out by hand.

Figures only, rounded as in the report, and of fewer than ten people none: nobody is named here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.message import Button, Facts, Message, Row, heading, quiet, text
from bot.wording.admin import Section
from bot.wording.matching import (
    NOTHING_TO_MEET,
    coverage_words,
    how_good,
    made,
    sitting_out,
)
from bot.wording.phrases import day_of
from bot.wording.reasons import met_in_words
from bot.wording.tending import time_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime, timedelta

    from bot.message import Part
    from pairing.matching import Coverage, Matching
    from pairing.satisfaction import Satisfaction

FEWEST = 10
TOO_FEW = "Fewer than 10 people are in. Of so few, nothing more is told."
NO_NAMES = "Rounded, and without names. It may change until the round opens."
WAIT = "This takes a moment, or a minute where thousands take part."
PREVIEW = "Look at it now"
BACK = Button("admin", "See everything")


@dataclass(frozen=True, slots=True)
class Coming:
    """The coming round: its number and start; whether its programme is held, and whether it may open now."""

    number: int
    starts_at: datetime
    timezone: str
    is_held: bool = False
    may_open: bool = True

    @property
    def day(self) -> str:
        """Its day, as its reader says it."""
        return day_of(self.starts_at, self.timezone)

    @property
    def data(self) -> dict[str, str]:
        """What its buttons carry, so that a second press is about no other round."""
        return {"round": str(self.number)}


@dataclass(frozen=True, slots=True)
class Look:
    """A round as it would be now. ``rounded`` tells a number of people or introductions as reports do."""

    coming: Coming
    matching: Matching
    satisfied: Sequence[Satisfaction]
    takes: timedelta
    rounded: Callable[[int], int]

    @property
    def people(self) -> int:
        """How many would be in it."""
        return sum(len(one.people) for one in self.matching.pairings) + len(self.matching.sitting_out)


def coming_section(coming: Coming) -> Section:
    """The coming round on the owners' page."""
    return Section("The coming round", (text(_stands(coming)), Row(tuple(_buttons(coming)))))


def more_section(programmes: int) -> Section:
    """What else there is to look after; ``programmes`` is how many there are."""
    several = f"There are {programmes} programmes here. " if programmes > 1 else ""
    return Section(
        "And also",
        (
            text(f"{several}What counts when people meet, whom to keep apart, and who did what."),
            Row(
                (
                    Button("admin.rules", "What counts"),
                    Button("admin.apart", "Keep two apart"),
                    Button("admin.programmes", "Programmes"),
                    Button("admin.audit", "Who did what"),
                )
            ),
        ),
    )


def working(press: Button) -> Message:
    """While something takes a moment; ``press`` is what goes on by itself."""
    return Message(title="Working it out…", body=(text(WAIT),), summary="Working it out.", then=press)


def preview(look: Look) -> Message:
    """What the coming round would look like if it opened now."""
    title = f"Round {look.coming.number}, as it would be now"
    if look.people < FEWEST:
        return Message(title, (text(TOO_FEW), quiet(NO_NAMES)), (BACK,), TOO_FEW)
    who = _who(look)
    lines = [
        who,
        sitting_out(look.matching),
        *_how_good(look.matching),
        *coverage_words(_coverage(look)),
    ]
    return Message(
        title=title,
        body=(
            Facts(tuple(("", line) for line in [*lines, *going_out(look.takes)])),
            *_by_rule(look.satisfied),
            quiet(NO_NAMES),
        ),
        actions=(BACK,),
        summary=who,
    )


def opened(introductions: int | None, takes: timedelta) -> Message:
    """A round was opened by hand. ``introductions`` is about how many; ``None`` where they are too few."""
    many = "a few introductions" if introductions is None else f"about {introductions} introductions"
    return Message(
        title="The round is open",
        body=(
            text(f"It is open with {many}. They go out between 08:00 and 18:00 of their readers."),
            *(text(line) for line in going_out(takes)),
        ),
        actions=(Button("outbox", "What goes out"), BACK),
        summary=f"The round is open with {many}.",
    )


def not_opened(why: str) -> Message:
    """A round could not be opened by hand."""
    return Message("The round was not opened", (text(why),), (BACK,), why)


TOO_FEW_TO_OPEN = "Too few people are in it for anybody to meet, so nothing was changed."
HELD_TOO = "The coffees are held, so nothing was changed. Let them go first."
KNOWN = "It was opened or left out before, so nothing was changed."


def held(coming: Coming) -> Message:
    """An owner held the programme, now or before."""
    return Message(
        title="The coffees are held",
        body=(
            text(f"No round opens until you let them go, and nobody hears of the one on {coming.day}."),
            text("What is under way goes on. A round that cannot start within a working day is left out."),
        ),
        actions=(Button("admin.release", "Let them go", coming.data, primary=True), BACK),
        summary="The coffees are held: no round opens until you let them go.",
    )


def let_go(coming: Coming) -> Message:
    """An owner let the programme go on, now or before."""
    return Message(
        title="The coffees go on",
        body=(text(f"The next round opens by itself on {coming.day}."),),
        actions=(BACK,),
        summary=f"The coffees go on. The next round opens on {coming.day}.",
    )


def skipped(left_out: str, coming: Coming) -> Message:
    """An owner left a round out. ``left_out`` is its day."""
    return Message(
        title=f"The round on {left_out} is left out",
        body=(
            text(f"Nobody is introduced then. The next round starts on {coming.day}."),
            quiet("Members see the new date on their Home page; we do not write to them about it."),
        ),
        actions=(BACK,),
        summary=f"The round on {left_out} is left out. The next starts on {coming.day}.",
    )


def going_out(takes: timedelta) -> Iterator[str]:
    """How long the introductions take; nothing where it is no time."""
    if takes:
        yield f"At the pace that is allowed here, the introductions go out in {time_left(takes)}."


def _stands(coming: Coming) -> str:
    if coming.is_held:
        return f"The coffees are held. Let them go, and round {coming.number} opens on {coming.day}."
    return f"Round {coming.number} opens by itself on {coming.day}."


def _buttons(coming: Coming) -> Iterator[Button]:
    yield Button("admin.preview", PREVIEW, coming.data)
    if coming.may_open and not coming.is_held:
        asks = f"Open round {coming.number} now, and introduce everybody who is in it?"
        yield Button("admin.run", "Open it now", coming.data, confirm=asks)
    if coming.is_held:
        asks = "Let rounds open by themselves again?"
        yield Button("admin.release", "Let them go", coming.data, confirm=asks)
    else:
        asks = "Open no round until you let them go? What is under way goes on."
        yield Button("admin.hold", "Hold", coming.data, confirm=asks)
    asks = f"Leave out the round on {coming.day}? This cannot be taken back."
    yield Button("admin.skip", "Leave it out", coming.data, confirm=asks)


def _who(look: Look) -> str:
    sizes = [len(one.people) for one in look.matching.pairings]
    people, number = look.rounded(look.people), look.rounded(len(sizes))
    return f"About {people} people would be in it, with about {made(sizes, number)}."


def _coverage(look: Look) -> Coverage:
    """Rounded, for an exact figure would change with whoever joins, and with any two kept apart."""
    exact, near = look.matching.coverage, look.rounded
    return replace(exact, before=near(exact.before), joined=near(exact.joined), most=near(exact.most))


def _how_good(matching: Matching) -> Iterator[str]:
    """How near it is to the best there is, and about how many points it has: rounded as above."""
    if not matching.pairings:
        return
    yield next(how_good(matching.score, matching.linear, matching.bound, matching.proof))
    if matching.bound > 0:
        points, share = round(float(f"{matching.linear:.2g}")), 100 * matching.linear // matching.bound
        yield f"It has about {points:,} points, {share} % of the most there could be."


def _by_rule(satisfied: Sequence[Satisfaction]) -> Iterator[Part]:
    told = [one for one in satisfied if one.rule != NOTHING_TO_MEET]
    if told:
        yield heading("How far each rule is met, of a hundred introductions")
        yield Facts(tuple((met_in_words(one.rule, is_turned=one.is_turned), _shares(one)) for one in told))


def _shares(one: Satisfaction) -> str:
    return f"{one.full} in full, {one.part} in part, {one.unmet} not"

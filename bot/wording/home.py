"""Where you stand: the home page, `/coffee` and `/coffee status`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.message import Button, Message, heading, quiet, text
from bot.wording.faces import names_of, who
from bot.wording.introduction import EASY_START, PAIR
from bot.wording.introduction import buttons as pairing_buttons
from bot.wording.joining import notice
from bot.wording.phrases import counted, day_of, day_words, titled
from bot.wording.tending import stuck_hint
from pairing.answers import Said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from bot.message import Part
    from bot.wording.faces import Face

MOST_BUTTONS = 5
"""More than this is a wall; what is left out can be typed, and the page says so."""

YOU = "you"
SAID = {
    Said.WAITING: "You told us there is no word yet. Do give it a little time.",
    Said.BOOKED: "You told us a time is set. Enjoy it.",
    Said.MET: "You told us you met. Lovely.",
    Said.NOT_MET: "You told us you did not meet, and that is fine.",
    Said.CANNOT: "You told us you can't make it, and that is fine.",
}
STILL_TO_SAY = {
    None: ("booked", "met", "cannot"),
    Said.WAITING: ("booked", "met", "cannot"),
    Said.BOOKED: ("met", "cannot"),
}
"""What is still worth pressing, by what was said last."""


@dataclass(frozen=True, slots=True)
class CurrentPairing:
    """The reader's pairing of this round: ``faces`` of the others, the organiser's name or `you`."""

    pairing: str
    faces: tuple[Face, ...]
    organiser: str
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class HomeState:
    """All that the home page shows of its reader.

    ``paused_until`` is the first day back, ``together`` how many meet in their programme, and ``stuck``
    how many messages could not be sent, for an owner to know.
    """

    name: str
    standing: Literal["new", "active", "paused", "left"]
    paused_until: date | None = None
    skips_next: bool = False
    next_start: datetime | None = None
    timezone: str = "Europe/London"
    pairing: CurrentPairing | None = None
    teams_met: int = 0
    people_met: int = 0
    is_owner: bool = False
    together: int = PAIR
    stuck: int = 0


def home(state: HomeState) -> Message:
    """The home page of somebody, member or not."""
    body = tuple(_newcomer(state.together) if state.standing == "new" else _body(state))
    return Message(
        title=titled(f"Hello {state.name} ☕", "Hello ☕") if state.name else "Hello ☕",
        body=body,
        actions=tuple(_actions(state))[:MOST_BUTTONS],
        summary=_standing(state),
    )


def status(state: HomeState) -> Message:
    """The home page as the answer to "where do I stand?"."""
    page = home(state)
    body = (text(_standing(state)), *page.body) if state.standing == "new" else page.body
    return replace(page, title="Where you stand", body=body)


def _newcomer(together: int) -> Iterator[Part]:
    yield text("Crossbrew introduces you to people at work whom you might not otherwise meet.")
    whom, who_all = (
        ("one colleague", "you two") if together == PAIR else ("a table of colleagues", "all of you")
    )
    yield text(f"Each round you meet {whom}. We say why {who_all}, and give you two questions to ask.")
    yield text("A short coffee, a walk or a call is plenty. You can skip, pause or leave at any time.")
    yield from notice()


def _body(state: HomeState) -> Iterator[Part]:
    yield text(_standing(state))
    if state.pairing is not None:
        yield from _current(state.pairing)
    if state.people_met:
        yield text(_met(state))
    yield quiet(_hint(state))
    if state.is_owner and state.stuck:
        yield text(stuck_hint(state.stuck))


def _standing(state: HomeState) -> str:
    """One line for where they stand: what is so, and what comes next."""
    if state.standing == "new":
        return "You haven't joined yet. One press starts it."
    if state.standing == "left":
        return "You have left, and hear nothing from us. You are welcome back at any time."
    if state.standing == "paused":
        back = f"back on {day_words(state.paused_until)}" if state.paused_until else "back when you say so"
        return f"Your coffees are paused. You are {back}."
    if state.next_start is None:
        return "You're in. We will tell you when the next round is set."
    day = day_of(state.next_start, state.timezone)
    if state.skips_next:
        return f"You are skipping the round on {day}, and in again for the one after."
    return f"You're in. The next round starts on {day}."


def _current(pairing: CurrentPairing) -> Iterator[Part]:
    yield heading(titled(f"Your coffee with {names_of(pairing.faces)}", "Your coffee"))
    yield who(pairing.faces)
    if pairing.said is not None:
        yield text(SAID[pairing.said])
    elif pairing.organiser == YOU:
        yield text(f"Would you send the first message? {EASY_START}")
    else:
        yield text(f"We asked {pairing.organiser} to write first. You are welcome to go first instead.")


def _met(state: HomeState) -> str:
    people = counted(state.people_met, "person", "people")
    teams = f" from {counted(state.teams_met, 'team', 'teams')}" if state.teams_met else ""
    return f"You have met {people}{teams} so far."


def _hint(state: HomeState) -> str:
    if state.standing == "left":
        return "To have your details erased, ask whoever runs Crossbrew."
    skip = "" if state.standing == "paused" else "/coffee skip, "
    report = " To see the report, type /coffee report." if state.is_owner else ""
    return (
        f"You can also type {skip}/coffee pause or /coffee leave. "
        f"To change your details, type /coffee join.{report}"
    )


def _actions(state: HomeState) -> Iterator[Button]:
    """In order of use, for only the first few fit."""
    if state.pairing is not None:
        wanted = STILL_TO_SAY.get(state.pairing.said, ())
        yield from (button for button in pairing_buttons(state.pairing.pairing) if button.name in wanted)
    yield from _standing_actions(state)
    if state.is_owner:
        yield Button("report", "Report")


def _standing_actions(state: HomeState) -> Iterator[Button]:
    if state.standing == "new":
        yield Button("join", "Join", primary=True)
        return
    if state.standing == "left":
        yield Button("join", "Join again", primary=True)
        return
    if state.standing == "paused":
        yield Button("back", "I'm back", primary=state.pairing is None)
        yield Button("leave", "Leave")
        yield Button("pause", "Choose a date")
        yield Button("details", "Change my details")
        return
    if state.skips_next:
        yield Button("back", "Count me in after all")
    yield Button("pause", "Pause")
    yield Button("leave", "Leave")
    yield Button("details", "Change my details")
    if state.next_start is not None and not state.skips_next:
        yield Button("skip", "Skip the next one")

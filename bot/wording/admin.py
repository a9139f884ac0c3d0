"""The owners' page: how the programme stands, and all that its owners may change. Never who is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import Button, Facts, Message, Row, heading, quiet, text
from bot.wording.phrases import clipped, day_of
from bot.wording.setup import LABELS, SET_UP, SetUpState, facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.message import Part

NAME_LONGEST = 60


@dataclass(frozen=True, slots=True)
class AdminState:
    """What the owners' page says first.

    ``members`` is about how many are in, to the nearest five; ``None`` where they are fewer than ten.
    """

    programme: str
    next_round: int
    next_start: datetime
    timezone: str
    members: int | None
    is_set_up: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that owners look after: a heading, and what stands below it."""

    title: str
    body: tuple[Part, ...]


def admin(state: AdminState, sections: Sequence[Section]) -> Message:
    """The owners' page."""
    return Message(
        title="Looking after the coffees",
        body=tuple(_body(state, sections)),
        actions=(Button("report", "Report"), Button("outbox", "What goes out")),
        summary=f"The next round starts on {_day(state)}. {_how_many(state.members)}.",
    )


def set_up_section(state: SetUpState) -> Section:
    """Everything that the set-up asks, how it reads now, and a button for each."""
    buttons = (*(Button(f"setup.{step}", LABELS[step]) for step in state.reads), *_finish(state))
    return Section("How it is set up", (Facts(facts(state)), Row(buttons)))


def announcing_section() -> Section:
    """Telling people."""
    return Section(
        "Telling people",
        (
            text("A post in a channel, with a button to join, is how most people hear of it."),
            Row((Button("announce", "Tell a channel"),)),
        ),
    )


def _finish(state: SetUpState) -> tuple[Button, ...]:
    asks = "What is not chosen yet stays as it reads here. Is Crossbrew set up like that?"
    return () if state.is_done else (Button("setup.finish", "Leave the rest as it is", confirm=asks),)


def _body(state: AdminState, sections: Sequence[Section]) -> Iterator[Part]:
    if not state.is_set_up:
        yield text("Crossbrew is not set up here yet. Until it is, rounds go by what is usual.")
        yield Row((SET_UP,))
    yield Facts(
        (
            ("Programme", clipped(state.programme, NAME_LONGEST)),
            ("Next round", f"number {state.next_round}, on {_day(state)}"),
            ("Taking part", _how_many(state.members)),
        )
    )
    for section in sections:
        yield heading(section.title)
        yield from section.body
    yield quiet("Who takes part is shown to nobody, and neither is what anybody answers.")


def _day(state: AdminState) -> str:
    return day_of(state.next_start, state.timezone)


def _how_many(members: int | None) -> str:
    return "Fewer than 10 people are in" if members is None else f"About {members} people are in"

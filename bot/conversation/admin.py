"""The owners' page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import console, setup, staff
from bot.conversation.owners import for_owners
from bot.wording import admin as words
from bot.wording.console import more_section
from reports.disclosure import rounded
from storage import programmes, workspaces

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from bot.wording.admin import AdminState, Section

FEWEST_TOLD = 10
"""Of fewer members than this no number is told: it would say who has joined."""


def show_admin(turn: Turn) -> Message:
    """How the programme stands, and everything that its owners may change."""
    return words.admin(_state(turn), [section(turn) for section in SECTIONS])


def _state(turn: Turn) -> AdminState:
    members = workspaces.members_in(turn.connection, turn.programme)
    return words.AdminState(
        programme=turn.programme.name,
        next_round=turn.next_round,
        next_start=turn.next_start,
        timezone=turn.person.timezone,
        members=rounded(members) if members >= FEWEST_TOLD else None,
        is_set_up=workspaces.set_up_of(turn.connection, turn.workspace).is_done,
    )


def _set_up(turn: Turn) -> Section:
    return words.set_up_section(setup.state(turn))


def _announcing(_turn: Turn) -> Section:
    return words.announcing_section()


def _more(turn: Turn) -> Section:
    return more_section(len(programmes.programmes(turn.connection, turn.workspace)))


SECTIONS: tuple[Callable[[Turn], Section], ...] = (
    console.section,
    _set_up,
    staff.section,
    _announcing,
    _more,
)
"""What the page shows below how the programme stands, in this order."""

READS: Mapping[str, Handler] = {"admin": for_owners(show_admin)}

"""Where somebody stands, and help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.wording import helping, home
from bot.wording.faces import Face, first_name
from pairing.answers import Outcome, settle
from pairing.notices import PairingState
from pairing.people import Status
from storage import dead_letters, pairings, people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.notices import Pairing
    from pairing.people import Member


def show_home(turn: Turn) -> Message:
    """The home page."""
    return home.home(_state(turn))


def show_status(turn: Turn) -> Message:
    """The same, as an answer to a question."""
    return home.status(_state(turn))


def show_help(_turn: Turn) -> Message:
    """What the bot understands."""
    return helping.help_page()


def unknown(turn: Turn) -> Message:
    """Help, for words that are no command and presses that nobody knows."""
    words = turn.text("text")
    return helping.unknown(words) if words else helping.not_understood()


def _state(turn: Turn) -> home.HomeState:
    member = turn.member
    past = pairings.of_person(turn.connection, turn.workspace, turn.person.id)
    met = _met(turn, past)
    standing, is_owner = _standing(turn, member), turn.is_owner
    return home.HomeState(
        name=first_name(turn.person),
        standing=standing,
        paused_until=member.paused_until if member and standing == "paused" else None,
        skips_next=member is not None and member.skips_round == turn.next_round,
        next_start=turn.next_start,
        timezone=turn.person.timezone,
        pairing=_current(turn, past),
        teams_met=len({department for department in met.values() if department}),
        people_met=len(met),
        is_owner=is_owner,
        together=turn.programme.together,
        stuck=dead_letters.count(turn.connection, turn.workspace) if is_owner else 0,
    )


def _standing(turn: Turn, member: Member | None) -> Literal["new", "active", "paused", "left"]:
    if member is None:
        return "new"
    if member.status is Status.LEFT:
        return "left"
    return "active" if member.is_active(turn.today) else "paused"


def _current(turn: Turn, past: Sequence[Pairing]) -> home.CurrentPairing | None:
    """The pairing that is open now: the last one made, where somebody had a fresh one."""
    current = [one for one in past if one.state is PairingState.OPEN]
    if not current:
        return None
    pairing = current[-1]
    everybody = people.people(turn.connection, turn.workspace, pairing.people)
    answer = pairing.said(turn.person.id)
    is_mine = pairing.organiser == turn.person.id
    return home.CurrentPairing(
        pairing=pairing.id,
        faces=tuple(Face(person) for id_, person in everybody.items() if id_ != turn.person.id),
        organiser="you" if is_mine else first_name(everybody[pairing.organiser]),
        said=answer.said if answer else None,
    )


def _met(turn: Turn, past: Sequence[Pairing]) -> dict[str, str]:
    """The people whom this person says they met, with their departments.

    Their own word alone counts here: what the other side answered is not theirs to see.
    """
    own = [
        one
        for one in past
        if settle([answer for answer in one.answers if answer.person == turn.person.id]).outcome
        is Outcome.MET
    ]
    ids = {person for one in own for person in one.people} - {turn.person.id}
    found = people.people(turn.connection, turn.workspace, ids)
    return {id_: person.department for id_, person in found.items()}


READS: Mapping[str, Handler] = {
    "home": show_home,
    "status": show_status,
    "help": show_help,
    "unknown": unknown,
}

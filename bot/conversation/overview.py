"""Where somebody stands, and help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.conversation import setup
from bot.wording import helping, home
from bot.wording.faces import Face, first_name
from pairing.answers import Outcome, settle
from pairing.notices import PairingState
from pairing.people import Preferences, Status
from pairing.rounds import start_day
from storage import bookings, dead_letters, finding, pairings, people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.notices import Pairing
    from pairing.people import Member, Person


def show_home(turn: Turn) -> Message:
    """The home page."""
    return setup.begun(turn, home.home(_state(turn)))


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
    current, met = _current(past), _met(turn, past)
    known = people.people(turn.connection, turn.workspace, {*met, *(current.people if current else ())})
    standing, coming = _standing(turn, member), turn.next_round
    day = start_day(turn.programme.cadence, coming)
    rests = member is not None and standing == "active" and member.rests(coming, day)
    return home.HomeState(
        name=first_name(turn.person),
        standing=standing,
        paused_until=member.paused_until if member and standing == "paused" else None,
        skips_next=member is not None and member.skips_round == coming and not rests,
        rests=rests,
        next_start=turn.start_for(member) if member and rests else turn.start_of(coming),
        timezone=turn.person.timezone,
        pairing=_shown(turn, current, known) if current else None,
        teams=tuple(dict.fromkeys(team for id_ in sorted(met) if (team := known[id_].department))),
        people_met=len(met),
        preferences=member.preferences if member else Preferences(),
        is_owner=turn.is_owner,
        together=turn.programme.together,
        stuck=dead_letters.count(turn.connection, turn.workspace) if turn.is_owner else 0,
    )


def _standing(turn: Turn, member: Member | None) -> Literal["new", "guest", "active", "paused", "left"]:
    if member is None:
        return "guest" if finding.kind_of(turn.connection, turn.workspace, turn.person.id) else "new"
    if member.status is Status.LEFT:
        return "left"
    return "active" if member.is_active(turn.today) else "paused"


def _current(past: Sequence[Pairing]) -> Pairing | None:
    """The pairing that is open now: the last one made, where somebody had a fresh one."""
    return next((one for one in reversed(past) if one.state is PairingState.OPEN), None)


def _shown(turn: Turn, pairing: Pairing, known: Mapping[str, Person]) -> home.CurrentPairing:
    answer = pairing.said(turn.person.id)
    is_mine = pairing.organiser == turn.person.id
    return home.CurrentPairing(
        pairing=pairing.id,
        faces=tuple(Face(known[id_]) for id_ in pairing.people if id_ != turn.person.id),
        organiser="you" if is_mine else first_name(known[pairing.organiser]),
        said=answer.said if answer else None,
        booked=time.at if (time := bookings.find(turn.connection, turn.workspace, pairing.id)) else None,
        programme=pairing.programme if pairing.programme != turn.programme.id else "",
    )


def _met(turn: Turn, past: Sequence[Pairing]) -> frozenset[str]:
    """The people whom this person says they met.

    Their own word alone counts here: what the other side answered is not theirs to see.
    """
    own = [
        one
        for one in past
        if settle([answer for answer in one.answers if answer.person == turn.person.id]).outcome
        is Outcome.MET
    ]
    return frozenset(person for one in own for person in one.people) - {turn.person.id}


READS: Mapping[str, Handler] = {
    "home": show_home,
    "status": show_status,
    "help": show_help,
    "unknown": unknown,
}

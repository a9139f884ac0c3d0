"""What members say about a pairing. Private to each of them; the last word of each one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording import answering, closed
from bot.wording.faces import Face
from pairing.answers import Answer, Said, WhyNot, settle
from pairing.notices import PairingState
from pairing.rounds import number_at
from scheduler.freeing import free
from storage import pairings, people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.notices import Pairing

LATE_ROUNDS = 1
"""A verdict on a pairing of the round before still counts; on an older one it comes too late."""

VERDICTS = frozenset({Said.MET, Said.NOT_MET})


def not_met(turn: Turn) -> Message:
    """They did not meet; the reason is asked for, and may be left out."""
    return record(turn, Said.NOT_MET, lambda pairing: answering.why_not(pairing.id))


def waiting(turn: Turn) -> Message:
    """No word from the other side yet."""
    return record(turn, Said.WAITING, lambda _: answering.thanks_waiting())


def cannot(turn: Turn) -> Message:
    """They cannot make it: whoever waits is offered somebody else."""

    def let_go(pairing: Pairing) -> Message:
        free(turn.connection, turn.programme, pairing, [turn.person.id], turn.now)
        return answering.thanks_cannot()

    return record(turn, Said.CANNOT, let_go)


def why(turn: Turn) -> Message:
    """Why they did not meet, if they like to say."""
    given = turn.text("why_not")
    if given not in list(WhyNot):
        return answering.thanks_reason() if not given else closed.stale()
    reason = WhyNot(given)
    return record(turn, Said.NOT_MET, lambda _: answering.thanks_reason(), reason)


def fresh(turn: Turn) -> Message:
    """A freed member would like somebody else."""
    return _freed(turn, answering.fresh_wanted(), wants=True)


def no_fresh(turn: Turn) -> Message:
    """A freed member would rather wait for the next round."""
    return _freed(turn, answering.fresh_declined(), wants=False)


def record(
    turn: Turn, said: Said, reply: Callable[[Pairing], Message], reason: WhyNot | None = None
) -> Message:
    """Record an answer if it may still be given, and reply."""
    pairing = named(turn)
    if pairing is None or turn.person.id not in pairing.people:
        return not_their_own(pairing)
    if not may_still_say(turn, pairing, said):
        return closed.closed()
    new = Answer(turn.person.id, said, turn.now, reason)
    pairings.write_answer(turn.connection, turn.workspace, pairing, new)
    if pairing.state is not PairingState.OPEN:
        settled = settle([*pairing.answers, new])
        pairings.settle(turn.connection, turn.workspace, {pairing.id: settled})
    return reply(pairing)


def may_still_say(turn: Turn, pairing: Pairing, said: Said) -> bool:
    """An open pairing takes every answer; one that is over takes verdicts, for one more round.

    Of somebody who has left it takes verdicts too: whoever is left of three makes no plans with them.
    """
    if pairing.state is PairingState.OPEN:
        return turn.is_in or said in VERDICTS
    current = number_at(turn.programme.cadence, turn.now)
    return said in VERDICTS and pairing.round_number >= current - LATE_ROUNDS


def _freed(turn: Turn, reply: Message, *, wants: bool) -> Message:
    pairing = named(turn)
    if pairing is None or turn.person.id not in pairing.people:
        return not_their_own(pairing)
    said = pairing.said(turn.person.id)
    has_gone = said is not None and said.said is Said.CANNOT
    is_over = pairing.round_number < number_at(turn.programme.cadence, turn.now)
    if pairing.state is not PairingState.FREED or has_gone or is_over:
        return closed.closed()
    pairings.want_fresh(turn.connection, turn.workspace, pairing.id, turn.person.id, wants=wants)
    return reply


def named(turn: Turn, find: Callable[..., Pairing | None] = pairings.find) -> Pairing | None:
    """The pairing that a button names, if it is one of the turn's programme: each has its own calendar."""
    found = find(turn.connection, turn.workspace, turn.text("pairing"))
    return found if found is not None and found.programme == turn.programme.id else None


def not_their_own(pairing: Pairing | None) -> Message:
    """What is said of a pairing that is not there, or is somebody else's."""
    return closed.no_such() if pairing is None else closed.not_yours()


def others(turn: Turn, pairing: Pairing) -> tuple[Face, ...]:
    """The faces of the others in a pairing."""
    ids = [person for person in pairing.people if person != turn.person.id]
    found = people.people(turn.connection, turn.workspace, ids)
    return tuple(map(Face, found.values()))


WRITES: Mapping[str, Handler] = {
    "not_met": not_met,
    "waiting": waiting,
    "cannot": cannot,
    "why": why,
    "fresh": fresh,
    "no_fresh": no_fresh,
}

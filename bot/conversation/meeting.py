"""After a coffee: whether it helped, what one means to do, and thanks. Private, but for the thanks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.conversation.answering import may_still_say, named, not_their_own, others, record
from bot.conversation.dates import UnfitDayError, read_day
from bot.wording import closed
from bot.wording import meeting as wording
from pairing import afterwards
from pairing.answers import Helped, Said
from scheduler import gather
from storage import feedback, follow_ups, outbox, pairings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.notices import Pairing


def met(turn: Turn) -> Message:
    """They met."""
    return record(turn, Said.MET, lambda pairing: wording.helped(pairing.id, others(turn, pairing)))


def helped(turn: Turn, said: Helped) -> Message:
    """Whether it helped them."""

    def keep(pairing: Pairing) -> Message:
        feedback.say_helped(turn.connection, turn.workspace, pairing.id, turn.person.id, said)
        return wording.knew_before(pairing.id, others(turn, pairing))

    return _having_met(turn, keep)


def knew(turn: Turn, *, knew_before: bool) -> Message:
    """Whether they knew each other before."""

    def keep(pairing: Pairing) -> Message:
        feedback.say_knew_before(
            turn.connection, turn.workspace, pairing.id, turn.person.id, knew_before=knew_before
        )
        return wording.what_next(pairing.id, others(turn, pairing))

    return _having_met(turn, keep)


def next_step(turn: Turn) -> Message:
    """Ask what they will do next."""

    def ask(pairing: Pairing) -> Message:
        faces = others(turn, pairing)
        draft = wording.Draft()
        if len(faces) == 1:
            whom = faces[0].person.id
            kept = follow_ups.find(turn.connection, turn.workspace, turn.person.id, whom)
            ahead = kept.remind_on if kept.remind_on and kept.remind_on >= turn.today else None
            draft = wording.Draft(whom, kept.next_step, ahead)
        return wording.next_form(pairing.id, faces, draft)

    return _having_met(turn, ask, pairings.look)


def save_next(turn: Turn) -> Message:
    """Keep what they will do next, for themselves. An empty form changes nothing."""

    def keep(pairing: Pairing) -> Message:
        faces = others(turn, pairing)
        ids = [face.person.id for face in faces]
        about = ids[0] if len(ids) == 1 else turn.text("about")
        if about not in ids:
            return closed.stale()
        step = turn.text("next_step")
        try:
            day = read_day(turn.text("remind_on"), turn.today)
        except UnfitDayError as unfit:
            errors = {"remind_on": str(unfit)}
            return wording.next_form(pairing.id, faces, wording.Draft(about, step, unfit.day), errors)
        if len(step) > wording.NEXT_LONGEST:
            errors = {"next_step": wording.too_long(wording.NEXT_LONGEST)}
            return wording.next_form(pairing.id, faces, wording.Draft(about, step, day), errors)
        if step or day:
            of = (turn.connection, turn.workspace, turn.person.id, about)
            kept = follow_ups.find(*of)
            follow_ups.write(*of, replace(kept, next_step=step, remind_on=day), turn.now)
        return wording.noted(pairing.id, faces, day)

    return _having_met(turn, keep)


def thank(turn: Turn) -> Message:
    """Pass their thanks on, once however often it is pressed."""

    def owe(pairing: Pairing) -> Message:
        state = gather.in_play_for(turn.connection, turn.programme, pairing.round_number, pairing.people)
        said = list(afterwards.thanks(state, pairing, turn.person.id, turn.now))
        outbox.write(turn.connection, turn.workspace, said)
        return wording.thanked(others(turn, pairing))

    return _having_met(turn, owe)


def _having_met(
    turn: Turn,
    reply: Callable[[Pairing], Message],
    find: Callable[..., Pairing | None] = pairings.find,
) -> Message:
    """Answer somebody about a pairing of theirs which they themselves say took place."""
    pairing = named(turn, find)
    if pairing is None or turn.person.id not in pairing.people:
        return not_their_own(pairing)
    if not may_still_say(turn, pairing, Said.MET):
        return closed.closed()
    own = pairing.said(turn.person.id)
    return reply(pairing) if own is not None and own.said is Said.MET else closed.stale()


READS: Mapping[str, Handler] = {"next": next_step}
WRITES: Mapping[str, Handler] = {
    "met": met,
    **{f"helped.{said}": partial(helped, said=said) for said in Helped},
    "knew.yes": partial(knew, knew_before=True),
    "knew.no": partial(knew, knew_before=False),
    "next.save": save_next,
    "thank": thank,
}

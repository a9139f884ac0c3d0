"""Everybody else: people who read what they are sent and press buttons, as people do, by a seed.

They act through the platform alone, as somebody at the page does. The shares are of the order that
published programmes report (four in five answer, three in four of them met), and prove nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.draws import draw
from bot.message import Choose
from pairing.answers import WhyNot
from pairing.notices import Kind
from storage import outbox_books, pairings, people

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.demo.world import World
    from bot.playground.chats import Posted
    from pairing.notices import Pairing
    from storage.outbox_books import SentNotice

SKIP = 0.03
CANNOT = 0.03
BOOK_AT_ONCE, BOOK_AFTER_NUDGE, WAIT = 0.35, 0.45, 0.15
MEET, ANSWER, ANSWER_LATER, SEE_IT_OTHERWISE = 0.76, 0.7, 0.45, 0.01
LIKE_SOMEBODY_NEW = 0.8
COME_BACK = 0.5


class Crowd:
    """Answers for everybody but those whom somebody at the page is being."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read: set[str] = set()

    def respond(self, being: Collection[str]) -> int:
        """Read what was sent since last time and answer it; how many presses that took."""
        world = self._world
        with world.bot.database.read() as connection:
            sent = [
                one
                for one in outbox_books.sent_at(connection, world.platform.workspace, world.clock.now())
                if one.key not in self._read
            ]
            about = {
                pairing.id: pairing
                for number in {one.round_number for one in sent if one.pairing}
                for pairing in pairings.in_round(connection, world.programme, number)
            }
            where = people.addresses(connection, world.platform.workspace)
        self._read.update(one.key for one in sent)
        presses = 0
        for one in sent:
            pairing = about.get(one.pairing)
            readers = [one.person] if one.person else pairing.people if pairing else []
            for reader in readers:
                if where[reader] not in being:
                    presses += self._answer(one, pairing, reader, where[reader])
        return presses

    def _answer(self, sent: SentNotice, pairing: Pairing | None, reader: str, actor: str) -> int:
        """Press what this reader would press, if anything."""
        name = self._choice(sent, pairing, reader)
        if not name:
            return 0
        data = {"pairing": sent.pairing} if sent.pairing else {"round": str(sent.round_number)}
        self._world.platform.press(sent.address, actor, sent.post, name, data)
        if name == "not_met":
            self._say_why(sent.pairing, actor)
        if name == "booked":
            self._say_when(sent, actor)
        return 1

    def _choice(self, sent: SentNotice, pairing: Pairing | None, reader: str) -> str:
        """The name of the button that this reader presses; empty for none."""
        about = sent.pairing or str(sent.round_number)
        chance = draw(self._world.seed, sent.kind.value, about, reader)
        match sent.kind:
            case Kind.HEADS_UP:
                return "skip" if chance < SKIP else ""
            case Kind.INTRODUCTION if pairing:
                return self._first_thought(pairing, reader, chance)
            case Kind.NUDGE:
                return _first_below(
                    chance, (BOOK_AFTER_NUDGE, "booked"), (BOOK_AFTER_NUDGE + WAIT, "waiting")
                )
            case Kind.QUESTION | Kind.REMINDER:
                share = ANSWER if sent.kind is Kind.QUESTION else ANSWER_LATER
                return self._verdict(about, reader) if chance < share else ""
            case Kind.FREED:
                return "fresh" if chance < LIKE_SOMEBODY_NEW else "no_fresh"
            case Kind.GENTLE_PAUSE:
                return "back" if chance < COME_BACK else ""
            case _:
                return ""

    def _first_thought(self, pairing: Pairing, reader: str, chance: float) -> str:
        """Few cannot make it; of the organisers, some set a time at once."""
        if chance < CANNOT:
            return "cannot"
        return "booked" if reader == pairing.organiser and chance < BOOK_AT_ONCE else ""

    def _verdict(self, pairing: str, reader: str) -> str:
        """Whether the two met is one fact; now and then one of them remembers it otherwise."""
        met = draw(self._world.seed, "meets", pairing) < MEET
        otherwise = draw(self._world.seed, "otherwise", pairing, reader) < SEE_IT_OTHERWISE
        return "met" if met != otherwise else "not_met"

    def _say_why(self, pairing: str, actor: str) -> None:
        """Fill in the form that asks what got in the way."""
        platform = self._world.platform
        form = self._form(actor, actor)
        if form is not None:
            reasons = [reason.value for reason in WhyNot]
            reason = reasons[int(draw(self._world.seed, "why", pairing, actor) * len(reasons))]
            platform.submit(actor, actor, form.id, "why", {"pairing": pairing, "why_not": reason})

    def _say_when(self, sent: SentNotice, actor: str) -> None:
        """Take the first of the times that the form offers."""
        form = self._form(sent.address, actor)
        offered = [part for part in form.message.body if isinstance(part, Choose)] if form else []
        if form is not None and offered:
            chosen = {"pairing": sent.pairing, "suggested": offered[0].options[0][0]}
            self._world.platform.submit(sent.address, actor, form.id, "booked.save", chosen)

    def _form(self, address: str, actor: str) -> Posted | None:
        """The form that somebody has open in a chat."""
        said = self._world.platform.transcript(address, actor)
        return next((one for one in reversed(said) if one.message.is_form), None)


def _first_below(chance: float, *choices: tuple[float, str]) -> str:
    """The first choice whose limit lies above ``chance``."""
    return next((name for limit, name in choices if chance < limit), "")

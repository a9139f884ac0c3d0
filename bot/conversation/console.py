"""The coming round in owners' hands: looked at, opened, held, let go and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.owners import for_owners, long_for_owners, note
from bot.message import Button
from bot.pacing import time_to_introduce
from bot.wording import closed
from bot.wording import console as words
from bot.wording.console import Coming, Look
from reports.disclosure import rounded
from scheduler import by_hand, previewing
from scheduler.by_hand import HeldError, KnownError, NotOpenedError, TooFewError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, LongHandler, Turn, Work
    from bot.message import Message
    from bot.wording.admin import Section
    from storage.database import Database

WHY_NOT = {TooFewError: words.TOO_FEW_TO_OPEN, HeldError: words.HELD_TOO, KnownError: words.KNOWN}


def section(turn: Turn) -> Section:
    """What the owners' page says of the coming round."""
    return words.coming_section(_coming(turn))


def ask_preview(turn: Turn) -> Message:
    """Say that it takes a moment, and go on to it."""
    return words.working(_goes_on(turn, "admin.preview.now"))


def preview(turn: Turn) -> Work:
    """What the coming round would look like; the matcher works with no transaction open."""
    coming, limits = _coming(turn), turn.limits
    pool = previewing.pool_of(turn.connection, turn.programme, coming.number)

    def look(_database: Database) -> Message:
        seen = previewing.foresee(pool)
        takes = time_to_introduce(len(seen.matching.pairings), limits)
        return words.preview(Look(coming, seen.matching, seen.satisfied, takes, rounded))

    return look


def ask_run(turn: Turn) -> Message:
    """Say that it takes a moment, and go on to it; a round that has moved on since is left alone."""
    return words.working(_goes_on(turn, "admin.run.now")) if _is_shown(turn) else closed.stale()


def run(turn: Turn) -> Work:
    """Open the coming round now. A second press, whoever's it is, changes nothing."""
    number = by_hand.may_open(turn.programme, turn.now)
    if turn.text("round") != str(number):
        return lambda _: closed.stale()

    def open_it(database: Database) -> Message:
        try:
            made = by_hand.run_now(database, turn.programme, number, turn.now, turn.person.id)
        except NotOpenedError as refused:
            return words.not_opened(WHY_NOT[type(refused)])
        told = rounded(made.paired) if made.paired >= words.FEWEST else None
        return words.opened(told, time_to_introduce(made.paired, turn.limits))

    return open_it


def hold(turn: Turn) -> Message:
    """Open no round until the programme is let go."""
    if by_hand.hold(turn.connection, turn.programme, turn.next_round):
        note(turn, "programme held", turn.programme.id)
    return words.held(_coming(turn))


def release(turn: Turn) -> Message:
    """Let rounds open by themselves again."""
    if by_hand.let_go(turn.connection, turn.programme, turn.next_round, turn.now):
        note(turn, "programme let go", turn.programme.id)
    return words.let_go(_coming(turn))


def skip(turn: Turn) -> Message:
    """Leave the coming round out: the one that the pressed page showed, and no other."""
    left_out = _coming(turn)
    if not _is_shown(turn) or not by_hand.skip(turn.connection, turn.programme, left_out.number, turn.now):
        return closed.stale()
    note(turn, "round skipped", str(left_out.number))
    return words.skipped(left_out.day, _coming(turn))


def _coming(turn: Turn) -> Coming:
    number, programme = turn.next_round, turn.programme
    return Coming(
        number,
        turn.start_of(number),
        turn.person.timezone,
        is_held=programme.is_held,
        may_open=number == by_hand.may_open(programme, turn.now),
    )


def _is_shown(turn: Turn) -> bool:
    """Whether the coming round is the one that the pressed page showed."""
    return turn.text("round") == str(turn.next_round)


def _goes_on(turn: Turn, name: str) -> Button:
    return Button(name, words.PREVIEW, {"round": turn.text("round")})


READS: Mapping[str, Handler] = {"admin.preview": for_owners(ask_preview), "admin.run": for_owners(ask_run)}
WRITES: Mapping[str, Handler] = {
    "admin.hold": for_owners(hold),
    "admin.release": for_owners(release),
    "admin.skip": for_owners(skip),
}
LONG: Mapping[str, LongHandler] = {
    "admin.preview.now": long_for_owners(preview),
    "admin.run.now": long_for_owners(run),
}

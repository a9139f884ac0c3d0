"""The time of a coffee: set, moved, and put into somebody's own calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.calendars import MIME, calendar_file, uid_of
from bot.conversation.answering import named, not_their_own, others, record
from bot.conversation.dates import read_instant
from bot.wording import answering, closed
from bot.wording import booking as wording
from bot.wording.faces import Face
from pairing import afterwards
from pairing.answers import Said
from pairing.hours import hours_of
from pairing.notices import PairingState
from pairing.organiser import suggested_times
from pairing.rounds import timetable
from scheduler import gather
from storage import bookings, outbox, pairings, people, programmes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.notices import Pairing
    from pairing.people import Person


class _UnfitTimeError(ValueError):
    """A time that cannot be taken; ``beside`` is the field that holds it, the message says why."""

    def __init__(self, beside: str, why: str) -> None:
        super().__init__(why)
        self.beside = beside


def booked(turn: Turn) -> Message:
    """A time is set: that counts at once, and which one may be told."""
    return record(turn, Said.BOOKED, lambda pairing: _form(turn, pairing))


def move(turn: Turn) -> Message:
    """Ask for another time."""
    return _of_open(turn, lambda pairing: _form(turn, pairing))


def save(turn: Turn) -> Message:
    """Keep the time that was chosen, and owe everybody the news of it."""

    def keep(pairing: Pairing) -> Message:
        try:
            at = _chosen(turn, pairing)
        except _UnfitTimeError as unfit:
            return _form(turn, pairing, {unfit.beside: str(unfit)})
        return _stays(turn, pairing) if at is None else _set(turn, pairing, at)

    return record(turn, Said.BOOKED, keep)


def calendar(turn: Turn) -> Message:
    """The coffee as a file for a calendar."""

    def as_file(pairing: Pairing) -> Message:
        found = bookings.find(turn.connection, turn.workspace, pairing.id)
        if found is None:
            return closed.stale()
        faces = tuple(map(Face, _people(turn, pairing)))
        event = wording.coffee(uid_of(turn.workspace, pairing.id), faces, found.at, found.version)
        return wording.for_calendar(calendar_file(event, turn.now), MIME)

    return _of_open(turn, as_file)


def _of_open(turn: Turn, reply: Callable[[Pairing], Message]) -> Message:
    """Answer a question about a pairing of one's own that is still open; nothing is changed."""
    pairing = named(turn, pairings.look)
    if pairing is None or turn.person.id not in pairing.people:
        return not_their_own(pairing)
    is_on = pairing.state is PairingState.OPEN and turn.is_in
    return reply(pairing) if is_on else closed.closed()


def _set(turn: Turn, pairing: Pairing, at: datetime) -> Message:
    """Set the time or move it, and owe everybody the news in the same transaction."""
    new = bookings.set_time(turn.connection, turn.workspace, pairing.id, at, turn.person.id)
    if new is None:
        return _stays(turn, pairing)
    state = gather.in_play_for(turn.connection, turn.programme, pairing.round_number, pairing.people)
    news = afterwards.booked(state, pairing, new.version, new.at, turn.now)
    outbox.write(turn.connection, turn.workspace, [news])
    zone = turn.person.timezone
    return wording.thanks_time(pairing.id, others(turn, pairing), new.at, zone, is_moved=new.is_moved)


def _stays(turn: Turn, pairing: Pairing) -> Message:
    """After no time was told, or the one that there is."""
    found = bookings.find(turn.connection, turn.workspace, pairing.id)
    if found is None:
        return answering.thanks_booked(others(turn, pairing))
    return wording.unchanged(pairing.id, found.at, turn.person.timezone)


def _form(turn: Turn, pairing: Pairing, errors: Mapping[str, str] | None = None) -> Message:
    """The form, with what was chosen in it where it comes back."""
    found = bookings.find(turn.connection, turn.workspace, pairing.id)
    members = programmes.members(turn.connection, turn.programme, pairing.people)
    times = suggested_times(turn.programme.cadence, pairing, [hours_of(one) for one in members.values()])
    try:
        typed = _minute(turn.text("at"))
    except ValueError:
        typed = None
    asked = wording.Asked(
        suggestions=tuple(at for at in times if at > turn.now and (found is None or at != found.at)),
        suggested=turn.text("suggested"),
        at=typed,
        booked=found.at if found else None,
    )
    return wording.when_form(pairing.id, asked, turn.person.timezone, errors)


def _chosen(turn: Turn, pairing: Pairing) -> datetime | None:
    """The time that the form holds, or none.

    Raises:
        _UnfitTimeError: where it cannot be read, has passed, or comes after the round.

    """
    suggested, typed = turn.text("suggested"), turn.text("at")
    if suggested and suggested != wording.UNTOLD and typed:
        raise _UnfitTimeError("at", wording.ONE_OF_TWO)
    beside, given = ("at", typed) if typed else ("suggested", suggested)
    if given in {"", wording.UNTOLD}:
        return None
    try:
        at = _minute(given)
    except ValueError as unreadable:
        raise _UnfitTimeError(beside, wording.UNREADABLE) from unreadable
    closes_at = timetable(turn.programme.cadence, pairing.round_number).closes_at
    if at <= turn.now:
        raise _UnfitTimeError(beside, wording.PASSED)
    if at >= closes_at:
        raise _UnfitTimeError(beside, wording.after_the_round(closes_at, turn.person.timezone))
    return at


def _minute(words: str) -> datetime:
    return read_instant(words).replace(second=0, microsecond=0)


def _people(turn: Turn, pairing: Pairing) -> tuple[Person, ...]:
    return tuple(people.people(turn.connection, turn.workspace, pairing.people).values())


READS: Mapping[str, Handler] = {"move": move, "calendar": calendar}
WRITES: Mapping[str, Handler] = {"booked": booked, "booked.save": save}

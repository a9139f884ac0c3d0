"""What owners and operators do to the coming round by hand: open it now, hold it, or leave it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.notices import owed
from pairing.rounds import number_after, timetable
from scheduler import gather
from scheduler.freeing import SMALLEST
from scheduler.opening import open_round
from scheduler.tick import FIRST_ROUND
from storage import outbox, programmes, rounds, steering
from storage.rounds import RoundState

if TYPE_CHECKING:
    from datetime import datetime

    from pairing.people import Programme
    from scheduler.opening import Opened
    from storage.database import Connection, Database


class NotOpenedError(ValueError):
    """A round that cannot be opened by hand; the message says why."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number


class TooFewError(NotOpenedError):
    """Fewer than two people are in it."""


class HeldError(NotOpenedError):
    """Its programme is held."""


class KnownError(NotOpenedError):
    """It is open already, or was left out."""


def may_open(programme: Programme, now: datetime) -> int:
    """The number of the one round that can be opened by hand: the next by the calendar."""
    return max(FIRST_ROUND, number_after(programme.cadence, now))


def run_now(database: Database, programme: Programme, number: int, now: datetime, by: str) -> Opened:
    """Open a round before its hour, as its tick would, and note ``by`` whom; its heads-ups are over.

    Raises:
        NotOpenedError: it cannot be, and nothing was changed.

    """
    with database.read() as connection:
        _refuse(connection, programme, number)
    opened = open_round(database, programme, number, now, by)
    if opened is None:
        with database.read() as connection:
            _refuse(connection, programme, number)
        raise KnownError(number, f"Round {number} could not be opened just now, so nothing was changed.")
    return opened


def skip(connection: Connection, programme: Programme, number: int, now: datetime) -> bool:
    """Leave a round out, with no word to anybody; ``False`` where it was opened or left out before."""
    plan = timetable(programme.cadence, number)
    if not rounds.write_round(connection, programme, plan, RoundState.SKIPPED, now):
        return False
    steering.take_back_heads_ups(connection, programme, number)
    return True


def hold(connection: Connection, programme: Programme, number: int) -> bool:
    """Open no round until the programme is let go; ``False`` where it is held. ``number`` comes next."""
    if not steering.set_held(connection, programme, held=True):
        return False
    steering.take_back_heads_ups(connection, programme, number)
    return True


def let_go(connection: Connection, programme: Programme, number: int, now: datetime) -> bool:
    """Let rounds open again; ``False`` where they do. Heads-ups that are due are owed to whoever had none."""
    if not steering.set_held(connection, programme, held=False):
        return False
    due = owed(gather.in_play(connection, programme, number, is_open=False), now)
    outbox.write(connection, programme.workspace, list(due))
    return True


def _refuse(connection: Connection, programme: Programme, number: int) -> None:
    if rounds.is_known(connection, programme, number):
        raise KnownError(number, f"Round {number} is open already or was left out, so nothing was changed.")
    if programmes.find(connection, programme.workspace, programme.id).is_held:
        raise HeldError(number, f"{programme.name} is held, so nothing was changed: let it go first.")
    those = gather.entrants(connection, programme, number)
    if sum(one.takes_part(number, those.boundaries.day) for one in those.members.values()) < SMALLEST:
        raise TooFewError(number, f"Fewer than two people are in round {number}; nothing was changed.")

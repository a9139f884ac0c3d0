"""Closing a round: outcomes are settled, the silent are let rest, and what is over is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.answers import settle
from pairing.notices import Kind, to_person
from pairing.people import Status
from pairing.retention import events_before, rounds_until
from scheduler import gather
from storage import outbox, pairings, programmes, rounds
from storage.forgetting import forget_alternatives, forget_events, forget_notices

if TYPE_CHECKING:
    from datetime import datetime

    from pairing.notices import Pairing
    from pairing.people import Programme
    from storage.database import Connection, Database

SILENT_ROUNDS = 3
"""Rounds in a row without a word after which a member is gently paused."""


def close_round(database: Database, programme: Programme, number: int, now: datetime) -> bool:
    """Settle a round that is over; ``False`` where another replica did."""
    with database.change() as connection:
        if not rounds.close_round(connection, programme, number, now):
            return False
        pairings.hold(connection, programme, number)  # or an answer just being given would be left out
        made = pairings.in_round(connection, programme, number)
        settled = {pairing.id: settle(pairing.answers) for pairing in made}
        pairings.settle(connection, programme.workspace, settled)
        pairings.close(connection, programme, number)
        _count_silence(connection, programme, number, made, now)
        forget_notices(connection, programme, rounds_until(number))
        forget_alternatives(connection, programme, rounds_until(number))
        forget_events(connection, programme.workspace, events_before(now))
    return True


def _count_silence(
    connection: Connection, programme: Programme, number: int, made: tuple[Pairing, ...], now: datetime
) -> None:
    """Count the rounds in a row in which each said nothing. Whoever was stood up had nothing to say."""
    state = gather.in_play(connection, programme, number + 1, is_open=False)
    heard = {answer.person for pairing in made for answer in pairing.answers}
    excused = pairings.stood_up(connection, programme, number) - heard
    counted = {person for pairing in made for person in pairing.people} - excused
    silent = {
        person: 0 if person in heard else member.silent_rounds + 1
        for person, member in state.members.items()
        if person in counted and member.status is Status.ACTIVE
    }
    resting = [person for person, rounds_ in silent.items() if rounds_ >= SILENT_ROUNDS]
    programmes.change_members(
        connection, programme, {person: {"silent_rounds": rounds_} for person, rounds_ in silent.items()}
    )
    programmes.pause(connection, programme, resting)
    notices = [to_person(state, Kind.GENTLE_PAUSE, person, now) for person in resting]
    outbox.write(connection, programme.workspace, notices)

"""Closing a round: outcomes are settled, and those who have been silent for long are let rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.answers import settle
from pairing.notices import Kind, to_person
from pairing.people import Status
from scheduler import gather
from storage import outbox, pairings, programmes, rounds

if TYPE_CHECKING:
    from datetime import datetime

    from pairing.notices import Pairing
    from pairing.people import Member, Programme
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
        for pairing in made:
            settled = settle(pairing.answers)
            pairings.settle(connection, programme.workspace, pairing.id, settled, closes=True)
        _count_silence(connection, programme, number, made, now)
    return True


def _count_silence(
    connection: Connection, programme: Programme, number: int, made: tuple[Pairing, ...], now: datetime
) -> None:
    state = gather.in_play(connection, programme, number + 1, is_open=False)
    heard = {answer.person for pairing in made for answer in pairing.answers}
    for person in sorted({person for pairing in made for person in pairing.people}):
        member = state.members.get(person)
        if member is None or member.status is not Status.ACTIVE:
            continue
        silent = 0 if person in heard else member.silent_rounds + 1
        if silent >= SILENT_ROUNDS:
            programmes.set_status(connection, programme, person, Status.PAUSED)
            rest = to_person(state, Kind.GENTLE_PAUSE, person, now)
            outbox.write(connection, programme.workspace, [rest])
        elif silent != member.silent_rounds:
            _set_silence(connection, programme, member, silent)


def _set_silence(connection: Connection, programme: Programme, member: Member, silent: int) -> None:
    programmes.change_member(connection, programme, member.id, silent_rounds=silent)

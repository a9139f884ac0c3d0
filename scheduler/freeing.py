"""When one side cannot make it: the others are freed, and offered somebody else the same round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.answers import Said
from pairing.notices import Kind, PairingState, to_person
from pairing.rounds import working_days_since
from scheduler import gather
from storage import bookings, outbox, pairings, programmes

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from pairing.notices import Pairing
    from pairing.people import Programme
    from storage.database import Connection, Database

PATIENCE_DAYS = 5
"""Working days of silence after which somebody who waits is freed."""

SMALLEST = 2


def free(
    connection: Connection, programme: Programme, pairing: Pairing, gone: Collection[str], now: datetime
) -> bool:
    """Free those who are left waiting when ``gone`` cannot make it; ``False`` where nothing changes.

    A trio that still has two people in it goes on.
    """
    out = {*gone, *(answer.person for answer in pairing.answers if answer.said is Said.CANNOT)}
    waiting = [person for person in pairing.people if person not in out]
    if pairing.state is not PairingState.OPEN or len(waiting) >= SMALLEST:
        return False
    if not pairings.free(connection, programme.workspace, pairing.id, waiting):
        return False
    bookings.forget(connection, programme.workspace, pairing.id)
    # Nobody waits a quarter of a year for a coffee that did not come about.
    programmes.note_introduced(connection, programme, waiting, None, None)
    state = gather.in_play_for(connection, programme, pairing.round_number, waiting)
    offers = [to_person(state, Kind.FREED, person, now, pairing.id) for person in waiting]
    outbox.write(connection, programme.workspace, offers)
    return True


def free_all_of(connection: Connection, programme: Programme, person: str, now: datetime) -> None:
    """Free the partners of somebody who has left a programme, in every pairing of it that is still open."""
    for pairing in pairings.of_person(connection, programme.workspace, person):
        if pairing.state is PairingState.OPEN and pairing.programme == programme.id:
            free(connection, programme, pairing, [person], now)


def free_the_waiting(database: Database, programme: Programme, number: int, now: datetime) -> int:
    """Free members who said that they wait, where the others have been silent for five working days."""
    with database.read() as connection:
        waiting = pairings.waiting(connection, programme, number)
    if not any(_silent_side(programme, pairing, now) for pairing in waiting):
        return 0
    with database.change() as connection:
        # Each is read again, and held: somebody may be breaking the silence just now.
        held = (pairings.find(connection, programme.workspace, pairing.id) for pairing in waiting)
        return sum(
            free(connection, programme, pairing, silent, now)
            for pairing in held
            if pairing and (silent := _silent_side(programme, pairing, now))
        )


def _silent_side(programme: Programme, pairing: Pairing, now: datetime) -> list[str]:
    """Those who said nothing, if somebody waits for them and has waited long enough."""
    if working_days_since(programme.cadence, pairing.made_at, now) < PATIENCE_DAYS:
        return []
    said = {person: pairing.said(person) for person in pairing.people}
    if not any(answer is not None and answer.said is Said.WAITING for answer in said.values()):
        return []
    return [person for person, answer in said.items() if answer is None]

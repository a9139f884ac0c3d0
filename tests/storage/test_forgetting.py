from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pairing.rounds import timetable
from storage import events, outbox, outbox_books, rounds
from storage.explaining import instead
from storage.forgetting import forget_alternatives, forget_events, forget_notices
from storage.outbox import NoticeState
from storage.rounds import RoundState
from tests.cast import AMARA, BEN, CADENCE, WORKSPACE
from tests.storage.shelf import NOW, claim, later, notice, open_round, owe, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_what_has_come_to_its_end_in_old_rounds_is_deleted_and_nothing_else(connection: Connection) -> None:
    of = settle(connection)
    ends = {"sent": NoticeState.SENT, "dead": NoticeState.DEAD, "dropped": NoticeState.DROPPED}
    owe(connection, *(notice(f"{round_}:{end}", round_number=round_) for round_ in (1, 2, 3) for end in ends))
    for held in claim(connection):
        outbox.finish(connection, held, ends[held.notice.key.split(":")[1]], NOW)
    owe(connection, notice("1:owed", round_number=1), notice("1:other", round_number=1, programme="other"))
    outbox.finish(connection, claim(connection)[0], NoticeState.SENT, NOW)

    assert forget_notices(connection, of, 2) == 6

    left = {NoticeState.SENT: 2, NoticeState.DEAD: 1, NoticeState.DROPPED: 1, NoticeState.SENDING: 1}
    assert outbox_books.counts(connection) == left
    assert owe(connection, notice("3:sent", round_number=3)) == 0, "what is kept cannot be owed twice"


def test_the_alternatives_of_the_last_round_that_was_held_are_emptied(connection: Connection) -> None:
    of = settle(connection)
    for number in (1, 2, 4):
        open_round(connection, of, number, (AMARA, BEN))
    rounds.write_round(connection, of, timetable(CADENCE, 3), RoundState.SKIPPED, NOW)

    def left() -> list[bool]:
        kept = [instead(connection, WORKSPACE, f"{of.id}.{number}.1", "amara") for number in (1, 2, 4)]
        return [one is not None for one in kept]

    assert forget_alternatives(connection, of, 0) == 0
    assert left() == [True, True, True]
    assert forget_alternatives(connection, of, 1) == 1
    assert forget_alternatives(connection, of, 3) == 1
    assert forget_alternatives(connection, of, 3) == 0
    assert left() == [False, False, True]


def test_an_event_is_told_apart_until_it_is_forgotten(connection: Connection) -> None:
    settle(connection)
    events.first_time(connection, WORKSPACE, "old", NOW - timedelta(days=31))
    events.first_time(connection, WORKSPACE, "new", NOW)

    assert forget_events(connection, WORKSPACE, NOW - timedelta(days=30)) == 1

    assert events.first_time(connection, WORKSPACE, "old", later(minutes=1))
    assert not events.first_time(connection, WORKSPACE, "new", later(minutes=1))

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pairing.notices import Kind
from storage import events, outbox, outbox_books, pairings
from storage.outbox import NoticeState
from storage.outbox_books import OnItsWay, SentNotice
from tests.cast import AMARA, BEN, CHIDI, DANA, EFUA, WORKSPACE, programme
from tests.storage.shelf import NOW, at_once, claim, later, notice, open_round, owe, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pairing.notices import Notice
    from storage.database import Database

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def connection(connection: Connection) -> Connection:
    """One change in a workspace without notices."""
    settle(connection)
    return connection


def test_an_event_is_new_once(connection: Connection) -> None:
    assert events.first_time(connection, WORKSPACE, "press:U1:1", NOW)
    assert not events.first_time(connection, WORKSPACE, "press:U1:1", later(days=1))
    assert events.first_time(connection, WORKSPACE, "press:U1:2", NOW)
    assert events.first_time(connection, WORKSPACE, "x" * 5000, NOW)


def test_an_event_whose_effect_failed_is_still_new(database: Database) -> None:
    def fail() -> None:
        with database.change() as connection:
            events.first_time(connection, WORKSPACE, "press:1", NOW)
            raise RuntimeError("the effect failed")

    with pytest.raises(RuntimeError):
        fail()
    with database.change() as connection:
        assert events.first_time(connection, WORKSPACE, "press:1", NOW)


def test_one_of_many_deliveries_of_an_event_at_once_is_the_first(database: Database) -> None:
    firsts: list[bool] = []

    def deliver() -> None:
        with database.change() as connection:
            firsts.append(events.first_time(connection, WORKSPACE, "press:1", NOW))

    at_once(*[deliver] * 4)

    assert sorted(firsts) == [False, False, False, True]


def test_an_idle_tick_has_nothing_to_write(connection: Connection) -> None:
    due = [notice("one"), notice("two")]
    owe(connection, due[0])

    assert outbox.not_yet_written(connection, programme(), 1, due) == [due[1]]
    assert outbox.not_yet_written(connection, programme(), 2, due) == due
    assert outbox.not_yet_written(connection, programme(id="other"), 1, due) == due


def test_a_kind_is_written_once_any_notice_of_it_is(connection: Connection) -> None:
    owe(connection, notice("one"))

    assert outbox.is_written(connection, programme(), 1, Kind.QUESTION)
    assert not outbox.is_written(connection, programme(), 1, Kind.REMINDER)
    assert not outbox.is_written(connection, programme(), 2, Kind.QUESTION)
    assert not outbox.is_written(connection, programme(id="other"), 1, Kind.QUESTION)


def test_what_was_sent_at_an_instant_is_known_with_where_it_went(connection: Connection) -> None:
    owe(connection, notice("one"), notice("two"))
    first, second = claim(connection)
    outbox.finish(connection, first, NoticeState.SENT, NOW, receipt="D1 of many 17.5")
    outbox.finish(connection, second, NoticeState.SENT, later(minutes=1), receipt="D1 18")

    assert outbox_books.sent_at(connection, WORKSPACE, NOW) == [
        SentNotice(first.notice.key, Kind.QUESTION, 1, "", "amara", "D1 of many", "17.5")
    ]


def test_counts_are_by_state(connection: Connection) -> None:
    assert outbox_books.counts(connection) == {}
    owe(connection, notice("one"), notice("two"), notice("three", minutes=5))
    outbox.finish(connection, claim(connection)[0], NoticeState.DROPPED, NOW)

    assert outbox_books.counts(connection, WORKSPACE) == {
        NoticeState.OWED: 1,
        NoticeState.SENDING: 1,
        NoticeState.DROPPED: 1,
    }
    assert outbox_books.next_due(connection, later(minutes=5)) is None


def test_what_is_on_its_way_is_told_by_round_and_counts_introductions_rather_than_messages(
    connection: Connection,
) -> None:
    made = open_round(connection, programme(), 1, (AMARA, BEN), (CHIDI, DANA), (EFUA, AMARA), (BEN, CHIDI))
    for opened in (made[1], made[3]):
        pairings.keep_group_address(connection, WORKSPACE, opened, f"G {opened}")
    one_by_one = [introduction(made[0], who.id, minutes=30) for who in (AMARA, BEN)]
    owe(connection, *one_by_one, *(introduction(id_) for id_ in made[1:]), notice("question", minutes=-1))
    for held in claim(connection):
        if held.notice.pairing == made[3]:
            outbox.finish(connection, held, NoticeState.SENT, NOW)

    assert outbox_books.on_its_way(connection, WORKSPACE, NOW) == [
        OnItsWay("main", 1, introductions=4, gone=1, to_send=4, to_open=2, last_due=later(minutes=30))
    ]
    for held in claim(connection, later(hours=1)):
        if held.notice.person == "amara":
            outbox.finish(connection, held, NoticeState.SENT, NOW)
    (half_told,) = outbox_books.on_its_way(connection, WORKSPACE, NOW)
    assert (half_told.gone, half_told.to_send) == (1, 3)


def test_nothing_is_on_its_way_once_all_is_sent_dead_lapsed_or_elsewhere(connection: Connection) -> None:
    sent, dead, lapsed = open_round(connection, programme(), 1, (AMARA, BEN), (CHIDI, DANA), (EFUA, AMARA))
    ends = {sent: NoticeState.SENT, dead: NoticeState.DEAD}
    owe(connection, *(introduction(id_, minutes=0 if id_ in ends else 1) for id_ in (sent, dead, lapsed)))
    for held in claim(connection):
        outbox.finish(connection, held, ends[held.notice.pairing], NOW)

    assert outbox_books.on_its_way(connection, WORKSPACE, NOW) != []
    assert outbox_books.on_its_way(connection, "T2", NOW) == []
    assert outbox_books.on_its_way(connection, WORKSPACE, later(days=14)) == []


def introduction(pairing: str, person: str = "", *, minutes: float = 0) -> Notice:
    key = f"intro:{pairing}:{person}"
    return notice(key, kind=Kind.INTRODUCTION, pairing=pairing, person=person, minutes=minutes)

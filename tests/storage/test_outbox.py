from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from pairing.notices import Kind
from storage import outbox, outbox_books, tables
from storage.outbox import LEASE, NoticeState
from tests.cast import AMARA, BEN, WORKSPACE, programme
from tests.storage.shelf import NOW, at_once, claim, later, notice, open_round, owe, settle

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from pairing.notices import Notice
    from storage.database import Database
    from storage.outbox import Claimed

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def connection(connection: Connection) -> Connection:
    """One change in a workspace without notices."""
    settle(connection)
    return connection


def claim_one(connection: Connection, now: datetime = NOW, worker: str = "a") -> Claimed:
    (held,) = claim(connection, now, worker)
    return held


def keys(held: list[Claimed]) -> list[str]:
    return [one.notice.key for one in held]


def stored(connection: Connection, key: str = "one") -> tuple[str, int, int, str]:
    table = tables.notice.c
    wanted = select(table.state, table.attempts, table.unknowns, table.reason).where(table.key == key)
    state, attempts, unknowns, reason = connection.execute(wanted).one()
    return state, attempts, unknowns, reason


def test_writing_twice_is_once(connection: Connection) -> None:
    assert owe(connection, notice("one"), notice("two")) == 2
    assert owe(connection, notice("one", minutes=60), notice("three")) == 1
    assert owe(connection) == 0

    assert claim_one_key(connection, "one").not_before == NOW


def claim_one_key(connection: Connection, key: str) -> Notice:
    return next(held.notice for held in claim(connection) if held.notice.key == key)


def test_a_notice_twice_in_one_list_is_one(connection: Connection) -> None:
    assert owe(connection, notice("one"), notice("one")) == 1


def test_a_notice_that_was_sent_is_not_owed_again_by_writing_it(connection: Connection) -> None:
    owe(connection, notice("one"))
    outbox.finish(connection, claim_one(connection), NoticeState.SENT, NOW, receipt="D1 1")

    assert owe(connection, notice("one")) == 0
    assert claim(connection, later(days=1)) == []


def test_a_notice_is_claimed_as_it_was_written(connection: Connection) -> None:
    written = notice("one", kind=Kind.INTRODUCTION, pairing="main.1.1", person="", round_number=7)
    owe(connection, written)

    held = claim_one(connection)

    assert held.notice == written
    assert (held.workspace, held.attempts, held.unknowns, held.claim) == (WORKSPACE, 0, 0, "a")


def test_nothing_is_claimed_before_its_time(connection: Connection) -> None:
    owe(connection, notice("soon", minutes=1), notice("now"), notice("overdue", minutes=-90))

    assert keys(claim(connection)) == ["overdue", "now"]
    assert claim(connection, later(seconds=59)) == []
    assert keys(claim(connection, later(minutes=1))) == ["soon"]


def test_no_more_is_claimed_than_was_asked_for(connection: Connection) -> None:
    owe(connection, *(notice(f"{n}") for n in range(5)))

    assert [len(claim(connection, most=2)) for _ in range(4)] == [2, 2, 1, 0]


def test_only_the_workspaces_that_are_served_are_claimed(connection: Connection) -> None:
    owe(connection, notice("one"))

    assert outbox.claim(connection, NOW, "a", 10, ["T2"]) == []
    assert outbox.claim(connection, NOW, "a", 10, []) == []
    assert keys(outbox.claim(connection, NOW, "a", 10, ["T2", WORKSPACE])) == ["one"]


def test_a_claim_is_one_workers_until_its_lease_ends(connection: Connection) -> None:
    owe(connection, notice("one"))
    claim(connection)

    assert claim(connection, NOW + LEASE - MOMENT, "b") == []
    assert keys(claim(connection, NOW + LEASE, "b")) == ["one"]


def test_a_lease_that_ends_before_the_call_was_no_attempt(connection: Connection) -> None:
    owe(connection, notice("one"))
    claim(connection)

    again = claim_one(connection, NOW + LEASE, "b")

    assert (again.attempts, again.unknowns) == (0, 0)


def test_a_lease_that_ends_in_the_call_was_an_attempt_of_unknown_fate(connection: Connection) -> None:
    owe(connection, notice("one"))
    assert outbox.begin(connection, claim_one(connection), NOW)

    again = claim_one(connection, NOW + LEASE, "b")

    assert (again.attempts, again.unknowns) == (1, 1)


def test_no_call_is_begun_after_the_lease(connection: Connection) -> None:
    owe(connection, notice("one"))
    held = claim_one(connection)

    assert not outbox.begin(connection, held, NOW + LEASE)
    assert stored(connection) == ("sending", 0, 0, "")
    assert outbox.begin(connection, held, NOW + LEASE - MOMENT)


def test_a_worker_that_lost_its_claim_changes_nothing(connection: Connection) -> None:
    owe(connection, notice("one"))
    slow = claim_one(connection)
    quick = claim_one(connection, NOW + LEASE, "b")

    assert not outbox.begin(connection, slow, NOW)
    assert not outbox.finish(connection, slow, NoticeState.DEAD, NOW, reason="slow")
    assert not outbox.put_back(connection, slow, NOW, reason="slow", attempts=5, unknowns=5)
    assert stored(connection) == ("sending", 0, 0, "")
    assert outbox.finish(connection, quick, NoticeState.SENT, NOW, receipt="D1 1")


def test_what_has_ended_is_not_ended_twice(connection: Connection) -> None:
    owe(connection, notice("one"))
    held = claim_one(connection)
    assert outbox.finish(connection, held, NoticeState.SENT, NOW, receipt="D1 1")

    assert not outbox.finish(connection, held, NoticeState.DEAD, NOW)
    assert not outbox.put_back(connection, held, NOW)
    assert not outbox.begin(connection, held, NOW)
    assert stored(connection)[0] == "sent"


def test_putting_back_adds_what_the_claim_counted_to_what_came_before(connection: Connection) -> None:
    owe(connection, notice("one"))
    for attempts, unknowns, expected in ((1, 0, (1, 0)), (0, 0, (1, 0)), (1, 1, (2, 1)), (1, 1, (3, 2))):
        held = claim_one(connection)
        if attempts:
            outbox.begin(connection, held, NOW)
        assert outbox.put_back(
            connection, held, NOW, reason="server_error", attempts=attempts, unknowns=unknowns
        )
        assert stored(connection) == ("owed", *expected, "server_error")


def test_what_is_put_back_waits_for_its_time(connection: Connection) -> None:
    owe(connection, notice("one"))
    outbox.put_back(connection, claim_one(connection), later(minutes=5))

    assert claim(connection, later(minutes=4)) == []
    assert outbox_books.next_due(connection, NOW) == later(minutes=5)
    assert keys(claim(connection, later(minutes=5))) == ["one"]


def test_a_reason_of_any_length_is_kept_short(connection: Connection) -> None:
    owe(connection, notice("one"), notice("two"))
    first, second = claim(connection)
    outbox.finish(connection, first, NoticeState.DEAD, NOW, reason="x\0" * 9000)
    outbox.refuse(connection, second, NOW, "x\0" * 9000)

    assert all(0 < len(stored(connection, key)[3]) <= 200 for key in ("one", "two"))


def test_what_needs_no_group_goes_out_where_none_can_be_opened(connection: Connection) -> None:
    owe(connection, notice("one"))

    assert keys(outbox.claim(connection, NOW, "a", 10, [WORKSPACE], [WORKSPACE])) == ["one"]


def test_of_what_waits_for_a_group_only_so_much_is_looked_through_for_the_rest(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.outbox.LOOKED_AT", 3)
    waiting = open_round(connection, programme(), 1, *[(AMARA, BEN)] * 3)
    owe(connection, *(notice(f"group {id_}", pairing=id_, person="") for id_ in waiting[:2]))
    owe(connection, notice("near", minutes=1), notice("far", minutes=2))

    def claimed() -> list[str]:
        return keys(outbox.claim(connection, later(minutes=5), "a", 10, [WORKSPACE], [WORKSPACE]))

    assert claimed() == ["near"]
    assert claimed() == ["far"], "once it is among the first"
    assert claimed() == []


def test_a_workspace_that_waits_for_groups_holds_up_no_other(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.outbox.LOOKED_AT", 1)
    settle(connection, AMARA, workspace="T2")
    (waiting,) = open_round(connection, programme(), 1, (AMARA, BEN))
    owe(connection, notice("group", pairing=waiting, person=""))
    outbox.write(connection, "T2", [notice("other", minutes=1)])

    both = outbox.claim(connection, later(minutes=5), "a", 10, [WORKSPACE, "T2"], [WORKSPACE])

    assert keys(both) == ["other"]


def test_workers_that_claim_at_once_never_share_a_notice(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        owe(connection, *(notice(f"{n:03}") for n in range(60)))
    taken: list[str] = []

    def work(worker: str) -> None:
        while True:
            with database.change() as connection:
                held = claim(connection, worker=worker, most=7)
            if not held:
                return
            taken.extend(keys(held))
            for one in held:
                with database.change() as connection:
                    assert outbox.begin(connection, one, NOW)
                    assert outbox.finish(connection, one, NoticeState.SENT, NOW, receipt=f"D {worker}")

    at_once(*(lambda worker=worker: work(worker) for worker in "abcd"))

    assert sorted(taken) == [f"{n:03}" for n in range(60)]
    with database.read() as connection:
        assert outbox_books.counts(connection) == {NoticeState.SENT: 60}

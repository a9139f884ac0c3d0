from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from pairing.notices import Kind, Notice
from storage import gates, outbox, vitals
from storage.outbox import NoticeState
from storage.people import ensure_workspace
from storage.tables import workspace
from tests.storage.shelf import NOW

if TYPE_CHECKING:
    import pytest

    from storage.database import Connection, Database

LATER = NOW + timedelta(hours=1)


def owe(connection: Connection, where: str, *keys: str, minutes: int = 0) -> None:
    ensure_workspace(connection, where, "slack", NOW)
    due = NOW + timedelta(minutes=minutes)
    outbox.write(
        connection,
        where,
        [Notice(key, Kind.HEADS_UP, "main", 1, due, due + timedelta(days=9), "", "p") for key in keys],
    )


def test_an_empty_store_has_nothing_standing(database: Database) -> None:
    with database.read() as connection:
        found = vitals.depth(connection, NOW, [])

        assert found.notices == dict.fromkeys(vitals.STANDING, 0)
        assert found.oldest_due is None
        assert vitals.last_tick(connection) is None
        assert vitals.shut_gates(connection, NOW) == []


def test_the_outbox_is_told_by_state_with_its_oldest_due_of_the_workspaces_asked_about(
    database: Database,
) -> None:
    with database.change() as connection:
        owe(connection, "T1", "a", "b", "c", minutes=5)
        owe(connection, "T1", "d", minutes=90)
        owe(connection, "T2", "e")
        held = outbox.claim(connection, NOW + timedelta(minutes=5), "w", 2, ["T1"])
        outbox.finish(connection, held[0], NoticeState.DEAD, NOW)

        found = vitals.depth(connection, LATER, ["T1"])

    assert found.notices == {NoticeState.OWED: 2, NoticeState.SENDING: 1, NoticeState.DEAD: 1}
    assert found.oldest_due == NOW + timedelta(minutes=5)


def test_what_is_not_due_yet_has_no_age(database: Database) -> None:
    with database.change() as connection:
        owe(connection, "T1", "a", minutes=90)

        assert vitals.depth(connection, LATER, ["T1"]).oldest_due is None


def test_counting_ends_at_its_bound(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "MOST_COUNTED", 3)
    with database.change() as connection:
        owe(connection, "T1", *"abcde")

        assert vitals.depth(connection, LATER, ["T1"]).notices[NoticeState.OWED] == 3


def test_a_tick_of_any_replica_is_remembered_and_a_probe_is_not_taken_for_one(database: Database) -> None:
    with database.change() as connection:
        owe(connection, "T1")
        owe(connection, "T2")
        vitals.note_tick(connection, NOW)
        vitals.probe(connection, LATER)

        assert vitals.last_tick(connection) == NOW
        probed = connection.execute(select(workspace.c.workspace, workspace.c.probed_at)).all()
        assert dict(probed) == {"T1": LATER, "T2": None}


def test_only_gates_that_are_shut_are_told(database: Database) -> None:
    with database.change() as connection:
        ensure_workspace(connection, "T1", "slack", NOW)
        gates.close_gate(connection, "T1", "chat.postMessage", LATER)
        gates.close_gate(connection, "T1", "conversations.open", NOW)

        assert vitals.shut_gates(connection, NOW) == [vitals.ShutGate("chat.postMessage", LATER)]


def test_the_engine_says_what_it_is_and_how_large(database: Database) -> None:
    found = vitals.engine(database)

    assert found.name.casefold() == database.engine.name
    assert found.version[0].isdecimal()
    assert found.data_bytes > 50_000
    assert found.journal == ("wal" if found.name == "SQLite" else "")

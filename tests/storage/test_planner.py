from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

from pairing.notices import Kind
from storage import (
    bookings,
    dead_letters,
    follow_ups,
    outbox,
    outbox_books,
    pairings,
    people,
    programmes,
    rounds,
)
from storage.planner import ROWS, shape, tell_planner
from storage.situation import situation
from tests.cast import AMARA, BEN, WORKSPACE
from tests.storage.shelf import NOW, claim, join_all, notice, open_round, owe, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from storage.database import Database

PAIR = "main.1.1"
FULL = (
    *("SCAN notice", "SCAN pairing", "SCAN answer", "SCAN person", "SCAN member", "SCAN booking"),
    *("SCAN follow_up", "(workspace=?)"),
)
"""How the planner says that it would read everybody's."""
SMALL = "SEARCH round USING"
"""A row a fortnight may be read whole."""


def plans(database: Database, run: Callable[[Connection], object]) -> list[str]:
    """What SQLite's planner says to each statement of ``run`` that reads or changes what is there."""
    said: list[str] = []

    def explain(connection: Connection, _cursor: object, statement: str, given: Any, *_: object) -> None:
        if not statement.startswith(("SELECT", "UPDATE", "DELETE")):
            return
        cursor = connection.connection.cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", given[0] if isinstance(given, list) else given)
        said.extend(f"{step[3]} in {statement}" for step in cursor.fetchall())

    with database.change() as connection:
        event.listen(connection, "before_cursor_execute", explain)
        run(connection)
    return said


def test_the_first_of_what_is_due_are_found_without_sorting_all_of_it(sqlite_file: Database) -> None:
    with sqlite_file.change() as connection:
        settle(connection)
        owe(connection, *(notice(str(n)) for n in range(3)))

    said = plans(sqlite_file, claim)

    assert said
    assert not [step for step in said if "B-TREE FOR ORDER BY" in step]


def test_what_is_asked_of_one_person_or_pairing_reads_no_other(sqlite_file: Database) -> None:
    with sqlite_file.change() as connection:
        of = settle(connection)
        join_all(connection, of)
        open_round(connection, of, 1, (AMARA, BEN))
        owe(connection, *(notice(str(n), pairing=PAIR) for n in range(3)))

    def talk(connection: Connection) -> None:
        people.find(connection, WORKSPACE, f"{WORKSPACE}/amara")
        programmes.members(connection, of, ["amara"]).get("amara")
        pairings.find(connection, WORKSPACE, PAIR)
        pairings.of_person(connection, WORKSPACE, "amara")
        pairings.with_people(connection, of, 1, ["amara"])
        pairings.look(connection, WORKSPACE, PAIR)
        bookings.set_time(connection, WORKSPACE, PAIR, NOW, "amara")
        follow_ups.of_person(connection, WORKSPACE, "amara")

    def deliver(connection: Connection) -> None:
        for held, end in zip(claim(connection), ("sent", "back", "later"), strict=True):
            situation(connection, WORKSPACE, held.notice)
            outbox.begin(connection, held, NOW)
            if end == "sent":
                outbox.finish(connection, held, outbox.NoticeState.SENT, NOW)
            else:
                outbox.put_back(connection, held, NOW)

    def idle(connection: Connection) -> None:
        outbox.is_written(connection, of, 1, Kind.QUESTION)
        pairings.waiting(connection, of, 1)
        pairings.freed_pool(connection, of, 1)
        rounds.hold_open(connection, of, 1)
        follow_ups.due(connection, of, NOW.date(), NOW.date())

    def tend(connection: Connection) -> None:
        owe(connection, notice("intro", kind=Kind.INTRODUCTION, pairing=PAIR, person=""))
        assert outbox_books.on_its_way(connection, WORKSPACE, NOW)
        dead_letters.stuck(connection, WORKSPACE, NOW)
        dead_letters.count(connection, WORKSPACE)
        dead_letters.retry(connection, WORKSPACE, dead_letters.Chosen(), NOW, "dana")

    for run in (talk, deliver, idle, tend):
        said = plans(sqlite_file, run)
        assert said
        steps = {step for step in said if not step.startswith(SMALL)}
        assert [step for step in steps if any(full in step.split(" in ")[0] for full in FULL)] == []


def test_without_being_told_the_planner_reads_everybodys(sqlite_file: Database) -> None:
    with sqlite_file.change() as connection:
        settle(connection)
        connection.execute(text("DELETE FROM sqlite_stat1"))
        connection.execute(text("ANALYZE sqlite_schema"))

    said = plans(sqlite_file, lambda connection: pairings.of_person(connection, WORKSPACE, "amara"))

    assert [step for step in said if "(workspace=?)" in step]


def test_telling_the_planner_twice_comes_to_the_same(sqlite_file: Database) -> None:
    def told() -> list[tuple[str, ...]]:
        with sqlite_file.read() as connection:
            return sorted(tuple(row) for row in connection.execute(text("SELECT * FROM sqlite_stat1")))

    before = told()
    with sqlite_file.change() as connection:
        tell_planner(connection)

    assert before
    assert told() == before


def test_each_column_of_an_index_leaves_no_more_than_the_one_before() -> None:
    assert shape(["workspace", "person"], is_unique=False) == [ROWS, ROWS, 100]
    assert shape(["workspace", "number", "state"], is_unique=False) == [ROWS, ROWS, 20_000, 20_000]
    assert shape(["workspace", "pairing", "person"], is_unique=True) == [ROWS, ROWS, 2, 1]

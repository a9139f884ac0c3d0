"""What the tests of the store put on its shelves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

from pairing.matching import Alternative, Reason
from pairing.notices import Kind, Notice
from pairing.people import Preferences
from pairing.rounds import timetable
from storage import outbox, pairings, people, programmes, rounds
from storage.people import FACTS
from storage.rounds import NewPairing, RoundState
from storage.tables import person
from tests.cast import CADENCE, CAST, WORKSPACE, programme

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from pairing.answers import Answer
    from pairing.people import Person, Programme
    from storage.outbox import Claimed

NOW = datetime(2026, 1, 19, 10, tzinfo=UTC)


INSTEAD = Alternative("somebody-else", 70, None, (Reason("same_site", 90), Reason("repeat", -20)))


def later(**span: float) -> datetime:
    """``NOW`` and so much more."""
    return NOW + timedelta(**span)


def facts(who: Person, **changes: str) -> dict[str, str]:
    """Somebody as a staff list has them."""
    known = {name: getattr(who, name, "") for name in FACTS}
    return known | {"email": f"{who.id}@example.org"} | changes


def settle(connection: Connection, *cast: Person, workspace: str = WORKSPACE) -> Programme:
    """A workspace with its programme and these people, all of them in the chat under their own ids."""
    people.ensure_workspace(connection, workspace, "playground", NOW)
    of = programme(workspace=workspace)
    programmes.add_programme(connection, of)
    for who in cast or CAST:
        connection.execute(person.insert(), _person_row(who, workspace))
    return of


def _person_row(who: Person, workspace: str) -> dict[str, Any]:
    return {
        **facts(who),
        "workspace": workspace,
        "id": who.id,
        "staff_id": who.staff_id,
        "address": f"{workspace}/{who.id}",
        "in_directory": True,
        "is_owner": False,
        "is_reachable": True,
    }


def join_all(connection: Connection, of: Programme, *cast: Person) -> None:
    """Opt them in."""
    for who in cast or CAST:
        programmes.join(
            connection, of, who.id, NOW, Preferences(offers=(f"{who.id} offers",), curiosity=f"{who.id} asks")
        )


def open_round(
    connection: Connection, of: Programme, number: int, *together: tuple[Person, ...], sat_out: str = ""
) -> tuple[str, ...]:
    """A round with these pairings; their ids."""
    rounds.write_round(connection, of, timetable(CADENCE, number), RoundState.OPEN, NOW)
    made = tuple(new_pairing(f"{of.id}.{number}.{n}", *who) for n, who in enumerate(together, start=1))
    rounds.write_pairings(connection, of, number, made, NOW)
    rounds.write_sitting_out(connection, of, number, [sat_out] if sat_out else [])
    return tuple(one.id for one in made)


def new_pairing(id_: str, *who: Person) -> NewPairing:
    """A pairing of these people; the first of them goes first, and could have met somebody else."""
    reasons = (("different_department", 60), ("grade_distance", 40))
    return NewPairing(id_, who, who[0].id, 100, reasons, alternatives={who[0].id: INSTEAD})


def answer_in(connection: Connection, workspace: str, id_: str, new: Answer) -> None:
    """Answer as the conversation does: the pairing is read, and kept, in the same transaction."""
    held = pairings.find(connection, workspace, id_)
    assert held is not None
    pairings.write_answer(connection, workspace, held, new)


def notice(key: str, *, minutes: float = 0, **changes: Any) -> Notice:
    """A reminder that is due so many minutes after ``NOW``."""
    values: dict[str, Any] = {
        "key": key,
        "kind": Kind.QUESTION,
        "programme": "main",
        "round_number": 1,
        "not_before": later(minutes=minutes),
        "expires_at": later(days=14),
        "person": "amara",
    }
    return Notice(**values | changes)


def owe(connection: Connection, *notices: Notice) -> int:
    """Write notices; how many were new."""
    return outbox.write(connection, WORKSPACE, notices)


def claim(connection: Connection, now: datetime = NOW, worker: str = "a", most: int = 10) -> list[Claimed]:
    """What one worker takes."""
    return outbox.claim(connection, now, worker, most, [WORKSPACE])


def at_once(*works: Callable[[], object]) -> None:
    """Run these in threads that begin together; the first failure is raised."""
    failures: list[BaseException] = []
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that asked
            failures.append(error)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]

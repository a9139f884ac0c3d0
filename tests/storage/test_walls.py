"""Nothing crosses the wall between workspaces: two of them hold the same ids throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pairing.answers import Answer, Certainty, Outcome, Said, Settled
from pairing.people import Status
from storage import (
    events,
    explaining,
    gates,
    outbox,
    outbox_books,
    pairings,
    people,
    privacy,
    programmes,
    records,
    rounds,
)
from storage.forgetting import forget_alternatives, forget_events, forget_notices
from storage.outbox import NoticeState
from storage.situation import situation
from tests.cast import AMARA, BEN, CHIDI, DANA, EFUA
from tests.storage.shelf import NOW, answer_in, facts, join_all, later, notice, open_round, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from pairing.people import Programme
    from storage.database import Database

HERE, THERE = "T1", "T2"
PAIR = "main.1.1"


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """One change on two workspaces with the same people, pairings and notices."""
    with database.change() as opened:
        for workspace in (HERE, THERE):
            of = settle(opened, workspace=workspace)
            join_all(opened, of)
            open_round(opened, of, 1, (AMARA, BEN), (CHIDI, DANA), sat_out="efua")
            outbox.write(opened, workspace, [notice("one", pairing=PAIR)])
        yield opened


def seen(connection: Connection, workspace: str) -> tuple[object, ...]:
    """Everything that any function of the store tells of a workspace."""
    of = programmes.programmes(connection, workspace)[0]
    return (
        of,
        people.people(connection, workspace),
        people.addresses(connection, workspace),
        people.owners(connection, workspace),
        people.known_values(connection, workspace, "department"),
        people.directory(connection, workspace),
        programmes.members(connection, of),
        programmes.exclusions(connection, workspace),
        rounds.rounds(connection, of),
        rounds.history(connection, of),
        rounds.organiser_turns(connection, of),
        pairings.in_round(connection, of, 1),
        pairings.of_person(connection, workspace, "amara"),
        pairings.freed_pool(connection, of, 1),
        pairings.stood_up(connection, of, 1),
        pairings.waiting(connection, of, 1),
        pairings.with_people(connection, of, 1, ["amara"]),
        pairings.count(connection, of, 1),
        outbox_books.counts(connection, workspace),
        outbox_books.sent_at(connection, workspace, NOW),
        records.programme_records(connection, of),
        situation(connection, workspace, notice("one", pairing=PAIR)),
        privacy.everything_about(connection, workspace, "amara"),
        explaining.instead(connection, workspace, PAIR, "amara"),
        explaining.is_late(connection, workspace, PAIR),
        privacy.find_person(connection, workspace, "amara@example.org"),
    )


def free_there(connection: Connection, of: Programme) -> None:
    pairings.free(connection, of.workspace, PAIR, ["ben"])
    pairings.want_fresh(connection, of.workspace, PAIR, "ben", wants=True)
    pairings.stop_wanting(connection, of, 1, ["ben"])
    pairings.keep_group_address(connection, of.workspace, PAIR, "G1")


def answer_there(connection: Connection, of: Programme) -> None:
    answer_in(connection, of.workspace, PAIR, Answer("amara", Said.MET, NOW))
    pairings.settle(connection, of.workspace, {PAIR: Settled(Outcome.MET, Certainty.ONE_SIDED)})
    pairings.close(connection, of, 1)


def change_people_there(connection: Connection, of: Programme) -> None:
    people.change_person(connection, of.workspace, "amara", name="Another", is_owner=True)
    people.mark_owners(connection, of.workspace, {"ben"})
    people.import_staff(connection, of.workspace, {"S-amara": facts(DANA)}, ["S-efua"])
    people.meet(connection, of.workspace, "T2/new", {"name": "New"})
    programmes.exclude(connection, of.workspace, "amara", "ben", "dana")


def change_programme_there(connection: Connection, of: Programme) -> None:
    programmes.change_programme(connection, of, days=28)
    programmes.set_status(connection, of, "amara", Status.LEFT)
    programmes.change_member(connection, of, "ben", preferences={})
    programmes.pause(connection, of, ["ben"])
    programmes.join(connection, of, "chidi", NOW)


def close_there(connection: Connection, of: Programme) -> None:
    rounds.close_round(connection, of, 1, later(days=14))
    open_round(connection, of, 2, (AMARA, EFUA))


def deliver_there(connection: Connection, of: Programme) -> None:
    (held,) = outbox.claim(connection, NOW, "token", 10, [of.workspace])
    assert held.workspace == of.workspace
    assert outbox.begin(connection, held, NOW)
    assert outbox.finish(connection, held, NoticeState.SENT, NOW, receipt="D1 1")
    gates.close_gate(connection, of.workspace, "send", later(days=1))
    assert events.first_time(connection, of.workspace, "press:1", NOW)


def forget_there(connection: Connection, of: Programme) -> None:
    deliver_there(connection, of)
    assert forget_notices(connection, of, 1) == 1
    assert forget_alternatives(connection, of, 1) == 2
    assert forget_events(connection, of.workspace, later(days=1)) == 1


def erase_there(connection: Connection, of: Programme) -> None:
    privacy.erase(connection, of.workspace, "amara")


@pytest.mark.parametrize(
    "change",
    [
        free_there,
        answer_there,
        change_people_there,
        change_programme_there,
        close_there,
        deliver_there,
        forget_there,
        erase_there,
    ],
    ids=lambda change: change.__name__,
)
def test_what_is_done_there_changes_nothing_here(
    connection: Connection, change: Callable[[Connection, Programme], None]
) -> None:
    before_here, before_there = seen(connection, HERE), seen(connection, THERE)

    change(connection, programmes.programmes(connection, THERE)[0])

    assert seen(connection, HERE) == before_here
    assert seen(connection, THERE) != before_there


def test_an_event_or_a_gate_there_is_none_here(connection: Connection) -> None:
    deliver_there(connection, programmes.programmes(connection, THERE)[0])

    assert events.first_time(connection, HERE, "press:1", NOW)
    assert [held.workspace for held in outbox.claim(connection, NOW, "t", 10, [HERE, THERE])] == [HERE]


def test_workspaces_are_listed_by_platform(connection: Connection) -> None:
    people.ensure_workspace(connection, "T0", "slack", NOW)

    assert people.workspaces(connection) == ("T0", "T1", "T2")
    assert people.workspaces(connection, "slack") == ("T0",)

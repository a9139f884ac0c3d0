from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from pairing.notices import Kind, PairingState
from storage import dead_letters, outbox, pairings, people
from storage.dead_letters import Chosen, Listed, Retried, Stuck
from storage.outbox import NoticeState
from storage.situation import situation
from storage.tables import audit
from storage.tables import notice as table
from tests.cast import AMARA, BEN, WORKSPACE, programme
from tests.storage.shelf import NOW, at_once, claim, later, notice, open_round, owe, settle

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.database import Database

ALL = Chosen()
OWNER = "dana"


@pytest.fixture
def connection(connection: Connection) -> Connection:
    """One change in a workspace without notices."""
    settle(connection)
    return connection


def bury(connection: Connection, *keys: str, reason: str = "user_disabled", at: datetime = NOW) -> None:
    """Notices that died of a refusal."""
    owe(connection, *(notice(key, minutes=-1) for key in keys))
    for held in claim(connection, at):
        outbox.begin(connection, held, at)
        outbox.refuse(connection, held, at, reason)


def standing(connection: Connection) -> dict[str, str]:
    return {row.key: row.state for row in connection.execute(select(table.c.key, table.c.state))}


def audited(connection: Connection) -> list[tuple[str, str, str]]:
    found = connection.execute(select(audit.c.actor, audit.c.action, audit.c.about).order_by(audit.c.at))
    return [(actor, action, about) for actor, action, about in found]


def test_what_was_refused_for_certain_is_known_not_to_have_arrived(connection: Connection) -> None:
    bury(connection, "one")

    assert connection.execute(select(table.c.state, table.c.unknowns)).all() == [("dead", 0)]


def test_a_refusal_by_whoever_lost_the_claim_changes_nothing(connection: Connection) -> None:
    owe(connection, notice("one"))
    (slow,) = claim(connection)
    claim(connection, later(minutes=3), "b")

    assert not outbox.refuse(connection, slow, NOW, "user_disabled")
    assert standing(connection) == {"one": "sending"}


@pytest.mark.parametrize("state", NoticeState)
def test_notices_of_each_state_are_listed_with_what_helps_and_no_name(
    connection: Connection, state: NoticeState
) -> None:
    owe(connection, notice("one", minutes=-2))
    if state is not NoticeState.OWED:
        (held,) = claim(connection)
        if state is not NoticeState.SENDING:
            outbox.finish(connection, held, state, later(minutes=1), reason="why")
    ended = state not in (NoticeState.OWED, NoticeState.SENDING)
    at = later(minutes=1) if ended else NOW if state is NoticeState.SENDING else later(minutes=-2)

    assert dead_letters.listed(connection, state, 10) == [
        Listed(WORKSPACE, "one", Kind.QUESTION, "main", 1, state, 0, "why" if ended else "", at)
    ]
    others = set(NoticeState) - {state}
    assert not any(dead_letters.listed(connection, other, 10) for other in others)


def test_a_list_is_of_one_workspace_or_of_all_and_oldest_first(connection: Connection) -> None:
    settle(connection, workspace="T2")
    bury(connection, "late", at=later(minutes=2))
    bury(connection, "early", at=NOW)
    outbox.write(connection, "T2", [notice("elsewhere")])

    def keys(most: int, workspace: str | None = None) -> list[str]:
        return [one.key for one in dead_letters.listed(connection, NoticeState.DEAD, most, workspace)]

    assert keys(10) == keys(10, WORKSPACE) == ["early", "late"]
    assert keys(1) == ["early"]
    assert keys(10, "T2") == []


def test_the_stuck_are_counted_by_kind_round_and_reason_most_first(connection: Connection) -> None:
    bury(connection, "a", "b", at=later(minutes=1))
    bury(connection, "c", reason="is_archived")
    owe(connection, notice("d", minutes=-1, expires_at=later(minutes=5)))
    bury(connection, at=NOW)

    assert dead_letters.stuck(connection, WORKSPACE, later(minutes=5)) == [
        Stuck(Kind.QUESTION, 1, "user_disabled", 3, 1, later(minutes=1)),
        Stuck(Kind.QUESTION, 1, "is_archived", 1, 0, NOW),
    ]
    assert dead_letters.count(connection, WORKSPACE) == 4
    assert dead_letters.stuck(connection, "T2", NOW) == []
    assert dead_letters.count(connection, "T2") == 0


def test_a_notice_tried_again_is_owed_at_once_with_all_its_attempts(connection: Connection) -> None:
    owe(connection, notice("one"))
    for _ in range(3):
        (held,) = claim(connection)
        outbox.begin(connection, held, NOW)
        outbox.put_back(connection, held, NOW, reason="timeout", attempts=1, unknowns=1)
    (held,) = claim(connection)
    outbox.finish(connection, held, NoticeState.DEAD, NOW, reason="timeout")

    assert dead_letters.retry(connection, WORKSPACE, ALL, later(minutes=1), OWNER) == Retried(1, 0)
    assert claim(connection) == []
    (again,) = claim(connection, later(minutes=1))
    assert (again.attempts, again.first_tried_at) == (0, NOW)
    assert again.unknowns == 1, "so that it is looked for, or sent once more, saying so"


def test_what_was_never_sent_is_tried_again_as_if_for_the_first_time(connection: Connection) -> None:
    bury(connection, "one")

    dead_letters.retry(connection, WORKSPACE, ALL, NOW, OWNER)

    assert claim(connection)[0].unknowns == 0


def test_what_has_lapsed_stays_dead(connection: Connection) -> None:
    owe(connection, notice("old", minutes=-1, expires_at=later(days=1)))
    bury(connection, "one")

    assert dead_letters.retry(connection, WORKSPACE, ALL, later(days=1), OWNER) == Retried(1, 1)
    assert standing(connection) == {"old": "dead", "one": "owed"}


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        (ALL, "abc"),
        (Chosen(frozenset("ab")), "ab"),
        (Chosen(frozenset()), ""),
        (Chosen(reason="is_archived"), "c"),
        (Chosen(reason="other"), ""),
        (Chosen(until=NOW), "ab"),
        (Chosen(frozenset("bc"), "is_archived", later(days=1)), "c"),
    ],
)
def test_only_what_is_chosen_is_tended(connection: Connection, chosen: Chosen, wanted: str) -> None:
    bury(connection, "a", "b")
    bury(connection, "c", reason="is_archived", at=later(minutes=1))
    owe(connection, notice("owed"))

    assert dead_letters.discard(connection, WORKSPACE, chosen, NOW, OWNER) == len(wanted)
    assert {key for key, state in standing(connection).items() if state == "dropped"} == set(wanted)
    assert standing(connection)["owed"] == "owed"


def test_tending_crosses_no_wall(connection: Connection) -> None:
    settle(connection, workspace="T2")
    bury(connection, "one")

    assert dead_letters.retry(connection, "T2", ALL, NOW, OWNER) == Retried(0, 0)
    assert dead_letters.discard(connection, "T2", ALL, NOW, OWNER) == 0
    assert standing(connection) == {"one": "dead"}


def test_tending_twice_changes_and_records_nothing_more(connection: Connection) -> None:
    bury(connection, "a", "b")
    for _ in range(2):
        dead_letters.retry(connection, WORKSPACE, Chosen(frozenset("a")), NOW, OWNER)
        dead_letters.discard(connection, WORKSPACE, ALL, later(minutes=1), OWNER)

    assert standing(connection) == {"a": "owed", "b": "dropped"}
    assert audited(connection) == [
        (OWNER, "notices tried again", "1 notices"),
        (OWNER, "notices put away", "1 notices"),
    ]


def test_where_each_notice_stands_is_known_by_its_key(connection: Connection) -> None:
    bury(connection, "one")
    owe(connection, notice("two"))

    assert dead_letters.states(connection, WORKSPACE, ["one", "two", "three"]) == {
        "one": NoticeState.DEAD,
        "two": NoticeState.OWED,
    }


def test_two_owners_and_a_worker_at_once_bring_each_notice_back_once(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        bury(connection, *(str(number) for number in range(10)))
    retried: list[int] = []
    claimed: list[str] = []

    def tend() -> None:
        with database.change() as connection:
            retried.append(dead_letters.retry(connection, WORKSPACE, ALL, NOW, OWNER).count)

    def work() -> None:
        with database.change() as connection:
            claimed.extend(held.notice.key for held in claim(connection))

    at_once(tend, tend, work, work)
    work()

    assert sorted(retried) == [0, 10]
    assert sorted(claimed) == sorted(str(number) for number in range(10))


@pytest.mark.parametrize(("arrived", "introduced"), [(True, True), (False, False)])
def test_an_introduction_put_away_counts_as_made_only_where_it_may_have_arrived(
    connection: Connection, *, arrived: bool, introduced: bool
) -> None:
    (pairing,) = open_round(connection, programme(), 1, (AMARA, BEN))
    intro = notice("intro", kind=Kind.INTRODUCTION, pairing=pairing, person="")
    owe(connection, intro)
    (held,) = claim(connection)
    outbox.begin(connection, held, NOW)
    if arrived:
        outbox.finish(connection, held, NoticeState.DEAD, NOW, reason="timeout")
    else:
        outbox.refuse(connection, held, NOW, "is_archived")

    for _ in range(2):
        assert situation(connection, WORKSPACE, intro).is_introduced is introduced
        dead_letters.discard(connection, WORKSPACE, ALL, NOW, OWNER)


def test_what_an_owner_did_is_theirs_and_names_nobody(connection: Connection) -> None:
    bury(connection, "main:round:1:question:person:amara")
    people.change_person(connection, WORKSPACE, "amara", name="Amara Okafor")

    dead_letters.discard(connection, WORKSPACE, ALL, NOW, OWNER)

    assert "amara" not in str(audited(connection)).casefold()


def test_what_is_owed_is_put_away_as_far_as_it_was_due_and_nothing_else(connection: Connection) -> None:
    bury(connection, "dead")
    owe(connection, notice("before"), notice("after", minutes=5), notice("held", minutes=-5))
    (held,) = claim(connection, most=1)

    owed = Chosen(until=later(minutes=1), state=NoticeState.OWED)
    assert dead_letters.count(connection, WORKSPACE, owed) == 1
    assert dead_letters.discard(connection, WORKSPACE, owed, NOW, OWNER) == 1

    assert held.notice.key == "held"
    assert standing(connection) == {"dead": "dead", "before": "dropped", "after": "owed", "held": "sending"}
    assert audited(connection) == [(OWNER, "notices put away", "1 notices")]


def test_a_pairing_of_which_nobody_was_told_is_over_with_its_introduction(connection: Connection) -> None:
    """One was told one by one, another may have been told, and the last is not put away."""
    made = open_round(connection, programme(), 1, *[(AMARA, BEN)] * 4)
    untold, half_told, in_doubt, kept = made

    def introduction(id_: str, person: str = "") -> None:
        key = f"{id_}:{person}"
        owe(connection, notice(key, kind=Kind.INTRODUCTION, pairing=id_, person=person, minutes=-1))

    introduction(half_told, "amara")
    (told,) = claim(connection)
    outbox.finish(connection, told, NoticeState.SENT, NOW)
    introduction(in_doubt)
    (doubtful,) = claim(connection)
    outbox.begin(connection, doubtful, NOW)
    outbox.put_back(connection, doubtful, NOW, unknowns=None)
    introduction(half_told, "ben")
    introduction(untold)
    introduction(kept)

    those = frozenset(f"{id_}:{who}" for id_, who in ((untold, ""), (half_told, "ben"), (in_doubt, "")))
    chosen = Chosen(keys=those, state=NoticeState.OWED)
    assert dead_letters.discard(connection, WORKSPACE, chosen, NOW, OWNER) == 3

    states = {id_: pairing.state for id_ in made if (pairing := pairings.find(connection, WORKSPACE, id_))}
    over = [id_ for id_, state in states.items() if state is PairingState.CLOSED]
    assert over == [untold]
    assert len(states) == 4

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from pairing.people import Ladder, Member, OddPool, Preferences, Programme, Status
from pairing.rounds import Cadence
from storage import programmes
from tests.cast import AMARA, BEN, CAST, WORKSPACE, programme
from tests.storage.shelf import NOW, join_all, later, settle

if TYPE_CHECKING:
    from storage.database import Database

ODD = Programme(
    workspace=WORKSPACE,
    id="night",
    name="Nachtschicht ☕",
    cadence=Cadence(
        anchor=date(2026, 3, 2),
        days=7,
        at=time(20, 30),
        timezone="Asia/Kolkata",
        quiet_dates=frozenset((date(2026, 12, 25), date(2026, 4, 3))),
    ),
    ladder=Ladder(("Junior", "Senior")),
    weights={"newcomer": 30},
    odd_pool=OddPool.SIT_OUT,
    together=6,
)


def test_a_programme_is_read_back_as_it_was_written(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        programmes.add_programme(connection, ODD)

        assert programmes.find(connection, WORKSPACE, "night") == ODD
        assert programmes.programmes(connection, WORKSPACE) == (programme(), ODD)


def test_a_programme_is_made_once_and_never_overwritten(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        programmes.add_programme(connection, programme(name="Another"))

        assert programmes.programmes(connection, WORKSPACE) == (programme(),)


def test_what_is_changed_is_changed_and_nothing_else(database: Database) -> None:
    with database.change() as connection:
        of = settle(connection)
        programmes.change_programme(connection, of, days=28, ladder=["A", "B"])

        changed = programmes.find(connection, WORKSPACE, of.id)
        assert (changed.cadence.days, changed.ladder.grades) == (28, ("A", "B"))
        assert changed.cadence.anchor == of.cadence.anchor


def test_a_cadence_that_no_table_may_hold_is_refused(database: Database) -> None:
    def make() -> None:
        with database.change() as connection:
            programmes.change_programme(connection, settle(connection), days=13)

    with pytest.raises(Exception, match="ck_programme_days"):
        make()


def test_joining_twice_changes_the_wishes_and_keeps_the_rest(database: Database) -> None:
    with database.change() as connection:
        of = settle(connection)
        join_all(connection, of)
        programmes.set_status(connection, of, "amara", Status.PAUSED, date(2026, 2, 1))
        programmes.join(connection, of, "amara", later(days=9), Preferences(offers=("tea",)))

        member = programmes.members(connection, of, ["amara"]).get("amara")
        assert member == Member(
            AMARA, Status.PAUSED, date(2026, 2, 1), preferences=Preferences(offers=("tea",))
        )


def test_a_change_of_status_ends_the_silence(database: Database) -> None:
    with database.change() as connection:
        of = settle(connection)
        join_all(connection, of, AMARA)
        programmes.change_member(connection, of, "amara", silent_rounds=2, skips_round=4)
        programmes.set_status(connection, of, "amara", Status.ACTIVE)

        member = programmes.members(connection, of, ["amara"]).get("amara")
        assert member is not None
        assert (member.silent_rounds, member.skips_round) == (0, 4)


def test_members_are_all_or_those_named(database: Database) -> None:
    with database.change() as connection:
        of = settle(connection)
        join_all(connection, of, AMARA, BEN)

        assert list(programmes.members(connection, of)) == ["amara", "ben"]
        assert list(programmes.members(connection, of, ["ben", "chidi"])) == ["ben"]
        assert programmes.members(connection, of, []) == {}
        assert programmes.members(connection, of, ["chidi"]).get("chidi") is None


def test_every_programme_is_known_by_its_key(database: Database) -> None:
    with database.change() as connection:
        settle(connection)
        settle(connection, *CAST, workspace="T2")

        assert programmes.keys(connection) == (("T1", "main"), ("T2", "main"))


def test_nobody_joins_a_programme_that_is_not_there(database: Database) -> None:
    def join() -> None:
        with database.change() as connection:
            settle(connection)
            programmes.join(connection, ODD, "amara", NOW)

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        join()

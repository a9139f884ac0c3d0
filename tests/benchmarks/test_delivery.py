"""The judge of a run in trouble: what it must not let pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from benchmarks.delivery.owed import fates, owe_introductions
from benchmarks.delivery.run import Outcome
from pairing.hours import Hours, shared_civil_time
from storage.database import Database, migrate
from storage.outbox import NoticeState, claim
from storage.programmes import programmes
from tests.fake_slack.workspace import TEAM

if TYPE_CHECKING:
    from pathlib import Path

FINE = Outcome(
    intended=100,
    poison=3,
    sent=97,
    dead=3,
    in_doubt=0,
    not_there=0,
    lost=0,
    repeated=0,
    most=1,
    unexplained=0,
    looked_up=12,
    taken_back=0,
    kills=20,
    freezes=1,
    crashes=1,
    seconds=12.0,
)


def test_a_run_that_delivered_everything_once_is_as_promised() -> None:
    assert FINE.is_kept(may_look=True)
    assert FINE.is_kept(may_look=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lost": 1, "sent": 96},
        {"repeated": 1, "most": 2},
        {"sent": 96, "dead": 4, "in_doubt": 1},
        {"sent": 100, "dead": 0},
        {"unexplained": 1},
    ],
)
def test_with_the_history_scopes_nothing_else_is(wrong: dict[str, int]) -> None:
    assert not replace(FINE, **wrong).is_kept(may_look=True)


def test_without_them_a_doubt_may_be_told_and_one_repeat_made_and_no_more() -> None:
    in_doubt = replace(FINE, sent=95, dead=5, in_doubt=2, repeated=4, most=2)

    assert in_doubt.is_kept(may_look=False)
    assert not replace(in_doubt, most=3).is_kept(may_look=False)
    assert not replace(in_doubt, lost=1).is_kept(may_look=False)


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_what_is_owed_may_be_sent_at_any_hour_at_which_it_is_measured(tmp_path: Path, hour: int) -> None:
    now = datetime(2026, 3, 1, hour, 30, tzinfo=UTC) + timedelta(days=hour)
    database = Database(f"sqlite:///{tmp_path / 'owed.db'}")
    migrate(database)

    owed = owe_introductions(database, ["U1", "U2", "U3", "U4"], now)

    with database.change() as connection:
        (programme,) = programmes(connection, TEAM)
        taken = claim(connection, now, "a", 10, [TEAM])
    assert {one.notice.key for one in taken} == owed.keys()
    assert shared_civil_time(now, Hours(programme.cadence.timezone)) == now
    assert list(owed.values()) == [("U1", "U2"), ("U3", "U4")]
    assert {fate.state for fate in fates(database).values()} == {NoticeState.SENDING}
    database.close()

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url, select
from sqlalchemy.exc import StatementError

from storage.columns import Instant, Words
from storage.tables import event, workspace
from tests.storage.shelf import NOW

if TYPE_CHECKING:
    from storage.database import Database


ZONES = st.sampled_from(
    [UTC, ZoneInfo("Europe/London"), ZoneInfo("Pacific/Apia"), timezone(timedelta(hours=-3))]
)
INSTANTS = st.datetimes(
    min_value=datetime(1990, 1, 2),  # noqa: DTZ001 - a bound, which has no zone
    max_value=datetime(2090, 1, 2),  # noqa: DTZ001 - the same
    timezones=ZONES,
)
DIALECTS = [make_url(url).get_dialect()() for url in ("sqlite://", "postgresql://")]


@given(INSTANTS)
def test_an_instant_is_the_same_on_both_engines_and_comes_back_in_utc(moment: datetime) -> None:
    kept = Instant()
    for dialect in DIALECTS:
        back = kept.process_result_value(kept.process_bind_param(moment, dialect), dialect)

        assert back == moment.astimezone(UTC)
        assert back is not None
        assert back.tzinfo is UTC


def test_an_instant_of_another_zone_is_found_again_in_utc(database: Database) -> None:
    local = datetime(2026, 7, 6, 10, 0, 0, 123456, tzinfo=ZoneInfo("Europe/London"))
    with database.change() as connection:
        connection.execute(event.insert().values(workspace="T1", key="one", seen_at=local))
    with database.read() as connection:
        found = connection.scalar(select(event.c.seen_at).where(event.c.seen_at == local))

    assert found == local
    assert found is not None
    assert found.isoformat() == "2026-07-06T09:00:00.123456+00:00"


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 7, 6, 10)  # noqa: DTZ001 - the fault

    with pytest.raises(StatementError, match="must carry its time zone"), database.change() as connection:
        connection.execute(event.insert().values(workspace="T1", key="one", seen_at=naive))


@given(st.text())
def test_words_are_cut_to_what_both_engines_can_keep(words: str) -> None:
    kept = Words(20).process_bind_param(words, DIALECTS[0])

    assert kept is not None
    assert len(kept) <= 20
    assert kept.encode() is not None
    assert "\0" not in kept
    assert words.startswith(kept) or any(letter not in kept for letter in words)


def test_words_that_no_engine_could_keep_do_not_fail_the_change(database: Database) -> None:
    hostile = "A\0mara \ud800" + "x" * 500
    with database.change() as connection:
        connection.execute(workspace.insert().values(workspace="T1", platform="", name=hostile, made_at=NOW))
    with database.read() as connection:
        assert connection.scalar(select(workspace.c.name)) == ("Amara " + "x" * 500)[:200]

"""`crossbrew doctor` on the database, and on how the work in it goes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.cli.checkup.store import MB, of_engine
from bot.watching.findings import Mark
from bot.wiring import settle_in
from pairing.notices import Kind, Notice
from pairing.rounds import timetable
from scheduler.clock import SystemClock
from storage import gates, outbox, programmes, rounds, tables, vitals
from storage.database import Database, migrate
from storage.outbox import NoticeState
from storage.rounds import RoundState
from storage.vitals import Engine
from tests.bot.clinic import furnish, owe
from tests.fake_slack.workspace import TEAM

if TYPE_CHECKING:
    from tests.bot.clinic import Clinic


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://u:p@h/x", "DATABASE_URL must begin with sqlite:/// or postgresql://"),
        ("sqlite:////nowhere/to/be/found.db", "The folder /nowhere/to/be does not exist. Make it"),
        ("postgresql://u@127.0.0.1:9/x", "does not answer (connection"),
    ],
)
def test_a_database_that_cannot_be_had_is_told_with_a_cure(clinic: Clinic, url: str, told: str) -> None:
    seen = clinic.ask(DATABASE_URL=url)

    assert seen.code == 1
    assert told in "\n".join(seen.lines("FIX"))


def test_a_database_that_somebody_holds_is_not_waited_for(clinic: Clinic) -> None:
    database = furnish(clinic.url)

    with database.change():
        seen = clinic.ask_as_process(**clinic.settings)

    database.close()
    (line,) = seen.lines("FIX")
    assert "did not answer within 6 s. See whether it runs" in line


def test_a_database_that_is_empty_older_or_only_to_be_read_is_told(clinic: Clinic) -> None:
    (clinic.folder / "crossbrew.db").touch()
    assert "is empty. `crossbrew run` makes it at its first start." in "\n".join(clinic.ask().lines("note"))

    database = furnish(clinic.url)
    readable = clinic.ask(DATABASE_URL=f"sqlite:///file:{clinic.folder / 'crossbrew.db'}?mode=ro&uri=true")
    assert "is read-only. Give this user the right to write it" in "\n".join(readable.lines("FIX"))

    with database.change() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    assert "was made by a newer version of Crossbrew. Upgrade" in "\n".join(clinic.ask().lines("FIX"))


def test_what_is_late_stuck_shut_and_asleep_is_told_with_its_cure(clinic: Clinic) -> None:
    database = furnish(clinic.url)
    now = SystemClock().now()
    with database.change() as connection:
        vitals.note_tick(connection, now - timedelta(days=5))
        (main,) = programmes.programmes(connection, TEAM)
        programmes.change_programme(connection, main, anchor=main.cadence.anchor - timedelta(days=28))
        owe(connection, "dead", now - timedelta(days=4))
        (held,) = outbox.claim(connection, now, "w", 1, [TEAM])
        outbox.finish(connection, held, NoticeState.DEAD, now, reason="invalid_blocks")
        owe(connection, "waits", now - timedelta(days=3))
        gates.close_gate(connection, TEAM, "chat.postMessage", now + timedelta(minutes=9))
    database.close()

    seen = clinic.ask()
    told = "\n".join(seen.lines("FIX"))

    assert seen.code == 1
    assert "last tick 5 days ago. If nothing runs, start" in told
    assert "should have started or closed by now. Start `crossbrew run`" in told
    assert "outbox 1 notice owed, the oldest due for 3 days. Start" in told
    assert "outbox 1 notice will not be sent. `crossbrew outbox list` says why" in told
    assert "Slack asked for chat.postMessage to be left alone until" in "\n".join(seen.lines("note"))


def test_a_programme_that_cannot_be_read_stops_no_other_line(clinic: Clinic) -> None:
    database = furnish(clinic.url)
    with database.change() as connection:
        connection.execute(text("UPDATE programme SET timezone = 'Mars/Base'"))
    database.close()

    seen = clinic.ask()

    (line,) = seen.lines("FIX")
    assert line.startswith("programme T1/main: There is no time zone called 'Mars/Base'")
    assert "0 notices owed." in seen.output


def test_on_postgresql_it_asks_the_servers_clock_too(clinic: Clinic, postgres_url: str) -> None:
    furnish(postgres_url).close()

    seen = clinic.ask(DATABASE_URL=postgres_url)

    assert (seen.code, seen.lines("FIX")) == (0, [])
    assert "clock This machine's clock and the database's agree." in seen.lines("ok")
    assert "PostgreSQL 1" in seen.output


def test_beside_a_running_bot_it_sees_the_tick_and_prometheus_its_figures(clinic: Clinic) -> None:
    with clinic.running() as bot:
        seen = clinic.ask()
        figures = {family.name: family for family in text_string_to_metric_families(bot.get("metrics").text)}
        well = [bot.get(path).json()["ok"] for path in ("livez", "readyz")]

    assert (seen.code, seen.lines("FIX"), well) == (0, [], [True, True])
    assert [line for line in seen.lines("ok") if line.startswith("last tick") and "second" in line]
    assert figures["crossbrew_database_up"].samples[0].value == 1
    assert figures["crossbrew_ticks"].samples[0].value >= 1
    logged = [json.loads(line) for line in bot.output().splitlines()]
    assert logged[0]["says"].startswith("Connected to workspace T1;")


@pytest.mark.parametrize(
    ("name", "mark", "told"),
    [
        ("LITTLE_ROOM", "note", "MB are free beside crossbrew.db. Free some space soon."),
        ("NO_ROOM", "FIX", "MB are free beside crossbrew.db. Free some space: when it is full"),
    ],
)
def test_a_disk_that_fills_up_is_told_in_time(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, name: str, mark: str, told: str
) -> None:
    furnish(clinic.url).close()
    monkeypatch.setattr(f"bot.cli.checkup.store.{name}", float("inf"))

    assert told in "\n".join(clinic.ask().lines(mark))


def test_a_log_that_grows_and_a_journal_that_makes_people_wait_are_told() -> None:
    well = Engine("SQLite", "3.40.1", 10 * MB, 1 * MB, "wal")

    assert [one.mark for one in of_engine("x.db", well)] == [Mark.OK]
    (_, journal, log) = of_engine("x.db", replace(well, journal="delete", log_bytes=900 * MB))
    assert (journal.mark, log.mark) == (Mark.NOTE, Mark.NOTE)
    assert "journal is delete where a write-ahead log was asked for" in journal.says
    assert log.says == "Its write-ahead log has grown to 900 MB."


@pytest.mark.parametrize(
    ("minutes", "mark", "told"),
    [(4, "ok", "4 minutes ago."), (90, "note", "90 minutes ago. If nothing runs")],
)
def test_a_tick_that_is_a_while_ago_is_told_as_what_it_is(
    clinic: Clinic, minutes: int, mark: str, told: str
) -> None:
    database = furnish(clinic.url)
    with database.change() as connection:
        vitals.note_tick(connection, SystemClock().now() - timedelta(minutes=minutes))
    database.close()

    assert [line for line in clinic.ask().lines(mark) if line.startswith(f"last tick {told}")]


def test_a_round_may_take_as_long_as_slack_makes_it(clinic: Clinic) -> None:
    database, now = furnish(clinic.url), SystemClock().now()
    with database.change() as connection:
        of = programmes.programmes(connection, TEAM)[0]
        calendar = replace(of.cadence, anchor=now.date() - timedelta(days=now.weekday() + of.cadence.days))
        rounds.write_round(connection, of, timetable(calendar, 1), RoundState.OPEN, now)
        since = now - timedelta(hours=5)
        many = [
            Notice(f"intro {n}", Kind.INTRODUCTION, of.id, 1, since, now + timedelta(days=9), f"p{n}", "")
            for n in range(10_000)
        ]
        outbox.write(connection, TEAM, many)
    told = "\n".join(clinic.ask().lines("ok"))
    assert (
        "10000 notices owed, the oldest due for 5 hours: at the pace that Slack allows, all take 3 hou"
        in told
    )

    with database.change() as connection:
        connection.execute(tables.notice.update().values(not_before=now - timedelta(hours=10)))
    database.close()
    assert "the oldest due for 10 hours. Start" in "\n".join(clinic.ask().lines("FIX"))


def test_a_token_of_another_workspace_than_the_database_is_about_is_told(clinic: Clinic) -> None:
    database = Database(clinic.url)
    migrate(database)
    with database.change() as connection:
        settle_in(connection, "T-OTHER", "slack", SystemClock().now(), frozenset())
    database.close()

    told = "\n".join(clinic.ask().lines("FIX"))

    assert f"workspace The bot token is of the workspace {TEAM}, and the database is about T-OTHER." in told

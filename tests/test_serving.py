"""How `crossbrew run` begins and ends, as a process on an SQLite file: refusals, signals, systemd."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from pairing.rounds import timetable
from scheduler.clock import SystemClock
from storage import outbox, programmes, tables
from storage.database import MIGRATIONS, head, migrate
from tests.fake_slack.workspace import TEAM
from tests.replicas import Site, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from tests.replicas import Replica

PAIRINGS = 6
PATIENCE = 60
A_NEWER_PROGRAM = """
import pathlib, sys
import storage.database
storage.database.MIGRATIONS = pathlib.Path(sys.argv.pop(1))
from bot.__main__ import main
main()
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A workspace on an SQLite file."""
    with Site(f"sqlite:///{tmp_path / 'crossbrew.db'}", tmp_path) as made:
        yield made


def refusal(replica: Replica) -> str:
    """What one that does not start says, all of it."""
    assert replica.process.wait(PATIENCE) == 1, replica.said
    return replica.said.strip()


def test_a_second_one_on_the_same_file_is_refused_while_other_commands_work(site: Site) -> None:
    first = site.started()

    refused = refusal(site.start())

    assert refused.startswith("Another `crossbrew run` is using ")
    assert "several at once need PostgreSQL" in refused
    assert "\n" not in refused
    assert "is at schema version" in site.crossbrew("migrate")
    assert first.terminate() == 0
    assert site.started().terminate() == 0, "the file is free again"


def test_a_port_that_is_taken_is_told_with_the_setting_to_change(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = refusal(site.start(CROSSBREW_PORT=str(port)))

    assert refused == (
        f"Port {port} on 127.0.0.1 is taken by another program: change CROSSBREW_PORT or CROSSBREW_HOST."
    )


def test_a_host_that_is_not_this_machines_is_told(site: Site) -> None:
    assert "Port " in refusal(site.start(CROSSBREW_HOST="192.0.2.1"))
    assert "Port " in refusal(site.start(CROSSBREW_HOST="no-such-host.invalid"))


def test_a_database_of_a_newer_version_is_refused(site: Site) -> None:
    migrate(site.database)
    with site.database.change() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    refused = refusal(site.start())

    assert "made by a newer version of Crossbrew. Upgrade the program" in refused
    assert "\n" not in refused


def test_a_database_of_an_older_version_is_refused(site: Site, tmp_path: Path) -> None:
    migrate(site.database)
    shutil.copytree(MIGRATIONS, tmp_path / "steps", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "steps" / "versions" / "9999_next.py").write_text(
        f'revision = "9999"\ndown_revision = "{head()}"\nbranch_labels = depends_on = None\n'
    )

    refused = subprocess.run(
        [sys.executable, "-c", A_NEWER_PROGRAM, str(tmp_path / "steps"), "run"],
        cwd=tmp_path,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert refused.stderr.strip().endswith("is of an older version. Run `crossbrew migrate`.")
    assert "\n" not in refused.stderr.strip()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_while_introducing_it_gives_back_what_it_has_not_sent(
    site: Site, number: signal.Signals
) -> None:
    site.everybody_joins(2 * PAIRINGS)
    replica = site.started()
    site.crossbrew("round", "run")
    site.slack.eventually(lambda: bool(site.introductions()), PATIENCE)

    replica.process.send_signal(number)

    assert replica.process.wait(PATIENCE) == 0, replica.said
    assert "Traceback" not in replica.said
    sent = len(site.introductions()) // 2
    assert site.standing() == {"sent": sent, "owed": PAIRINGS - sent}
    assert 0 < sent < PAIRINGS


def test_told_to_stop_while_it_starts_it_stops(site: Site) -> None:
    replica = site.start()
    site.slack.eventually(lambda: bool(site.slack.calls_of("apps.connections.open")), PATIENCE)

    assert replica.terminate() == 0, replica.said


def test_what_does_not_end_in_time_is_cut_off_and_told(postgres_url: str, tmp_path: Path) -> None:
    waiting = text("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")
    with Site(postgres_url, tmp_path) as site:
        replica = site.started()
        with site.database.change() as connection:
            connection.execute(text("LOCK TABLE notice IN ACCESS EXCLUSIVE MODE"))
            site.slack.eventually(lambda: connection.scalar(waiting), PATIENCE)

            assert replica.terminate(PATIENCE) == 0

    assert "did not end within 10 s and was cut off. Nothing is lost" in replica.said


def test_systemd_is_told_that_it_is_ready_lives_and_stops(site: Site, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(PATIENCE)
        replica = site.start(NOTIFY_SOCKET=str(tmp_path / "notify"))
        heard = {systemd.recv(100) for _ in range(2)}
        assert replica.is_ready()
        assert replica.terminate() == 0
        while b"STOPPING=1" not in heard:
            heard.add(systemd.recv(100))

    assert heard == {b"READY=1", b"WATCHDOG=1", b"STOPPING=1"}


def moment(site: Site) -> datetime:
    """When the first round opens at the latest, at this hour of the day: by then it is noon for everybody."""
    with site.database.read() as connection:
        (main,) = programmes.programmes(connection, TEAM)
    starts_at = timetable(main.cadence, 1).starts_at
    return starts_at + (SystemClock().now() - starts_at) % timedelta(days=1)


def test_a_tick_at_another_moment_keeps_the_pace_of_this_one(site: Site) -> None:
    site.everybody_joins(4)

    told = site.crossbrew("tick", "--now", moment(site).isoformat())

    assert "2 sent" in told
    with site.database.read() as connection:
        free_at = list(connection.scalars(select(tables.gate.c.free_at)))
    assert free_at
    assert max(free_at) < SystemClock().now() + timedelta(days=1) < moment(site)


def test_a_tick_at_another_moment_leaves_alone_what_somebody_is_sending(site: Site) -> None:
    site.everybody_joins(4)
    site.crossbrew("round", "run")
    now = SystemClock().now()
    with site.database.change() as connection:
        assert len(outbox.claim(connection, now, "somebody", 1, [TEAM])) == 1

    told = site.crossbrew("tick", "--now", (now + timedelta(days=1)).isoformat())

    assert "1 sent" in told
    assert site.standing() == {"sent": 1, "sending": 1}
    assert set(site.claims()) == {"somebody"}


def test_a_tick_that_is_told_to_stop_gives_back_what_it_has_not_sent(site: Site) -> None:
    site.everybody_joins(2 * PAIRINGS)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "tick", "--now", moment(site).isoformat()],
        cwd=site.folder,
        env=site.environment | {"CROSSBREW_PORT": str(free_port())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    site.slack.eventually(lambda: bool(site.introductions()), PATIENCE)

    process.terminate()
    said, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0, said
    sent = len(site.introductions()) // 2
    assert site.standing() == {"sent": sent, "owed": PAIRINGS - sent}
    assert 0 < sent < PAIRINGS

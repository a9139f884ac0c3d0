"""The machine and the calendar in trouble: a full disk, a database away, clocks changed, rounds overdue."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.wiring import settle_in
from pairing.rounds import timetable
from scheduler.clock import HandClock
from storage import people, programmes, rounds
from storage.database import Database, StorageError
from storage.rounds import RoundState
from tests.cast import DANA, programme
from tests.story import SIX, WORKSPACE, Story, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.message import Message
    from bot.platforms import Receipt

KILOBYTES = 600
"""Of a disk that is soon full; an empty database takes half of it."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, with hardly any room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={KILOBYTES}k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("Only root may mount a small disk.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_in_the_middle_of_a_round_loses_and_repeats_nothing(small_disk: Path) -> None:
    story = Story(Database(f"sqlite:///{small_disk / 'crossbrew.db'}"), SIX)
    story.everybody_joins()
    story.clock.wind(story.plan().starts_at)
    hog = small_disk / "hog"
    _fill(hog)

    with pytest.raises(StorageError, match="There is no room left"):
        beat_until_the_end(story, hog)
    before = len(story.chat.sent)
    hog.unlink()
    for _ in range(3):
        story.wind(story.clock.now() + timedelta(minutes=10))

    assert before <= 3
    assert len(story.group_titles()) == 3
    assert story.outbox() == {"sent": 3}
    story.database.close()


def test_a_process_that_may_write_no_more_says_so_and_leaves_the_file_whole(tmp_path: Path) -> None:
    story = Story(Database(f"sqlite:///{tmp_path / 'crossbrew.db'}"), SIX)
    story.everybody_joins()
    story.database.empty_log()
    story.database.close()
    script = (
        "import resource, signal, sys\n"
        "from storage.database import Database, StorageError\n"
        "from storage.people import ensure_workspace\n"
        "from tests.storage.shelf import NOW\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "database = Database(sys.argv[1])\n"
        "try:\n"
        "    with database.change() as connection:\n"
        "        for number in range(2000):\n"
        "            ensure_workspace(connection, f'T{number}' + 'x' * 90, 'slack', NOW)\n"
        "except StorageError as error:\n"
        "    print(error)\n"
    )
    words = [sys.executable, "-c", script, f"sqlite:///{tmp_path / 'crossbrew.db'}"]

    said = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)

    assert "disk I/O error" in said.stdout
    assert said.stdout.endswith("Nothing was changed.\n")
    story.wind(story.plan().starts_at)
    assert len(story.group_titles()) == 3
    story.database.close()


def beat_until_the_end(story: Story, hog: Path) -> None:
    """Go on for a long while on a disk that something else fills up."""
    for _ in range(100):
        story.bot.beat()
        story.clock.wind(story.clock.now() + timedelta(minutes=10))
        _fill(hog)


def _fill(hog: Path) -> None:
    """Take what room there is, and no more."""
    with hog.open("ab") as file:
        while (room := shutil.disk_usage(hog.parent).free) > 0:
            try:
                file.write(b"\0" * min(room, 4096))
                file.flush()
            except OSError:
                return


@pytest.mark.parametrize(("can_look", "introduced"), [(True, 3), (False, 4)])
def test_a_database_that_is_away_while_a_round_goes_out_is_taken_up_again(
    postgres_url: str, *, can_look: bool, introduced: int
) -> None:
    """Every connection is cut, and none is let in, in the middle of the introductions.

    Where nobody can look, the one in hand goes out twice, and says so.
    """
    story = Story(Database(postgres_url), SIX)
    story.everybody_joins()
    story.chat.can_look = can_look
    story.clock.wind(story.plan().starts_at)
    story.tick()
    send, is_away = story.chat.send, [False]

    def send_and_lose_the_database(address: str, message: Message) -> Receipt:
        receipt = send(address, message)
        if not is_away[0]:
            is_away[0] = True
            _let_in(story.database, connections=0)
        return receipt

    story.chat.send = send_and_lose_the_database  # type: ignore[method-assign]  # a fault to order
    for _ in range(3):
        with pytest.raises(StorageError, match="does not answer"):
            story.bot.beat()
        story.clock.wind(story.clock.now() + timedelta(seconds=20))
    _let_in(story.database, connections=-1)
    for _ in range(3):
        story.wind(story.clock.now() + timedelta(minutes=2))

    assert story.outbox() == {"sent": 3}
    assert len(story.group_titles()) == introduced
    story.database.close()


def _let_in(database: Database, *, connections: int) -> None:
    """Let so many connections into a PostgreSQL database (-1: any), and cut those that there are."""
    name = database.engine.url.database
    elsewhere = Database(database.engine.url.set(database="postgres").render_as_string(hide_password=False))
    with elsewhere.change() as connection:
        connection.execute(text(f"ALTER DATABASE {name} CONNECTION LIMIT {connections}"))
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {connections != 0}"))
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(cut), {"name": name})
    elsewhere.close()


@pytest.mark.parametrize(
    ("started", "moves"), [((2026, 3, 16, 10), -1), ((2026, 10, 12, 10), 1)], ids=["spring", "autumn"]
)
def test_a_round_that_starts_as_the_clocks_change_starts_at_its_hour(
    lite: Story, started: tuple[int, ...], moves: int
) -> None:
    """The clocks change on the Sunday before it: its heads-up is told by one time, its start by the other."""
    with lite.database.change() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
        anchor = at(*started, 0).date()
        programmes.change_programme(connection, main, anchor=anchor)
        main = programmes.programmes(connection, WORKSPACE)[0]
    plan = timetable(main.cadence, 1)
    lite.clock.wind(plan.heads_up_at - timedelta(days=1))

    for moment in (plan.heads_up_at, plan.starts_at - timedelta(minutes=1)):
        lite.wind(moment)
    assert lite.pairings() == ()
    lite.wind(plan.starts_at)

    assert len(lite.group_titles()) == 3
    assert plan.starts_at.astimezone(ZoneInfo("Europe/London")).hour == 10
    assert plan.starts_at - plan.heads_up_at == timedelta(days=4, hours=moves)
    assert lite.outbox() == {"sent": 9}


def test_the_night_on_which_the_clocks_change_writes_to_nobody(lite: Story) -> None:
    """What falls due in the hour that comes twice, or not at all, waits for the morning."""
    for night in ((2026, 3, 29), (2026, 10, 25)):
        lite.clock.wind(at(*night, 0, 0))
        heard = len(lite.chat.sent)
        for _ in range(6 * 6):
            lite.wind(lite.clock.now() + timedelta(minutes=10), beats=1)
        assert len(lite.chat.sent) == heard
        lite.wind(lite.clock.now() + timedelta(hours=3))
        assert len(lite.chat.sent) > heard, "in the morning it comes"


def test_two_rounds_overdue_at_once_are_settled_in_their_order_by_one_tick(lite: Story) -> None:
    """Nobody ticked from the first round's start until the third was due."""
    lite.wind(lite.plan(1).starts_at)
    heard = len(lite.chat.sent)

    lite.wind(lite.plan(3).starts_at + timedelta(hours=1))

    with lite.database.read() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
        states = {number: one.state for number, one in rounds.rounds(connection, main).items()}
    assert states == {1: RoundState.CLOSED, 3: RoundState.OPEN}, "the one in between was never held"
    assert {one.state.value for one in lite.pairings(1)} == {"closed"}
    assert len(lite.pairings(3)) == 3
    told = [message.reference for _, message in lite.chat.sent[heard:]]
    assert len(told) == len(set(told)) == 3, "three introductions, and nothing that is stale"


def test_two_programmes_whose_rounds_are_overdue_at_once_are_both_begun(lite: Story) -> None:
    with lite.database.change() as connection:
        people.ensure_workspace(connection, "T2", "elsewhere", lite.clock.now())
        settle_in(connection, "T2", "elsewhere", lite.clock.now(), frozenset())
        programmes.add_programme(connection, programme(id="second"))
        for who in SIX:
            second = programmes.find(connection, WORKSPACE, "second")
            programmes.join(connection, second, lite.id_of(who), lite.clock.now())

    lite.wind(lite.plan().starts_at + timedelta(hours=2))

    with lite.database.read() as connection:
        for of in programmes.programmes(connection, WORKSPACE):
            assert rounds.rounds(connection, of)[1].state is RoundState.OPEN
    assert len(lite.group_titles()) == 6


def test_two_rounds_too_late_at_once_are_told_once_and_held_neither(lite: Story) -> None:
    """A fortnightly round that was missed and the next, of which a whole day was missed too."""
    lite.wind(lite.plan(2).late_after + timedelta(hours=1))

    assert lite.pairings(1) == lite.pairings(2) == ()
    skipped = [
        title for title in lite.heard(DANA) if "didn't start" in title or "skipped" in title.casefold()
    ]
    assert len(skipped) == 1


@pytest.mark.parametrize("hours", [1, -1], ids=["an hour on", "an hour back"])
def test_a_clock_that_jumps_an_hour_in_the_middle_of_a_round_repeats_nothing(lite: Story, hours: int) -> None:
    lite.clock.wind(lite.plan().starts_at + timedelta(hours=2))
    lite.tick()
    jumped = HandClock(lite.clock.now() + timedelta(hours=hours))
    send = lite.chat.send

    def send_and_jump(address: str, message: Message) -> Receipt:
        lite.clock._now = jumped.now()
        return send(address, message)

    lite.chat.send = send_and_jump  # type: ignore[method-assign]  # a clock that is put right
    for _ in range(4):
        lite.bot.beat()
        jumped.wind(jumped.now() + timedelta(hours=1))
        lite.clock._now = jumped.now()

    assert lite.outbox()["sent"] == 3
    assert len(lite.group_titles()) == 3

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from scheduler.clock import SystemClock
from storage import place
from storage.database import Database, StorageError
from storage.place import NETWORK, alone, kind_of_mount, refuse_network, time_there

if TYPE_CHECKING:
    from collections.abc import Iterator

MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
31 27 0:31 / /srv rw shared:2 master:1 - xfs /dev/vdb rw
32 31 0:32 / /srv/share rw - nfs4 files.example.org:/share rw,vers=4.2
33 31 0:33 / /srv/staff\\040files rw - cifs //files.example.org/staff rw
34 27 0:34 / /data rw - nfs files.example.org:/data rw
35 34 0:35 / /data rw - ext4 /dev/vdc rw
a line that nobody understands
"""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    """A database of its own that nobody has opened."""
    opened = Database(f"sqlite:///{tmp_path / 'crossbrew.db'}")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/crossbrew.db", "ext4"),
        ("/srv/crossbrew.db", "xfs"),
        ("/srv/share/crossbrew.db", "nfs4"),
        ("/srv/shared/crossbrew.db", "xfs"),
        ("/srv/staff files/crossbrew.db", "cifs"),
        ("/data/crossbrew.db", "ext4"),
        ("/proc/crossbrew.db", "proc"),
    ],
)
def test_a_file_is_on_the_file_system_that_is_mounted_nearest_and_last(path: str, kind: str) -> None:
    assert kind_of_mount(MOUNTS, PurePosixPath(path)) == kind


def test_where_nothing_is_told_nothing_is_known() -> None:
    assert kind_of_mount("", PurePosixPath("/data/crossbrew.db")) == ""


@pytest.mark.parametrize("kind", sorted(NETWORK))
def test_a_file_on_a_network_file_system_is_refused(
    kind: str, file: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"27 1 254:0 / / rw - ext4 /dev/vda rw\n28 27 0:9 / {tmp_path} rw - {kind} there rw\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)

    with pytest.raises(StorageError, match=rf"is on a network file system \({kind}\).*use PostgreSQL"):
        refuse_network(file)


def test_a_link_to_a_network_file_system_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "here.db").symlink_to(tmp_path / "share" / "crossbrew.db")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"28 27 0:9 / {tmp_path / 'share'} rw - nfs there rw\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)

    with pytest.raises(StorageError, match="network file system"):
        refuse_network(Database(f"sqlite:///{tmp_path / 'here.db'}"))


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "sqlite://", "postgresql://files.example.org/x"])
def test_what_is_no_file_is_on_no_file_system_and_shared_by_anybody(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("27 1 254:0 / / rw - nfs there rw\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    database = Database(url)

    refuse_network(database)
    with alone(database), alone(database):
        pass


def test_this_machines_own_disk_is_not_refused(file: Database) -> None:
    refuse_network(file)


def test_a_second_one_on_the_same_file_is_refused_until_the_first_is_done(
    file: Database, tmp_path: Path
) -> None:
    (tmp_path / "another-name.db").symlink_to(tmp_path / "crossbrew.db")
    same = Database(f"sqlite:///{tmp_path / 'another-name.db'}")

    with (
        alone(file),
        pytest.raises(StorageError, match=r"Another `crossbrew run`.*need PostgreSQL"),
        alone(same),
    ):
        pass
    with alone(same):
        pass


def test_a_process_that_is_killed_leaves_no_lock(file: Database, tmp_path: Path) -> None:
    held = "from storage.place import alone\nfrom storage.database import Database\nimport sys, time\n"
    held += "with alone(Database(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    url = f"sqlite:///{tmp_path / 'crossbrew.db'}"
    with subprocess.Popen([sys.executable, "-c", held, url], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StorageError, match="Stop it first"), alone(file):
            pass
        other.kill()

    with alone(file):
        pass


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    nowhere = Database(f"sqlite:///{tmp_path / 'nowhere' / 'crossbrew.db'}")

    with (
        pytest.raises(StorageError, match=r"cannot be written \(No such file or directory\)"),
        alone(nowhere),
    ):
        pass


def test_a_server_has_a_clock_of_its_own_and_a_file_has_none(engine_url: str) -> None:
    database = Database(engine_url)

    there = time_there(database)

    if database.engine.name == "sqlite":
        assert there is None
    else:
        assert there is not None
        assert abs(there - SystemClock().now()) < timedelta(hours=1), "in UTC, whatever the server's zone"
    database.close()

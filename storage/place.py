"""What follows from where a database is: whose clock counts, who may share it, and where it may not be."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, func, select

from storage.database import StorageError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows, where nothing of the kind is offered
    fcntl = None  # type: ignore[assignment]  # its absence is asked for below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Database

MOUNTS = Path("/proc/self/mountinfo")
NETWORK = frozenset(
    (
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "gpfs",
        "lustre",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    )
)
"""File systems that several machines may hold at once. SQLite's log is memory that the processes of one
machine share, and its locks are not kept reliably there: https://www.sqlite.org/wal.html."""


def time_there(database: Database) -> datetime | None:
    """What time it is by the server's own clock; ``None`` for a file, which has none."""
    if database.engine.name != "postgresql":
        return None
    with database.read() as connection:
        now = connection.execute(select(func.clock_timestamp(type_=DateTime(timezone=True)))).scalar_one()
    return now.astimezone(UTC)


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Be the only one on an SQLite file that does this; a server is shared by as many as like.

    The lock is held on a file beside the database, and ends with the process, however that ends.

    Raises:
        StorageError: somebody else is.

    """
    file = file_of(database)
    if file is None or fcntl is None:
        yield
        return
    beside = file.with_name(f"{file.name}.running")
    try:
        held = beside.open("a")
    except OSError as error:
        raise StorageError(
            f"{beside} cannot be written ({error.strerror}). Give this user the right to write its folder."
        ) from error
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StorageError(
                f"Another `crossbrew run` is using {file}. Stop it first; several at once need PostgreSQL: "
                "set DATABASE_URL to postgresql://user:password@host/name."
            ) from error
        yield


def refuse_network(database: Database) -> None:
    """Refuse an SQLite file where several machines may reach it, as far as the system tells.

    Raises:
        StorageError: it is on a network file system.

    """
    file = file_of(database)
    if file is None or not MOUNTS.exists():
        return
    kind = kind_of_mount(MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"), file)
    if kind in NETWORK:
        raise StorageError(
            f"The database {file} is on a network file system ({kind}), where SQLite files get damaged. "
            "Put it on a disk of this machine, or use PostgreSQL."
        )


def kind_of_mount(mountinfo: str, path: PurePath) -> str:
    """The type of the file system that an absolute ``path`` is on; empty where that is not told.

    ``mountinfo`` is as Linux writes it: https://docs.kernel.org/filesystems/proc.html, section 3.5.
    """
    kind, longest = "", -1
    for line in mountinfo.splitlines():
        here, _, there = line.partition(" - ")
        fields, types = here.split(" "), there.split(" ")
        if len(fields) <= MOUNT_POINT:
            continue
        point = PurePath(_unescaped(fields[MOUNT_POINT]))
        # What is mounted later hides what is mounted on the same place before.
        if path.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = types[0], len(point.parts)
    return kind


MOUNT_POINT = 4
"""Which field of a line says where."""


def _unescaped(field: str) -> str:
    """A path with its spaces and the like, which are written as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def file_of(database: Database) -> Path | None:
    """The file of an SQLite database, links followed; ``None`` for a server, or one in memory."""
    name = database.engine.url.database
    if database.engine.name != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return None
    return Path(name).resolve()

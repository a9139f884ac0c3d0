"""How each engine is opened, and what every connection to it is told first."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError, OperationalError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 15
BETWEEN_TRIES = 0.02
STANDS_STILL = 120.0
"""Seconds, as many as a lease has. PostgreSQL ends a transaction that does nothing for so long, since others
wait for what it holds: its process may stand still, or its machine be gone from the network."""
READ_ONLY = "read_only"
KEPT, AT_MOST = 16, 24
"""Connections of a process: as many as are kept open, since opening one takes longer than what is asked over
it, and as many as there may be."""
RESTED = 1.0
"""Seconds: a connection that was used more recently is taken to be alive still."""

_POOL = {"pool_size": KEPT, "max_overflow": AT_MOST - KEPT}


def engine(url: URL, *, durable: bool) -> Engine:
    """The engine of an address.

    Raises:
        ModuleNotFoundError: its driver is not installed.

    """
    if url.get_backend_name() == "postgresql":
        made = create_engine(url, hide_parameters=True, **_POOL)
        event.listen(made, "connect", _prepare_postgresql)
        event.listen(made, "checkin", _note_rest)
        event.listen(made, "checkout", partial(_wake, made))
        return made
    pool = _POOL if url.database not in {None, "", ":memory:"} else {}  # memory is one connection's own
    made = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, **pool)
    event.listen(made, "connect", _prepare_sqlite if durable else _prepare_throwaway)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _note_rest(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _wake(made: Engine, connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 - its driver may be missing
    """Ask a connection that has rested whether it is alive; the pool gives another for one that is not."""
    if time.monotonic() - record.info.get("rests_since", time.monotonic()) < RESTED:
        return
    try:
        made.dialect.do_ping(connection)
    except made.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def take_time(connection: Connection) -> None:
    """Let this transaction stand still for as long as it likes: something else goes on meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _prepare_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 - its driver may be missing
    connection.autocommit = True  # or it would be undone with the first transaction that is
    connection.execute(f"SET idle_in_transaction_session_timeout = {STANDS_STILL * 1000:.0f}")
    connection.autocommit = False


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Without this the driver opens transactions by itself, and two read-then-write transactions
    # silently overwrite each other.
    connection.isolation_level = None
    # What is erased is overwritten, so that it cannot be read out of the file's free pages.
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _use_wal(connection)


def _prepare_throwaway(connection: sqlite3.Connection, record: object) -> None:
    _prepare_sqlite(connection, record)
    for pragma in ("synchronous=OFF", "secure_delete=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on, which a new file lets one process do at a time and makes none wait for."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(BETWEEN_TRIES)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    driver: Any = connection.connection.driver_connection
    # Straight to the driver: a transaction begins with every message, and needs nothing compiled.
    try:
        driver.execute(begin)
    except sqlite3.OperationalError as error:
        raise OperationalError(begin, None, error) from error

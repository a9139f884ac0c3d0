"""Opening the database, and the two ways to use it: read, or change in one transaction."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InternalError,
    NoSuchModuleError,
    OperationalError,
)

from storage import connecting
from storage.connecting import READ_ONLY
from storage.planner import tell_planner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL

__all__ = [
    "Connection",
    "Database",
    "StorageError",
    "check_schema",
    "cure",
    "head",
    "is_empty",
    "migrate",
    "named_errors",
]

VERSION_TABLE = "alembic_version"
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")
MIGRATIONS = Path(__file__).parent / "migrations"


class StorageError(Exception):
    """The database cannot be used; the message says what to do."""


class Database:
    """One SQLite file or PostgreSQL database. Cheap to make: nothing is opened until it is used.

    A file that is thrown away afterwards need not be ``durable``: then a commit does not wait for the disk.
    """

    def __init__(self, url: str | URL, *, durable: bool = True) -> None:
        parsed = _parse(url)
        self.engine = _engine(parsed, durable=durable)
        self._turns = _Turns() if self.engine.name == "sqlite" else nullcontext()
        # Without its query, which may hold a password as well.
        self.where = parsed.set(query={}).render_as_string(hide_password=True)

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """One transaction that may write: committed whole, or not at all."""
        with named_errors(self.where), self._turns, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view. It never waits for a writer nor makes one wait."""
        with named_errors(self.where), self.engine.connect() as connection:
            yield connection.execution_options(**{READ_ONLY: True}, **self._one_view())

    def _one_view(self) -> dict[str, str]:
        """What makes a transaction see one state throughout; SQLite does so unasked."""
        return {"isolation_level": "REPEATABLE READ"} if self.engine.name == "postgresql" else {}

    def empty_log(self) -> None:
        """Let SQLite's write-ahead log go, where what was erased stays until written over."""
        if self.engine.name != "sqlite":
            return
        with named_errors(self.where), closing(self.engine.raw_connection()) as connection:
            # Past the engine, which would open the transaction that this cannot be done in.
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


class _Turns:
    """The writers of this process taking turns at an SQLite file.

    SQLite has one writer at a time, and lets the others sleep and look again, for ever longer: under load
    some come upon it locked each time. Past its patience, SQLite says itself what is wrong.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = threading.local()

    def __enter__(self) -> None:
        self._held.it = self._lock.acquire(timeout=connecting.BUSY_SECONDS)

    def __exit__(self, *_: object) -> None:
        if self._held.it:
            self._lock.release()


def migrate(database: Database) -> str:
    """Bring the schema up to date and give its revision. Safe to run by several at once.

    Raises:
        StorageError: where the database is of a newer version, or another program's.

    """
    from alembic import command  # noqa: PLC0415 - a second of imports that only this command needs

    config = _alembic()
    with database.change() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7221904)")
        _refuse_strange(database.where, _revision(connection), _tables(connection))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        tell_planner(connection)
    return head()


def is_empty(database: Database) -> bool:
    """Whether nothing was ever written there: no tables at all."""
    with database.read() as connection:
        return not inspect(connection).get_table_names()


def head() -> str:
    """The newest schema revision that this program knows."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see `migrate`

    return ScriptDirectory.from_config(_alembic()).get_current_head() or ""


def check_schema(database: Database) -> None:
    """Refuse a database whose schema is missing, older, newer or strange, naming the cure."""
    with database.read() as connection:
        current, tables = _revision(connection), _tables(connection)
    if current == head():
        return
    _refuse_strange(database.where, current, tables)
    if current is None:
        raise StorageError(f"The database {database.where} is empty. Run `crossbrew migrate` first.")
    raise StorageError(f"The database {database.where} is of an older version. Run `crossbrew migrate`.")


def _refuse_strange(where: str, current: str | None, tables: set[str]) -> None:
    """Refuse what no migration of ours leads on from."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see `migrate`

    if current is None and tables:
        raise StorageError(
            f"The database {where} holds tables that Crossbrew did not make. Point DATABASE_URL at a "
            "database of its own."
        )
    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    if current is not None and current not in known:
        raise StorageError(
            f"The database {where} was made by a newer version of Crossbrew. Upgrade the program, "
            "or point DATABASE_URL at another database."
        )


def _revision(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - see `migrate`

    return MigrationContext.configure(connection).get_current_revision()


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {VERSION_TABLE}


def _parse(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StorageError(
            "DATABASE_URL cannot be read. Use sqlite:///crossbrew.db or postgresql://user:password@host/name."
        ) from None
    if parsed.drivername not in DRIVERS:
        raise StorageError(
            f"Crossbrew keeps its data in SQLite or PostgreSQL, not in {parsed.drivername}. "
            "Use sqlite:///crossbrew.db or postgresql://user:password@host/name."
        )
    return parsed


def _engine(url: URL, *, durable: bool) -> Engine:
    try:
        return connecting.engine(url, durable=durable)
    except ModuleNotFoundError:
        raise StorageError("PostgreSQL needs its driver: pip install 'crossbrew[postgres]'.") from None


@contextmanager
def named_errors(where: str) -> Iterator[None]:
    """Turn the driver's words for a database that cannot be used into a sentence."""
    try:
        yield
    except DBAPIError as error:
        if not _is_the_databases(error):
            raise
        raise StorageError(cure(where, str(error.orig))) from error


def _is_the_databases(error: DBAPIError) -> bool:
    """Whether the database is to blame, rather than a statement of ours."""
    return (
        error.connection_invalidated
        or isinstance(error, OperationalError | InternalError)
        or type(error) is DatabaseError
        or "permission denied" in str(error.orig)
    )


CURES = (
    (
        ("readonly", "read-only", "permission denied"),
        "The database {} is read-only. Give this user the right to write it and its folder.",
    ),
    (
        ("is full", "No space left"),
        "There is no room left to write the database {}. Free some space; nothing was lost.",
    ),
    (
        ("unable to open",),
        "The database {} cannot be opened. Check that its folder exists and may be written.",
    ),
    (("no such table",), "The database {} has no tables yet. Run `crossbrew migrate` first."),
    (
        ("not a database", "malformed"),
        "The file {} is no database, or is damaged. Restore a copy of it, or point DATABASE_URL elsewhere.",
    ),
)
"""What the engines say, and what to do about it."""


def cure(where: str, complaint: str) -> str:
    """What to do about an engine's complaint, as a sentence."""
    for words, cure in CURES:
        if any(word in complaint for word in words):
            return cure.format(where)
    first_line = complaint.partition("\n")[0]
    return f"The database {where} does not answer ({first_line}). Nothing was changed."


def _alembic() -> Any:  # noqa: ANN401 - alembic is imported late
    from alembic.config import Config  # noqa: PLC0415 - see `migrate`

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config

"""Opening the database, and the two ways to use it: read, or change in one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy.engine import URL

__all__ = ["Connection", "Database", "StorageError", "check_schema", "head", "is_empty", "migrate"]

BUSY_SECONDS = 15
READ_ONLY = "read_only"
MIGRATIONS = Path(__file__).parent / "migrations"


class StorageError(Exception):
    """The database cannot be used; the message says what to do."""


class Database:
    """One SQLite file or PostgreSQL database. Cheap to make: nothing is opened until it is used."""

    def __init__(self, url: str) -> None:
        parsed = _parse(url)
        self.engine = _engine(parsed)
        self.where = parsed.render_as_string(hide_password=True)

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """One transaction that may write: committed whole, or not at all."""
        with _named_errors(self.where), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view. On SQLite it never waits for a writer nor makes one wait."""
        with _named_errors(self.where), self.engine.connect() as connection:
            yield connection.execution_options(**{READ_ONLY: True})

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def migrate(database: Database) -> str:
    """Bring the schema up to date and give its revision. Safe to run by several at once."""
    from alembic import command  # noqa: PLC0415 - a second of imports that only this command needs

    config = _alembic()
    with database.change() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7221904)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
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
    """Refuse a database whose schema is missing, older or newer, naming the cure."""
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - see `migrate`
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see `migrate`

    with database.read() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        has_tables = inspect(connection).has_table("person")
    if current == head():
        return
    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    if current is None and not has_tables:
        raise StorageError(f"The database {database.where} is empty. Run `crossbrew migrate` first.")
    if current in known:
        raise StorageError(f"The database {database.where} is of an older version. Run `crossbrew migrate`.")
    raise StorageError(
        f"The database {database.where} was made by a newer version of Crossbrew. Upgrade the program, "
        "or point DATABASE_URL at another database."
    )


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError):
        raise StorageError(
            "DATABASE_URL cannot be read. Use sqlite:///crossbrew.db or postgresql://user:password@host/name."
        ) from None
    except ModuleNotFoundError:
        raise StorageError("PostgreSQL needs its driver: pip install 'crossbrew[postgres]'.") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StorageError(
            f"Crossbrew keeps its data in SQLite or PostgreSQL, not in {parsed.get_backend_name()}."
        )
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Without this the driver opens transactions by itself, and two read-then-write transactions
    # silently overwrite each other.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def _named_errors(where: str) -> Iterator[None]:
    """Turn the driver's words for a database that cannot be used into a sentence."""
    try:
        yield
    except OperationalError as error:
        raise StorageError(_cure(where, str(error.orig))) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StorageError(_cure(where, str(error.orig))) from error
        raise


def _cure(where: str, complaint: str) -> str:
    if "readonly" in complaint:
        return f"The database {where} is read-only. Give this user the right to write it and its folder."
    if "full" in complaint:
        return f"There is no room left to write the database {where}. Free some space; nothing was lost."
    if "unable to open" in complaint:
        return f"The database {where} cannot be opened. Check that its folder exists and may be written."
    if "no such table" in complaint:
        return f"The database {where} has no tables yet. Run `crossbrew migrate` first."
    return f"The database {where} does not answer ({complaint.splitlines()[0]}). Nothing was changed."


def _alembic() -> Any:  # noqa: ANN401 - alembic is imported late
    from alembic.config import Config  # noqa: PLC0415 - see `migrate`

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config

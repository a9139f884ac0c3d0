from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, DateTime, Float, Integer, MetaData, Numeric, Table, inspect, text

from storage import database as module
from storage.columns import Instant
from storage.database import Database, StorageError, check_schema, head, is_empty, migrate
from storage.tables import metadata
from tests.storage.shelf import at_once

if TYPE_CHECKING:
    from pathlib import Path

TABLES = list(metadata.sorted_tables)


def step(database: Database, direction: str, to: str) -> None:
    config = module._alembic()
    with database.change() as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, to)


def sqlite_schema(database: Database) -> dict[str, str]:
    """Every statement that made the schema, white space and quotes apart, constraints in order of name."""
    with database.read() as connection:
        made = connection.execute(
            text(
                "SELECT name, sql FROM sqlite_master "
                "WHERE sql IS NOT NULL AND name NOT IN ('alembic_version', 'sqlite_stat1')"
            )
        )
        return {name: _normal(sql) for name, sql in made}


def _normal(sql: str) -> str:
    lines = sql.replace('"', "").replace("\t", " ").splitlines()
    return "\n".join(sorted(" ".join(line.split()).rstrip(", ") for line in lines if line.strip()))


def test_the_migrations_make_what_the_tables_say(engine_url: str) -> None:
    database = Database(engine_url)
    migrate(database)

    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    database.close()

    assert differences == []


def test_the_comparison_sees_a_column_that_no_migration_makes(sqlite_file: Database) -> None:
    changed = MetaData()
    for table in TABLES:
        table.to_metadata(changed)
    Table("person", changed, extend_existing=True).append_column(Column("born", Integer))

    with sqlite_file.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), changed)

    assert [difference[0] for difference in found] == ["add_column"]


def test_sqlite_is_given_the_same_statements_by_both_ways(sqlite_file: Database, tmp_path: Path) -> None:
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    with fresh.change() as connection:
        metadata.create_all(connection)

    assert sqlite_schema(sqlite_file) == sqlite_schema(fresh)
    fresh.close()


def test_every_step_can_be_undone_and_done_again(engine_url: str) -> None:
    database = Database(engine_url)
    migrate(database)
    with database.read() as connection:
        before = sorted(inspect(connection).get_table_names())

    step(database, "downgrade", "base")
    with database.read() as connection:
        undone = inspect(connection).get_table_names()
    migrate(database)
    with database.read() as connection:
        after = sorted(inspect(connection).get_table_names())
    check_schema(database)
    database.close()

    assert undone == ["alembic_version"]
    assert before == after


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_key_begins_with_the_workspace(table: Table) -> None:
    assert next(iter(table.primary_key)).name == "workspace"
    for foreign in table.foreign_key_constraints:
        assert foreign.column_keys[0] == "workspace"
        assert foreign.elements[0].column.name == "workspace"
    for index in table.indexes:
        assert index.columns.keys()[0] == "workspace" or index.name == "ix_notice_state_not_before"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_column_holds_a_plain_date_time_or_a_fraction(table: Table) -> None:
    for column in table.columns:
        assert not isinstance(column.type, DateTime), "use storage.columns.Instant"
        assert not isinstance(column.type, Float | Numeric), "a fraction is kept as a whole number of parts"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_constraint_and_index_has_a_name(table: Table) -> None:
    assert all(constraint.name for constraint in table.constraints)
    assert all(index.name for index in table.indexes)


def test_there_is_an_instant_to_look_at() -> None:
    assert sum(isinstance(column.type, Instant) for table in TABLES for column in table.columns) > 10


def test_several_threads_may_migrate_at_once(engine_url: str) -> None:
    databases = [Database(engine_url) for _ in range(4)]

    at_once(*(lambda one=one: migrate(one) for one in databases))

    for one in databases:
        check_schema(one)
        one.close()


def test_several_processes_may_migrate_at_once(engine_url: str) -> None:
    script = (
        "import sys; from storage.database import Database, migrate; print(migrate(Database(sys.argv[1])))"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, engine_url],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(4)
    ]
    said = [one.communicate(timeout=60)[0].strip() for one in running]

    assert said == [head()] * 4


def test_an_empty_database_is_refused_with_the_cure(engine_url: str) -> None:
    database = Database(engine_url)

    assert is_empty(database)
    with pytest.raises(StorageError) as refused:
        check_schema(database)
    database.close()

    assert str(refused.value) == f"The database {database.where} is empty. Run `crossbrew migrate` first."


def test_a_database_of_an_older_version_is_refused_with_the_cure(
    engine_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(engine_url)
    migrate(database)
    folder = tmp_path / "migrations"
    shutil.copytree(module.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_next.py").write_text(
        f'revision = "9999"\ndown_revision = "{head()}"\nbranch_labels = depends_on = None\n\n\n'
        "def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
    )
    monkeypatch.setattr(module, "MIGRATIONS", folder)

    with pytest.raises(StorageError) as refused:
        check_schema(database)
    assert str(refused.value) == (
        f"The database {database.where} is of an older version. Run `crossbrew migrate`."
    )

    assert migrate(database) == "9999"
    check_schema(database)
    database.close()


def test_a_database_of_a_newer_version_is_neither_used_nor_migrated(engine_url: str) -> None:
    database = Database(engine_url)
    migrate(database)
    with database.change() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for refuses in (check_schema, migrate):
        with pytest.raises(StorageError) as refused:
            refuses(database)
        assert str(refused.value) == (
            f"The database {database.where} was made by a newer version of Crossbrew. Upgrade the program, "
            "or point DATABASE_URL at another database."
        )
    database.close()


def test_a_database_of_another_program_is_left_alone(engine_url: str) -> None:
    database = Database(engine_url)
    with database.change() as connection:
        connection.execute(text("CREATE TABLE person (id INTEGER)"))

    for refuses in (check_schema, migrate):
        with pytest.raises(StorageError) as refused:
            refuses(database)
        assert str(refused.value) == (
            f"The database {database.where} holds tables that Crossbrew did not make. Point DATABASE_URL at "
            "a database of its own."
        )
    with database.read() as connection:
        assert inspect(connection).get_table_names() == ["person"]
    database.close()


def test_the_right_version_is_accepted(database: Database) -> None:
    check_schema(database)

    assert not is_empty(database)
    assert migrate(database) == head()


def test_the_steps_lead_from_one_to_the_next_without_a_fork() -> None:
    scripts = ScriptDirectory.from_config(module._alembic())
    walked = list(scripts.walk_revisions())

    assert len(scripts.get_heads()) == 1
    assert all(newer.down_revision == older.revision for newer, older in pairwise(walked))

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from storage.database import Database
from storage.place import alone
from storage.tables import gate
from tests.bot.shell import NOW, told
from tests.storage.full import fill
from tests.storage.test_copying import all_of

if TYPE_CHECKING:
    from tests.bot.shell import Shell


def contents(url: str) -> str:
    opened = Database(url)
    try:
        return all_of(opened)
    finally:
        opened.close()


def filled(shell: Shell) -> str:
    """Its database with something awkward in every column; all that is in it."""
    with shell.change() as connection:
        fill(connection)
    return contents(shell.url)


def test_all_of_it_moves_to_postgresql_and_back_and_each_table_is_told(
    shell: Shell, postgres_url: str
) -> None:
    before = filled(shell)

    there = shell("db", "copy", postgres_url)
    back = shell("db", "copy", f"sqlite:///{shell.folder / 'back.db'}", DATABASE_URL=postgres_url)

    assert there.exit_code == back.exit_code == 0
    assert contents(f"sqlite:///{shell.folder / 'back.db'}") == contents(postgres_url) == before
    assert contents(shell.url) == before
    lines = there.output.splitlines()
    assert lines[:-2] == back.output.splitlines()[:-2]
    assert [line.split()[1:4] for line in lines if " person " in line] == [["10", "rows", "sha256"]]
    rows = sum(int(line.split()[1]) for line in lines[:-2])
    assert lines[-2] == f"All {rows} rows read the same on both sides."
    assert lines[-1].endswith("Set DATABASE_URL to it, then start `crossbrew run`.")


def test_a_long_table_is_told_as_it_goes(shell: Shell) -> None:
    shell.furnish()
    with shell.change() as connection:
        rows = [{"method": f"{n}", "closed_until": NOW, "free_at": NOW, "failures": 0} for n in range(12_000)]
        connection.execute(gate.insert().values(workspace="T1"), rows)

    said = shell("db", "copy", f"sqlite:///{shell.folder / 'new.db'}").output

    assert said.startswith("  gate: 10,000 of 12,000 rows\n")
    assert "12,000 rows" in said


def test_a_password_is_not_repeated(shell: Shell) -> None:
    shell.furnish()

    result = shell("db", "copy", "postgresql://u:hunter2@127.0.0.1:9/x")

    assert result.exit_code == 1
    assert "does not answer" in told(result)
    assert "hunter2" not in result.output


def test_an_address_that_cannot_be_used_is_a_sentence_about_the_argument(shell: Shell) -> None:
    result = shell("db", "copy", "mysql://u:hunter2@host/name")

    assert result.exit_code == 2
    assert "not in mysql" in told(result)
    assert told(shell("db", "copy", "nonsense")).startswith("Error: TARGET_URL cannot be read.")
    assert "hunter2" not in result.output


def test_what_runs_is_not_moved(shell: Shell) -> None:
    shell.furnish()
    running = Database(shell.url)

    with alone(running):
        assert "Stop it first" in told(shell("db", "copy", f"sqlite:///{shell.folder / 'new.db'}"))
        assert shell("db", "backup", "kept.db").exit_code == 0
    running.close()


def test_before_there_is_a_database_there_is_nothing_to_move_or_keep(shell: Shell) -> None:
    for words in (("copy", "sqlite:///new.db"), ("backup", "kept.db")):
        assert "There is no database" in told(shell("db", *words))
    assert list(shell.folder.iterdir()) == []


def test_a_backup_is_for_its_owner_alone_and_is_not_written_over(shell: Shell) -> None:
    before = filled(shell)

    result = shell("db", "backup", "kept.db")

    assert result.exit_code == 0
    assert result.output.startswith("kept.db holds all of sqlite:///")
    kept = shell.folder / "kept.db"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert contents(f"sqlite:///{kept}") == before
    assert told(shell("db", "backup", "kept.db")) == (
        "kept.db is there already. Name another file, or say --force to replace it."
    )
    assert shell("db", "backup", "kept.db", "--force").exit_code == 0
    assert "is a database that is in use" in told(shell("db", "backup", "crossbrew.db", "--force"))
    assert contents(shell.url) == before


def test_the_same_is_kept_of_a_postgresql(shell: Shell, postgres_url: str) -> None:
    before = filled(shell)
    shell("db", "copy", postgres_url)

    assert shell("db", "backup", "kept.db", DATABASE_URL=postgres_url).exit_code == 0
    assert contents(f"sqlite:///{shell.folder / 'kept.db'}") == before

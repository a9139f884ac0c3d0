"""The command line as somebody at a terminal has it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest.mock import patch

import click
from click.testing import CliRunner, Result

from bot.cli import main
from bot.settings import Settings
from bot.wiring import settle_in
from storage import programmes
from storage.database import Database, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pairing.people import Programme
    from storage.database import Connection

NOW = datetime(2026, 1, 19, 10, tzinfo=UTC)
HEADER = "staff_id,name,email,department,grade\n"
STAFF = (
    HEADER
    + "S-1,Amara Okafor,amara@example.org,Nursing,Band 5\n"
    + "S-2,Ben Hughes,ben@example.org,Pharmacy,Band 7\n"
    + "S-3,Chidi Eze,chidi@example.org,Estates,Band 3\n"
)
BARE = {name.upper(): None for name in Settings.model_fields}


@dataclass(frozen=True)
class Shell:
    """A terminal in a folder of its own, with an SQLite file there."""

    folder: Path

    def __call__(self, *words: str, given: str | bytes = "", **env: str) -> Result:
        """Run `crossbrew` as its entry point does: what is left over as an exception is a bug."""
        runner = CliRunner(env=BARE | {"DATABASE_URL": self.url} | env)

        @click.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
        @click.argument("rest", nargs=-1, type=click.UNPROCESSED)
        def entry(rest: tuple[str, ...]) -> None:
            with patch.object(sys, "argv", ["crossbrew", *rest]):
                main()

        result = runner.invoke(entry, ["--", *words], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    @property
    def url(self) -> str:
        """Where its database is."""
        return f"sqlite:///{self.folder / 'crossbrew.db'}"

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """One change in its database, made where it is not there yet."""
        opened = Database(self.url)
        migrate(opened)
        with opened.change() as connection:
            yield connection
        opened.close()

    def furnish(self, *workspaces: str) -> None:
        """Let it know these workspaces, each with its programme."""
        with self.change() as connection:
            for workspace in workspaces or ("T1",):
                settle_in(connection, workspace, "slack", NOW, frozenset())

    def programme(self) -> Programme:
        """The programme of its first workspace."""
        with self.change() as connection:
            workspace, id_ = programmes.keys(connection)[0]
            return programmes.find(connection, workspace, id_)

    def write(self, name: str, content: str | bytes) -> str:
        """A file of its folder."""
        file = self.folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(file)


def told(result: Result) -> str:
    """What a failed command says, exit code and all that surrounds it checked."""
    assert result.exit_code in (1, 2), result.output
    lines = [line for line in result.output.splitlines() if line]
    return "\n".join(line for line in lines if not line.startswith(("Usage:", "Try ")))

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from bot.cli import COMMANDS, crossbrew
from tests.bot.shell import told
from tests.fake_slack import FakeSlack
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN

if TYPE_CHECKING:
    from tests.bot.shell import Shell

HEAVY = ("sqlalchemy", "slack_bolt", "slack_sdk", "numpy", "scipy", "rustworkx", "starlette", "pydantic")
NEEDS_DATABASE = (
    ("report",),
    ("programme", "show"),
    ("round", "preview"),
    ("round", "run"),
    ("round", "explain", "S-1"),
    ("person", "export", "S-1"),
    ("person", "erase", "S-1", "--yes"),
    ("outbox", "retry", "--all"),
    ("outbox", "discard", "--all", "--yes"),
)
"""What is of no use before a workspace is known."""
OPENS_DATABASE = (*NEEDS_DATABASE, ("outbox", "list"))


def every_command() -> list[tuple[str, ...]]:
    """Each command and each of its own commands, by the words that call it."""
    found: list[tuple[str, ...]] = [()]
    context = click.Context(crossbrew)
    for name in COMMANDS:
        command = crossbrew.get_command(context, name)
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, own) for own in command.commands]
    return found


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_says_what_it_is_for_and_what_each_option_does(
    shell: Shell, words: tuple[str, ...]
) -> None:
    result = shell(*words, "--help")

    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: {' '.join(('crossbrew', *words))}")
    purpose = result.output.split("\n\n")[1].strip()
    assert purpose[0].isupper()
    for line in result.output.splitlines():
        if line.startswith("  --") and "workspace" not in line:
            assert len(line.split()) > 2 or line.endswith("]"), line


def test_help_imports_neither_store_nor_chat_nor_matcher() -> None:
    script = (
        "import sys\n"
        "from bot.cli import main\n"
        "sys.argv = ['crossbrew', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        f"    print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )

    assert said.stdout.endswith("loaded: []\n")


def test_every_command_of_the_list_is_in_the_help(shell: Shell) -> None:
    said = shell("--help").output

    for name, (_, purpose) in COMMANDS.items():
        assert name in said
        assert purpose in " ".join(said.split())


def test_the_version_is_told(shell: Shell) -> None:
    assert shell("--version").output.startswith("crossbrew 0.")


@pytest.mark.parametrize("words", [("brew",), ("round", "brew"), ("tick", "--hard"), ("person", "export")])
def test_what_there_is_not_is_a_sentence_and_exit_code_2(shell: Shell, words: tuple[str, ...]) -> None:
    result = shell(*words)

    assert result.exit_code == 2
    assert "Error: " in told(result)


@pytest.mark.parametrize("words", NEEDS_DATABASE, ids=" ".join)
def test_before_anybody_has_connected_each_says_what_to_do_first(
    shell: Shell, words: tuple[str, ...]
) -> None:
    with shell.change():
        pass  # a database without anybody

    result = shell(*words)

    assert result.exit_code == 1
    assert told(result) == (
        "Error: There is no workspace yet. Start `crossbrew run` once, so that it learns which."
    )


@pytest.mark.parametrize("words", OPENS_DATABASE, ids=" ".join)
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///nowhere/at/all.db", "cannot be opened. Check that its folder exists"),
        ("postgresql://u:hunter2@127.0.0.1:9/x", "does not answer"),
        ("postgresql://u:hunter2@host:port/x", "DATABASE_URL cannot be read"),
        ("nonsense", "DATABASE_URL must begin with sqlite:/// or postgresql://"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(
    shell: Shell, words: tuple[str, ...], url: str, sentence: str
) -> None:
    result = shell(*words, DATABASE_URL=url)

    assert result.exit_code == 1
    assert sentence in told(result)
    assert len(told(result).splitlines()) == 1
    assert "hunter2" not in result.output


def test_several_problems_with_the_settings_are_a_list(shell: Shell) -> None:
    result = shell("tick", CROSSBREW_PORT="none", SLACK_APP_TOKEN="hunter2")

    assert result.exit_code == 1
    assert told(result).splitlines()[0] == "These settings need a look:"
    assert [line.split()[1] for line in told(result).splitlines()[1:]] == [
        "CROSSBREW_PORT",
        "SLACK_APP_TOKEN",
        "SLACK_BOT_TOKEN",
    ]
    assert "hunter2" not in result.output


@pytest.mark.parametrize("command", ["tick", "run"])
def test_without_slack_it_says_what_is_missing_and_makes_no_database(shell: Shell, command: str) -> None:
    result = shell(command)

    assert result.exit_code == 1
    assert "SLACK_BOT_TOKEN is missing" in told(result)
    assert "SLACK_APP_TOKEN is missing" in told(result)
    assert list(shell.folder.iterdir()) == []


@pytest.mark.parametrize("now", ["tomorrow", "2026-12-01T10:00", "2026-13-01T10:00Z", ""])
def test_a_moment_that_is_none_is_a_sentence_with_a_good_one(shell: Shell, now: str) -> None:
    result = shell("tick", "--now", now)

    assert result.exit_code == 2
    assert "Z" in told(result)


def test_a_tick_says_what_it_did_and_a_second_one_does_nothing(shell: Shell) -> None:
    shell.furnish()
    starts = "2026-01-26T10:00Z"
    with FakeSlack() as slack:
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.api_url}
        first, second = (shell("tick", "--now", starts, **tokens) for _ in range(2))

    assert first.exit_code == second.exit_code == 0
    assert "opened with 0 introductions" in first.output
    assert second.output == "outbox: nothing due\n"


def test_migrating_twice_is_as_good_as_once(shell: Shell) -> None:
    first, second = shell("migrate"), shell("migrate")

    assert first.exit_code == 0
    assert first.output == second.output
    assert "is at schema version" in first.output


def test_a_newer_database_is_refused_by_every_command(shell: Shell) -> None:
    shell.furnish()
    with shell.change() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    for words in (*OPENS_DATABASE, ("migrate",)):
        result = shell(*words)
        assert result.exit_code == 1
        assert "was made by a newer version of Crossbrew" in told(result)


def test_a_read_only_database_can_be_looked_at_and_is_not_changed(shell: Shell) -> None:
    shell.furnish()
    file = shell.write("staff.csv", "name,department\nAmara,Nursing\n")
    read_only = f"sqlite:///file:{shell.folder / 'crossbrew.db'}?mode=ro&uri=true"

    assert shell("programme", "show", DATABASE_URL=read_only).exit_code == 0
    assert shell("report", DATABASE_URL=read_only).exit_code == 0
    for words in (("programme", "set", "--at", "11:00"), ("people", "import", file)):
        result = shell(*words, DATABASE_URL=read_only)
        assert result.exit_code == 1
        assert "is read-only. Give this user the right to write it" in told(result)


def test_a_real_process_ends_with_the_sentence_and_the_code(shell: Shell) -> None:
    script = "from bot.cli import main; main()"
    said = subprocess.run(
        [sys.executable, "-c", script, "report"],
        cwd=shell.folder,
        env={"DATABASE_URL": "mysql://u:hunter2@host/x", "PYTHONPATH": ":".join(sys.path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith("DATABASE_URL must begin with")
    assert len(said.stderr.splitlines()) == 1


def test_it_is_the_same_program_by_either_name(shell: Shell) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"],
        cwd=shell.folder,
        env={"PYTHONPATH": ":".join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert said.stdout
    assert (shell.folder / "crossbrew.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["outbox", "list"],
        ["outbox", "discard", "--all", "--yes"],
        ["programme", "show"],
        ["programme", "set", "--days", "7"],
        ["round", "preview"],
        ["person", "export", "S-1"],
        ["report"],
    ],
)
def test_in_a_folder_without_a_database_a_command_that_reads_says_so_and_makes_none(
    shell: Shell, words: list[str]
) -> None:
    assert told(shell(*words)) == (
        f"There is no database at {shell.folder / 'crossbrew.db'}. Go to the folder where the bot "
        "runs, or name its database in DATABASE_URL, such as sqlite:////srv/crossbrew/crossbrew.db; "
        "`crossbrew run` makes a new one."
    )
    assert list(shell.folder.iterdir()) == []

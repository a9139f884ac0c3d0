from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.vault import Vault, new_key
from storage import installations
from storage.installations import Installed
from tests.bot.shell import NOW

if TYPE_CHECKING:
    from tests.bot.shell import Shell

OLD, NEW = new_key(), new_key()
TEAMS = ("T1", "T2", "T3")


@pytest.fixture(autouse=True)
def _furnished(shell: Shell) -> None:
    shell.furnish()


def install(shell: Shell, *teams: str, key: str = OLD) -> None:
    """Install the app into these workspaces, with tokens that are sealed with this key."""
    with shell.change() as connection:
        for team in teams:
            sealed = Vault(key).seal(f"xoxb-{team}", team)
            new = Installed(team, "", sealed, "U0BOT", "B0BOT", "A1", frozenset(), NOW)
            installations.keep(connection, "slack", new)


def opened(shell: Shell, key: str) -> list[str]:
    """Every token, as this key alone opens it."""
    with shell.change() as connection:
        kept = installations.every(connection)
    return [Vault(key).open(one.sealed_token, one.workspace) for one in kept]


def test_a_new_key_is_printed_alone_and_is_one(shell: Shell) -> None:
    first, second = (shell("keys", "new").output.strip() for _ in range(2))

    assert first != second
    assert Vault(first).open(Vault(first).seal("secret", "T1"), "T1") == "secret"


def test_every_token_is_sealed_with_the_newest_key_and_a_second_time_none(shell: Shell) -> None:
    install(shell, *TEAMS)
    both = {"CROSSBREW_SECRET_KEY": f"{NEW},{OLD}"}

    first = shell("keys", "rotate", **both)
    second = shell("keys", "rotate", **both)

    assert first.output == "3 tokens were sealed with the newest key; 0 were already.\n"
    assert second.output == "0 tokens were sealed with the newest key; 3 were already.\n"
    assert opened(shell, NEW) == [f"xoxb-{team}" for team in TEAMS]


def test_a_token_that_no_key_opens_is_told_and_stops_no_other(shell: Shell) -> None:
    install(shell, "T1", key=new_key())
    install(shell, "T2")

    done = shell("keys", "rotate", CROSSBREW_SECRET_KEY=f"{NEW},{OLD}")

    assert done.exit_code == 1
    assert "The token of T1 cannot be read" in done.stderr
    assert done.stdout == "1 token was sealed with the newest key; 0 were already.\n"


def test_a_token_that_was_revoked_is_left_as_it_is(shell: Shell) -> None:
    install(shell, "T1", key=new_key())
    with shell.change() as connection:
        installations.revoke(connection, "T1", NOW, NOW)

    assert shell("keys", "rotate", CROSSBREW_SECRET_KEY=NEW).exit_code == 0


def test_many_are_told_of_as_they_go(shell: Shell) -> None:
    install(shell, *(f"T{number}" for number in range(1, 102)))

    assert "100 of 101 looked at." in shell("keys", "rotate", CROSSBREW_SECRET_KEY=f"{NEW},{OLD}").output


@pytest.mark.parametrize(("key", "told"), [("", "is missing"), ("hunter2", "no key")])
def test_without_a_key_it_says_how_to_make_one(shell: Shell, key: str, told: str) -> None:
    done = shell("keys", "rotate", CROSSBREW_SECRET_KEY=key)

    assert done.exit_code == 1
    assert told in done.stderr
    assert "`crossbrew keys new`" in done.stderr
    assert "hunter2" not in done.output

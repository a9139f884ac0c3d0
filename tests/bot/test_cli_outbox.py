from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scheduler.clock import SystemClock
from storage import dead_letters, outbox
from storage.tables import audit
from tests.bot.shell import NOW, told
from tests.cast import WORKSPACE
from tests.storage.shelf import later, notice

if TYPE_CHECKING:
    from tests.bot.shell import Shell

AHEAD = SystemClock().now() + (later(days=14) - NOW)


@pytest.fixture(autouse=True)
def _furnished(shell: Shell) -> None:
    shell.furnish()


@pytest.fixture
def stuck(shell: Shell) -> Shell:
    """Three dead notices, one of them lapsed, and one that is owed."""
    with shell.change() as connection:
        for key, reason, until in (
            ("one", "channel_not_found", AHEAD),
            ("two", "is_archived", AHEAD),
            ("old", "is_archived", later(days=1)),
        ):
            outbox.write(connection, WORKSPACE, [notice(key, expires_at=until)])
            (held,) = outbox.claim(connection, NOW, "token", 1, [WORKSPACE])
            outbox.begin(connection, held, NOW)
            outbox.refuse(connection, held, NOW, reason)
        outbox.write(connection, WORKSPACE, [notice("owed", expires_at=AHEAD)])
    return shell


def standing(shell: Shell) -> dict[str, str]:
    with shell.change() as connection:
        found = dead_letters.states(connection, WORKSPACE, ["one", "two", "old", "owed"])
        return {key: state.value for key, state in found.items()}


def test_an_empty_outbox_says_so(shell: Shell) -> None:
    assert shell("outbox", "list").output == "The outbox is empty.\n"


def test_the_outbox_is_counted_and_what_is_stuck_is_named_by_its_key(stuck: Shell) -> None:
    assert stuck("outbox", "list").output == (
        "3 dead, 1 owed\n"
        "  T1  old  question  round 1  dead since 2026-01-19 10:00 UTC  is_archived\n"
        "  T1  one  question  round 1  dead since 2026-01-19 10:00 UTC  channel_not_found\n"
        "  T1  two  question  round 1  dead since 2026-01-19 10:00 UTC  is_archived\n"
        "channel_not_found: the chat knows no such person or group.\n"
        "is_archived: the group was archived.\n"
        "`crossbrew outbox retry` tries the dead again, `discard` puts them away: name a KEY, or --all.\n"
    ).replace("UTC  ", "UTC  1 attempt  ")


def test_any_state_can_be_listed_as_far_as_one_likes(stuck: Shell) -> None:
    assert "  T1  owed  question  round 1  owed due 2026-01-19 10:00 UTC  0 attempts\n" in (
        stuck("outbox", "list", "--state", "owed").output
    )
    assert stuck("outbox", "list", "--limit", "1").output.splitlines()[2] == (
        "  … and 2 more: --limit 3 lists them all."
    )
    assert stuck("outbox", "list", "--state", "sent").output.startswith("3 dead, 1 owed\n`crossbrew")


def test_what_is_owed_again_says_in_words_why(shell: Shell) -> None:
    with shell.change() as connection:
        outbox.write(connection, WORKSPACE, [notice("one"), notice("two")])
        first, second = outbox.claim(connection, NOW, "token", 2, [WORKSPACE])
        outbox.put_back(connection, first, AHEAD, reason="http_502", attempts=1)
        outbox.put_back(connection, second, AHEAD, reason="waiting for its turn")

    said = shell("outbox", "list", "--state", "owed").output.splitlines()
    assert said[-1] == "http_502: something that was not the chat itself answered with 502."
    assert any(line.endswith("waiting for its turn") for line in said[:-1])
    assert "waiting for its turn" not in said[-1]


def test_the_next_that_is_due_is_told(shell: Shell) -> None:
    with shell.change() as connection:
        outbox.write(connection, WORKSPACE, [notice("one", not_before=AHEAD)])

    assert f"the next may go at {AHEAD:%Y-%m-%d %H:%M:%S} UTC:" in shell("outbox", "list").output


def test_a_program_reads_the_same_as_json(stuck: Shell) -> None:
    said = json.loads(stuck("outbox", "list", "--json", "--workspace", WORKSPACE).output)

    assert said["counts"] == {"dead": 3, "owed": 1}
    assert said["next_due"] is None
    assert [one["key"] for one in said["notices"]] == ["old", "one", "two"]
    assert said["notices"][0] == {
        "workspace": WORKSPACE,
        "key": "old",
        "kind": "question",
        "programme": "main",
        "round_number": 1,
        "state": "dead",
        "attempts": 1,
        "reason": "is_archived",
        "at": NOW.isoformat(),
    }


def test_a_key_is_tried_again_and_the_second_time_changes_nothing(stuck: Shell) -> None:
    assert stuck("outbox", "retry", "one").output == "1 notice will be tried again.\n"
    assert standing(stuck) == {"one": "owed", "two": "dead", "old": "dead", "owed": "owed"}
    assert stuck("outbox", "retry", "one").output == (
        "one is owed, not dead, and stays as it is.\n0 notices will be tried again.\n"
    )


def test_all_are_tried_again_but_what_has_lapsed(stuck: Shell) -> None:
    assert stuck("outbox", "retry", "--all").output == (
        "2 notices will be tried again.\n1 notice has lapsed, and nobody would want the message now: "
        "`crossbrew outbox discard` puts it away.\n"
    )
    assert standing(stuck) == {"one": "owed", "two": "owed", "old": "dead", "owed": "owed"}


def test_all_that_died_of_one_reason_are_tried_again(stuck: Shell) -> None:
    assert "1 notice will" in stuck("outbox", "retry", "--all", "--reason", "channel_not_found").output
    assert standing(stuck)["two"] == "dead"


def test_a_key_is_put_away_without_a_question(stuck: Shell) -> None:
    assert stuck("outbox", "discard", "one", "old").output == "2 notices are put away.\n"
    assert standing(stuck) == {"one": "dropped", "two": "dead", "old": "dropped", "owed": "owed"}


@pytest.mark.parametrize(("words", "given"), [(["--all"], "y\n"), (["--all", "--yes"], "")])
def test_all_are_put_away_when_that_was_asked_or_said(stuck: Shell, words: list[str], given: str) -> None:
    result = stuck("outbox", "discard", *words, given=given)

    assert result.exit_code == 0
    assert result.output.endswith("3 notices are put away.\n")
    assert ("Put 3 dead notices away for good?" in result.output) is bool(given)
    assert standing(stuck)["owed"] == "owed"


def test_a_second_thought_leaves_all_as_it_is(stuck: Shell) -> None:
    assert stuck("outbox", "discard", "--all", given="n\n").exit_code == 1
    assert set(standing(stuck).values()) == {"dead", "owed"}


@pytest.mark.parametrize("command", ["retry", "discard"])
def test_a_key_that_there_is_not_is_a_sentence_and_changes_nothing(stuck: Shell, command: str) -> None:
    assert told(stuck("outbox", command, "one", "nonesuch")) == (
        "Error: There is no notice 'nonesuch' in T1; `crossbrew outbox list` shows their keys. "
        "Nothing was changed."
    )
    assert standing(stuck)["one"] == "dead"


@pytest.mark.parametrize("command", ["retry", "discard"])
@pytest.mark.parametrize(
    "words", [[], ["one", "--all"], ["one", "--reason", "is_archived"], ["--reason", "x"]]
)
def test_what_is_meant_must_be_said(stuck: Shell, command: str, words: list[str]) -> None:
    result = stuck("outbox", command, *words)

    assert result.exit_code == 2
    assert "--all" in told(result)
    assert standing(stuck)["one"] == "dead"


@pytest.mark.parametrize("words", [["owed"], ["--all"], ["--before", "2026-01-19T10:00Z"]])
def test_what_is_owed_is_put_away_once_that_was_asked(stuck: Shell, words: list[str]) -> None:
    refused = stuck("outbox", "discard", "--owed", *words, given="n\n")
    assert "Put 1 owed notice away for good?" in refused.output
    assert refused.exit_code == 1
    assert standing(stuck)["owed"] == "owed"

    assert stuck("outbox", "discard", "--owed", *words, "--yes").output == "1 notice is put away.\n"
    assert standing(stuck) == {"one": "dead", "two": "dead", "old": "dead", "owed": "dropped"}


def test_what_was_due_later_stays_owed(stuck: Shell) -> None:
    done = stuck("outbox", "discard", "--owed", "--before", "2026-01-19T09:59Z", "--yes")

    assert done.output == "0 notices are put away.\n"
    assert standing(stuck)["owed"] == "owed"


@pytest.mark.parametrize(
    "words",
    [
        ["--owed"],
        ["--owed", "owed", "--all"],
        ["--owed", "--all", "--before", "2026-01-19T10:00Z"],
        ["--owed", "--all", "--reason", "is_archived"],
        ["--before", "2026-01-19T10:00Z"],
    ],
)
def test_what_is_meant_of_the_owed_must_be_said(stuck: Shell, words: list[str]) -> None:
    assert "--owed" in told(stuck("outbox", "discard", *words))
    assert standing(stuck)["owed"] == "owed"


def test_a_key_that_is_dead_is_not_taken_for_one_that_is_owed(stuck: Shell) -> None:
    assert stuck("outbox", "discard", "--owed", "one").output == (
        "one is dead, not owed, and stays as it is.\n0 notices are put away.\n"
    )


def test_whatever_is_done_from_a_terminal_is_in_the_audit_table(stuck: Shell) -> None:
    stuck("outbox", "retry", "one")
    stuck("outbox", "discard", "--all", "--yes")

    with stuck.change() as connection:
        found = connection.execute(audit.select().order_by(audit.c.at))
        assert [(row.actor, row.action) for row in found] == [
            ("operator", "notices tried again"),
            ("operator", "notices put away"),
        ]

"""`round introduce` as somebody at a terminal has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pairing.people import Preferences
from pairing.rounds import number_after, timetable
from scheduler.clock import SystemClock
from storage import pairings, people, programmes, rounds
from storage.rounds import RoundState
from tests.bot.shell import NOW, STAFF, told
from tests.cast import WORKSPACE

if TYPE_CHECKING:
    from pairing.people import Programme
    from tests.bot.shell import Shell

AMARA, BEN, CHIDI = "amara@example.org", "S-2", "S-3"
NOT_THESE = "Error: These people can't be introduced to each other. Nothing was changed."


@pytest.fixture(autouse=True)
def _under_way(shell: Shell) -> None:
    """Three members, and a round under way in which nobody has met anybody."""
    shell.furnish()
    assert shell("people", "import", "-", given=STAFF).exit_code == 0
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        for id_ in people.people(connection, WORKSPACE):
            programmes.join(connection, of, id_, NOW, Preferences(offers=("tea",)))
        rounds.write_round(connection, of, timetable(of.cadence, number(of)), RoundState.OPEN, NOW)


def number(of: Programme) -> int:
    """The coming round, as if it had been opened early."""
    return max(1, number_after(of.cadence, SystemClock().now()))


def made(shell: Shell) -> int:
    """How many pairings the round has."""
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        return pairings.count(connection, of, number(of))


def test_two_are_introduced_once(shell: Shell) -> None:
    assert shell("round", "introduce", AMARA, BEN).output == "2 people are introduced to each other.\n"

    again = shell("round", "introduce", BEN, AMARA)
    assert again.exit_code == 0
    assert again.output == "They have been introduced to each other already, so nothing was changed.\n"
    assert made(shell) == 1


def test_three_are_introduced_together(shell: Shell) -> None:
    assert shell("round", "introduce", AMARA, BEN, CHIDI).output == "3 people are introduced to each other.\n"
    assert made(shell) == 1


def test_a_refusal_does_not_tell_an_exclusion_from_a_line_manager(shell: Shell) -> None:
    with shell.change() as connection:
        ids = {one.staff_id: id_ for id_, one in people.people(connection, WORKSPACE).items()}
        programmes.exclude(connection, WORKSPACE, ids["S-1"], ids["S-2"], "")
        people.change_person(connection, WORKSPACE, ids["S-3"], manager_id="S-1")

    assert told(shell("round", "introduce", AMARA, BEN)) == NOT_THESE
    assert told(shell("round", "introduce", AMARA, CHIDI)) == NOT_THESE
    assert made(shell) == 0


def test_what_is_no_secret_is_said(shell: Shell) -> None:
    shell("round", "introduce", AMARA, BEN)
    assert told(shell("round", "introduce", AMARA, CHIDI)).startswith(
        "Error: Somebody of these has an introduction in this round already."
    )
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        rounds.close_round(connection, of, number(of), NOW)
    assert told(shell("round", "introduce", BEN, CHIDI)).startswith("Error: No round is under way.")


def test_somebody_who_paused_is_said_to_be_out_and_not_who(shell: Shell) -> None:
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        ids = {one.staff_id: id_ for id_, one in people.people(connection, WORKSPACE).items()}
        programmes.pause(connection, of, [ids[BEN]])

    assert told(shell("round", "introduce", AMARA, BEN)) == (
        "Error: Somebody of these is not taking part in this round. Nothing was changed."
    )


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ((), "Missing argument 'WHO WHO [WHO ...]'"),
        ((AMARA,), "Name 2 to 8 different people."),
        ((AMARA, "S-1"), "Name 2 to 8 different people."),
        ((AMARA, BEN, BEN), "Name 2 to 8 different people."),
        ((AMARA, "nobody"), "Nobody in T1 has that id"),
    ],
)
def test_what_nobody_can_be_introduced_by_is_a_sentence(
    shell: Shell, who: tuple[str, ...], sentence: str
) -> None:
    assert sentence in told(shell("round", "introduce", *who))
    assert made(shell) == 0


def test_an_introduction_by_hand_is_explained_without_the_numbers_of_the_round(shell: Shell) -> None:
    shell("round", "introduce", AMARA, BEN)

    explained = shell("round", "explain", BEN)

    assert explained.exit_code == 0
    assert ", 2 people.\nWhat the rules gave it:\n" in explained.output
    assert "No alternative to it is kept.\nIt was made after the round began, by hand" in explained.output
    assert "Seed" not in explained.output

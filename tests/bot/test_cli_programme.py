"""`programme set` on a calendar that has public holidays, and on one that has not begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import programmes
from tests.bot.shell import told
from tests.cast import WORKSPACE

if TYPE_CHECKING:
    from tests.bot.shell import Shell


@pytest.fixture(autouse=True)
def _furnished(shell: Shell) -> None:
    shell.furnish()


def test_a_past_anchor_makes_no_first_round_of_a_high_number(shell: Shell) -> None:
    before = shell.programme()

    refused = told(shell("programme", "set", "--anchor", "2019-01-07"))

    assert "and number 1 comes next." in refused
    assert shell.programme() == before
    anchor = refused.split("--anchor ")[1].split()[0]
    assert shell("programme", "set", "--anchor", anchor).exit_code == 0
    assert "  round 1 starts" in shell("programme", "show").output


def test_changing_anything_leaves_public_holidays_what_they_are(shell: Shell) -> None:
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        programmes.change_programme(connection, of, holidays="GB-ENG", quiet_dates=["2027-03-03"])

    assert shell("programme", "set", "--at", "11:00").exit_code == 0

    assert {str(day) for day in shell.programme().own_quiet_dates} == {"2027-03-03"}
    shown = shell("programme", "show").output
    assert "  quiet dates: 2027-03-03\n  public holidays: GB-ENG\n" in shown

from __future__ import annotations

import codecs
import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from pairing.people import Preferences
from pairing.rounds import timetable
from scheduler.clock import SystemClock
from storage import people, programmes, rounds
from storage.rounds import RoundState
from tests.bot.shell import HEADER, NOW, STAFF, told
from tests.cast import WORKSPACE
from tests.storage.shelf import open_round

if TYPE_CHECKING:
    from tests.bot.shell import Shell


@pytest.fixture(autouse=True)
def _furnished(shell: Shell) -> None:
    shell.furnish()


def staffed(shell: Shell, staff: str = STAFF) -> None:
    """Members from a staff list."""
    assert shell("people", "import", "-", given=staff).exit_code == 0
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        for id_ in people.people(connection, WORKSPACE):
            programmes.join(connection, of, id_, NOW, Preferences(offers=("tea",)))


def test_the_programme_is_shown_with_its_next_rounds(shell: Shell) -> None:
    said = shell("programme", "show").output

    assert said.startswith("Coffee introductions (T1/main)\n  every 14 days at 10:00, Europe/London")
    assert "quiet dates: none" in said
    assert said.count(" starts Monday ") == 3


def test_what_is_named_is_changed_and_the_rest_stays(shell: Shell) -> None:
    before = shell.programme()
    result = shell(
        *("programme", "set", "--at", "11:30", "--timezone", "Europe/Paris"),
        *("--quiet", "2026-12-25, 2026-12-28", "--ladder", "Junior, Senior,"),
    )
    after = shell.programme()

    assert result.exit_code == 0
    assert (after.cadence.at, after.cadence.timezone) == (time(11, 30), "Europe/Paris")
    assert after.cadence.quiet_dates == {date(2026, 12, 25), date(2026, 12, 28)}
    assert after.ladder.grades == ("Junior", "Senior")
    assert after.cadence.anchor == before.cadence.anchor


def test_a_programme_is_of_pairs_until_it_is_set_to_tables(shell: Shell) -> None:
    assert "\n  in pairs\n" in shell("programme", "show").output

    result = shell("programme", "set", "--together", "6")

    assert "\n  at tables of about 6\n" in result.output
    assert shell.programme().together == 6


def test_an_empty_list_clears_it(shell: Shell) -> None:
    shell("programme", "set", "--quiet", "2026-12-25", "--ladder", "A,B")
    shell("programme", "set", "--quiet", "", "--ladder", "")

    after = shell.programme()
    assert (after.cadence.quiet_dates, after.ladder.grades) == (frozenset(), ())


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--anchor", "2026-12-08", "must start on a Monday; Tuesday 08 December 2026 is not one."),
        ("--anchor", "2026-13-40", "'2026-13-40' is not a date; write it as 2026-12-07."),
        ("--anchor", "next Monday", "is not a date; write it as 2026-12-07."),
        ("--anchor", "", "is not a date"),
        ("--days", "0", "A round lasts 7, 14 or 28 days, not 0."),
        ("--days", "13", "A round lasts 7, 14 or 28 days, not 13."),
        ("--days", "-14", "A round lasts 7, 14 or 28 days, not -14."),
        ("--days", "many", "'many' is not a valid integer"),
        ("--at", "25:00", "'25:00' is not a time of day; write it as 10:00."),
        ("--at", "ten", "'ten' is not a time of day; write it as 10:00."),
        ("--at", "03:00", "A round starts between 06:00 and 20:59, not at 03:00."),
        ("--at", "10:00+02:00", "has an offset; give the local hour, and --timezone."),
        ("--timezone", "Mars/Olympus", "There is no time zone called 'Mars/Olympus'; try Europe/London."),
        ("--timezone", "../etc/passwd", "There is no time zone called '../etc/passwd'"),
        ("--timezone", "", "There is no time zone called ''"),
        ("--quiet", "2026-12-25,yule", "'yule' is not a date; write it as 2026-12-07."),
        ("--together", "3", "A programme brings 2 people together, or 4 to 8 at a table, not 3."),
        ("--together", "9", "A programme brings 2 people together, or 4 to 8 at a table, not 9."),
        ("--together", "all", "'all' is not a valid integer"),
    ],
)
def test_nonsense_is_one_sentence_and_nothing_is_changed(
    shell: Shell, option: str, value: str, sentence: str
) -> None:
    before = shell.programme()

    result = shell("programme", "set", "--ladder", "A,B", option, value)

    assert result.exit_code in (1, 2)
    assert sentence in told(result)
    assert len(told(result).splitlines()) == 1
    assert shell.programme() == before


def test_changing_nothing_is_refused(shell: Shell) -> None:
    result = shell("programme", "set")

    assert result.exit_code == 2
    assert told(result) == "Error: Name what is to change, such as --at 11:00; --help lists it all."


def test_a_calendar_that_would_count_back_to_rounds_already_held_is_refused(shell: Shell) -> None:
    today = SystemClock().now().date()
    monday = today - timedelta(days=today.weekday())
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        rounds.write_round(connection, of, timetable(of.cadence, 5), RoundState.CLOSED, NOW)

    refused = told(shell("programme", "set", "--anchor", str(monday)))
    assert "the next round would be number 1, and number 6 comes next." in refused
    anchor = refused.split("--anchor ")[1].split()[0]

    assert shell("programme", "set", "--anchor", anchor).exit_code == 0
    assert "  round 6 starts" in shell("programme", "show").output


def test_a_calendar_that_would_leave_out_numbers_is_refused_for_it_ends_the_open_round_unasked(
    shell: Shell,
) -> None:
    today = SystemClock().now().date()
    monday = today - timedelta(days=today.weekday())
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        programmes.change_programme(connection, of, anchor=monday - timedelta(days=21))
        of = programmes.programmes(connection, WORKSPACE)[0]
        rounds.write_round(connection, of, timetable(of.cadence, 1), RoundState.OPEN, NOW)
    before = shell.programme()

    refused = told(shell("programme", "set", "--days", "7"))
    assert "and number 2 comes next." in refused
    assert shell.programme() == before
    anchor = refused.split("--anchor ")[1].split()[0]

    assert shell("programme", "set", "--days", "7", "--anchor", anchor).exit_code == 0
    assert "  round 2 starts" in shell("programme", "show").output
    assert timetable(shell.programme().cadence, 1).closes_at > SystemClock().now()


def test_a_preview_counts_and_writes_nothing(shell: Shell) -> None:
    staffed(shell)

    result = shell("round", "preview")

    assert result.exit_code == 0
    assert "would have 3 people in it and make 1 introduction, 1 trio among them.\n" in result.output
    assert "Nobody sits out.\n" in result.output
    assert "Proven: by these rules no round could have more points" in result.output
    assert "in full" not in result.output, "one introduction points at its people"
    assert "Amara" not in result.output


def test_a_preview_of_many_tells_how_far_each_rule_is_met_and_leaves_every_byte_as_it_was(
    shell: Shell,
) -> None:
    staff = "".join(f"S-{n},Staff {n},s{n}@example.org,Ward {n % 5},Band {n % 4 + 2}\n" for n in range(40))
    staffed(shell, HEADER + staff)
    file = shell.folder / "crossbrew.db"
    before = file.read_bytes()

    result = shell("round", "preview")

    assert result.exit_code == 0
    assert "would have 40 people in it and make 20 introductions.\n" in result.output
    assert re.search(r"\n  not introduced before +#{20}  100 %   0 %   0 %\n", result.output)
    assert "Staff" not in result.output
    assert "s1@" not in result.output
    assert file.read_bytes() == before
    assert [one.name for one in shell.folder.iterdir() if one.stat().st_size] == [file.name]


def test_a_round_of_nobody_can_be_looked_at(shell: Shell) -> None:
    result = shell("round", "preview")

    assert result.exit_code == 0
    assert "would have 0 people in it and make 0 introductions." in result.output


def test_a_round_of_nobody_is_not_spent(shell: Shell) -> None:
    result = shell("round", "run")

    assert result.exit_code == 1
    assert "Fewer than two people are in round" in told(result)
    assert "make 0 introductions" in shell("round", "preview").output


def test_a_round_is_run_once_and_explained_without_names(shell: Shell) -> None:
    staffed(shell)

    assert "is open with 1 introduction." in shell("round", "run").output
    again = shell("round", "run")
    assert again.exit_code == 1
    first = shell("programme", "show").output.split(" starts ")[0].split()[-1]
    calendar = timetable(shell.programme().cadence, int(first) - 1).starts_at
    assert f"so nothing was changed. The one after it can be opened from {calendar:%A %d %B}" in told(again)

    explained = shell("round", "explain", "amara@example.org")
    assert explained.exit_code == 0
    assert explained.output.startswith("Round ")
    assert ", 3 people.\nWhat the rules gave it, all 3 pairs of the 3 together:\n" in explained.output
    assert "  different departments\n" in explained.output
    assert "Seed " in explained.output
    with shell.change() as connection:
        ids = people.people(connection, WORKSPACE)
    assert [word for word in ("Amara", "Ben", "Chidi", *ids) if word in explained.output] == []


def test_a_round_that_was_opened_before_its_hour_is_not_said_to_be_still_to_come(shell: Shell) -> None:
    staffed(shell)
    shell("round", "run")
    (number,) = rounds_of(shell)

    shown = shell("programme", "show").output
    assert f"round {number} starts" not in shown
    assert f"round {number + 1} starts" in shown
    assert shell("round", "preview").output.startswith(f"Round {number + 1} would have 3 people in it")
    assert f": round {number + 1} starts on " in shell("doctor").output


def rounds_of(shell: Shell) -> list[int]:
    """The numbers of the rounds there are."""
    with shell.change() as connection:
        return list(rounds.rounds(connection, programmes.programmes(connection, WORKSPACE)[0]))


def test_at_a_table_no_alternative_is_said_to_be_forgotten(shell: Shell) -> None:
    staffed(shell)
    shell("programme", "set", "--together", "4")
    shell("round", "run")

    explained = shell("round", "explain", "S-2").output
    assert "No alternative is known: at tables, none is looked for.\n" in explained
    assert "Seed " in explained


@pytest.mark.parametrize(
    ("who", "sentence"),
    [("nobody", "Nobody in T1 has that id"), ("S-3", "That person has not been in a pairing.")],
)
def test_what_cannot_be_explained_is_a_sentence(shell: Shell, who: str, sentence: str) -> None:
    staffed(shell)

    assert sentence in told(shell("round", "explain", who))


def test_a_report_on_nothing_is_still_a_report(shell: Shell) -> None:
    result = shell("report")

    assert result.exit_code == 0
    assert result.output.strip()


def test_a_report_as_csv_opens_in_a_spreadsheet(shell: Shell) -> None:
    staffed(shell)
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        open_round(connection, of, 1, tuple(people.people(connection, WORKSPACE).values())[:2])
        rounds.close_round(connection, of, 1, NOW)

    result = shell("report", "--format", "csv")

    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(codecs.BOM_UTF8)
    assert b"Amara" not in result.stdout_bytes


def test_a_report_in_a_form_that_there_is_not_is_a_sentence(shell: Shell) -> None:
    result = shell("report", "--format", "pdf")

    assert result.exit_code == 2
    assert "'pdf' is not one of 'text', 'csv'" in told(result)

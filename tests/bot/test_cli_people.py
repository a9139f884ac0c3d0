from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from storage import outbox, people, privacy, programmes
from storage.database import Database
from storage.tables import audit
from tests.bot.shell import HEADER, NOW, STAFF, told
from tests.cast import WORKSPACE
from tests.storage.shelf import open_round

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.shell import Shell


@pytest.fixture(autouse=True)
def _furnished(shell: Shell) -> None:
    shell.furnish()


def names(shell: Shell) -> dict[str, str]:
    with shell.change() as connection:
        return {id_: facts["name"] for id_, facts in people.directory(connection, WORKSPACE).items()}


def imported(shell: Shell, content: str | bytes = STAFF) -> None:
    assert shell("people", "import", shell.write("staff.csv", content)).exit_code == 0


def test_a_first_list_is_imported_with_its_ladder_and_audited(shell: Shell) -> None:
    result = shell("people", "import", shell.write("staff.csv", STAFF))

    assert result.exit_code == 0
    assert result.output == "3 new, 0 changed, 0 as before, 0 gone.\nImported.\n"
    assert names(shell) == {"S-1": "Amara Okafor", "S-2": "Ben Hughes", "S-3": "Chidi Eze"}
    assert shell.programme().ladder.grades == ("Band 3", "Band 5", "Band 7")
    with shell.change() as connection:
        assert list(connection.scalars(select(audit.c.about))) == ["3 added, 0 changed, 0 left"]


def test_importing_the_same_list_again_changes_nothing(shell: Shell) -> None:
    imported(shell)
    result = shell("people", "import", shell.write("staff.csv", STAFF))

    assert result.output.startswith("0 new, 0 changed, 3 as before, 0 gone.")


def test_a_dry_run_says_what_would_change_and_changes_nothing(shell: Shell) -> None:
    imported(shell)
    before = names(shell)
    changed = STAFF.replace("Nursing", "Theatres").replace("Chidi Eze", "Chidi E. Eze")

    result = shell("people", "import", "--dry-run", shell.write("new.csv", changed))

    assert result.exit_code == 0
    assert "0 new, 2 changed, 1 as before, 0 gone." in result.output
    assert "S-1: department Nursing → Theatres" in result.output
    assert result.output.endswith("A dry run: nothing was changed.\n")
    assert names(shell) == before


def test_a_list_that_would_remove_more_than_a_fifth_is_refused_without_force(shell: Shell) -> None:
    imported(shell)
    short = shell.write("short.csv", "\n".join(STAFF.splitlines()[:3]) + "\n")

    refused = shell("people", "import", short)
    assert refused.exit_code == 1
    assert "Nothing was imported. If this is the whole list, run it again with --force." in told(refused)
    assert len(names(shell)) == 3

    assert shell("people", "import", "--force", short).exit_code == 0
    assert sorted(names(shell)) == ["S-1", "S-2"]


def test_errors_are_told_by_line_and_nothing_is_half_imported(shell: Shell) -> None:
    imported(shell)
    faulty = STAFF + "S-4,,,Finance,\nS-1,Twin,twin@example.org,Nursing,Band 5\nS-6,Eve,eve@example.org,,\n"

    result = shell("people", "import", shell.write("faulty.csv", faulty))

    assert result.exit_code == 1
    assert [line.split(":")[0] for line in told(result).splitlines()[:-1]] == ["Line 5", "Line 6", "Line 7"]
    assert told(result).splitlines()[-1] == "Error: Nothing was imported: 3 lines need a look."
    assert len(names(shell)) == 3


def test_of_very_many_errors_the_first_are_shown_and_the_rest_counted(shell: Shell) -> None:
    faulty = HEADER + "".join(f"S-{n},,,Finance,\n" for n in range(500))

    lines = told(shell("people", "import", shell.write("faulty.csv", faulty))).splitlines()

    assert len(lines) == 22
    assert lines[-2] == "… and 480 more."


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("\ufeff" + HEADER.replace(",", ";") + "S-1;Zoë Ünal;z@example.org;Nursing;5\n", "utf-8"),
        (HEADER.replace(",", "\t") + "S-1\tZoë Ünal\tz@example.org\tNursing\t5\n", "utf-16"),
    ],
)
def test_lists_of_other_programs_are_understood(shell: Shell, raw: str, encoding: str) -> None:
    imported(shell, raw.encode(encoding))

    assert names(shell) == {"S-1": "Zoë Ünal"}


def test_an_encoding_that_is_assumed_is_said_and_one_that_is_given_is_not(shell: Shell) -> None:
    raw = (HEADER + "S-1,Zoë Ünal,z@example.org,Nursing,5\n").encode("cp1252")
    file = shell.write("staff.csv", raw)

    assumed = shell("people", "import", "--dry-run", file)
    given = shell("people", "import", "--encoding", "cp1252", file)

    assert "Windows-1252" in assumed.stderr
    assert given.stderr == ""
    assert names(shell) == {"S-1": "Zoë Ünal"}


def test_an_encoding_that_there_is_not_is_a_sentence(shell: Shell) -> None:
    result = shell("people", "import", "--encoding", "klingon", shell.write("staff.csv", STAFF))

    assert result.exit_code == 1
    assert "There is no text encoding called" in told(result)


def test_a_list_is_read_from_standard_input(shell: Shell) -> None:
    assert shell("people", "import", "-", given=STAFF).exit_code == 0
    assert len(names(shell)) == 3


def test_columns_that_are_not_used_are_named(shell: Shell) -> None:
    result = shell("people", "import", "-", given="name,department,shoe size\nAmara,Nursing,39\n")

    assert result.output.startswith("Columns not used: shoe size.")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\x00\x01\x02", b"name\n", b"a,b\n1,2\n"])
def test_a_file_that_is_no_staff_list_is_a_sentence(shell: Shell, content: bytes) -> None:
    result = shell("people", "import", "-", given=content)

    assert result.exit_code == 1
    assert told(result).splitlines()[0].startswith("Line 1: ")


def test_a_file_that_is_not_there_is_a_sentence(shell: Shell, tmp_path: Path) -> None:
    for file in (tmp_path / "nowhere.csv", tmp_path):
        result = shell("people", "import", str(file))
        assert result.exit_code == 2
        assert len(told(result).splitlines()) == 1


def test_where_there_are_several_workspaces_one_must_be_named(shell: Shell) -> None:
    shell.furnish("T2")
    file = shell.write("staff.csv", STAFF)

    assert (
        told(shell("people", "import", file)) == "Error: Name one of the workspaces with --workspace: T1, T2."
    )
    wrong = shell("people", "import", "--workspace", "T9", file)
    assert "There is no workspace 'T9'. Known: T1, T2." in told(wrong)
    assert shell("people", "import", "--workspace", "T1", file).exit_code == 0
    assert len(names(shell)) == 3


def test_somebody_met_in_the_chat_keeps_their_time_zone_when_the_list_has_none(shell: Shell) -> None:
    with shell.change() as connection:
        facts = {"email": "amara@example.org", "timezone": "Asia/Kolkata"}
        met = people.meet(connection, WORKSPACE, "T1/U1", facts)
    for _ in range(2):
        imported(shell)

    with shell.change() as connection:
        known = people.people(connection, WORKSPACE)
        assert known[met.id].name == "Amara Okafor"
        assert known[met.id].timezone == "Asia/Kolkata"
        assert {one.timezone for one in known.values()} == {"Asia/Kolkata", "Europe/London"}


def test_everything_kept_of_somebody_is_printed_as_json(shell: Shell) -> None:
    imported(shell)

    for who in ("S-1", "amara@example.org", "AMARA@EXAMPLE.ORG"):
        result = shell("person", "export", who)
        assert result.exit_code == 0
        assert json.loads(result.stdout)["person"][0]["name"] == "Amara Okafor"


@pytest.mark.parametrize("command", ["export", "erase"])
@pytest.mark.parametrize("who", ["nobody", "%", "Amara Okafor"])
def test_somebody_unknown_is_a_sentence(shell: Shell, command: str, who: str) -> None:
    imported(shell)

    assert told(shell("person", command, who)) == (
        "Error: Nobody in T1 has that id, staff id, e-mail or chat id."
    )


@pytest.mark.parametrize("command", ["export", "erase"])
def test_of_two_people_with_one_e_mail_neither_is_taken(shell: Shell, command: str) -> None:
    imported(shell)
    with shell.change() as connection:
        people.meet(connection, WORKSPACE, "T1/U1", {"email": "amara@example.org"})
        people.meet(connection, WORKSPACE, "T1/U2", {"email": "amara@example.org"})

    result = shell("person", command, "amara@example.org", given="y\n")

    assert result.exit_code == 1
    assert "2 people go by that. Name one by the id: " in told(result)


def test_erasing_asks_first_and_a_no_changes_nothing(shell: Shell) -> None:
    imported(shell)

    assert shell("person", "erase", "S-1", given="n\n").exit_code == 1
    assert "S-1" in names(shell)
    assert shell("person", "erase", "S-1", given="y\n").exit_code == 0
    assert "S-1" not in names(shell)


def test_while_erasing_waits_for_a_yes_the_bot_may_write(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(shell)

    def confirm(*_: object, **__: object) -> bool:
        shell.furnish("T2")
        return True

    monkeypatch.setattr("bot.cli.staff.click.confirm", confirm)

    assert shell("person", "erase", "S-1", "--workspace", "T1").exit_code == 0


def test_who_was_erased_leaves_no_id_behind_and_their_partner_is_freed(shell: Shell) -> None:
    imported(shell)
    with shell.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        known = {one.staff_id: one for one in people.people(connection, WORKSPACE).values()}
        for one in known.values():
            programmes.join(connection, of, one.id, NOW)
        open_round(connection, of, 1, (known["S-1"], known["S-2"]))

    assert shell("person", "erase", "S-1", "--yes").output == "Erased.\n"

    with shell.change() as connection:
        assert privacy.find_person(connection, WORKSPACE, known["S-1"].id) is None
        assert known["S-1"].id not in " ".join(connection.scalars(select(audit.c.about)))
        (owed,) = outbox.claim(connection, NOW.replace(year=2100), "token", 10, [WORKSPACE])
        assert owed.notice.person == known["S-2"].id


def test_who_was_erased_is_in_no_file_even_while_the_bot_runs(shell: Shell) -> None:
    running = Database(shell.url)
    with running.read() as connection:
        assert people.workspaces(connection) == (WORKSPACE,)  # its open connection keeps the log alive
    imported(shell)

    shell("person", "erase", "S-1", "--yes")

    left = b"".join(part.read_bytes() for part in shell.folder.glob("crossbrew.db*"))
    running.close()
    assert b"Ben Hughes" in left
    assert b"Amara Okafor" not in left


def test_somebody_erased_can_be_imported_again(shell: Shell) -> None:
    imported(shell)
    shell("person", "erase", "S-1", "--yes")
    imported(shell)

    assert names(shell)["S-1"] == "Amara Okafor"

from __future__ import annotations

import csv
import re
import subprocess
import sys
from dataclasses import asdict, replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from bot.cli.simulate import PLAIN
from bot.directory.rows import FACTS
from bot.playground.trust import made_up_trust
from pairing.matching import Proof
from pairing.simulate import CROSSBREW, WAYS
from tests.bot.shell import HEADER, STAFF, told

if TYPE_CHECKING:
    from typing import Any

    from click.testing import Result

    from pairing.plain_ways import Seated
    from tests.bot.shell import Shell


def staff(people: int = 30) -> str:
    """A list of made-up people."""
    into = StringIO()
    rows = csv.DictWriter(into, ["line", *FACTS])
    rows.writeheader()
    rows.writerows(asdict(row) for row in made_up_trust(people=people))
    return into.getvalue()


def simulate(shell: Shell, *words: str, people: int = 30, rounds: int = 3) -> Result:
    """A few rounds of a small list."""
    return shell("simulate", "--people", "-", "--rounds", str(rounds), *words, given=staff(people))


def without_seconds(output: str) -> list[str]:
    return [
        line
        for line in re.sub(r" +\d+\.\d+$", "", output, flags=re.MULTILINE).splitlines()
        if "seconds" not in line
    ]


def lines_of_rounds(output: str) -> list[list[str]]:
    return [line.split() for line in output.splitlines() if re.match(r" +\d+ ", line)]


def test_a_year_is_told_round_by_round_and_summed_up(shell: Shell) -> None:
    result = simulate(shell)
    rounds = lines_of_rounds(result.output)

    assert result.exit_code == 0, result.output
    assert "30 people in " in result.output
    assert [line[0] for line in rounds] == ["1", "2", "3"]
    assert all(line[-3:-1] == ["0", "proven"] for line in rounds)
    assert "✓ kept: nobody meets the same person again within a year (nobody did)" in result.output
    assert "✓ kept: nobody sits out twice before everybody did once (nobody sat out)" in result.output
    assert "(proven in all 3 rounds)" in result.output


def test_what_is_told_through_a_pipe_has_no_control_characters(shell: Shell) -> None:
    assert not re.search(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f]", simulate(shell).output)


def test_lines_fit_a_terminal(shell: Shell) -> None:
    output = simulate(shell, "--compare", ",".join(PLAIN)).output

    assert max(map(len, output.splitlines())) <= 110


def test_other_ways_are_played_and_set_beside_it(shell: Shell) -> None:
    output = simulate(shell, "--compare", "greedy, Shuffle,first-fit,greedy").output
    crossbrew, *others = (
        output.index(words) for words in ("\nCrossbrew:", "\nGreedy:", "\nShuffle:", "\nFirst fit:")
    )

    assert crossbrew < others[0] < others[1] < others[2]
    assert len(lines_of_rounds(output)) == 12
    assert re.search(r"\n +crossbrew +greedy +shuffle +first-fit\nrounds played +3 +3 +3 +3\n", output)


def test_the_same_seed_says_the_same(shell: Shell) -> None:
    once, again, other = (simulate(shell, "--seed", seed).output for seed in ("1", "1", "2"))

    assert without_seconds(once) == without_seconds(again)
    assert without_seconds(once) != without_seconds(other)


def test_without_a_list_a_trust_is_made_up(shell: Shell) -> None:
    output = shell("simulate", "--rounds", "1", "--turnout", "100").output

    assert "500 made-up people in 19 departments, 1 round, turnout 100 %, seed 2026." in output
    assert lines_of_rounds(output)[0][:3] == ["1", "500", "250"]


def test_every_figure_goes_into_a_table(shell: Shell) -> None:
    result = simulate(shell, "--compare", "shuffle", "--csv", "year.csv")
    rows = list(csv.DictReader(StringIO((shell.folder / "year.csv").read_text())))

    assert "Written: year.csv" in result.output
    assert [(row["way"], row["number"]) for row in rows] == [
        (way, number) for way in ("crossbrew", "shuffle") for number in "123"
    ]
    assert {(row["gap"], row["proof"]) for row in rows} == {("0.0", "proven"), ("", "")}
    assert all(float(row["seconds"]) >= 0 for row in rows)


@pytest.mark.parametrize(("name", "begins"), [("year.svg", b"<svg"), ("year.PNG", b"\x89PNG")])
def test_a_chart_is_drawn_as_its_name_says(shell: Shell, name: str, begins: bytes) -> None:
    assert simulate(shell, "--compare", "shuffle", "--chart", name).exit_code == 0
    assert (shell.folder / name).read_bytes().startswith(begins)


def test_a_chart_needs_its_extra_and_says_so_before_anything_is_played(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = simulate(shell, "--chart", "year.svg")

    assert told(result) == (
        "Error: Drawing a chart needs the extra `charts`: install it with "
        "`pip install 'crossbrew[charts]'`, or leave out --chart."
    )
    assert simulate(shell).exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--compare", "dice"), "there is no way to pair called 'dice'; name shuffle, first-fit, greedy."),
        (("--chart", "year.gif"), "name it year.svg or year.png."),
        (("--csv", "year"), "name it year.csv."),
        (("--csv", "away/year.csv"), "there is no folder away; make it first."),
        (("--csv", "full.csv"), "File 'full.csv' is a directory."),
        (("--rounds", "0"), "0 is not in the range 1<=x<=130."),
        (("--turnout", "101"), "101 is not in the range 1<=x<=100."),
    ],
)
def test_what_cannot_be_meant_is_told(shell: Shell, words: tuple[str, ...], sentence: str) -> None:
    (shell.folder / "full.csv").mkdir()
    result = simulate(shell, *words)

    assert result.exit_code == 2
    assert told(result).endswith(f": {sentence}")


def test_a_file_that_cannot_be_written_is_told_after_the_sums(shell: Shell) -> None:
    result = simulate(shell, "--csv", f"{'x' * 300}.csv")

    assert "What Crossbrew promises" in result.output
    assert told(result).endswith("could not be written: File name too long.")


@pytest.mark.parametrize("content", ["", HEADER, "what,is,this\n1,2,3\n", STAFF + "S-1,Twice,,Nursing,\n"])
def test_a_list_with_faults_is_told_as_an_import_tells_it(shell: Shell, content: str) -> None:
    shell.furnish()
    file = shell.write("staff.csv", content)
    imported = shell("people", "import", file, "--dry-run")
    simulated = shell("simulate", "--people", file)

    assert told(simulated) == told(imported).replace("Nothing was imported", "Nothing was simulated")


def test_it_takes_two_for_a_coffee(shell: Shell) -> None:
    file = shell.write("staff.csv", HEADER + "S-1,Amara Okafor,,Nursing,Band 5\n")

    assert told(shell("simulate", "--people", file)) == (
        "Error: The staff list holds fewer than two people; it takes two for a coffee."
    )


def test_a_list_of_one_department_has_nothing_to_draw(shell: Shell) -> None:
    file = shell.write("staff.csv", HEADER + "S-1,Amara Okafor,,Nursing,5\nS-2,Ben Hughes,, nursing ,6\n")
    drawn = shell("simulate", "--people", file, "--chart", "year.svg")
    told_all = shell("simulate", "--people", file, "--rounds", "2", "--turnout", "100").output

    assert told(drawn).endswith("this list has fewer than two: leave out --chart.")
    assert "2 people in 1 department, 2 rounds" in told_all
    assert re.search(r"round by which all are joined +-\n", told_all)


def test_a_list_in_another_encoding_is_read_with_it(shell: Shell) -> None:
    file = shell.write("staff.csv", STAFF.replace("Ben", "Zoë").encode("utf-16-le"))

    assert shell("simulate", "--people", file, "--encoding", "utf-16-le", "--rounds", "1").exit_code == 0


def test_grades_off_the_ladder_are_told(shell: Shell) -> None:
    rows = "S-4,Dana Levy,,Finance,MC46\nS-5,Efua Mensah,,Radiology,\n"
    some = shell("simulate", "--people", "-", "--rounds", "1", given=STAFF + rows).output
    none = shell("simulate", "--people", "-", "--rounds", "1", given=HEADER + rows).output

    assert (
        "Grades say nothing of 2 of them: they have none, or one that has no place on the ladder "
        "(Band 3, Band 5, Band 7)."
    ) in some
    assert "the ladder (which is empty, since no grade is numbered)." in none
    assert re.search(r"one to three grades apart +-\n", none)
    assert "Grades say nothing" not in simulate(shell).output


def test_a_list_too_small_for_a_year_without_repeats_is_told_and_seen(shell: Shell) -> None:
    output = simulate(shell, "--turnout", "100", people=6, rounds=9).output

    assert (
        "The smallest round has 6. With fewer than 20 people, 9 rounds cannot always go by without somebody "
        "meeting the same person again."
    ) in output
    assert re.search(
        r"✗ not kept: nobody meets the same person again within a year \(\d+ pairs did\)", output
    )
    assert "The smallest round" not in simulate(shell, people=30).output
    assert "The smallest round" not in simulate(shell, people=6, rounds=1).output


def test_a_gap_and_unfair_turns_are_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    best = WAYS[CROSSBREW]

    def worse(*inputs: Any) -> Seated:
        seated = best(*inputs)
        away = seated.groups[-1]
        return replace(
            seated, groups=seated.groups[:-1], sitting_out=away, gap=0.00125, proof=Proof.CERTIFIED
        )

    monkeypatch.setitem(WAYS, CROSSBREW, worse)
    output = simulate(shell, rounds=4, people=12).output

    assert "0.1250 % certified" in output
    assert "(not in 4 rounds; at most 0.1250 % more)" in output
    assert re.search(
        r"✗ not kept: nobody sits out twice before everybody did once \(\d+ people did\)", output
    )


def test_every_plain_way_can_be_named(shell: Shell) -> None:
    assert {CROSSBREW, *PLAIN} == set(WAYS)
    assert all(f"{way}" in shell("simulate", "--help").output for way in PLAIN)


def test_help_loads_no_numerical_library() -> None:
    heavy = ("numpy", "scipy", "rustworkx", "sqlalchemy")
    script = (
        "import sys\n"
        "from bot.cli import main\n"
        "sys.argv = ['crossbrew', 'simulate', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        f"    print('loaded:', [name for name in {heavy} if name in sys.modules])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )

    assert said.stdout.endswith("loaded: []\n")

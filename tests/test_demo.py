"""`crossbrew demo` as a process: rounds without a page, a staff list of one's own, and how it ends."""

from __future__ import annotations

import csv
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.playground.serve import listen
from tests.demos import ADDRESS, demo, environment, read_until

if TYPE_CHECKING:
    from pathlib import Path

TEAMS = ("Nursing", "Pharmacy", "Estates", "Finance", "Radiology")
COLUMNS = ("staff_id", "name", "email", "department", "grade", "site", "job_title", "manager_id")
SECONDS = re.compile(r"\d+\.\d s")
PATIENCE_SECONDS = 100


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    """A staff list of sixty, in five teams, the first of each team managing the rest."""
    file = tmp_path / "staff.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(COLUMNS)
        for n in range(60):
            team = TEAMS[n % 5]
            manager = f"S{n % 5}" if n >= 5 else ""
            facts = (f"S{n}", f"P{n} Okoro", f"p{n}@example.org", team, f"Band {2 + n % 7}")
            rows.writerow([*facts, "North" if n % 2 else "South", f"{team} worker", manager])
    return file


def crossbrew(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def test_the_same_seed_plays_the_same_rounds_and_another_seed_others(tmp_path: Path, staff: Path) -> None:
    words = ["demo", "--headless", "--rounds", "2", "--people", str(staff), "--seed"]

    first, again, other = (crossbrew(tmp_path, *words, seed) for seed in ("7", "7", "8"))

    assert first.returncode == again.returncode == other.returncode == 0, first.stderr + other.stderr
    assert first.stderr == ""
    assert SECONDS.sub("", first.stdout) == SECONDS.sub("", again.stdout)
    assert SECONDS.sub("", first.stdout) != SECONDS.sub("", other.stdout)
    assert "Round 2 closed" in first.stdout
    assert first.stdout.count("✓") == 6
    assert "Okoro" not in first.stdout, "a report names nobody"
    assert not list(tmp_path.glob("crossbrew-demo-*")), "nothing is left behind"


def test_one_is_told_as_one(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text("name,department\nAmara Okafor,Nursing\nBen Hughes,Pharmacy\n", encoding="utf-8")

    done = crossbrew(tmp_path, "demo", "--headless", "--rounds", "1", "--people", str(file))

    assert "round 1 opened with 1 introduction, 0 sitting out\n" in done.stdout.casefold()
    assert not re.search(r"\b1 (?:\w+ )?(?:introductions|notices|pairs|rounds)\b", done.stdout)


def test_a_staff_list_with_faults_is_refused_with_each_fault_by_its_line(tmp_path: Path, staff: Path) -> None:
    lines = staff.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("S2,", "S1,", 1)
    lines[7] = lines[7].replace("Pharmacy", "", 1)
    staff.write_text("\n".join(lines), encoding="utf-8")

    done = crossbrew(tmp_path, "demo", "--headless", "--people", str(staff))

    assert done.returncode == 1
    assert "The staff list needs a look:" in done.stderr
    assert "line 4" in done.stderr.casefold()
    assert "line 8" in done.stderr.casefold()
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "content", ["", "name,department\nAmara Okafor,Nursing\n", "\x00\x01\x02", "a,b\n1,2\n"]
)
def test_a_file_that_is_no_staff_list_of_two_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "odd.csv"
    file.write_text(content, encoding="utf-8")

    done = crossbrew(tmp_path, "demo", "--headless", "--people", str(file))

    assert done.returncode == 1
    assert "Error: The staff list" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]
        done = crossbrew(tmp_path, "demo", "--port", str(port))

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 is taken by another program: "
        "choose another with --port, or --port 0 for any that is free.\n"
    )
    assert done.stdout == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_when_it_is_told_to(tmp_path: Path, staff: Path, number: signal.Signals) -> None:
    with demo(tmp_path, "--people", str(staff)) as process:
        url = read_until(process, ADDRESS)
        assert httpx.get(url, follow_redirects=True).is_success

        process.send_signal(number)
        said, _ = process.communicate(timeout=30)

    assert process.returncode == 0
    assert said == ""
    assert not list(tmp_path.glob("crossbrew-demo-*"))


def test_it_ends_quietly_while_it_is_setting_up(tmp_path: Path, staff: Path) -> None:
    with demo(tmp_path, "--people", str(staff)) as process:
        read_until(process, re.compile("Putting 60 people"))

        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)

    assert process.returncode == 0
    assert "Traceback" not in said
    assert not list(tmp_path.glob("crossbrew-demo-*"))


def test_it_ends_quietly_in_the_middle_of_a_wind(tmp_path: Path, staff: Path) -> None:
    with demo(tmp_path, "--people", str(staff)) as process:
        url = read_until(process, ADDRESS)
        view = str(httpx.get(url, follow_redirects=True).url).partition("?")[2]
        week = {"to": "7", "view": view}
        for _ in range(3):
            httpx.post(f"{url}wind", data=week, headers={"origin": url.rstrip("/")})

        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)

    assert process.returncode == 0
    assert "Traceback" not in said

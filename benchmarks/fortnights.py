"""How long the program takes to start, and six fortnights to play, from end to end.

Each line is a whole process: store, matcher, outbox, conversation, everybody's answers and the report.

    python benchmarks/fortnights.py [STAFF.csv …]

Without a file it makes up trusts of 500 and 5,000 people.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bot.directory.rows import FACTS
from bot.playground.trust import made_up_trust

SIZES = (500, 5_000)
ROUNDS = 6


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        files = files or [_made_up(size, Path(folder)) for size in SIZES]
        print(f"{'':44} {'seconds':>8} {'peak MB':>8}")
        _line("crossbrew --help", ["--help"])
        for file in files:
            with file.open(newline="", encoding="utf-8-sig") as rows:
                people = sum(1 for _ in csv.DictReader(rows))
            words = ["demo", "--headless", "--rounds", str(ROUNDS), "--people", str(file)]
            _line(f"{ROUNDS} fortnights of {people:,} people ({file.stem})", words)


def _line(what: str, words: list[str]) -> None:
    """Run the command in a process of its own, forked off one that has had no other child."""
    measured = subprocess.run(
        [sys.executable, __file__, "--measure", *words], capture_output=True, text=True, check=False
    )
    if measured.returncode:
        sys.exit(measured.stderr or measured.stdout)
    seconds, peak = measured.stdout.split()[-2:]
    print(f"{what:44.44} {float(seconds):8.1f} {int(peak) / 1024:8.0f}", flush=True)


def _measure(words: list[str]) -> None:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "bot", *words], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    print(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def _made_up(size: int, folder: Path) -> Path:
    file = folder / f"made-up-{size}.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        rows = csv.DictWriter(target, FACTS, extrasaction="ignore")
        rows.writeheader()
        rows.writerows(asdict(person) for person in made_up_trust(people=size))
    return file


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(sys.argv[2:])
    else:
        main()

"""How good the matcher is, and what others do with the same people, in one run.

python -m benchmarks.matching [--quick] [--large] [--long] [--sizes 500,1000] [--people FOLDER|FILE]
                              [--save FILE]
python -m benchmarks.matching --readme FILE    what was saved, as the README's section
python -m benchmarks.matching --chart FILE     what was saved, as docs/gallery/matching.svg
"""

from __future__ import annotations

import json
import os
import platform
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.matching import chart, readme
from benchmarks.matching.figures import goals, growths, years
from benchmarks.matching.imports import imports
from benchmarks.matching.instances import AS_PEOPLE, past_rounds, people_in, staff_lists
from benchmarks.matching.measuring import MeasureError, measure
from benchmarks.matching.table import HEAD, KEY, aligned, bound_of, line, text
from benchmarks.matching.ways import OURS, WAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.matching.ways import Way

QUICK, USUAL, LARGE = (100, 250, 500, 1_000), (100, 500, 1_000, 2_000, 10_000), (100_000, 1_000_000)
QUICK_MOST = {"blossom_networkx": 250, "blossom_rustworkx": 500}
"""People that slow rivals are given at most where the whole is to be quick."""
BUSY = 0.5
"""Processes a core that were running when the measuring began, beyond which others are in the way."""
YEAR_OF = 1_000
YEARS = (OURS, "first_fit")
VERSIONS = ("numpy", "scipy", "rustworkx", "networkx")


def main() -> int:
    asked = _asked(sys.argv[1:])
    if asked.readme or asked.chart:
        saved = _saved(asked.readme or asked.chart)
        print(readme.section(saved) if asked.readme else chart.draw(saved))
        return 0
    found = _run(asked)
    wrong = [each["certificate"] for each in found["rounds"] if not each.get("accepted", True)]
    print(*wrong, *found["failed"], sep="\n", end="", file=sys.stderr)
    return int(bool(wrong or found["failed"]))


def _asked(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser("python -m benchmarks.matching", None, __doc__)
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.add_argument("--sizes", type=_sizes, help="people in the drawn trusts, with commas between")
    parser.add_argument("--quick", action="store_true", help="two minutes: small trusts")
    parser.add_argument("--large", action="store_true", help="100,000 and 1,000,000 people as well")
    parser.add_argument("--long", action="store_true", help="networkx for 1,000 people as well: minutes")
    parser.add_argument(
        "--people", type=_lists, default=(), help="a staff list, or a folder of some, as well"
    )
    parser.add_argument("--save", type=Path, help="keep all that is found in this file, as JSON")
    parser.add_argument("--readme", type=Path, help="print the README's section from such a file")
    parser.add_argument("--chart", type=Path, help="draw docs/gallery/matching.svg from such a file")
    return parser.parse_args(words)


def _saved(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise SystemExit(f"There is nothing at {file}: measure with --save {file} first.")
    saved: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return saved


def _sizes(words: str) -> tuple[int, ...]:
    return tuple(int(word) for word in words.replace("_", "").split(","))


def _lists(words: str) -> tuple[Path, ...]:
    return staff_lists(Path(words))


def _run(asked: Namespace) -> dict[str, Any]:
    found: dict[str, Any] = {
        "machine": _machine(),
        "imports": imports(),
        "rounds": [],
        "years": [],
        "failed": [],
    }
    rounds = found["rounds"]
    print(*readme.weight(found), *_busy(found["machine"]), "", KEY, "", aligned(HEAD), sep="\n", flush=True)
    for instance, size, file in _instances(asked):
        for way in _given(asked, size):
            what = {"what": "round", "way": way.name, "size": size, "file": file}
            if _measured(found, rounds, what, way.name, instance):
                print(line(rounds[-1], bound_of(rounds, instance)), flush=True)
            _keep(found, asked.save)
    print("\nA year of rounds, of which everybody misses some ...\n", flush=True)
    for instance, size, file in _year_instances(asked):
        for name in YEARS:
            what = {"what": "year", "way": name.replace("_", "-"), "size": size, "file": file}
            if _measured(found, found["years"], what, name, instance):
                head, row = years(found["years"][-1:])
                print("; ".join(map(" ".join, zip(head, row, strict=True))), flush=True)
            _keep(found, asked.save)
    print("", "Seconds grow with", *growths(rounds), "", sep="\n")
    print(text(goals(rounds)))
    return found


def _measured(
    found: dict[str, Any], into: list[dict[str, Any]], what: dict[str, Any], way: str, instance: str
) -> bool:
    """Measure, and keep what was found; whether it went well: one that breaks off ends no other."""
    try:
        each = measure(**what)
    except MeasureError as error:
        print(error, flush=True)
        found["failed"].append(str(error))
        return False
    into.append(each | {"way": way, "instance": instance, "file": bool(what["file"])})
    return True


def _keep(found: dict[str, Any], where: Path | None) -> None:
    """Save what there is by now, so that a run that is stopped was not for nothing."""
    if where:
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        **{name: version(name) for name in VERSIONS},
    }


def _busy(machine: dict[str, Any]) -> Iterable[str]:
    """A warning where others use the machine: seconds are on the clock, so that two cores show."""
    if machine["load"] > machine["cores"] * BUSY:
        yield f"The machine is busy (load {machine['load']:.1f}): seconds and ratios are not to be trusted."


def _instances(asked: Namespace) -> Iterable[tuple[str, int, str]]:
    """What each is called, with its size, and its file where it is a list."""
    usual = QUICK if asked.quick else (*USUAL, *LARGE) if asked.large else USUAL
    for size in asked.sizes or usual:
        print(f"\n{_about(size)}", flush=True)
        yield f"{size:,} drawn", size, ""
    for file in asked.people:
        print(f"\n{file.stem}, with a year made up for them", flush=True)
        yield file.stem, people_in(file), str(file.resolve())


def _about(size: int) -> str:
    rounds = f"{size:,} people with {past_rounds(size)} past rounds"
    if size > AS_PEOPLE:
        return f"{rounds}, as arrays: the making of people, reasons and alternatives is not in our seconds"
    return f"{rounds}; ours is the whole call of match"


def _year_instances(asked: Namespace) -> Iterable[tuple[str, int, str]]:
    yield f"{YEAR_OF:,} drawn", YEAR_OF, ""
    for file in asked.people:
        yield file.stem, people_in(file), str(file.resolve())


def _given(asked: Namespace, size: int) -> Iterable[Way]:
    """Those who finish for this many people."""
    for way in WAYS:
        most = way.most(long=asked.long)
        if size <= (min(most, QUICK_MOST.get(way.name, most)) if asked.quick else most):
            yield way


if __name__ == "__main__":
    sys.exit(main())

"""From the first look to the report, as a stranger does it in Slack, with a real `crossbrew run`.

    python -m benchmarks.rehearsal --people staff.csv [--join 300] [--wire http]

Prints each step, how long it took and what was seen, and ends with 1 where anything is missing. The fake
Slack keeps to Slack's published limits; some four minutes for 300 people, most of them the introductions.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import textwrap
import time
from pathlib import Path

from tests.rehearsal import Rehearsal
from tests.replicas import HTTP, SOCKET, Site

SHOWN = 400
"""Letters of what was seen."""


def main() -> None:
    """Play it, and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rehearsal", description=__doc__)
    parser.add_argument("--people", type=Path, required=True, help="a staff list, as CSV")
    parser.add_argument("--join", type=int, default=300, help="how many of them join")
    parser.add_argument("--wire", choices=(SOCKET, HTTP), default=SOCKET)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Site(f"sqlite:///{folder / 'crossbrew.db'}", folder, asked.wire) as site:
            rehearsal = Rehearsal(site, asked.people.read_bytes(), asked.join)
            sys.exit(0 if played(rehearsal) else 1)


def played(rehearsal: Rehearsal) -> bool:
    """Whether every step went as it should."""
    print(f"a staff list of {len(rehearsal.rows):,} people", flush=True)
    for name, step in rehearsal.steps():
        began = time.monotonic()
        try:
            seen = step()
        except AssertionError as missing:
            print(f"{'':>8}    {name}: MISSING. {missing}", flush=True)
            print("\n".join(rehearsal.refused()), flush=True)
            return False
        took = f"{time.monotonic() - began:8.1f} s  {name}"
        print(f"{took}\n{textwrap.indent(textwrap.fill(seen[:SHOWN], 100), ' ' * 12)}", flush=True)
    refused = rehearsal.refused()
    print("\n".join(refused) if refused else "Slack refused nothing.", flush=True)
    return not refused


if __name__ == "__main__":
    main()

"""Replicas of `crossbrew run` on one PostgreSQL introduce a round; one is killed in the middle, one replaced.

Real processes, the pace that Slack sets, leases as they are: some eleven minutes for 500 introductions.

    python -m benchmarks.replicas [--pairings 500] [--wire socket]

Exits with 1 where somebody was introduced twice or not at all.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.pacing import time_to_make
from bot.platforms import Call
from bot.slack.limits import LIMITS
from tests import postgres
from tests.replicas import HTTP, SOCKET, Site

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_EVERY = 0.5
TELL_EVERY = 15.0


def main() -> None:
    """Play it, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replicas", description=__doc__)
    parser.add_argument("--pairings", type=int, default=500)
    parser.add_argument("--wire", choices=(SOCKET, HTTP), default=SOCKET)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres.server() as server,
        postgres.fresh_database(server) as url,
        Site(url, Path(folder), asked.wire) as site,
    ):
        site.everybody_joins(2 * asked.pairings)
        _play(site, asked.pairings)


def _play(site: Site, pairings: int) -> None:
    first, second = site.started(), site.started()
    print(f"two replicas are ready ({site.wire}), {2 * pairings:,} people are in", flush=True)
    print(site.crossbrew("round", "run").strip(), flush=True)
    began = time.monotonic()
    _until(site, began, lambda: len(site.introductions()) >= 0.8 * pairings)
    held = site.claims()
    first.kill()
    print(f"killed the first with -9; the two held {dict(held.most_common())}", flush=True)
    third = site.started()
    print("a third is ready", flush=True)
    _until(site, began, lambda: len(site.introductions()) >= 1.4 * pairings)
    code = second.terminate()
    print(f"told the second to stop; it ended with {code}", flush=True)
    _until(site, began, lambda: set(site.standing()) <= {"sent", "dead", "dropped"})
    seconds = time.monotonic() - began
    codes = code, third.terminate()
    sys.exit(0 if _tell(site, pairings, seconds) and codes == (0, 0) else 1)


def _until(site: Site, began: float, has_come: Callable[[], bool]) -> None:
    told = time.monotonic()
    while not has_come():
        time.sleep(LOOK_EVERY)
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            print(f"{told - began:6.0f} s  {dict(site.standing())}", flush=True)


def _tell(site: Site, pairings: int, seconds: float) -> bool:
    """Print the table; whether everybody was introduced exactly once."""
    seen = site.introductions()
    everybody = site.slack.workspace.users
    once = sum(seen[user] == 1 for user in everybody)
    least = time_to_make({Call.OPEN_GROUP: pairings}, LIMITS)
    limited = sum(call.status == 429 for call in site.slack.calls)
    print(
        "\n| introductions | introduced once | not at all | more than once | 429 | took | the pace |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        f"| {pairings:,} | {once:,} | {sum(not seen[user] for user in everybody):,} "
        f"| {sum(seen[user] > 1 for user in everybody):,} | {limited} "
        f"| {timedelta(seconds=round(seconds))} | {timedelta(seconds=round(least.total_seconds()))} |"
    )
    return once == len(everybody)


if __name__ == "__main__":
    main()

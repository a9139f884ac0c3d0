"""A thousand introductions in the hands of workers that are killed and frozen, to a Slack on a bad day.

    python -m benchmarks.delivery [--introductions 1000] [--engine sqlite] [--way look]

Exits with 1 where anything of ours was lost or repeated that we promise not to.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.delivery.run import WORKERS, Asked, Outcome, run
from benchmarks.delivery.servers import Postgres, postgres
from benchmarks.delivery.ways import WAYS
from benchmarks.delivery.worker import SHORTENED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.delivery.ways import Way

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
COLUMNS = (
    *("store", "way", "introductions", "sent", "dead", "in doubt", "not there", "lost"),
    *("repeated", "looked up", "taken back", "kills", "freezes", "crashes", "seconds"),
)
FEWEST_KILLS = 50
A_WHOLE_RUN = 1_000


def main() -> None:
    """Run every way on every engine that is asked for, and print a line for each."""
    asked = _asked()
    # So that a run which is told to stop takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    print(
        f"{asked.introductions:,} introductions, {asked.poison} of them poison (refused for good; they end "
        f"dead); {WORKERS} workers, killed every {asked.kill_every} s on average; of the calls 5 % are "
        "accepted and not answered, 3 % accepted with a 500, 3 % refused with a 500, 5 % answered 429, 1 % "
        f"accepted after the caller gave up. Seed {asked.seed}. {SHORTENED}\n"
    )
    print(_row(COLUMNS))
    print(_row(["---"] * len(COLUMNS)), flush=True)
    verdicts = [
        _line(engine, WAYS[name], _plan(asked, engine)) for engine in asked.engine for name in asked.way
    ]
    sys.exit(0 if all(verdicts) else 1)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery", description=__doc__)
    parser.add_argument("--introductions", type=int, default=A_WHOLE_RUN)
    parser.add_argument("--poison", type=int, default=10)
    parser.add_argument("--kill-every", type=float, default=1.2, metavar="SECONDS")
    parser.add_argument("--freezes", type=int, default=10)
    parser.add_argument("--crashes", type=int, default=3, help="of PostgreSQL")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--way", choices=WAYS, nargs="+", default=list(WAYS))
    return parser.parse_args()


def _plan(asked: argparse.Namespace, engine: str) -> Asked:
    crashes = asked.crashes if engine == "postgresql" else 0
    return Asked(asked.introductions, asked.poison, asked.kill_every, asked.freezes, crashes, asked.seed)


def _line(engine: str, way: Way, asked: Asked) -> bool:
    """Run and tell; whether what we promise was kept. Of a rival nothing was promised."""
    with _store(engine) as (url, server):
        outcome = run(url, way, asked, server)
    print(_row([ENGINES[engine], way.label, *_figures(outcome)]), flush=True)
    if way.is_rival:
        return True
    kept = outcome.is_kept(may_look=way.may_look)
    if not kept:
        print(f"NOT AS PROMISED: {outcome}", flush=True)
    if asked.introductions >= A_WHOLE_RUN and outcome.kills < FEWEST_KILLS:
        print(f"Only {outcome.kills} kills: ask for more with a shorter --kill-every.", flush=True)
        return False
    return kept


@contextmanager
def _store(engine: str) -> Iterator[tuple[str, Postgres | None]]:
    """An empty database of its own, and its server where it has one."""
    if engine == "postgresql":
        with postgres() as server:
            yield server.url, server
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'chaos.db'}", None


def _figures(outcome: Outcome) -> list[str]:
    numbers = (
        *(outcome.intended, outcome.sent, outcome.dead, outcome.in_doubt, outcome.not_there, outcome.lost),
        *(
            outcome.repeated,
            outcome.looked_up,
            outcome.taken_back,
            outcome.kills,
            outcome.freezes,
            outcome.crashes,
        ),
    )
    return [*(f"{number:,}" for number in numbers), f"{outcome.seconds:.0f}"]


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()

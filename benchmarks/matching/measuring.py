"""One measurement in a process of its own: seconds and memory beyond imports, and what came out.

python -m benchmarks.matching.measuring '{"what": "round", "way": "greedy", "size": 500}'
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.matching.certificate import CertificateError, certified
from benchmarks.matching.games import game_named, game_of
from benchmarks.matching.instances import AS_PEOPLE, past_rounds, pool_drawn, pool_listed
from benchmarks.matching.quality import quality, with_trio
from benchmarks.matching.ways import BY_NAME, OURS
from benchmarks.matching.year import year
from pairing.match import match
from pairing.people import OddPool
from pairing.seating import seat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from benchmarks.matching.games import Game
    from benchmarks.matching.instances import Pool
    from benchmarks.matching.quality import Quality
    from pairing.matching import Matching
    from pairing.seating import Seating

    Made = TypeVar("Made")

ROOT = Path(__file__).parents[2]
SOON, TIMES = 1.0, 3
"""Seconds below which a run is made again, so many times in all: the least of them counts."""


class MeasureError(RuntimeError):
    """A measurement that broke off; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock and of the processors, and megabytes.

    ``process`` is the most that the whole process held, ``added`` the part of it beyond imports and people.
    """

    seconds: float
    cpu: float
    process: float
    added: float


def measure(**what: Any) -> dict[str, Any]:  # noqa: ANN401 - goes through JSON
    """What one measurement found, made in a fresh process. Raises ``MeasureError`` where it breaks off."""
    command = [sys.executable, "-m", "benchmarks.matching.measuring", json.dumps(what)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it was ended, perhaps for want of memory"])[-1]
        raise MeasureError(f"{json.dumps(what)} could not be measured: {why}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def spent_on(run: Callable[[], Made]) -> tuple[Made, Spent]:
    """What the run made, and what it took; where that was soon over, the least of several runs."""
    before = _forget_peak()
    made, seconds, cpu = _timed(run)
    peak = _megabytes("VmHWM")
    times = [(seconds, cpu)]
    while sum(each for each, _ in times) < SOON and len(times) < TIMES:
        times.append(_timed(run)[1:])
    return made, Spent(*min(times), process=peak, added=peak - before)


def _timed(run: Callable[[], Made]) -> tuple[Made, float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    made = run()
    return made, time.perf_counter() - clock, time.process_time() - processor


def _forget_peak() -> float:
    """Let the peak be counted from now on; the megabytes that are held now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _megabytes("VmRSS")


def _megabytes(what: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024


def round_of(way: str, size: int = 0, file: str = "", seed: int = 1) -> dict[str, Any]:
    """One round by one way."""
    named = Path(file) if file else None
    if way == OURS:
        return _ours(named, size, seed) if size <= AS_PEOPLE else _ours_of_arrays(size, seed)
    function = BY_NAME[way].load()
    game = game_named(size, named, seed)
    pairs, spent = spent_on(lambda: function(game, seed))
    return asdict(spent) | asdict(quality(game, with_trio(game, pairs))) | {"people": game.size}


def _ours(file: Path | None, size: int, seed: int) -> dict[str, Any]:
    """A whole call of ``match``; then the same from its parts, with the prices, to check it."""
    rounds = past_rounds(size)
    pool = pool_listed(file, rounds, seed) if file else pool_drawn(size, rounds, seed)
    matching, spent = spent_on(
        lambda: match(pool.members, pool.programme, pool.history, pool.boundaries, seed)
    )
    game = game_of(pool, seed)
    seating = seat(game.scores, game.turns, OddPool.TRIO, seed)
    return _described(game, seating, spent, _groups(pool, matching), seed, matching)


def _ours_of_arrays(size: int, seed: int) -> dict[str, Any]:
    game = game_named(size, None, seed)
    seating, spent = spent_on(lambda: seat(game.scores, game.turns, OddPool.TRIO, seed))
    return _described(game, seating, spent, list(seating.groups), seed, None)


def _groups(pool: Pool, matching: Matching) -> list[tuple[int, ...]]:
    places = {member.id: place for place, member in enumerate(pool.members)}
    return [tuple(places[who] for who in each.people) for each in matching.pairings]


def _described(
    game: Game,
    seating: Seating,
    spent: Spent,
    groups: list[tuple[int, ...]],
    seed: int,
    matching: Matching | None,
) -> dict[str, Any]:
    found = quality(game, groups)
    try:
        proper(groups, found)
        known = _checked(game, seating, found.true, seed, matching)
    except CertificateError as error:
        known = {"certificate": f"REFUSED: {error}", "accepted": False}
    said = {"linear": seating.linear, "bound": seating.bound, "proof": seating.proof}
    return asdict(spent) | asdict(found) | said | known | {"people": game.size}


def proper(groups: Sequence[Sequence[int]], found: Quality) -> None:
    """What left the matcher in the end, spread over departments and with its trios."""
    seated = [place for group in groups for place in group]
    if len(seated) != len(set(seated)):
        raise CertificateError("Somebody is in two introductions.")
    if found.refused:
        raise CertificateError(f"{found.refused} couples who may not meet were introduced.")


def _checked(game: Game, seating: Seating, true: int, seed: int, matching: Matching | None) -> dict[str, Any]:
    if seating.solution is None:
        raise CertificateError("Nobody was paired.")
    if matching and (matching.linear, matching.bound) != (seating.linear, seating.bound):
        raise CertificateError("The same inputs and seed gave two results.")
    if matching and matching.score != true:
        raise CertificateError(f"The score is said to be {matching.score:,}, and is {true:,}.")
    if true > seating.bound:
        raise CertificateError("The score is above the bound.")
    return {"certificate": certified(game, game.problem(), seating.solution, seed), "accepted": True}


def main(what: str, **rest: Any) -> None:  # noqa: ANN401 - comes through JSON
    """Measure, and print what was found as JSON."""
    found = round_of(**rest) if what == "round" else year(**rest)
    print(json.dumps(found))


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))

"""What `crossbrew run` tells Prometheus. No label says anything of a person, a workspace or a programme.

What this process did is counted here; what stands in the store is read when somebody asks, in a bounded
time, and is the same from every replica.
"""

from __future__ import annotations

import platform
from collections import Counter as Tally
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Info,
    ProcessCollector,
    Summary,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily

from bot.watching.patience import Patient
from bot.watching.signs import Loop
from scheduler.lateness import late_rounds
from storage import programmes, rounds, vitals
from storage.database import StorageError
from storage.outbox import NoticeState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from bot.watching.signs import Signs
    from scheduler.clock import Clock
    from scheduler.tick import Ticked
    from storage.database import Database
    from storage.outbox import Claimed
    from storage.rounds import Round
    from storage.vitals import Depth

PATIENCE = 3.0
"""Seconds that a scrape waits for the database: without it, what is counted here is still told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store says of itself: the outbox, shut gates by method, how many rounds are late.

    ``gap`` is by how much the newest round of a programme could at most be better: the largest of them,
    or ``None`` before the first.
    """

    depth: Depth
    shut: Tally[str]
    late: int
    gap: float | None
    at: datetime


class Metrics:
    """The figures of one process, in a registry of its own."""

    media_type = "text/plain; version=0.0.4"

    def __init__(self, database: Database, clock: Clock, signs: Signs, workspaces: Collection[str]) -> None:
        self.registry = CollectorRegistry()
        standing = Patient(lambda: read_standing(database, clock.now(), workspaces), PATIENCE)
        self.registry.register(_Store(standing))
        ProcessCollector(registry=self.registry)
        self._notices = self._counter("notices", "Notices seen to, by what became of them.", "result")
        self._closures = self._counter("gate_closures", "Times a method asked to be left alone.", "method")
        self._ticks = self._counter("ticks", "Ticks, by whether every programme could be tended.", "result")
        self._pairing = Summary(
            "crossbrew_pairing_seconds", "How long rounds took to open here.", registry=self.registry
        )
        age = Gauge(
            "crossbrew_loop_age_seconds",
            "Seconds since a loop last came round.",
            ["loop"],
            registry=self.registry,
        )
        for loop in Loop:
            age.labels(loop.value).set_function(partial(signs.age, loop))
        for state in (NoticeState.SENT, NoticeState.DEAD, NoticeState.DROPPED):
            self._notices.labels(state.value)  # a figure from the start, so that the first one is a rise
        Info("crossbrew_build", "What is running.", registry=self.registry).info(
            {"version": version("crossbrew"), "python": platform.python_version()}
        )

    def ended(self, _held: Claimed, result: str) -> None:
        """Count what became of a notice."""
        self._notices.labels(result.replace(" ", "_")).inc()

    def gate_shut(self, method: str) -> None:
        """Count that a platform asked for a method to be left alone."""
        self._closures.labels(method).inc()

    def ticked(self, ticked: Ticked) -> None:
        """Count a tick, and how long the rounds took that it opened."""
        self._ticks.labels("failed" if ticked.failed else "ok").inc()
        for seconds in ticked.opening:
            self._pairing.observe(seconds)

    def exposition(self) -> bytes:
        """All of it, in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"crossbrew_{name}", says, labels, registry=self.registry)


class _Store:
    """Reads what stands in the store whenever somebody scrapes."""

    def __init__(self, standing: Patient[Standing]) -> None:
        self._standing = standing

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The figures; where the store does not answer, that alone."""
        try:
            found = self._standing.ask()
        except (StorageError, TimeoutError):
            yield _family("database_up", "Whether the database answered this scrape.", 0)
            return
        yield _family("database_up", "Whether the database answered this scrape.", 1)
        yield from _told(found)


def _told(found: Standing) -> Iterable[GaugeMetricFamily]:
    depth = found.depth
    due = 0.0 if depth.oldest_due is None else (found.at - depth.oldest_due).total_seconds()
    notices = _family("outbox_notices", "Notices that are not done with, by state.", labels=("state",))
    for state, number in depth.notices.items():
        notices.add_metric([state.value], number)
    shut = _family("gates_shut", "Methods that the chat asked to be left alone for now.", labels=("method",))
    for method, number in found.shut.items():
        shut.add_metric([method], number)
    yield notices
    yield shut
    yield _family("outbox_oldest_due_seconds", "How long the oldest due notice has been waiting.", due)
    yield _family("rounds_late", "Rounds that should have started or closed by now.", found.late)
    if found.gap is not None:
        says = "By which share the newest round could at most be better; 0 is proven best."
        yield _family("pairing_gap_ratio", says, found.gap)


def _family(
    name: str, says: str, value: float | None = None, labels: tuple[str, ...] = ()
) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"crossbrew_{name}", says, value, labels or None)


def read_standing(database: Database, now: datetime, workspaces: Collection[str]) -> Standing:
    """Read what the store says of itself, in one view."""
    served = tuple(workspaces)
    with database.read() as connection:
        told = [
            (one, rounds.rounds(connection, one))
            for workspace in served
            for one in programmes.programmes(connection, workspace)
        ]
        return Standing(
            depth=vitals.depth(connection, now, served),
            shut=Tally(gate.method for gate in vitals.shut_gates(connection, now)),
            late=sum(len(late_rounds(programme, known, now)) for programme, known in told),
            gap=max((gap for _, known in told if (gap := _newest_gap(known)) is not None), default=None),
            at=now,
        )


def _newest_gap(known: Mapping[int, Round]) -> float | None:
    matched = [one.result for one in known.values() if one.result.proof]
    if not matched:
        return None
    newest = matched[-1]
    return (newest.bound - newest.linear) / max(1, abs(newest.bound))

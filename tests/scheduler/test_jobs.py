from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from threading import Barrier, Event, Lock

import pytest
from apscheduler.schedulers import base

from scheduler.jobs import Beat, Heartbeat

PATIENCE = 30
"""Seconds to wait for what comes at once, on a machine that is busy with something else."""


class Work:
    """Something to wake: it counts, and remembers how many ran at a time."""

    def __init__(self, enough: int) -> None:
        self.enough = enough
        self.begun = self.running = self.most = 0
        self.lock = Lock()
        self.done = Event()
        self.hold = Event()
        self.hold.set()

    def __call__(self) -> None:
        with self.lock:
            self.begun += 1
            self.running += 1
            self.most = max(self.most, self.running)
        self.hold.wait(PATIENCE)
        with self.lock:
            self.running -= 1
        if self.begun >= self.enough:
            self.done.set()


def test_it_beats_at_once_without_waiting_for_the_first_interval() -> None:
    work = Work(enough=1)
    heart = Heartbeat(Beat(work, 3600))
    heart.start()

    assert work.done.wait(PATIENCE)
    heart.stop()
    assert work.begun == 1


def test_it_goes_on_beating() -> None:
    work = Work(enough=4)
    heart = Heartbeat(Beat(work, 0.02))
    heart.start()

    assert work.done.wait(PATIENCE)
    heart.stop()


@pytest.mark.filterwarnings("ignore")
def test_it_never_beats_twice_at_a_time_however_long_the_first_beat_takes() -> None:
    work = Work(enough=3)
    work.hold.clear()
    heart = Heartbeat(Beat(work, 0.02))
    heart.start()
    Event().wait(0.3)
    assert work.most == 1

    work.hold.set()
    assert work.done.wait(PATIENCE)
    heart.stop()
    assert work.most == 1


def test_a_beat_that_fails_is_not_the_last(caplog: pytest.LogCaptureFixture) -> None:
    beats: list[int] = []
    again = Event()

    def wake() -> None:
        beats.append(1)
        if len(beats) > 1:
            again.set()
        raise RuntimeError("this beat failed")

    heart = Heartbeat(Beat(wake, 0.02))
    heart.start()

    assert again.wait(PATIENCE)
    heart.stop()
    assert "this beat failed" in caplog.text


def test_stopping_lets_the_beat_in_progress_end_and_begins_no_other() -> None:
    inside, finished = Barrier(2), Event()

    def wake() -> None:
        inside.wait(PATIENCE)
        Event().wait(0.2)
        finished.set()

    heart = Heartbeat(Beat(wake, 3600))
    heart.start()
    inside.wait(PATIENCE)
    heart.stop()

    assert finished.is_set()


def test_a_long_beat_keeps_no_other_waiting() -> None:
    long, short = Work(enough=1), Work(enough=3)
    long.hold.clear()
    heart = Heartbeat(Beat(long, 0.02), Beat(short, 0.02))
    heart.start()

    assert short.done.wait(PATIENCE)
    assert not long.done.is_set()
    long.hold.set()
    heart.stop()


class TimeOfDay:
    """The time of day as APScheduler reads it and as `Heartbeat` does, which somebody may set."""

    ahead = timedelta()

    def now(self, _zone: tzinfo | None = None) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.mark.parametrize("hours", [-1, 1])
def test_it_goes_on_beating_when_somebody_sets_the_clock(hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    day = TimeOfDay()
    monkeypatch.setattr(base, "datetime", day)
    work = Work(enough=1)
    heart = Heartbeat(Beat(work, 0.5), clock=day)
    heart.start()
    assert work.done.wait(PATIENCE)

    day.ahead = timedelta(hours=hours)
    work.enough = work.begun + 3
    work.done.clear()

    assert work.done.wait(PATIENCE)
    heart.stop()

from __future__ import annotations

from threading import Barrier, Event, Lock

import pytest

from scheduler.jobs import Heartbeat

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
    heart = Heartbeat(work, seconds=3600)
    heart.start()

    assert work.done.wait(PATIENCE)
    heart.stop()
    assert work.begun == 1


def test_it_goes_on_beating() -> None:
    work = Work(enough=4)
    heart = Heartbeat(work, seconds=0.02)
    heart.start()

    assert work.done.wait(PATIENCE)
    heart.stop()


@pytest.mark.filterwarnings("ignore")
def test_it_never_beats_twice_at_a_time_however_long_the_first_beat_takes() -> None:
    work = Work(enough=3)
    work.hold.clear()
    heart = Heartbeat(work, seconds=0.02)
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

    heart = Heartbeat(wake, seconds=0.02)
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

    heart = Heartbeat(wake, seconds=3600)
    heart.start()
    inside.wait(PATIENCE)
    heart.stop()

    assert finished.is_set()

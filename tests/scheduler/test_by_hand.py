"""A round that is opened by hand while something else happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler import by_hand
from scheduler.by_hand import HeldError, KnownError
from scheduler.lateness import GRACE, late_rounds
from scheduler.opening import open_round
from storage import programmes, rounds, steering
from tests.scheduler.test_opening import interrupt
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from pairing.people import Programme


def programme_of(story: Story) -> Programme:
    with story.database.read() as connection:
        return programmes.find(connection, WORKSPACE, "main")


def hold(story: Story) -> None:
    with story.database.change() as connection:
        by_hand.hold(connection, programme_of(story), 1)


def skip(story: Story) -> None:
    with story.database.change() as connection:
        assert by_hand.skip(connection, programme_of(story), 1, story.clock.now())


def test_held_while_the_matcher_runs_it_does_not_open(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(monkeypatch, lambda _: hold(story))

    with pytest.raises(HeldError):
        by_hand.run_now(story.database, programme_of(story), 1, story.clock.now(), "dana")
    assert story.pairings() == ()


def test_left_out_while_the_matcher_runs_it_does_not_open(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(monkeypatch, lambda _: skip(story))

    with pytest.raises(KnownError):
        by_hand.run_now(story.database, programme_of(story), 1, story.clock.now(), "dana")
    assert story.pairings() == ()


def test_let_go_again_just_then_nothing_is_said_to_be_open(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_hand, "open_round", lambda *_: None)

    with pytest.raises(KnownError, match="could not be opened just now"):
        by_hand.run_now(lite.database, programme_of(lite), 1, lite.clock.now(), "dana")


def test_a_tick_that_read_of_it_before_it_was_held_does_not_open_it(story: Story) -> None:
    before = programme_of(story)
    hold(story)

    assert open_round(story.database, before, 1, story.clock.now()) is None
    with story.database.read() as connection:
        assert rounds.rounds(connection, before) == {}


def test_a_round_that_is_held_is_no_sign_that_nobody_ticks(lite: Story) -> None:
    then = lite.plan().starts_at + 2 * GRACE
    assert late_rounds(programme_of(lite), {}, then) == [1]
    with lite.database.change() as connection:
        steering.set_held(connection, programme_of(lite), held=True)

    assert late_rounds(programme_of(lite), {}, then) == []

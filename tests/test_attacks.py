"""Two at the same instant: replicas and presses that meet in the middle of each other's work."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Event, Thread, current_thread
from typing import TYPE_CHECKING

from scheduler import opening
from scheduler.closing import close_round
from scheduler.tick import Ticked, tick
from storage import pairings, programmes
from storage.records import programme_records
from tests.story import SIX, WORKSPACE, Story

if TYPE_CHECKING:
    import pytest

    from pairing.matching import Matching
    from pairing.notices import Pairing
    from pairing.people import Person, Programme
    from scheduler.gather import Pool
    from storage.database import Connection

TOGETHER_SECONDS = 2
"""How long one waits for the other to come: where the store lets them in one by one, it never does."""

LONGEST = 30


def both(story: Story, pairing: Pairing) -> tuple[Person, ...]:
    return tuple(who for who in SIX if story.id_of(who) in pairing.people)


def test_two_replicas_that_pair_the_freed_at_once_introduce_them_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.wind(story.plan().starts_at)
    for pairing in story.pairings()[:2]:
        gone, waits = both(story, pairing)
        story.does(gone, "cannot", pairing=pairing.id)
        story.does(waits, "fresh", pairing=pairing.id)
    decide, together = opening.decide, Barrier(2)

    def decide_together(pool: Pool) -> Matching:
        try:
            together.wait(TOGETHER_SECONDS)
        except BrokenBarrierError:
            return decide(pool)
        return decide(pool)

    monkeypatch.setattr(opening, "decide", decide_together)
    done: list[Ticked] = []
    replicas = [Thread(target=lambda: done.append(tick(story.database, story.clock.now()))) for _ in range(2)]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join(LONGEST)

    assert [one.failed for one in done] == [0, 0]
    assert len(story.pairings()) == 4


def test_an_answer_given_while_the_round_closes_counts(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.wind(story.plan().starts_at)
    pairing = story.pairings()[0]
    story.clock.wind(story.plan().closes_at - timedelta(seconds=1))
    with story.database.read() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
    in_round, has_read, is_answered = pairings.in_round, Event(), Event()

    def read_and_dwell(connection: Connection, of: Programme, number: int) -> tuple[Pairing, ...]:
        found = in_round(connection, of, number)
        if current_thread() is closing:
            has_read.set()
            is_answered.wait(TOGETHER_SECONDS)
        return found

    monkeypatch.setattr(pairings, "in_round", read_and_dwell)
    closing = Thread(target=lambda: close_round(story.database, main, 1, story.plan().closes_at))
    closing.start()
    assert has_read.wait(LONGEST)
    story.does(both(story, pairing)[0], "met", pairing=pairing.id)
    is_answered.set()
    closing.join(LONGEST)

    assert outcomes(story, main) == {pairing.id: "met"}


def outcomes(story: Story, of: Programme) -> dict[str, str]:
    """The outcome of each pairing of which one is known."""
    with story.database.read() as connection:
        records = programme_records(connection, of).pairings
        ids = [one.id for one in pairings.in_round(connection, of, 1)]
    found = dict(zip(ids, (one.outcome.value for one in records), strict=True))
    return {id_: outcome for id_, outcome in found.items() if outcome != "unknown"}


def test_two_who_cannot_make_it_say_so_at_once_and_neither_waits_for_the_other(story: Story) -> None:
    story.wind(story.plan().starts_at)
    pairing = story.pairings()[0]
    presses = [
        Thread(target=story.does, args=(who, "cannot"), kwargs={"pairing": pairing.id})
        for who in both(story, pairing)
    ]
    for press in presses:
        press.start()
    for press in presses:
        press.join(LONGEST)

    with story.database.read() as connection:
        found = pairings.find(connection, WORKSPACE, pairing.id)
    assert found is not None
    assert len(found.answers) == 1, "the second comes to a pairing that is freed already"

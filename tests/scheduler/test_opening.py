"""What happens while the matcher is at work on a round."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pairing.matching import Alternative, Coverage, Proof, Reason
from scheduler import opening
from storage import people, programmes, rounds
from storage.explaining import Instead, instead
from storage.rounds import Result
from tests.cast import AMARA
from tests.story import SIX, WORKSPACE, Story

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from pairing.matching import Matching
    from scheduler.gather import Pool


def interrupt(monkeypatch: pytest.MonkeyPatch, first: Callable[[Matching], object]) -> list[Matching]:
    """Let something happen just after the matcher has decided for the first time; what it decided."""
    decide = opening.decide
    decided: list[Matching] = []

    def decide_interrupted(pool: Pool) -> Matching:
        decided.append(decide(pool))
        if len(decided) == 1:
            first(decided[0])
        return decided[-1]

    monkeypatch.setattr(opening, "decide", decide_interrupted)
    return decided


def test_two_who_are_kept_apart_while_the_matcher_runs_are_not_introduced(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep_apart(matching: Matching) -> None:
        one, other = matching.pairings[0].people
        with story.database.change() as connection:
            programmes.exclude(connection, WORKSPACE, one, other, "")

    decided = interrupt(monkeypatch, keep_apart)
    story.clock.wind(story.plan().starts_at)
    story.tick()

    assert len(decided) == 2
    assert decided[0].pairings[0].people not in [one.people for one in story.pairings()]
    assert len(story.pairings()) == 3


def test_who_pauses_while_the_matcher_runs_is_not_introduced(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(monkeypatch, lambda _: lite.says(AMARA, "pause"))
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()

    paired = {person for one in lite.pairings() for person in one.people}
    assert paired == {lite.id_of(who) for who in SIX} - {lite.id_of(AMARA)}


def test_who_changes_what_no_rule_forbids_while_the_matcher_runs_costs_no_second_run(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def move(_: Matching) -> None:
        with lite.database.change() as connection:
            people.change_person(connection, WORKSPACE, lite.id_of(AMARA), site="South")

    decided = interrupt(monkeypatch, move)
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()

    assert len(decided) == 1
    assert len(lite.pairings()) == 3


def test_what_explains_a_round_is_written_with_it(lite: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    decide = opening.decide
    amara, reasons = lite.id_of(AMARA), (Reason("same_site", 600), Reason("repeat", -100))

    def decided(pool: Pool) -> Matching:
        return replace(
            decide(pool),
            linear=70,
            bound=80,
            proof=Proof.CERTIFIED,
            coverage=Coverage(joined=3, most=5),
            alternatives={amara: Alternative("whoever", 500, 9, reasons)},
        )

    monkeypatch.setattr(opening, "decide", decided)
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()

    (hers,) = [one for one in lite.pairings() if amara in one.people]
    with lite.database.read() as connection:
        assert instead(connection, WORKSPACE, hers.id, amara) == Instead(500, 9, reasons)
        of = programmes.programmes(connection, WORKSPACE)[0]
        kept = rounds.rounds(connection, of)[hers.round_number].result
    assert kept == Result(kept.seed, kept.digest, kept.score, 70, 80, "certified", 3, 5)
    assert len(kept.digest) == 64

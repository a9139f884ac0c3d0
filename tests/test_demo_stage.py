"""What the demo tells of a wind of its clock: plainly, once, and the most telling last."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.demo.stage import QUIET, DemoStage
from bot.demo.world import World, before_first_round, make_world
from bot.playground.trust import made_up_trust
from bot.playground.view import first_view
from pairing.rounds import timetable
from storage.database import Database, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Forty people, four days before their first round."""
    database = Database(f"sqlite:///{tmp_path / 'demo.db'}")
    migrate(database)
    yield make_world(database, made_up_trust(people=40), before_first_round(date(2026, 1, 6)), 2026)
    database.close()


@pytest.fixture
def stage(world: World) -> DemoStage:
    return DemoStage(world)


def wound(stage: DemoStage, to: datetime) -> Sequence[str]:
    return stage.wind(to, being=NOBODY, others_answer=True)


def test_each_event_is_what_the_clock_tells_last(world: World, stage: DemoStage) -> None:
    plan = timetable(world.programme.cadence, 1)
    told = [wound(stage, moment)[-1].partition(" — ")[2] for moment in plan.instants]

    assert told[0] == "Members hear that a round is coming"
    assert told[1].startswith("Round 1 opened with ")
    assert told[2:5] == [
        "A nudge where no time is set",
        "Everybody is asked, privately, how it went",
        "One last reminder",
    ]
    assert told[5].startswith("Round 2 opened with ")


def test_one_thing_is_told_as_one(stage: DemoStage) -> None:
    sentences = [what for weeks in range(1, 9) for what in wound(stage, stage.now() + timedelta(days=7))]

    assert not [what for what in sentences if " owed " in what]
    assert not [what for what in sentences if " 1 buttons" in what or " 1 messages" in what]
    assert len(set(sentences)) == len(sentences) - sentences.count(QUIET) + (QUIET in sentences)


def test_a_quiet_stretch_is_told_as_such(stage: DemoStage) -> None:
    assert wound(stage, stage.now() + timedelta(minutes=1)) == [QUIET]


def test_the_first_view_shows_two_who_were_introduced_and_a_newcomer_of_another_name(
    world: World, stage: DemoStage
) -> None:
    wound(stage, timetable(world.programme.cadence, 1).starts_at)
    faces = {face.address: face for face in stage.people()}

    one, other, newcomer = first_view(world.platform, list(faces.values())).seats

    assert one.chat == other.chat != one.person
    assert faces[one.person].is_member
    assert not faces[newcomer.person].is_member
    assert newcomer.chat == newcomer.person
    assert len({faces[seat.person].name.split()[0] for seat in (one, other, newcomer)}) == 3

"""People introduced by hand in a round under way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from pairing.notices import Kind, PairingState
from pairing.people import OddPool
from scheduler import introducing, opening
from scheduler.introducing import Introduced, introduce
from storage import people, programmes, rounds, tables
from tests.cast import AMARA, BEN, CHIDI, DANA, EFUA, person
from tests.storage.shelf import at_once
from tests.story import SIX, WORKSPACE, facts_of

if TYPE_CHECKING:
    from pairing.notices import Pairing
    from pairing.people import Person
    from tests.story import Story

WHO = "operator"
GWEN = person("Gwen Aled", "Clinical coding", "Band 4")


def by_hand(story: Story, *who: Person) -> Introduced:
    """Introduce these people now."""
    with story.database.read() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
    return introduce(story.database, main, [story.id_of(one) for one in who], story.clock.now(), WHO)


def begin_without(story: Story, *who: Person) -> None:
    """Open the first round while these are away, and let them come back."""
    for one in who:
        story.says(one, "pause")
    story.wind(story.plan().starts_at)
    for one in who:
        story.presses(one, "I'm back")


def late(story: Story) -> list[Pairing]:
    """The pairings made after the round began."""
    return [one for one in story.pairings() if one.made_at > story.plan().starts_at]


def test_two_who_came_back_are_introduced_and_told_once(story: Story) -> None:
    begin_without(story, AMARA, BEN)
    story.clock.wind(story.plan().starts_at + timedelta(minutes=5))

    assert by_hand(story, AMARA, BEN) is Introduced.MADE
    assert by_hand(story, BEN, AMARA) is Introduced.ALREADY
    story.wind(story.plan().starts_at + timedelta(hours=1))

    (made,) = late(story)
    assert set(made.people) == {story.id_of(AMARA), story.id_of(BEN)}
    assert "It has already begun" in story.seen_by(AMARA)
    assert story.group_titles()[2:] == ["Amara and Ben, time for a coffee ☕"]


def test_a_table_is_introduced_as_one(lite: Story) -> None:
    table = (AMARA, BEN, CHIDI, DANA)
    begin_without(lite, *table)
    lite.clock.wind(lite.plan().starts_at + timedelta(minutes=5))

    assert by_hand(lite, *table) is Introduced.MADE
    lite.wind(lite.plan().starts_at + timedelta(hours=1))

    assert [len(one.people) for one in late(lite)] == [4]
    assert all(name in lite.group_titles()[-1] for name in ("Amara", "Ben", "Chidi", "Dana"))
    assert "You are four this time." in lite.seen_by(AMARA)


def test_it_is_noted_who_did_it_and_not_to_whom(lite: Story) -> None:
    begin_without(lite, AMARA, BEN)
    by_hand(lite, AMARA, BEN)

    with lite.database.read() as connection:
        (noted,) = connection.execute(
            select(tables.audit.c.actor, tables.audit.c.action, tables.audit.c.about)
        )
    assert tuple(noted) == (WHO, "people introduced", "round 1, 2 people")


def test_two_who_do_it_at_once_make_one_pairing(story: Story) -> None:
    begin_without(story, AMARA, BEN, CHIDI)
    done: list[Introduced] = []

    at_once(
        lambda: done.append(by_hand(story, AMARA, BEN)),
        lambda: done.append(by_hand(story, AMARA, BEN)),
        lambda: done.append(by_hand(story, BEN, CHIDI)),
    )

    seated = [person for one in story.pairings() for person in one.people]
    assert len(seated) == len(set(seated))
    assert done.count(Introduced.MADE) == 1
    assert set(done) <= {Introduced.MADE, Introduced.ALREADY, Introduced.NO_ROOM}


def test_whoever_has_a_pairing_has_no_room_for_another(lite: Story) -> None:
    begin_without(lite, AMARA, BEN)

    assert by_hand(lite, AMARA, CHIDI) is Introduced.NO_ROOM
    assert by_hand(lite, AMARA, BEN, CHIDI) is Introduced.NO_ROOM
    assert late(lite) == []


@pytest.mark.parametrize("words", ["pause", "leave", "skip"])
def test_whoever_is_not_in_the_round_is_not_introduced(lite: Story, words: str) -> None:
    if words == "skip":
        lite.wind(lite.plan().heads_up_at)
        lite.says(AMARA, words)
    begin_without(lite, BEN, *([] if words == "skip" else [AMARA]))
    if words != "skip":
        lite.says(AMARA, words)

    assert by_hand(lite, AMARA, BEN) is Introduced.NOT_IN_ROUND
    assert late(lite) == []


def test_somebody_who_never_joined_is_not_introduced(lite: Story) -> None:
    begin_without(lite, AMARA)
    with lite.database.change() as connection:
        people.import_staff(connection, WORKSPACE, {GWEN.staff_id: facts_of(GWEN)}, [])
        gwen = people.person_id(WORKSPACE, GWEN.staff_id)
        main = programmes.programmes(connection, WORKSPACE)[0]

    found = introduce(lite.database, main, [lite.id_of(AMARA), gwen], lite.clock.now(), WHO)
    assert found is Introduced.NOT_IN_ROUND


def test_an_exclusion_a_line_manager_and_an_earlier_attempt_are_told_alike(lite: Story) -> None:
    begin_without(lite, AMARA, BEN, CHIDI, DANA)
    with lite.database.change() as connection:
        programmes.exclude(connection, WORKSPACE, lite.id_of(AMARA), lite.id_of(BEN), "")
        people.change_person(connection, WORKSPACE, lite.id_of(CHIDI), manager_id=AMARA.staff_id)
    assert by_hand(lite, AMARA, DANA) is Introduced.MADE
    lite.wind(lite.plan().starts_at + timedelta(hours=1))
    lite.presses(AMARA, "Can't make it")

    told = {by_hand(lite, AMARA, other) for other in (BEN, CHIDI, DANA)}
    assert told == {Introduced.NOT_THESE}
    assert by_hand(lite, AMARA, BEN, EFUA) is Introduced.NO_ROOM, "what is no secret is told first"


def test_whoever_was_freed_is_introduced_and_wishes_for_nobody_else(lite: Story) -> None:
    begin_without(lite, AMARA, BEN)
    lite.presses(CHIDI, "Can't make it")
    freed = lite.partner_of(CHIDI)
    lite.wind(lite.plan().starts_at + timedelta(hours=1))
    lite.presses(freed, "Find me someone new")

    assert by_hand(lite, AMARA, freed) is Introduced.MADE
    lite.wind(lite.plan().ask_at)

    assert "Nobody new this round" not in lite.heard(freed)
    assert lite.pairing_of(freed).people == tuple(sorted((lite.id_of(AMARA), lite.id_of(freed))))


@pytest.mark.parametrize("when", ["before", "after"])
def test_there_must_be_a_round_under_way(lite: Story, when: str) -> None:
    if when == "after":
        begin_without(lite, AMARA, BEN)
        lite.clock.wind(lite.plan().closes_at)

    assert by_hand(lite, AMARA, BEN) is Introduced.NO_ROUND


def test_a_round_that_closes_meanwhile_takes_nobody_more(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_without(lite, AMARA, BEN)
    monkeypatch.setattr("scheduler.introducing.rounds.hold_open", lambda *_: False)

    assert by_hand(lite, AMARA, BEN) is Introduced.NO_ROUND
    assert late(lite) == []


def test_who_pauses_while_the_matcher_runs_is_not_introduced(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_without(lite, AMARA, BEN)
    decide = opening.decide
    monkeypatch.setattr(introducing, "decide", lambda pool: (lite.says(AMARA, "pause"), decide(pool))[1])

    assert by_hand(lite, AMARA, BEN) is Introduced.NOT_IN_ROUND
    assert {one.state for one in lite.pairings()} == {PairingState.OPEN}
    assert len(lite.pairings()) == len(SIX) // 2 - 1


def test_whoever_sat_out_and_is_introduced_after_all_did_not_sit_out(lite: Story) -> None:
    with lite.database.change() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
        programmes.change_programme(connection, main, odd_pool=OddPool.SIT_OUT.value)
    lite.says(AMARA, "pause")
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    with lite.database.read() as connection:
        ((left, _),) = rounds.history(connection, main).sat_out.items()
    lite.presses(AMARA, "I'm back")

    assert by_hand(lite, AMARA, next(one for one in SIX if lite.id_of(one) == left)) is Introduced.MADE
    lite.wind(lite.plan().starts_at + timedelta(hours=1))

    with lite.database.read() as connection:
        assert rounds.history(connection, main).sat_out == {}
        told = select(tables.notice.c.person, tables.notice.c.state).where(
            tables.notice.c.kind == Kind.SITTING_OUT.value
        )
        assert [tuple(one) for one in connection.execute(told)] == [(left, "dropped")]

"""A whole fortnight, from joining to the report, through store, matcher, outbox and conversation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pairing.answers import Certainty, Outcome, settle
from pairing.notices import PairingState
from pairing.people import Status
from tests.cast import AMARA, BEN, CHIDI, DANA, EFUA
from tests.story import SIX

if TYPE_CHECKING:
    from tests.story import Story


def test_a_whole_fortnight_from_joining_to_the_report(story: Story) -> None:
    plan = story.plan()

    story.wind(plan.heads_up_at)
    assert story.heard(AMARA) == ["You're in on Monday 19 January"]

    story.wind(plan.starts_at)
    made = story.pairings()
    assert sorted(person for one in made for person in one.people) == sorted(map(story.id_of, SIX))
    assert len(story.group_titles()) == 3

    story.presses(AMARA, "We've set a time")
    story.wind(plan.nudge_at)
    assert len(story.group_titles()) == 5, "the pair with a time is not nudged"

    story.wind(plan.ask_at)
    assert any(title.startswith("Did you and ") for title in story.heard(BEN))
    story.presses(AMARA, "We met")
    story.presses(story.partner_of(AMARA), "We met")

    story.wind(plan.remind_at)
    assert not [t for t in story.heard(AMARA) if t.startswith("How did it go")], "she has answered"
    late = next(who for who in SIX if who not in (AMARA, story.partner_of(AMARA)))
    assert story.heard(late)[-1].startswith("How did it go with ")

    story.wind(plan.closes_at)
    assert {one.state for one in story.pairings()} == {PairingState.CLOSED}
    settled = settle(story.pairing_of(AMARA).answers)
    assert (settled.outcome, settled.certainty) == (Outcome.MET, Certainty.CONFIRMED)
    assert story.says(DANA, "report").title == "How the coffees are going"


def test_running_every_tick_twice_sends_nothing_twice(story: Story) -> None:
    for _ in story.wind_through():
        pass

    notices = [message.reference for _, message in story.chat.sent]
    assert len(notices) == len(set(notices))


def test_where_there_are_no_groups_each_is_told_alone(lite: Story) -> None:
    lite.chat.has_groups = False

    lite.wind(lite.plan().starts_at)

    assert lite.group_titles() == []
    assert all(lite.heard(who)[-1].startswith("Meet ") for who in SIX)


def test_two_who_are_freed_are_introduced_to_each_other_the_same_fortnight(story: Story) -> None:
    story.wind(story.plan().starts_at)
    first = story.partner_of(AMARA)
    second = next(who for who in SIX if who not in (AMARA, first))
    other = story.partner_of(second)
    story.presses(AMARA, "Can't make it")
    story.presses(second, "Can't make it")
    story.wind(story.plan().starts_at + timedelta(hours=1))

    story.presses(first, "Find me someone new")
    story.presses(other, "Find me someone new")
    story.wind(story.plan().starts_at + timedelta(hours=2))

    assert story.partner_of(first) == other, "the two who were left are introduced to each other"
    assert len(story.group_titles()) == 4
    assert story.pairing_of(AMARA).state is PairingState.FREED


def test_who_waits_for_five_working_days_is_freed(lite: Story) -> None:
    plan = lite.plan()
    lite.wind(plan.starts_at)
    lite.wind(plan.nudge_at)
    lite.presses(AMARA, "No word yet")

    lite.wind(plan.starts_at + timedelta(days=4))
    assert lite.pairing_of(AMARA).state is PairingState.OPEN

    lite.wind(plan.starts_at + timedelta(days=7))
    assert lite.pairing_of(AMARA).state is PairingState.FREED
    assert lite.heard(AMARA)[-1] == "This one didn't line up"


def test_three_silent_rounds_bring_a_gentle_pause_and_one_tap_ends_it(lite: Story) -> None:
    for number in (1, 2, 3):
        for _ in lite.wind_through(number):
            pass
    lite.wind(lite.plan(3).closes_at + timedelta(hours=1))

    assert lite.member(AMARA).status is Status.PAUSED
    assert "paused" in lite.heard(AMARA)[-1]
    lite.presses(AMARA, "I'm back")
    assert lite.member(AMARA).status is Status.ACTIVE


def test_a_pause_is_obeyed_by_the_pairing_and_by_every_notice(lite: Story) -> None:
    lite.says(AMARA, "pause until 30 January")
    lite.says(BEN, "pause")
    for _ in lite.wind_through():
        pass

    assert lite.heard(AMARA) == ["You're in on Monday 2 February"], "she is back by then"
    assert lite.heard(BEN) == []
    assert all(lite.id_of(AMARA) not in one.people for one in lite.pairings())
    lite.wind(lite.plan(2).starts_at)
    assert lite.id_of(AMARA) in lite.pairing_of(AMARA, 2).people


def test_skipping_leaves_out_one_round_alone(lite: Story) -> None:
    lite.wind(lite.plan().heads_up_at)
    lite.presses(CHIDI, "Skip this one")
    lite.wind(lite.plan().starts_at)
    assert all(lite.id_of(CHIDI) not in one.people for one in lite.pairings())
    assert any(len(one.people) == 3 for one in lite.pairings()), "five are a pair and a trio"

    lite.wind(lite.plan(2).starts_at)
    assert lite.id_of(CHIDI) in lite.pairing_of(CHIDI, 2).people


def test_a_late_answer_still_counts(lite: Story) -> None:
    for _ in lite.wind_through():
        pass
    lite.wind(lite.plan(2).starts_at + timedelta(hours=1))

    lite.presses(EFUA, "We met")

    pairing = lite.pairing_of(EFUA)
    assert settle(pairing.answers).outcome is Outcome.MET


def test_nobody_meets_again_while_there_are_others(lite: Story) -> None:
    seen: set[frozenset[str]] = set()
    for number in range(1, 6):
        lite.wind(lite.plan(number).starts_at)
        for who in SIX:
            lite.presses(who, "We've set a time")
        pairs = {frozenset(one.people) for one in lite.pairings(number)}
        assert not pairs & seen
        seen |= pairs

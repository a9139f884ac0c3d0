"""A whole fortnight, from joining to the report, through store, matcher, outbox and conversation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from bot.platforms import DeliveryError
from pairing.answers import Certainty, Outcome, settle
from pairing.notices import PairingState
from pairing.people import Status
from scheduler.tick import tick
from storage import people, programmes, tables
from storage.database import Database
from tests.cast import AMARA, BEN, CAST, CHIDI, DANA, EFUA, person, programme
from tests.story import KilledError, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

FINN = person("Finn O'Neill", "Theatres", "Band 4")
SIX = (*CAST, FINN)


@pytest.fixture
def story(engine_url: str) -> Iterator[Story]:
    """Six people who have all joined, on either engine."""
    database = Database(engine_url)
    told = Story(database, SIX)
    told.everybody_joins()
    yield told
    database.close()


@pytest.fixture
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The same on SQLite alone, for what does not depend on the engine."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('story') / 'crossbrew.db'}")
    told = Story(database, SIX)
    told.everybody_joins()
    yield told
    database.close()


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
    assert "3 rounds" not in (report := story.says(DANA, "report").summary)
    assert report


def test_running_every_tick_twice_sends_nothing_twice(story: Story) -> None:
    for _ in story.wind_through():
        pass

    notices = [message.reference for _, message in story.chat.sent]
    assert len(notices) == len(set(notices))


def test_ten_ticks_that_never_came_are_made_good_by_the_next(lite: Story) -> None:
    plan = lite.plan()
    lite.wind(plan.starts_at + timedelta(hours=23))
    assert len(lite.group_titles()) == 3, "a round less than a working day late still opens"

    lite.wind(plan.remind_at + timedelta(hours=1))

    titles = lite.heard(AMARA)
    assert "You're in on Monday 19 January" not in titles, "a heads-up for a round under way is stale"
    assert sum(title.startswith(("Did you", "How did it go")) for title in titles) == 1


def test_a_round_more_than_a_working_day_late_is_skipped_and_its_owner_told(lite: Story) -> None:
    lite.wind(lite.plan().late_after + timedelta(hours=3))

    assert lite.pairings() == ()
    assert [title for title in lite.heard(DANA) if "didn't start" in title or "skipped" in title.casefold()]
    assert lite.heard(AMARA) == []
    lite.wind(lite.plan(2).starts_at)
    assert len(lite.pairings(2)) == 3, "the next round comes as usual"


def test_a_worker_killed_before_it_sends_loses_nothing_and_repeats_nothing(lite: Story) -> None:
    lite.clock.wind(lite.plan().heads_up_at)
    lite.tick()
    lite.chat.faults = [KilledError()]
    with pytest.raises(KilledError):
        lite.bot.delivery.deliver()

    lite.restart()
    lite.wind(lite.clock.now() + timedelta(minutes=5))

    heads_ups = [who for who in SIX for title in lite.heard(who) if "in on" in title]
    assert len(heads_ups) == 5, "the one in hand may have arrived, so that reminder is let go"
    assert lite.outbox() == {"sent": 5, "dead": 1}


def test_an_introduction_of_unknown_fate_is_sent_again_once_and_no_more(lite: Story) -> None:
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    lite.chat.faults = [DeliveryError("timeout", unknown=True)] * 6

    for minutes in (0, 5, 30, 90, 200):
        lite.wind(lite.clock.now() + timedelta(minutes=minutes))

    assert lite.outbox()["dead"] == 3
    assert lite.chat.sent == [(to, one) for to, one in lite.chat.sent if "/g/" not in to]


def test_a_reply_that_was_lost_brings_at_most_one_repeat_of_an_introduction(lite: Story) -> None:
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    lite.chat.loses_replies = True

    for minutes in (0, 5, 30):
        lite.wind(lite.clock.now() + timedelta(minutes=minutes))

    introductions = [message.reference for to, message in lite.chat.sent if "/g/" in to]
    assert len(introductions) == 4
    assert len(set(introductions)) == 3


def test_who_answers_during_an_outage_gets_no_stale_question(lite: Story) -> None:
    plan = lite.plan()
    lite.wind(plan.starts_at)
    lite.clock.wind(plan.ask_at)
    lite.chat.faults = [DeliveryError("service_unavailable")] * 6
    lite.bot.beat()
    asked = len(lite.heard(AMARA))

    lite.presses(AMARA, "We met")
    lite.wind(plan.ask_at + timedelta(hours=2))

    assert len(lite.heard(AMARA)) == asked
    assert lite.heard(lite.partner_of(AMARA))[-1].startswith("Did you")


def test_an_outage_over_the_weekend_sends_nothing_at_night(lite: Story) -> None:
    plan = lite.plan()
    lite.wind(plan.starts_at)
    lite.clock.wind(plan.ask_at)
    lite.tick()

    lite.wind(plan.ask_at.replace(hour=23))
    assert not [title for title in lite.heard(BEN) if title.startswith("Did you")]

    lite.wind(plan.ask_at.replace(hour=8) + timedelta(days=1))
    assert [title for title in lite.heard(BEN) if title.startswith("Did you")]


def test_too_many_requests_close_the_gate_and_cost_no_attempt(lite: Story) -> None:
    lite.clock.wind(lite.plan().heads_up_at)
    lite.chat.faults = [DeliveryError("ratelimited", retry_after=30, method="send")]

    lite.bot.beat()
    assert lite.chat.sent == [], "the gate is closed for the whole workspace"

    lite.wind(lite.clock.now() + timedelta(seconds=31))
    assert len(lite.chat.sent) == 6


def test_a_refusal_for_good_goes_to_the_dead_letters_at_once(lite: Story) -> None:
    lite.clock.wind(lite.plan().heads_up_at)
    lite.chat.faults = [DeliveryError("invalid_blocks", permanent=True)]

    lite.wind(lite.clock.now() + timedelta(days=0))

    assert lite.outbox() == {"sent": 5, "dead": 1}


def test_where_there_are_no_groups_each_is_told_alone(lite: Story) -> None:
    lite.chat.has_groups = False

    lite.wind(lite.plan().starts_at)

    assert lite.group_titles() == []
    assert all(lite.heard(who)[-1].startswith("Meet ") for who in SIX)


def test_somebody_deactivated_after_the_pairing_leaves_their_partner_a_fresh_one(lite: Story) -> None:
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    gone = AMARA
    partner = lite.partner_of(gone)
    lite.chat.faults = []
    address = lite.address(gone)

    def refuse(addresses: list[str]) -> str | None:
        if address in addresses:
            raise DeliveryError("user_disabled", permanent=True, unreachable=[address])
        return type(lite.chat).open_group(lite.chat, addresses)

    lite.chat.open_group = refuse  # type: ignore[assignment,method-assign]  # a fault to order
    lite.wind(lite.clock.now())

    assert lite.heard(partner)[-1] == "This one didn't line up"
    assert lite.pairing_of(partner).state is PairingState.FREED


def test_who_leaves_between_pairing_and_introduction_is_not_introduced(lite: Story) -> None:
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    partner = lite.partner_of(AMARA)
    lite.says(AMARA, "leave")

    lite.wind(lite.clock.now())

    assert len(lite.group_titles()) == 2
    assert lite.heard(partner)[-1] == "This one didn't line up"


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

    if story.partner_of(first) != other:
        pytest.fail("the two who were left are not introduced to each other")
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
            if number < 3:
                continue
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

    with lite.database.read():
        pass
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


def test_one_programme_in_trouble_does_not_stop_the_others(lite: Story) -> None:
    with lite.database.change() as connection:
        people.ensure_workspace(connection, "T0", "elsewhere", lite.clock.now())
        programmes.add_programme(connection, programme(workspace="T0"))
        broken = update(tables.programme).where(tables.programme.c.workspace == "T0")
        connection.execute(broken.values(timezone="Nowhere/Land"))

    lite.clock.wind(lite.plan().starts_at)
    assert tick(lite.database, lite.clock.now()).failed == 1

    assert len(lite.pairings()) == 3

"""A fortnight in which things go wrong: late ticks, a crash, an outage, people who go in between."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from bot.platforms import DeliveryError
from pairing.notices import PairingState
from scheduler.tick import tick
from storage import people, programmes, tables
from tests.cast import AMARA, BEN, DANA, programme
from tests.story import SIX, KilledError

if TYPE_CHECKING:
    from tests.story import Story


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
    assert lite.outbox() == {"sent": 5, "dropped": 1}


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
    lite.chat.faults = [DeliveryError("service_unavailable")] * 12
    lite.bot.beat()

    lite.presses(AMARA, "We met")
    lite.wind(plan.ask_at + timedelta(hours=2))

    assert lite.heard(AMARA) == ["You're in on Monday 2 February"], "the heads-up, and no question"
    assert any(title.startswith("Did you") for title in lite.heard(lite.partner_of(AMARA)))


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


def test_one_programme_in_trouble_does_not_stop_the_others(lite: Story) -> None:
    with lite.database.change() as connection:
        people.ensure_workspace(connection, "T0", "elsewhere", lite.clock.now())
        programmes.add_programme(connection, programme(workspace="T0"))
        broken = update(tables.programme).where(tables.programme.c.workspace == "T0")
        connection.execute(broken.values(timezone="Nowhere/Land"))

    lite.clock.wind(lite.plan().starts_at)
    assert tick(lite.database, lite.clock.now()).failed == 1

    assert len(lite.pairings()) == 3

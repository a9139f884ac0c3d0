from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pairing.answers import Said
from pairing.hours import Hours, civil_time
from pairing.notices import (
    REMINDERS,
    Kind,
    Notice,
    PairingState,
    introductions,
    one_each,
    to_person,
)
from pairing.people import Status
from tests.cast import AMARA, BEN, CAST, CHIDI, DANA, EFUA, member, members
from tests.pairing.in_play import DAY, FIRST, LEFT, MINUTE, PAUSED, SECOND, TABLE, due, in_play, says

# What time brings about


def test_a_heads_up_is_owed_to_each_member_from_two_working_days_before_until_the_start() -> None:
    before = in_play(is_open=False)
    keys = {f"main:round:12:heads_up:person:{who.id}" for who in CAST}

    assert due(before, TABLE.heads_up_at - MINUTE) == set()
    assert due(before, TABLE.heads_up_at) == due(before, TABLE.starts_at - MINUTE) == keys
    assert due(before, TABLE.starts_at) == set()


def test_no_heads_up_is_owed_to_whoever_is_out_of_this_round() -> None:
    state = in_play(
        is_open=False,
        amara=member(AMARA, **PAUSED),
        ben=member(BEN, **LEFT),
        chidi=member(CHIDI, skips_round=12),
        dana=member(DANA, skips_round=11),
        efua=member(EFUA, status=Status.PAUSED, paused_until=DAY),
    )

    assert due(state, TABLE.heads_up_at) == {
        "main:round:12:heads_up:person:dana",
        "main:round:12:heads_up:person:efua",
    }


def test_one_nudge_is_owed_to_a_pairing_that_nobody_has_booked() -> None:
    nudge = {"main:round:12:nudge:pair:345"}

    assert due(in_play(FIRST), TABLE.nudge_at - MINUTE) == set()
    assert due(in_play(FIRST), TABLE.nudge_at) == due(in_play(FIRST), TABLE.ask_at - MINUTE) == nudge


@pytest.mark.parametrize("said", [Said.BOOKED, Said.MET])
def test_one_sides_word_that_a_time_is_set_spares_both_the_nudge(said: Said) -> None:
    assert due(in_play(says(FIRST, "amara", said)), TABLE.nudge_at) == set()


def test_a_pairing_whose_booking_fell_through_is_nudged_after_all() -> None:
    pairing = says(says(FIRST, "amara", Said.BOOKED), "amara", Said.WAITING, TABLE.starts_at + MINUTE)

    assert due(in_play(pairing), TABLE.nudge_at) == {"main:round:12:nudge:pair:345"}


def test_each_member_is_asked_privately_and_reminded_once_if_they_have_not_said() -> None:
    state = in_play(says(FIRST, "amara", Said.MET), SECOND)

    assert due(state, TABLE.ask_at) == {
        "main:round:12:question:pair:345:person:ben",
        "main:round:12:question:pair:346:person:chidi",
        "main:round:12:question:pair:346:person:dana",
        "main:round:12:question:pair:346:person:efua",
    }
    assert due(state, TABLE.remind_at) == {
        key.replace("question", "reminder") for key in due(state, TABLE.ask_at)
    }


@pytest.mark.parametrize("said", [Said.BOOKED, Said.WAITING])
def test_an_answer_that_leaves_the_meeting_open_is_asked_about_again(said: Said) -> None:
    state = in_play(says(FIRST, "amara", said))

    assert "main:round:12:question:pair:345:person:amara" in due(state, TABLE.ask_at)


def test_after_an_outage_of_days_one_message_is_owed_and_not_two() -> None:
    assert due(in_play(FIRST), TABLE.remind_at + MINUTE) == {
        "main:round:12:reminder:pair:345:person:amara",
        "main:round:12:reminder:pair:345:person:ben",
    }


def test_a_pairing_made_late_is_not_asked_about_what_came_before_it() -> None:
    after_nudge = replace(FIRST, made_at=TABLE.nudge_at)
    after_question = replace(FIRST, made_at=TABLE.ask_at)
    after_reminder = replace(FIRST, made_at=TABLE.remind_at)

    assert due(in_play(after_nudge), TABLE.nudge_at) == set()
    assert len(due(in_play(after_nudge), TABLE.ask_at)) == 2
    assert due(in_play(after_question), TABLE.ask_at) == set()
    assert len(due(in_play(after_question), TABLE.remind_at)) == 2
    assert due(in_play(after_reminder), TABLE.remind_at) == set()


@pytest.mark.parametrize("state", [PairingState.FREED, PairingState.CLOSED])
def test_nothing_is_owed_about_a_pairing_that_is_over(state: PairingState) -> None:
    pairing = replace(FIRST, state=state)

    assert not any(due(in_play(pairing), at) for at in TABLE.instants)


@pytest.mark.parametrize("stopped", [PAUSED, LEFT])
def test_whoever_paused_or_left_is_owed_nothing_more(stopped: dict[str, Status]) -> None:
    state = in_play(FIRST, amara=member(AMARA, **stopped))

    assert due(state, TABLE.nudge_at) == set()
    assert due(state, TABLE.ask_at) == {"main:round:12:question:pair:345:person:ben"}
    assert due(state, TABLE.remind_at) == {"main:round:12:reminder:pair:345:person:ben"}


def test_somebody_erased_is_owed_nothing() -> None:
    state = replace(in_play(FIRST), members=members(BEN))

    assert due(state, TABLE.nudge_at) == set()
    assert due(state, TABLE.ask_at) == {"main:round:12:question:pair:345:person:ben"}


def test_a_pause_ends_on_the_members_own_day() -> None:
    back = TABLE.ask_at.date() + timedelta(days=1)
    abroad = replace(AMARA, timezone="Pacific/Auckland")  # where that day has begun when London is asked
    state = in_play(FIRST, amara=member(abroad, status=Status.PAUSED, paused_until=back))
    at_home = in_play(FIRST, amara=member(AMARA, status=Status.PAUSED, paused_until=back))
    evening = TABLE.ask_at.replace(hour=13)

    assert len(due(state, evening)) == 2
    assert len(due(at_home, evening)) == 1


def test_a_round_that_has_closed_owes_nothing() -> None:
    assert due(in_play(FIRST, SECOND), TABLE.closes_at) == set()


# What a change brings about


def test_each_new_pairing_causes_one_introduction_to_all_its_people() -> None:
    notices = list(introductions(in_play(), [FIRST, SECOND]))

    assert [notice.key for notice in notices] == [
        "main:round:12:intro:pair:345",
        "main:round:12:intro:pair:346",
    ]
    assert notices[0] == Notice(
        key="main:round:12:intro:pair:345",
        kind=Kind.INTRODUCTION,
        programme="main",
        round_number=12,
        not_before=FIRST.made_at,
        expires_at=TABLE.closes_at,
        pairing="345",
    )


def test_an_introduction_waits_until_it_is_day_for_both() -> None:
    state = in_play(ben=member(replace(BEN, timezone="America/New_York")))
    [notice] = introductions(state, [FIRST])

    assert notice.not_before == civil_time(FIRST.made_at, Hours("Europe/London"), Hours("America/New_York"))
    assert notice.not_before.astimezone(ZoneInfo("America/New_York")).hour == 8


def test_a_notice_to_one_person_waits_for_their_day_and_lapses_with_the_round() -> None:
    night = TABLE.starts_at.replace(hour=22)

    assert to_person(in_play(), Kind.FREED, "amara", night, "345") == Notice(
        key="main:round:12:freed:pair:345:person:amara",
        kind=Kind.FREED,
        programme="main",
        round_number=12,
        not_before=civil_time(night, Hours("Europe/London")),
        expires_at=TABLE.closes_at,
        pairing="345",
        person="amara",
    )
    assert (
        to_person(in_play(), Kind.SITTING_OUT, "amara", night).key == "main:round:12:sitting_out:person:amara"
    )


def test_where_there_are_no_groups_each_gets_their_own() -> None:
    [whole] = introductions(in_play(), [FIRST])
    copies = list(one_each(whole, FIRST.people))

    assert [copy.key for copy in copies] == [
        "main:round:12:intro:pair:345:person:amara",
        "main:round:12:intro:pair:345:person:ben",
    ]
    assert [copy.person for copy in copies] == ["amara", "ben"]
    assert {replace(copy, key=whole.key, person="") for copy in copies} == {whole}


def test_the_notices_that_may_get_lost_are_those_that_only_remind() -> None:
    assert {Kind.HEADS_UP, Kind.NUDGE, Kind.QUESTION, Kind.REMINDER} == REMINDERS

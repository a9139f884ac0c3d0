from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.answers import Answer, Said
from pairing.notices import (
    REMINDERS,
    Kind,
    Notice,
    Pairing,
    PairingState,
    RoundInPlay,
    introductions,
    one_each,
    owed,
    still_owed,
    to_person,
)
from pairing.people import Member, Status
from pairing.rounds import civil_time, timetable
from tests.cast import AMARA, BEN, CADENCE, CAST, CHIDI, DANA, EFUA, member, members
from tests.pairing.test_rounds import ZONES

TABLE = timetable(CADENCE, 12)
DAY = TABLE.starts_at.date()
EVERYBODY = members()
FIRST = Pairing("345", 12, ("amara", "ben"), "ben", TABLE.starts_at)
SECOND = Pairing("346", 12, ("chidi", "dana", "efua"), "dana", TABLE.starts_at)
MINUTE = timedelta(minutes=1)


def in_play(*pairings: Pairing, is_open: bool = True, **changed: Member) -> RoundInPlay:
    return RoundInPlay("main", TABLE, DAY, {**EVERYBODY, **changed}, pairings, is_open=is_open)


def due(state: RoundInPlay, at: datetime) -> set[str]:
    return {notice.key for notice in owed(state, at)}


def says(pairing: Pairing, person: str, said: Said, at: datetime = TABLE.starts_at) -> Pairing:
    return replace(pairing, answers=(*pairing.answers, Answer(person, said, at)))


PAUSED = {"status": Status.PAUSED}
LEFT = {"status": Status.LEFT}


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


# Properties

SAID = st.tuples(st.sampled_from([who.id for who in CAST]), st.sampled_from(Said))


@st.composite
def rounds_in_play(draw: st.DrawFn) -> RoundInPlay:
    """A round with anybody anywhere, in any state, who may have said anything."""
    people = {
        who.id: Member(
            replace(who, timezone=draw(st.sampled_from(ZONES))),
            status=draw(st.sampled_from(Status)),
            paused_until=draw(st.none() | st.sampled_from((DAY, DAY + timedelta(days=5)))),
            skips_round=draw(st.none() | st.just(12)),
        )
        for who in CAST
    }
    pairings = [
        replace(
            pairing,
            state=draw(st.sampled_from(PairingState)),
            made_at=draw(st.sampled_from(TABLE.instants[1:])),
            answers=tuple(
                Answer(person, said, TABLE.starts_at)
                for person, said in draw(st.lists(SAID, max_size=3))
                if person in pairing.people
            ),
        )
        for pairing in (FIRST, SECOND)
    ]
    return RoundInPlay("main", TABLE, DAY, people, pairings, is_open=draw(st.booleans()))


WHEN = st.integers(-5 * 24, 16 * 24).map(lambda hours: TABLE.starts_at + timedelta(hours=hours))


@given(rounds_in_play(), WHEN, WHEN)
def test_a_key_is_one_notice_whenever_it_is_looked_at(
    state: RoundInPlay, one: datetime, other: datetime
) -> None:
    seen = [*owed(state, one), *owed(state, other)]

    assert len({notice.key for notice in seen}) == len(set(seen))
    assert len(list(owed(state, one))) == len(due(state, one))


@given(rounds_in_play())
def test_nobody_is_reminded_more_than_twice_nor_asked_more_than_once_in_a_round(state: RoundInPlay) -> None:
    hours = [TABLE.heads_up_at + timedelta(hours=n) for n in range(0, 24 * 20, 3)]
    notices = {notice.key: notice for at in hours for notice in owed(replace(state, is_open=True), at)}
    people = {pairing.id: pairing.people for pairing in state.pairings}
    got = Counter(
        (person, notice.kind)
        for notice in notices.values()
        for person in ([notice.person] if notice.person else people[notice.pairing])
    )

    assert set(got.values()) <= {1}
    assert {kind for _, kind in got} <= {Kind.NUDGE, Kind.QUESTION, Kind.REMINDER}


@given(rounds_in_play(), WHEN)
def test_what_is_owed_is_still_owed_the_moment_it_is_written(state: RoundInPlay, now: datetime) -> None:
    pairings = {pairing.id: pairing for pairing in state.pairings}

    for notice in owed(state, now):
        pairing = pairings.get(notice.pairing)
        reached = [notice.person] if notice.person else pairing.people if pairing else ()
        assert still_owed(notice, pairing, {person: state.members[person] for person in reached}, now)


@given(rounds_in_play(), WHEN)
def test_whatever_is_owed_to_one_person_waits_for_their_own_day(state: RoundInPlay, now: datetime) -> None:
    for notice in owed(state, now):
        if notice.person:
            zone = ZoneInfo(state.members[notice.person].person.timezone)
            assert 8 <= notice.not_before.astimezone(zone).hour < 18


@given(rounds_in_play())
def test_whoever_gave_a_verdict_is_not_asked(state: RoundInPlay) -> None:
    verdicts = {
        (pairing.id, person)
        for pairing in state.pairings
        for person in pairing.people
        if pairing.has_verdict(person)
    }

    for at in TABLE.instants:
        asked = {(notice.pairing, notice.person) for notice in owed(state, at)}
        assert not asked & verdicts


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

    assert notice.not_before == civil_time(FIRST.made_at, "Europe/London", "America/New_York")
    assert notice.not_before.astimezone(ZoneInfo("America/New_York")).hour == 8


def test_a_notice_to_one_person_waits_for_their_day_and_lapses_with_the_round() -> None:
    night = TABLE.starts_at.replace(hour=22)

    assert to_person(in_play(), Kind.FREED, "amara", night, "345") == Notice(
        key="main:round:12:freed:pair:345:person:amara",
        kind=Kind.FREED,
        programme="main",
        round_number=12,
        not_before=civil_time(night, "Europe/London"),
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


# What is dropped unsent


def written(kind: Kind, person: str = "", pairing: str = "345") -> Notice:
    return to_person(in_play(), kind, person, TABLE.starts_at, pairing)


BOTH = members(AMARA, BEN)
ALONE = members(AMARA)
NOW = TABLE.starts_at + MINUTE
EVERY_KIND = [*Kind]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nothing_is_owed_once_it_has_lapsed(kind: Kind) -> None:
    assert not still_owed(written(kind, "amara"), FIRST, ALONE, TABLE.closes_at)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ROUND_SKIPPED])
def test_nothing_is_owed_to_nobody(kind: Kind) -> None:
    assert not still_owed(written(kind, "amara"), FIRST, {}, NOW)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ROUND_SKIPPED])
def test_nothing_is_owed_to_whoever_left(kind: Kind) -> None:
    assert not still_owed(written(kind, "amara"), FIRST, {"amara": member(AMARA, **LEFT)}, NOW)


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if kind not in (Kind.ROUND_SKIPPED, Kind.GENTLE_PAUSE)]
)
def test_a_pause_is_obeyed(kind: Kind) -> None:
    assert not still_owed(written(kind, "amara"), FIRST, {"amara": member(AMARA, **PAUSED)}, NOW)


def test_an_owner_who_is_no_member_still_hears_of_a_skipped_round() -> None:
    assert still_owed(written(Kind.ROUND_SKIPPED, "olu", ""), None, {}, NOW)


def test_a_gentle_pause_is_told_only_to_those_it_paused() -> None:
    paused = {"amara": member(AMARA, **PAUSED)}

    assert still_owed(written(Kind.GENTLE_PAUSE, "amara", ""), None, paused, NOW)
    assert not still_owed(written(Kind.GENTLE_PAUSE, "amara", ""), None, ALONE, NOW)


@pytest.mark.parametrize("kind", [Kind.SITTING_OUT, Kind.NO_PARTNER])
def test_what_is_about_no_pairing_needs_only_its_reader(kind: Kind) -> None:
    assert still_owed(written(kind, "amara", ""), None, ALONE, NOW)


@pytest.mark.parametrize("kind", [Kind.INTRODUCTION, Kind.NUDGE])
def test_a_message_to_a_pairing_needs_both_listening_and_the_pairing_open(kind: Kind) -> None:
    notice = written(kind)

    assert still_owed(notice, FIRST, BOTH, NOW)
    assert not still_owed(notice, replace(FIRST, state=PairingState.FREED), BOTH, NOW)
    assert not still_owed(notice, FIRST, {**BOTH, "ben": member(BEN, **LEFT)}, NOW)


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.REMINDER])
def test_a_question_answered_meanwhile_is_dropped_for_whoever_answered_it(kind: Kind) -> None:
    answered = says(FIRST, "amara", Said.NOT_MET)

    assert still_owed(written(kind, "amara"), FIRST, ALONE, NOW)
    assert not still_owed(written(kind, "amara"), answered, ALONE, NOW)
    assert still_owed(written(kind, "ben"), answered, members(BEN), NOW)


def test_a_nudge_is_dropped_once_a_time_is_set() -> None:
    assert not still_owed(written(Kind.NUDGE), says(FIRST, "ben", Said.BOOKED), BOTH, NOW)


@pytest.mark.parametrize("kind", [Kind.FREED, Kind.NO_PARTNER])
def test_word_that_a_pairing_came_apart_is_owed_while_it_is_apart(kind: Kind) -> None:
    assert still_owed(written(kind, "amara"), replace(FIRST, state=PairingState.FREED), ALONE, NOW)
    assert not still_owed(written(kind, "amara"), FIRST, ALONE, NOW)


def test_a_heads_up_is_dropped_for_whoever_skips_and_kept_for_whoever_is_back_by_the_start() -> None:
    [notice] = [n for n in owed(in_play(is_open=False), TABLE.heads_up_at) if n.person == "amara"]
    back = member(AMARA, status=Status.PAUSED, paused_until=DAY)
    later = member(AMARA, status=Status.PAUSED, paused_until=DAY + timedelta(days=1))

    assert still_owed(notice, None, ALONE, TABLE.heads_up_at)
    assert still_owed(notice, None, {"amara": back}, TABLE.heads_up_at)
    assert not still_owed(notice, None, {"amara": later}, TABLE.heads_up_at)
    assert not still_owed(notice, None, {"amara": member(AMARA, skips_round=12)}, TABLE.heads_up_at)


def test_a_heads_up_in_auckland_knows_that_the_round_starts_on_aucklands_day() -> None:
    cadence = replace(CADENCE, timezone="Pacific/Auckland")
    table = timetable(cadence, 12)
    start = table.starts_at.astimezone(ZoneInfo("Pacific/Auckland")).date()
    back = Member(replace(AMARA, timezone="Pacific/Auckland"), Status.PAUSED, paused_until=start)
    state = RoundInPlay("main", table, start, {"amara": back})
    [notice] = owed(state, table.heads_up_at)

    assert table.starts_at.date() == start - timedelta(days=1)
    assert still_owed(notice, None, {"amara": back}, table.heads_up_at)


def test_the_notices_that_may_get_lost_are_those_that_only_remind() -> None:
    assert {Kind.HEADS_UP, Kind.NUDGE, Kind.QUESTION, Kind.REMINDER} == REMINDERS

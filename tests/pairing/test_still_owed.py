from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pairing.answers import Said
from pairing.notices import (
    TO_OWNERS,
    Kind,
    Notice,
    PairingState,
    RoundInPlay,
    owed,
    still_owed,
    to_person,
)
from pairing.people import Member, Status
from pairing.rounds import timetable
from tests.cast import AMARA, BEN, CADENCE, member, members
from tests.pairing.in_play import DAY, FIRST, LEFT, MINUTE, PAUSED, TABLE, in_play, says


def written(kind: Kind, person: str = "", pairing: str = "345") -> Notice:
    return to_person(in_play(), kind, person, TABLE.starts_at, pairing)


BOTH = members(AMARA, BEN)
ALONE = members(AMARA)
NOW = TABLE.starts_at + MINUTE
EVERY_KIND = [*Kind]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nothing_is_owed_once_it_has_lapsed(kind: Kind) -> None:
    assert not still_owed(written(kind, "amara"), FIRST, ALONE, TABLE.closes_at)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in TO_OWNERS])
def test_nothing_is_owed_to_nobody(kind: Kind) -> None:
    assert not still_owed(written(kind, "amara"), FIRST, {}, NOW)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in TO_OWNERS])
def test_nothing_is_owed_to_whoever_left(kind: Kind) -> None:
    assert not still_owed(written(kind, "amara"), FIRST, {"amara": member(AMARA, **LEFT)}, NOW)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in TO_OWNERS | {Kind.GENTLE_PAUSE}])
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

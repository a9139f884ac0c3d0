from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pairing.answers import Answer, Said
from pairing.notices import (
    Kind,
    PairingState,
    RoundInPlay,
    owed,
    still_owed,
)
from pairing.people import Member, Status
from tests.cast import CAST
from tests.pairing.in_play import DAY, FIRST, SECOND, TABLE, due
from tests.pairing.test_rounds import ZONES

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

"""What members would like, and how each wish changes who is paired with whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.columns import columns_of
from pairing.history import History
from pairing.match import match
from pairing.may_meet import refusal
from pairing.past import past_of
from pairing.people import Curious, Member, Pace, PartOfDay, Preferences, Season, Way
from pairing.rules import RULES, rules_of
from pairing.topics import COMMON, MOST_PROFILES, topics_of
from tests.cast import LADDER, person, programme
from tests.pairing.pools import DAY, boundaries, pairs_in, seeded

WISHES_ALONE = {
    rule.name: 0
    for rule in RULES
    if not rule.name.startswith("season_")
    and rule.name not in {"offer_answers_ask", "wish_met", "same_hours", "same_ways"}
}
"""The weights of a programme in which nothing but wishes counts."""

ASKS_ABOUT_ROTAS = Preferences(asks=("How do I write a fair rota?",))
WRITES_ROTAS = Preferences(offers=("Writing rotas that people like",))


NOTHING = Preferences()


def four(first: Preferences, last: Preferences = NOTHING, **facts: Any) -> list[Member]:
    """Amara, Ben, Chidi and Dana of four departments; the first and the last say what they would like."""
    usual = {
        "Amara": ("Nursing", "Band 5"),
        "Ben": ("Pharmacy", "Band 5"),
        "Chidi": ("Estates", "Band 5"),
        "Dana": ("Finance", "Band 5"),
    }
    wishes = {"Amara": first, "Dana": last}
    return [
        replace(
            Member(person(name, department, grade, **facts.get(name, {}))),
            preferences=wishes.get(name, Preferences()),
        )
        for name, (department, grade) in usual.items()
    ]


def meets(members: list[Member], seed: int, **around: Any) -> set[tuple[str, str]]:
    """Who meets whom where wishes alone count."""
    wishes = programme(weights=WISHES_ALONE)
    return {*pairs_in(match(members, wishes, History(), boundaries(**around), seed))}


ALL_SEEDS = pytest.mark.parametrize("seed", range(3))
"""Whatever chance would have had it."""


@ALL_SEEDS
def test_whoever_asks_meets_whoever_offers_it(seed: int) -> None:
    assert ("amara", "dana") in meets(four(ASKS_ABOUT_ROTAS, WRITES_ROTAS), seed)
    assert ("amara", "dana") in meets(four(WRITES_ROTAS, ASKS_ABOUT_ROTAS), seed)


@ALL_SEEDS
@pytest.mark.parametrize("about", [None, Curious.TEAM])
def test_whoever_is_curious_about_a_team_meets_it(seed: int, about: Curious | None) -> None:
    wish = Preferences(curiosity="what happens in finance", curious_about=about)
    assert ("amara", "dana") in meets(four(wish), seed)


@ALL_SEEDS
@pytest.mark.parametrize("about", [None, Curious.ROLE, Curious.PATH])
def test_whoever_is_curious_about_a_role_or_a_path_meets_somebody_who_has_it(
    seed: int, about: Curious | None
) -> None:
    wish = Preferences(curiosity="How one becomes an accountant", curious_about=about)
    assert ("amara", "dana") in meets(four(wish, Dana={"job_title": "Management Accountants"}), seed)


def test_a_team_is_not_taken_for_a_role() -> None:
    wish = Preferences(curiosity="accountants", curious_about=Curious.TEAM)
    (amara, *_, dana) = four(wish, Dana={"job_title": "Accountant"})
    topics = topics_of([amara, dana])
    assert not any(a & b for a, b in zip(topics["curious"], reversed(topics["known"]), strict=True))


@ALL_SEEDS
@pytest.mark.parametrize("way", Way)
def test_two_who_like_to_meet_the_same_way_meet(seed: int, way: Way) -> None:
    likes = Preferences(ways=frozenset({way}))
    assert ("amara", "dana") in meets(four(likes, likes), seed)


@ALL_SEEDS
def test_two_whom_no_way_suits_both_rather_meet_others(seed: int) -> None:
    walks, calls = (Preferences(ways=frozenset({way})) for way in (Way.WALK, Way.PHONE))
    assert ("amara", "dana") not in meets(four(walks, calls), seed)


@ALL_SEEDS
@pytest.mark.parametrize("part", PartOfDay)
def test_two_whom_the_same_part_of_the_day_suits_meet(seed: int, part: PartOfDay) -> None:
    likes = Preferences(parts=frozenset({part}))
    others = Preferences(parts=frozenset(PartOfDay) - {part})
    assert ("amara", "dana") in meets(four(likes, likes), seed)
    assert ("amara", "dana") not in meets(four(likes, others), seed)


@ALL_SEEDS
def test_whoever_wants_to_grow_meets_somebody_a_few_grades_above(seed: int) -> None:
    grow = Preferences(season=Season.GROW)
    below, above = person("Dana", "Finance", "Band 3"), person("Dana", "Finance", "Band 6")
    for who, is_met in ((above, True), (below, False)):
        members = [*four(grow)[:3], Member(who)]
        with_others_near = [
            replace(each, person=replace(each.person, grade="Band 5")) for each in members[:3]
        ]
        found = meets([*with_others_near, members[3]], seed)
        assert not is_met or ("amara", "dana") in found


@ALL_SEEDS
def test_whoever_wants_help_today_meets_somebody_at_their_own_site(seed: int) -> None:
    sites: dict[str, Any] = {"Amara": {"site": "North"}, "Ben": {"site": "South"}, "Chidi": {"site": "South"}}
    wish = Preferences(season=Season.TODAY)
    assert ("amara", "dana") in meets(four(wish, **sites, Dana={"site": "North"}), seed)


@ALL_SEEDS
def test_whoever_wants_the_bigger_picture_meets_a_department_that_theirs_rarely_meets(seed: int) -> None:
    members = four(Preferences(season=Season.PICTURE))
    same = replace(members[1].person, department="Nursing"), replace(members[2].person, department="Nursing")
    members[1:3] = [replace(each, person=who) for each, who in zip(members[1:3], same, strict=True)]
    assert ("amara", "dana") in meets(members, seed)


@ALL_SEEDS
def test_two_who_already_work_together_do_not_meet_whoever_of_them_says_so(seed: int) -> None:
    apart: dict[str, Any] = {"colleagues": frozenset({frozenset({"amara", "dana"})})}
    members = four(ASKS_ABOUT_ROTAS, WRITES_ROTAS)
    assert ("amara", "dana") not in meets(members, seed, **apart)
    assert refusal(members[0], members[3], boundaries(**apart)) is not None


@pytest.mark.parametrize(
    ("wishes", "days", "rests"),
    [
        (Preferences(), 7, False),
        (Preferences(pace=Pace.MONTHLY), 14, True),
        (Preferences(pace=Pace.MONTHLY), 28, False),
        (Preferences(pace=Pace.MONTHLY), 25, False),
        (Preferences(pace=Pace.QUARTERLY), 70, True),
        (Preferences(pace=Pace.QUARTERLY), 84, False),
        (Preferences(minutes=60), 14, False),
        (Preferences(minutes=45), 14, True),
        (Preferences(minutes=90), 7, True),
        (Preferences(minutes=90), 14, False),
        (Preferences(minutes=120), 7, False),
        (Preferences(minutes=60), 11, False),
        (Preferences(minutes=30), 14, True),
        (Preferences(minutes=30), 28, False),
        (Preferences(minutes=15), 42, True),
        (Preferences(minutes=15), 56, False),
        (Preferences(pace=Pace.MONTHLY, minutes=15), 28, True),
    ],
)
def test_a_member_rests_as_long_as_their_pace_and_their_minutes_ask(
    wishes: Preferences, days: int, *, rests: bool
) -> None:
    amara = replace(four(wishes)[0], introduced_in=3, introduced_on=DAY - timedelta(days))
    assert amara.rests(4, DAY) is rests
    assert amara.takes_part(4, DAY) is not rests


@ALL_SEEDS
def test_whoever_rests_is_in_no_pairing_and_sits_out_nothing(seed: int) -> None:
    amara, *others, dana = four(Preferences(pace=Pace.MONTHLY))
    resting = replace(amara, introduced_in=-1, introduced_on=DAY - timedelta(14))
    made = match([resting, *others, dana], programme(), History(), boundaries(), seed)
    assert "amara" not in {who for pair in made.pairings for who in pair.people} | {*made.sitting_out}


def test_within_its_own_round_a_first_introduction_keeps_nobody_from_a_fresh_one() -> None:
    amara = replace(four(Preferences(pace=Pace.QUARTERLY))[0], introduced_in=4, introduced_on=DAY)
    assert amara.takes_part(4, DAY + timedelta(3))
    assert not amara.takes_part(5, DAY + timedelta(14))


def test_whoever_was_never_introduced_rests_from_nothing() -> None:
    assert four(Preferences(pace=Pace.QUARTERLY))[0].takes_part(1, date(2026, 1, 5))


@given(st.lists(st.text(max_size=40), max_size=6), st.lists(st.text(max_size=40), max_size=6))
def test_any_words_make_topics_that_both_sides_have(asks: list[str], offers: list[str]) -> None:
    members = four(Preferences(asks=tuple(asks)), Preferences(offers=tuple(offers)))
    topics = topics_of(members)
    wanted, had = topics["asks"], topics["offers"]
    assert sum(wanted) == wanted[0]
    assert sum(had) == had[3]
    assert wanted[0] == had[3], "a topic is one only if it is asked for and offered"


def test_words_that_say_nothing_make_no_topic() -> None:
    nothing = (" ".join(sorted(COMMON)), "a b 12 34")
    topics = topics_of(four(Preferences(asks=nothing), Preferences(offers=nothing)))
    assert not any(topics["asks"] + topics["offers"])


def test_a_pool_full_of_words_has_no_more_profiles_than_a_table_has_room_for() -> None:
    chance = seeded(5)
    words = [f"{a}{b}{c}" for a in "bcdfg" for b in "aeiou" for c in ("lo", "ter", "mid", "nar")]
    members = [
        replace(
            Member(person(f"P{number}", "Nursing", "Band 5")),
            preferences=Preferences(
                asks=tuple(chance.sample(words, 3)), offers=tuple(chance.sample(words, 3))
            ),
        )
        for number in range(3_000)
    ]
    topics = topics_of(members)
    assert any(topics["asks"])
    assert len({*zip(topics["asks"], topics["offers"], strict=True)}) <= MOST_PROFILES


def test_columns_hold_what_members_would_like() -> None:
    likes = Preferences(
        ways=frozenset({Way.PHONE, Way.WALK}), parts=frozenset({PartOfDay.NIGHTS}), season=Season.PICTURE
    )
    members = four(likes)
    columns = columns_of(members, LADDER, History(), 0, 0)
    assert columns.ways.tolist() == [0b1010, 0, 0, 0]
    assert columns.parts.tolist() == [0b100, 0, 0, 0]
    assert columns.season.tolist() == [2, -1, -1, -1]
    assert past_of(members, columns, History(), 0).sizes.sum() == 4


def test_a_programme_may_turn_every_wish_off() -> None:
    off = dict.fromkeys({rule.name for rule in RULES} - set(WISHES_ALONE), 0)
    assert len(off) == 7
    assert not {rule.name for rule in rules_of(off)} & set(off)
    made = match(four(ASKS_ABOUT_ROTAS, WRITES_ROTAS), programme(weights=off), History(), boundaries(), 1)
    assert not {reason.rule for pair in made.pairings for reason in pair.reasons} & set(off)


def test_the_fingerprint_tells_one_wish_from_another() -> None:
    some = (Preferences(), ASKS_ABOUT_ROTAS, Preferences(ways=frozenset(Way)), Preferences(minutes=30))
    digests = {match(four(each), programme(), History(), boundaries(), 1).digest for each in some}
    assert len(digests) == len(some)

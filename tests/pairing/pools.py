"""Made-up pools, and the boundaries and history to pair them in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

from pairing.history import History, Introduction
from pairing.may_meet import Boundaries
from pairing.people import Curious, Member, PartOfDay, Preferences, Season, Way
from tests.cast import LADDER, person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pairing.match import Matching
    from pairing.people import Programme

DAY = date(2026, 1, 5)
DEPARTMENTS = ("Nursing", "Pharmacy", "Estates", "Finance", "")
GRADES = (*LADDER.grades, "MC46", "")
SITES = ("North", "South", "")
TOPICS = ("Writing a rota", "first aid", "Spreadsheets", "the history of the building")
SOMETIMES = 0.3


def seeded(seed: int) -> Random:
    """Chance that can be repeated."""
    return Random(seed)  # noqa: S311 - made-up people, no secrets


def someone(number: int, **facts: Any) -> Member:
    """A member called after a number; department, grade and site go round by it."""
    usual = {
        "department": DEPARTMENTS[number % 4],
        "grade": GRADES[number % 7],
        "site": SITES[number % 2],
    }
    return Member(person(f"p{number:04}", **{**usual, **facts}))


def pool(size: int) -> list[Member]:
    """As many members as that."""
    return [someone(number) for number in range(size)]


def random_pool(size: int, chance: Random) -> list[Member]:
    """Members of any department, grade and site, known or not; some were silent, some have one manager."""
    return [
        replace(
            someone(
                number,
                department=chance.choice(DEPARTMENTS),
                grade=chance.choice(GRADES),
                site=chance.choice(SITES),
                manager_id=f"S-p{chance.randrange(3 * size):04}",
            ),
            silent_rounds=number % 3,
            preferences=random_preferences(chance),
        )
        for number in range(size)
    ]


def random_preferences(chance: Random) -> Preferences:
    """What somebody may say that they would like: often nothing."""
    return Preferences(
        ways=frozenset(each for each in Way if chance.random() < SOMETIMES),
        parts=frozenset(each for each in PartOfDay if chance.random() < SOMETIMES),
        offers=tuple(each for each in TOPICS if chance.random() < SOMETIMES),
        asks=tuple(each for each in TOPICS if chance.random() < SOMETIMES),
        curiosity=chance.choice(("", "", "How pharmacies work", "nurses on a ward", "estates")),
        curious_about=chance.choice((None, *Curious)),
        season=chance.choice((None, *Season)),
    )


def apart(members: Sequence[Member], share: float, chance: Random) -> frozenset[frozenset[str]]:
    """Exclusions for about this share of all pairs."""
    return frozenset(frozenset((a.id, b.id)) for a, b in combinations(members, 2) if chance.random() < share)


def boundaries(number: int = 0, **changes: Any) -> Boundaries:
    """Nothing but the round's number."""
    return replace(Boundaries(number, DAY, frozenset()), **changes)


def random_history(members: Sequence[Member], rounds: int, chance: Random) -> History:
    """Rounds in which random pairs met, some were left out and some were stood up."""
    met, out, stood_up = [], dict[str, tuple[int, ...]](), dict[str, tuple[int, ...]]()
    for number in range(rounds):
        order = chance.sample(list(members), len(members))
        groups = [order[at : at + chance.choice((2, 2, 3))] for at in range(0, len(order) - 2, 3)]
        met += [introduced(number, *group) for group in groups]
        for who in chance.sample(order, len(order) // 4):
            told = chance.choice((out, stood_up))
            told[who.id] = (*told.get(who.id, ()), number)
    return History(tuple(met), out, stood_up)


def any_history(members: Sequence[Member], now: int, chance: Random) -> History:
    """Pairs, trios and tables of up to eight in rounds long ago, lately and to come, with people who left."""
    gone = [someone(number, department=chance.choice(("Closed", *DEPARTMENTS))) for number in range(900, 909)]
    known = [*members, *gone]
    met = tuple(
        introduced(now - chance.choice((-2, 0, 1, 3, 8, 26, 27, 40, 55, 56, 90)), *group)
        for group in (chance.sample(known, chance.randint(2, 8)) for _ in range(3 * len(members)))
    )
    return replace(random_history(members, 4, chance), introductions=met)


def introduced(number: int, *group: Member) -> Introduction:
    """That these were introduced in this round."""
    ordered = sorted(group, key=lambda each: each.id)
    return Introduction(
        number, tuple(each.id for each in ordered), tuple(each.person.department for each in ordered)
    )


def after(history: History, number: int, matching: Matching, members: Iterable[Member]) -> History:
    """The history with one more round in it."""
    known = {member.id: member for member in members}
    met = tuple(introduced(number, *(known[who] for who in each.people)) for each in matching.pairings)
    out = {**history.sat_out}
    for who in matching.sitting_out:
        out[who] = (*out.get(who, ()), number)
    return replace(history, introductions=history.introductions + met, sat_out=out)


def pairs_in(matching: Matching) -> list[tuple[str, str]]:
    """Everybody who was put together, two by two."""
    return [pair for each in matching.pairings for pair in combinations(each.people, 2)]


def with_weights(programme: Programme, **weights: int) -> Programme:
    """The programme with these weights."""
    return replace(programme, weights=weights)

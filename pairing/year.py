"""What rounds played one after another come to: repeats, fair turns, departments joined, grades mixed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import UNKNOWN, codes_of, ints
from pairing.coverage import points_of_departments
from pairing.matching import Proof
from pairing.plain_ways import scored
from pairing.rules import rare_departments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from pairing.columns import Ints
    from pairing.simulate import Played, Setting

ROUNDS = 26
"""Fortnights in a year."""
NEAREST, FARTHEST = 1, 3
"""Steps apart on the ladder at which two grades have most to tell each other."""
TRIO = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """One round, and how far it and those before it got. A couple is two people who were introduced.

    ``repeats`` are couples who had been introduced within the year before. Of all ``possible`` pairs of
    departments, ``joined`` have been so far; nobody can have joined more than ``most`` with groups of
    these sizes, and blind chance would be expected to have joined ``by_chance``. ``crossing`` couples
    come from two departments, of which chance would have made ``crossing_by_chance``; of the ``graded``,
    whose grades are both known, ``mixed`` are one to three steps apart. ``points`` are those of all
    couples, ``gap`` and ``proof`` are those of the matching and unknown for a plain way.
    """

    number: int
    people: int
    introductions: int
    trios: int
    sitting_out: int
    couples: int
    repeats: int
    possible: int
    joined: int
    most: int
    by_chance: float
    crossing: int
    crossing_by_chance: float
    graded: int
    mixed: int
    points: int
    gap: float | None
    proof: Proof | None

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no pairing has more points."""
        return self.proof is Proof.PROVEN and self.gap == 0

    @property
    def mix(self) -> float | None:
        """The share of couples with known grades whose grades lie one to three steps apart."""
        return self.mixed / self.graded if self.graded else None


@dataclass(frozen=True, slots=True)
class Turns:
    """How often anybody was in a trio or sat out at most, and how often turns were not shared out.

    ``unfair`` counts who sat out again although somebody who was there, and not for the first time,
    never had.
    """

    most_trios: int
    most_sat_out: int
    sat_out: int
    unfair: int


@dataclass(slots=True)
class _Crowd:
    """Everybody by place, and what has been between their departments: both ways, in place."""

    places: Mapping[str, int]
    department: Ints
    grade: Ints
    seats: Ints
    joined: NDArray[np.bool_]
    apart: NDArray[np.float64]
    met: dict[tuple[int, int], int]


def figures(setting: Setting, rounds: Iterable[Played]) -> Iterator[Figures]:
    """The figures of each round as it is played."""
    crowd = _crowd(setting)
    for played in rounds:
        yield _figures(setting, crowd, played)


def turns(rounds: Sequence[Played]) -> Turns:
    """How fairly being one of three, and sitting out, was shared."""
    trios = (who for each in rounds for group in each.seated.groups if len(group) >= TRIO for who in group)
    out = [who for each in rounds for who in each.seated.sitting_out]
    return Turns(
        most_trios=_most_often(trios),
        most_sat_out=_most_often(out),
        sat_out=len(out),
        unfair=sum(_unfair(each) for each in rounds),
    )


def round_reached(rounds: Sequence[Figures], share: float) -> int | None:
    """The first round by which this share of all pairs of departments had been joined, if there are any."""
    return next((each.number for each in rounds if 0 < share * each.possible <= each.joined), None)


def always_new(rounds: int) -> int:
    """How many people are enough for so many rounds in which nobody has to meet somebody again.

    After ``r`` rounds everybody may still meet all but ``r`` others; everybody can be paired for sure if
    that is at least half of all (https://doi.org/10.1112/plms/s3-2.1.69, Dirac 1952).
    """
    return 2 * (min(rounds, ROUNDS) + 1)


def _crowd(setting: Setting) -> _Crowd:
    people = [member.person for member in setting.members]
    department = codes_of(person.department for person in people)
    steps = (setting.programme.ladder.step(person.grade) for person in people)
    count = int(department.max(initial=UNKNOWN)) + 1
    return _Crowd(
        places={person.id: place for place, person in enumerate(people)},
        department=department,
        grade=ints(UNKNOWN if step is None else step for step in steps),
        seats=np.zeros(count, np.int64),
        joined=np.zeros((count, count), bool),
        apart=np.ones((count, count)),
        met={},
    )


def _figures(setting: Setting, crowd: _Crowd, played: Played) -> Figures:
    groups = played.seated.groups
    couples = [pair for group in groups for pair in combinations(group, 2)]
    a, b = ints(crowd.places[who] for pair in couples for who in pair).reshape(-1, 2).T
    crosses, by_chance = _join(crowd, a, b), _deal(crowd, a, b)
    steps = np.abs(crowd.grade[a] - crowd.grade[b])[(crowd.grade[a] >= 0) & (crowd.grade[b] >= 0)]
    count = len(crowd.seats)
    possible = count * (count - 1) // 2
    return Figures(
        number=played.number,
        people=len(played.present),
        introductions=len(groups),
        trios=sum(len(group) >= TRIO for group in groups),
        sitting_out=len(played.seated.sitting_out),
        couples=len(couples),
        repeats=sum(_meet(crowd, played.number, pair) for pair in zip(a.tolist(), b.tolist(), strict=True)),
        possible=possible,
        joined=int(np.triu(crowd.joined, 1).sum()),
        most=min(possible, int(np.minimum(crowd.seats, count - 1).sum()) // 2),
        by_chance=possible - float(np.triu(crowd.apart, 1).sum()),
        crossing=int(crosses.sum()),
        crossing_by_chance=by_chance,
        graded=len(steps),
        mixed=int(((steps >= NEAREST) & (steps <= FARTHEST)).sum()),
        points=_points(setting, played, couples),
        gap=played.seated.gap,
        proof=played.seated.proof,
    )


def _join(crowd: _Crowd, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Note which departments have met; which couples come from two."""
    one, other = crowd.department[a], crowd.department[b]
    crosses: NDArray[np.bool_] = (one >= 0) & (other >= 0) & (one != other)
    crowd.joined[one[crosses], other[crosses]] = crowd.joined[other[crosses], one[crosses]] = True
    return crosses


def _deal(crowd: _Crowd, a: Ints, b: Ints) -> float:
    """Note what dealing the same people blindly over these couples would do; how many would cross.

    Two departments stay apart where each seat of the smaller one has somebody else opposite.
    """
    seated = crowd.department[np.concatenate([a, b])]
    seats = np.bincount(seated[seated >= 0], minlength=len(crowd.seats))
    others = max(1, len(seated) - 1)
    crowd.seats += seats
    small, large = np.minimum.outer(seats, seats), np.maximum.outer(seats, seats)
    crowd.apart *= (1 - large / others) ** small
    return float(seats.sum() ** 2 - (seats**2).sum()) / (2 * others)


def _meet(crowd: _Crowd, number: int, pair: tuple[int, int]) -> bool:
    """Note that two people met; whether they had within a year."""
    before = crowd.met.get(pair)
    crowd.met[pair] = number
    return before is not None and number - before <= ROUNDS


def _points(setting: Setting, played: Played, couples: Sequence[tuple[str, str]]) -> int:
    """As ``match`` counts: the second meeting of two departments in one round gets less than the first."""
    boundaries = setting.boundaries(played.number)
    seed = setting.seed_of(played.number)
    scores = scored(played.present, setting.programme, played.before, boundaries, seed)
    places = {member.id: place for place, member in enumerate(played.present)}
    a, b = ints(places[who] for pair in couples for who in pair).reshape(-1, 2).T
    points = scores.by_rule(a, b) | {rare_departments.__name__: points_of_departments(scores, a, b)}
    return sum(int(of_rule.sum()) for of_rule in points.values())


def _most_often(people: Iterable[str]) -> int:
    return max(Counter(people).values(), default=0)


def _unfair(played: Played) -> int:
    """How many sit out again before somebody else who could have, for the first time."""
    again = sum(who in played.before.sat_out for who in played.seated.sitting_out)
    if not again:
        return 0
    known = {who for each in played.before.introductions for who in each.people}
    spared = known.intersection(member.id for member in played.present)
    return again if spared.difference(played.before.sat_out, played.seated.sitting_out) else 0

"""A pool of members as columns of integers: what the rules read, one array per fact."""

from __future__ import annotations

from dataclasses import dataclass, fields
from hashlib import sha256
from itertools import chain, repeat
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pairing.people import PartOfDay, Season, Way
from pairing.topics import topics_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pairing.history import History
    from pairing.people import Ladder, Member

Ints: TypeAlias = NDArray[np.int64]
Counts: TypeAlias = NDArray[np.int32]
"""What is counted of each two departments, of which there can be thousands: half as long as ``Ints``."""
FULL = 100
"""A share: 100 is all that a rule can give."""
UNKNOWN = -1
EXPERIENCED = 3
"""Introductions after which somebody knows how it goes."""
SEASONS, WAYS, PARTS = tuple(Season), tuple(Way), tuple(PartOfDay)
LONGEST_WAIT = 7
"""Rounds ago beyond which having waited no longer counts."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One value a person in each array; ``UNKNOWN`` where a fact is missing.

    ``experience`` counts past introductions up to ``EXPERIENCED``, ``waited`` is 0 to 100 (100: was
    left out or stood up in the last round), ``reliable`` 100 and less for each silent round, ``chance``
    a number from 0 to 255 that the seed deals out. ``ways`` and ``parts`` hold a bit for each way and
    part of the day that suits somebody, ``asks``, ``offers``, ``curious`` and ``known`` one for each
    topic that some ask for or are curious about and others offer or know, see `pairing.topics`.
    """

    index: Ints
    department: Ints
    site: Ints
    grade: Ints
    experience: Ints
    waited: Ints
    reliable: Ints
    chance: Ints
    season: Ints
    ways: Ints
    parts: Ints
    asks: Ints
    offers: Ints
    curious: Ints
    known: Ints

    def take(self, at: Ints) -> Columns:
        """The people at these places, in the shape of ``at``: (k, 1) and (1, m) broadcast to a block."""
        return Columns(*(getattr(self, column.name)[at] for column in fields(self)))


def columns_of(
    members: Sequence[Member], ladder: Ladder, history: History, round_number: int, seed: int
) -> Columns:
    """The pool as columns, in the order of ``members``."""
    people = [member.person for member in members]
    places = {person.id: place for place, person in enumerate(people)}
    waits = [_wait(history, person.id, round_number) for person in people]
    return Columns(
        index=np.arange(len(people)),
        department=codes_of(person.department for person in people),
        site=codes_of(person.site for person in people),
        grade=_rungs(ladder, [person.grade for person in people]),
        experience=_experience(history, places),
        waited=ints(FULL >> wait for wait in waits),
        reliable=ints(FULL // (1 + max(0, member.silent_rounds)) for member in members),
        chance=ints(_chance(seed, person.id) for person in people),
        **_wishes(members),
    )


def _wishes(members: Sequence[Member]) -> dict[str, Ints]:
    """What the members would like, as columns."""
    all_ = [member.preferences for member in members]
    topics = topics_of(members)
    return {
        "season": ints(UNKNOWN if each.season is None else SEASONS.index(each.season) for each in all_),
        "ways": ints(_bits(WAYS, each.ways) for each in all_),
        "parts": ints(_bits(PARTS, each.parts) for each in all_),
        **{name: ints(bits) for name, bits in topics.items()},
    }


def _bits(order: Sequence[object], chosen: Collection[object]) -> int:
    return sum(1 << place for place, each in enumerate(order) if each in chosen) if chosen else 0


def codes_of(names: Iterable[str]) -> Ints:
    """A number for each different name, however it is spaced and capitalised; ``UNKNOWN`` for none."""
    plain = [plain_name(name) for name in names]
    known = {name: code for code, name in enumerate(sorted({name for name in plain if name}))}
    return looked_up(known, plain)


def plain_name(name: str) -> str:
    """A name as names are compared: in small letters, with single spaces."""
    return " ".join(name.casefold().split())


def ints(values: Iterable[int]) -> Ints:
    """Numbers as a column."""
    return np.fromiter(values, np.int64)


def looked_up(known: Mapping[str, int], names: Iterable[str]) -> Ints:
    """A number for each name; ``UNKNOWN`` for one that has none."""
    return ints(map(known.get, names, repeat(UNKNOWN)))


def _experience(history: History, places: Mapping[str, int]) -> Ints:
    met = looked_up(places, chain.from_iterable(each.people for each in history.introductions))
    return np.minimum(np.bincount(met + 1, minlength=len(places) + 1)[1:], EXPERIENCED)


def _wait(history: History, person: str, round_number: int) -> int:
    rounds = (*history.sat_out.get(person, ()), *history.stood_up.get(person, ()))
    last = min((round_number - 1 - then for then in rounds if then < round_number), default=LONGEST_WAIT)
    return min(last, LONGEST_WAIT)


def _rungs(ladder: Ladder, grades: Sequence[str]) -> Ints:
    steps = {grade: ladder.step(grade) for grade in set(grades)}
    known = {grade: UNKNOWN if step is None else step for grade, step in steps.items()}
    return ints(known[grade] for grade in grades)


def _chance(seed: int, person: str) -> int:
    return sha256(f"{seed}:{person}".encode("utf-8", "surrogatepass")).digest()[0]

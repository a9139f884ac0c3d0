"""A pool of members as columns of integers: what the rules read, one array per fact."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pairing.history import History
    from pairing.people import Ladder, Member

Ints: TypeAlias = NDArray[np.int64]
FULL = 100
"""A share: 100 is all that a rule can give."""
UNKNOWN = -1
HALF_LIFE = 8
"""Rounds in which what an introduction repeated costs is halved: about four months of fortnights."""
MOST_REPEATS = 10
"""However often two people have met, a repeat never costs more than ten fresh ones."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One value a person in each array; ``UNKNOWN`` where a fact is missing.

    ``introduced`` counts past introductions, ``waited`` is 0 to 100 (100: was left out or stood up in
    the last round), ``reliable`` 100 and less for each silent round, ``chance`` a seeded odd number.
    """

    index: Ints
    department: Ints
    site: Ints
    grade: Ints
    introduced: Ints
    waited: Ints
    reliable: Ints
    chance: NDArray[np.uint32]

    def take(self, at: Ints) -> Columns:
        """The people at these places, in the shape of ``at``: (k, 1) and (1, m) broadcast to a block."""
        return Columns(*(getattr(self, column.name)[at] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Past:
    """What rules look up for two people: past introductions of the two, and of their departments.

    ``repeats`` holds a share for each two people introduced before, symmetric; ``rarity`` a share for
    each two departments, with a last row and column of 0 for an unknown one.
    """

    repeats: csr_array
    rarity: Ints

    @property
    def dearest(self) -> int:
        """The largest share that a repeat has in this pool."""
        return int(self.repeats.data.max(initial=0))


def columns_of(
    members: Sequence[Member], ladder: Ladder, history: History, round_number: int, seed: int
) -> Columns:
    """The pool as columns, in the order of ``members``."""
    people = [member.person for member in members]
    introduced = Counter(person for each in history.introductions for person in each.people)
    waits = [_wait(history, person.id, round_number) for person in people]
    return Columns(
        index=np.arange(len(people)),
        department=_codes(person.department for person in people),
        site=_codes(person.site for person in people),
        grade=_ints(_rung(ladder, person.grade) for person in people),
        introduced=_ints(introduced[person.id] for person in people),
        waited=_ints(FULL >> min(wait, 7) for wait in waits),
        reliable=_ints(FULL // (1 + max(0, member.silent_rounds)) for member in members),
        chance=np.fromiter((_chance(seed, person.id) for person in people), np.uint32),
    )


def past_of(members: Sequence[Member], columns: Columns, history: History, round_number: int) -> Past:
    """What this pool's people and departments have had of each other; people who left are skipped."""
    places = {member.id: place for place, member in enumerate(members)}
    shares: defaultdict[tuple[int, int], int] = defaultdict(int)
    for each in history.introductions:
        known = sorted(places[person] for person in each.people if person in places)
        for pair in combinations(known, 2):
            shares[pair] += freshness(round_number - each.round_number)
    return Past(
        repeats=_symmetric(
            {pair: min(share, MOST_REPEATS * FULL) for pair, share in shares.items()}, len(members)
        ),
        rarity=_rarity(members, columns.department, history),
    )


def freshness(rounds_ago: int) -> int:
    """How much of a repeat's cost is left: 100 at first, half after each eight rounds, in integers."""
    halvings, rest = divmod(max(0, rounds_ago), HALF_LIFE)
    return FULL * (2 * HALF_LIFE - rest) // (2 * HALF_LIFE << min(halvings, 20))


def pairs_matrix(pairs: Iterable[tuple[int, int]], size: int) -> csr_array:
    """A symmetric sparse matrix with a 1 for each of these pairs of places."""
    return _symmetric(dict.fromkeys(pairs, 1), size)


def look_up(matrix: csr_array, a: Ints, b: Ints) -> Ints:
    """The entries of a sparse matrix for two columns that broadcast: (k, 1) with (1, m), or (k,) each."""
    entries: Ints = matrix[a.ravel()][:, b.ravel()].toarray() if a.ndim > 1 else matrix[a, b]
    return entries


def _rarity(members: Sequence[Member], department: Ints, history: History) -> Ints:
    """Halved once there was one introduction for each person of the smaller of two departments."""
    codes = {
        _plain(member.person.department): int(code) for member, code in zip(members, department, strict=True)
    }
    met: Counter[tuple[int, int]] = Counter()
    for each in history.introductions:
        met.update(_known_pairs(each.departments, codes))
    sizes = np.bincount(department[department >= 0], minlength=1)
    smaller = np.minimum.outer(sizes, sizes)
    counts = _symmetric(met, len(sizes)).toarray()
    rarity = np.zeros((len(sizes) + 1, len(sizes) + 1), np.int64)
    rarity[:-1, :-1] = FULL * smaller // np.maximum(1, smaller + counts)
    np.fill_diagonal(rarity, 0)
    return rarity


def _known_pairs(departments: Iterable[str], codes: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    known = sorted(codes.get(_plain(department), UNKNOWN) for department in departments)
    return (pair for pair in combinations(known, 2) if UNKNOWN < pair[0] < pair[1])


def _symmetric(entries: Mapping[tuple[int, int], int], size: int) -> csr_array:
    low = _ints(pair[0] for pair in entries)
    high = _ints(pair[1] for pair in entries)
    values = _ints(entries.values())
    where = (np.concatenate([low, high]), np.concatenate([high, low]))
    return csr_array((np.concatenate([values, values]), where), shape=(size, size))


def _wait(history: History, person: str, round_number: int) -> int:
    rounds = (*history.sat_out.get(person, ()), *history.stood_up.get(person, ()))
    return min((round_number - 1 - then for then in rounds if then < round_number), default=7)


def _rung(ladder: Ladder, grade: str) -> int:
    step = ladder.step(grade)
    return UNKNOWN if step is None else step


def _codes(names: Iterable[str]) -> Ints:
    plain = [_plain(name) for name in names]
    known = {name: code for code, name in enumerate(sorted({name for name in plain if name}))}
    return _ints(known.get(name, UNKNOWN) for name in plain)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _chance(seed: int, person: str) -> int:
    return int.from_bytes(sha256(f"{seed}:{person}".encode()).digest()[:4], "big") | 1


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)

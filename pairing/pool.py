"""Who is in a round's pool, and who of them may not meet, as far as it can be looked up."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from pairing.may_meet import may_meet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pairing.may_meet import Boundaries
    from pairing.people import Member, Programme


class PoolError(ValueError):
    """A pool that nobody can be paired from; the message says what is wrong with it."""


def pool_of(members: Iterable[Member], programme: Programme, boundaries: Boundaries) -> tuple[Member, ...]:
    """Those of the programme's workspace who take part and have no pairing yet, sorted by id."""
    ours = [member for member in members if member.person.workspace == programme.workspace]
    twice = [person for person, times in Counter(member.id for member in ours).items() if times > 1]
    if twice:
        raise PoolError(f"Give each member once; ids that are in the pool more than once: {len(twice)}.")
    ready = (member for member in ours if member.takes_part(boundaries.round_number, boundaries.day))
    return tuple(
        sorted((each for each in ready if each.id not in boundaries.spent), key=lambda each: each.id)
    )


def refused_in_lists(pool: Sequence[Member], boundaries: Boundaries) -> set[tuple[int, int]]:
    """Pairs of places that ``may_meet`` refuses, among those that a list or a line manager links.

    This only finds them early: the matcher asks ``may_meet`` about every pair that it lets out.
    """
    return set(refused(pool, boundaries, _linked(pool, boundaries)))


def refused(
    pool: Sequence[Member], boundaries: Boundaries, groups: Iterable[Iterable[int]]
) -> Iterator[tuple[int, int]]:
    """The pairs of places in these groups that may not meet."""
    for group in groups:
        for a, b in combinations(sorted(group), 2):
            if not may_meet(pool[a], pool[b], boundaries):
                yield a, b


def _linked(pool: Sequence[Member], boundaries: Boundaries) -> Iterator[tuple[int, ...]]:
    places = {member.id: place for place, member in enumerate(pool)}
    for pair in (boundaries.exclusions or frozenset()) | boundaries.tried | boundaries.colleagues:
        yield tuple(places[person] for person in pair if person in places)
    staff = _by_staff_id(pool)
    for place, member in enumerate(pool):
        for manager in staff.get(member.person.manager_id, ()):
            yield place, manager


def _by_staff_id(pool: Sequence[Member]) -> Mapping[str, Sequence[int]]:
    found = defaultdict(list)
    for place, member in enumerate(pool):
        if member.person.staff_id:
            found[member.person.staff_id].append(place)
    return found

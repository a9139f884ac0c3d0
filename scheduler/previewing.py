"""What a round would look like if it opened now. Nothing is written, and no transaction is open meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler import gather
from scheduler.opening import decide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pairing.matching import Matching
    from pairing.people import Programme
    from pairing.satisfaction import Satisfaction
    from scheduler.gather import Pool
    from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A round that is not made: its number, its pairings, and how far they meet each rule."""

    number: int
    matching: Matching
    satisfied: tuple[Satisfaction, ...]

    @property
    def people(self) -> int:
        """How many would be in it."""
        return sum(len(one.people) for one in self.matching.pairings) + len(self.matching.sitting_out)


def pool_of(connection: Connection, programme: Programme, number: int) -> Pool:
    """Everything that the round would be decided from now."""
    return gather.pool(connection, programme, gather.entrants(connection, programme, number))


def foresee(pool: Pool) -> Foreseen:
    """The round that this pool would make."""
    from pairing.rules import rules_of  # noqa: PLC0415 - numerical libraries, needed only for a preview
    from pairing.satisfaction import satisfaction  # noqa: PLC0415 - likewise

    matching = decide(pool)
    satisfied = satisfaction(matching, rules_of(pool.programme.weights))
    return Foreseen(pool.boundaries.round_number, matching, satisfied)


def by_weights(pool: Pool, weights: Mapping[str, int]) -> Pool:
    """The same people, past and seed, with other weights."""
    return replace(pool, programme=replace(pool.programme, weights=dict(weights)))

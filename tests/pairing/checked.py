"""What the tests of the matcher look at: every pair's points, and whether a matching is a proper one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import columns_of
from pairing.may_meet import Boundaries, all_may_meet
from pairing.past import past_of
from pairing.rules import rules_of
from pairing.scores import scores_of
from tests.cast import LADDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pairing.history import History
    from pairing.match import Matching
    from pairing.people import Member


def points_table(
    members: Sequence[Member],
    history: History,
    number: int,
    seed: int,
    weights: Mapping[str, int] | None = None,
) -> list[list[int]]:
    """The points of every pair, one at a time, for members sorted by id."""
    columns = columns_of(members, LADDER, history, number, seed)
    past = past_of(members, columns, history, number)
    scores = scores_of(columns, past, rules_of(weights or {}), ())
    a, b = (side.ravel() for side in np.indices((len(members), len(members))))
    return scores.at(a, b).reshape(len(members), len(members)).tolist()


def proper(matching: Matching, members: Sequence[Member], around: Boundaries) -> None:
    """Everybody at most once, nobody lost, nobody together who may not meet, sums that add up."""
    known = {each.id: each for each in members}
    seated = [who for each in matching.pairings for who in each.people]
    ready = {each.id for each in members if each.takes_part(around.round_number, around.day)}
    assert len(seated) == len(set(seated))
    assert {*seated, *matching.sitting_out} == ready - around.spent
    assert set(seated).isdisjoint(matching.sitting_out)
    for each in matching.pairings:
        assert all_may_meet((known[who] for who in each.people), around)
        assert each.score == sum(reason.points for reason in each.reasons)
        assert list(each.people) == sorted(each.people)
    assert (
        matching.score == sum(each.score for each in matching.pairings) <= matching.linear <= matching.bound
    )

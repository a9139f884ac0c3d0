from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from pairing.columns import columns_of
from pairing.history import History
from pairing.leftover import left_out
from pairing.match import match
from pairing.matching import LeftOut
from pairing.past import past_of
from pairing.people import OddPool
from pairing.rules import rules_of
from pairing.scores import scores_of
from tests.cast import LADDER, programme
from tests.pairing.pools import boundaries, pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pairing.scores import Scores


def scores_where(size: int, may: Iterable[tuple[int, int]] | None = None) -> Scores:
    """A pool in which only these may meet, or everybody."""
    members = pool(size)
    columns = columns_of(members, LADDER, History(), 0, 1)
    everybody = set(combinations(range(size), 2))
    never = everybody - set(everybody if may is None else may)
    return scores_of(columns, past_of(members, columns, History(), 0), rules_of({}), [*never, (0, 0)])


def in_pairs(scores: Scores, left: Sequence[int], order: Sequence[int]) -> Mapping[int, LeftOut]:
    """Why they sit out where the odd one does."""
    return left_out(scores, left, order, odd_sits_out=True)


def test_one_of_an_odd_number_sits_out() -> None:
    assert in_pairs(scores_where(5), [3], [0] * 5) == {3: LeftOut.ODD_ONE}


def test_whom_the_rules_leave_nobody_is_told_apart_from_the_odd_one() -> None:
    """Of five, the last may meet nobody; the other four are an even number."""
    assert in_pairs(scores_where(5, combinations(range(4), 2)), [4], [0] * 5) == {4: LeftOut.NOBODY}


def test_an_even_number_with_one_whom_nobody_may_meet_has_an_odd_one() -> None:
    found = in_pairs(scores_where(4, combinations(range(3), 2)), [1, 3], [0] * 4)
    assert found == {1: LeftOut.ODD_ONE, 3: LeftOut.NOBODY}


def test_who_may_only_meet_somebody_who_is_needed_elsewhere_is_told_so() -> None:
    star = [(0, other) for other in range(1, 4)]
    assert in_pairs(scores_where(4, star), [2, 3], [0] * 4) == dict.fromkeys((2, 3), LeftOut.OTHERS_TAKEN)


def test_the_odd_one_is_whose_turn_it_is_first() -> None:
    star = [(0, other) for other in range(1, 5)]
    found = in_pairs(scores_where(5, star), [1, 2, 3], [0, 5, 2, 2, 7])
    assert found == {1: LeftOut.OTHERS_TAKEN, 2: LeftOut.ODD_ONE, 3: LeftOut.OTHERS_TAKEN}


@pytest.mark.parametrize("size", [1, 2, 5])
def test_where_nobody_may_meet_anybody_each_is_told_so(size: int) -> None:
    found = in_pairs(scores_where(size, ()), range(size), [0] * size)
    assert found == dict.fromkeys(range(size), LeftOut.NOBODY)


def test_nobody_left_needs_no_reason() -> None:
    assert in_pairs(scores_where(4), [], [0] * 4) == {}


def test_where_the_odd_one_joins_others_only_the_hard_rules_leave_somebody_over() -> None:
    scores = scores_where(5, [(0, 1), (0, 2), (1, 3)])
    found = left_out(scores, [2, 3, 4], [0] * 5, odd_sits_out=False)
    assert found == {2: LeftOut.NO_PLACE, 3: LeftOut.NO_PLACE, 4: LeftOut.NOBODY}


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"odd_pool": OddPool.SIT_OUT}, LeftOut.ODD_ONE),
        ({"odd_pool": OddPool.TRIO}, LeftOut.NO_PLACE),
        ({"odd_pool": OddPool.SIT_OUT, "together": 4}, LeftOut.NO_PLACE),
    ],
)
def test_an_odd_number_is_a_reason_only_where_the_odd_one_sits_out(how: dict[str, Any], why: LeftOut) -> None:
    """Of three, two are kept apart: a pair is made, and no trio and no table."""
    members = pool(3)
    apart = frozenset({frozenset((members[0].id, members[1].id))})
    made = match(members, programme(**how), History(), boundaries(exclusions=apart), 1)
    assert [made.left_out[person] for person in made.sitting_out] == [why]


def test_where_exclusions_cannot_be_read_everybody_is_told_that_and_nothing_else() -> None:
    members = pool(3)
    made = match(members, programme(), History(), boundaries(exclusions=None), 1)
    assert made.left_out == dict.fromkeys((each.id for each in members), LeftOut.UNREADABLE)

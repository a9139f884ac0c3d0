from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from pairing.columns import columns_of
from pairing.history import History
from pairing.leftover import left_out
from pairing.matching import LeftOut
from pairing.past import past_of
from pairing.rules import rules_of
from pairing.scores import scores_of
from tests.cast import LADDER
from tests.pairing.pools import pool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pairing.scores import Scores


def scores_where(size: int, may: Iterable[tuple[int, int]] | None = None) -> Scores:
    """A pool in which only these may meet, or everybody."""
    members = pool(size)
    columns = columns_of(members, LADDER, History(), 0, 1)
    everybody = set(combinations(range(size), 2))
    never = everybody - set(everybody if may is None else may)
    return scores_of(columns, past_of(members, columns, History(), 0), rules_of({}), [*never, (0, 0)])


def test_one_of_an_odd_number_sits_out() -> None:
    assert left_out(scores_where(5), [3], [0] * 5) == {3: LeftOut.ODD_ONE}


def test_whom_the_rules_leave_nobody_is_told_apart_from_the_odd_one() -> None:
    """Of five, the last may meet nobody; the other four are an even number."""
    assert left_out(scores_where(5, combinations(range(4), 2)), [4], [0] * 5) == {4: LeftOut.NOBODY}


def test_an_even_number_with_one_whom_nobody_may_meet_has_an_odd_one() -> None:
    found = left_out(scores_where(4, combinations(range(3), 2)), [1, 3], [0] * 4)
    assert found == {1: LeftOut.ODD_ONE, 3: LeftOut.NOBODY}


def test_who_may_only_meet_somebody_who_is_needed_elsewhere_is_told_so() -> None:
    star = [(0, other) for other in range(1, 4)]
    assert left_out(scores_where(4, star), [2, 3], [0] * 4) == dict.fromkeys((2, 3), LeftOut.OTHERS_TAKEN)


def test_the_odd_one_is_whose_turn_it_is_first() -> None:
    star = [(0, other) for other in range(1, 5)]
    found = left_out(scores_where(5, star), [1, 2, 3], [0, 5, 2, 2, 7])
    assert found == {1: LeftOut.OTHERS_TAKEN, 2: LeftOut.ODD_ONE, 3: LeftOut.OTHERS_TAKEN}


@pytest.mark.parametrize("size", [1, 2, 5])
def test_where_nobody_may_meet_anybody_each_is_told_so(size: int) -> None:
    found = left_out(scores_where(size, ()), range(size), [0] * size)
    assert found == dict.fromkeys(range(size), LeftOut.NOBODY)


def test_nobody_left_needs_no_reason() -> None:
    assert left_out(scores_where(4), [], [0] * 4) == {}

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import kinds
from pairing.columns import Columns, columns_of
from pairing.history import History
from pairing.past import past_of
from pairing.people import Preferences
from pairing.rules import RULES
from tests.cast import LADDER
from tests.pairing.pools import any_history, random_pool, seeded

if TYPE_CHECKING:
    from pairing.past import Past

SORTED_OUT = [rule for rule in RULES if rule.reads]


def random_columns(size: int, seed: int) -> tuple[Columns, Past]:
    chance = seeded(seed)
    members = random_pool(size, chance)
    history = any_history(members, 30, chance)
    columns = columns_of(members, LADDER, history, 30, seed)
    return columns, past_of(members, columns, history, 30)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 40), st.sampled_from((1, 2, 5, 12, 40, 1024)))
def test_all_tables_together_hold_what_the_rules_give(seed: int, size: int, most: int) -> None:
    columns, past = random_columns(size, seed)
    a, b = (side.ravel() for side in np.indices((size, size)))
    given_by = (rule.weight * rule.share(columns.take(a), columns.take(b), past) for rule in SORTED_OUT)
    expected = np.sum([*given_by], axis=0)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(kinds, "MOST_KINDS", most)
        tables = kinds.kinds_of(columns, past, SORTED_OUT)
    together = np.sum(
        [each.points[each.of[a], each.of[b]] for each in tables] or [np.zeros(len(a), np.int32)], axis=0
    )
    assert together.tolist() == expected.tolist()
    for each in tables:
        assert each.points.dtype == np.int32
        assert each.points.shape == (len(each.somebody),) * 2
        assert (each.of[each.somebody] == np.arange(len(each.somebody))).all()


def test_tables_are_put_together_as_long_as_they_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, past = random_columns(60, 8)
    named = {"different_department", "grade_distance", "same_site", "same_ways", "serendipity"}
    few = [rule for rule in SORTED_OUT if rule.name in named]
    alone = {rule.name: len(kinds.kinds_of(columns, past, [rule])[0].points) for rule in few}
    assert len(kinds.kinds_of(columns, past, few)) == 1
    for most in (1, 10, 30):
        monkeypatch.setattr(kinds, "MOST_KINDS", most)
        tables = kinds.kinds_of(columns, past, few)
        assert 1 < len(tables) <= len(few)
        assert max(len(each.points) for each in tables) <= max(most, *alone.values())


def test_two_tables_become_one_of_exactly_as_many_kinds_as_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, past = random_columns(60, 8)
    site, grade = (
        kinds.kinds_of(columns, past, [rule])[0]
        for rule in SORTED_OUT
        if rule.reads in (("site",), ("grade",))
    )
    both = site.with_(grade)
    assert both is not None
    monkeypatch.setattr(kinds, "MOST_KINDS", len(both.points))
    assert site.with_(grade) is not None
    monkeypatch.setattr(kinds, "MOST_KINDS", len(both.points) - 1)
    assert site.with_(grade) is None


def test_a_rule_that_has_nothing_to_say_of_anybody_makes_no_table() -> None:
    chance = seeded(4)
    plain = [replace(each, preferences=Preferences()) for each in random_pool(20, chance)]
    columns = columns_of(plain, LADDER, History(), 1, 4)
    past = past_of(plain, columns, History(), 1)
    silent = [rule for rule in SORTED_OUT if rule.name in {"offer_answers_ask", "wish_met", "season_grow"}]

    assert len(silent) == 3
    assert kinds.kinds_of(columns, past, silent) == ()


def test_no_rules_make_no_tables() -> None:
    columns, past = random_columns(5, 1)
    assert kinds.kinds_of(columns, past, ()) == ()


def test_a_rule_reads_columns_that_there_are() -> None:
    known = {each.name for each in fields(Columns)}
    assert known.issuperset(name for rule in RULES for name in rule.reads)

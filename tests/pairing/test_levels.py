"""How much a rule counts, in steps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pairing.levels import Level, level_of, steps

HEAVIEST = 1_000


def test_a_rule_has_five_steps_from_nothing_to_three_times_as_much() -> None:
    assert steps(40, HEAVIEST) == {
        Level.OFF: 0,
        Level.LITTLE: 20,
        Level.USUAL: 40,
        Level.MORE: 80,
        Level.LOT: 120,
    }


def test_no_step_is_heavier_than_can_be_and_none_is_there_twice() -> None:
    assert steps(500, HEAVIEST)[Level.MORE] == HEAVIEST
    assert Level.LOT not in steps(500, HEAVIEST)
    assert list(steps(1, HEAVIEST)) == [Level.OFF, Level.USUAL, Level.MORE, Level.LOT]


def test_a_weight_that_is_no_step_has_none() -> None:
    assert level_of(37, 40, HEAVIEST) is None
    assert level_of(-40, 40, HEAVIEST) is None


@given(st.integers(min_value=1, max_value=HEAVIEST))
def test_every_step_is_read_back_as_itself(usual: int) -> None:
    found = steps(usual, HEAVIEST)

    assert found[Level.USUAL] == usual
    assert found[Level.OFF] == 0
    assert {level: level_of(weight, usual, HEAVIEST) for level, weight in found.items()} == {
        level: level for level in found
    }

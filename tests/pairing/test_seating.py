from __future__ import annotations

import pytest

from pairing.history import History
from pairing.match import match
from pairing.matching import Proof
from pairing.people import OddPool
from tests.cast import programme
from tests.pairing.checked import proper
from tests.pairing.pools import apart, boundaries, pool, seeded

SIT_OUT = programme(odd_pool=OddPool.SIT_OUT)


@pytest.mark.parametrize("size", [40, 41])
def test_a_large_pool_is_paired_by_the_engine_for_large_pools(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = pool(size)
    around = boundaries(exclusions=apart(members, 0.1, seeded(4)))
    best = match(members, SIT_OUT, History(), around, 4)
    monkeypatch.setattr("pairing.seating.LARGE", 12)
    near = match(members, SIT_OUT, History(), around, 4)
    proper(near, members, around)
    assert len(near.sitting_out) == size % 2
    assert near.linear <= best.linear <= near.bound
    assert {best.proof, near.proof} == {Proof.PROVEN, Proof.CERTIFIED}

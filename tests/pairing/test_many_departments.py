from __future__ import annotations

from pairing.match import match
from pairing.people import OddPool
from tests.cast import programme
from tests.pairing.checked import proper
from tests.pairing.pools import boundaries, random_history, seeded, someone

SIT_OUT = programme(odd_pool=OddPool.SIT_OUT)


def test_a_pool_of_nearly_as_many_departments_as_people_is_paired_properly() -> None:
    members = [someone(number, department=f"Ward {number}") for number in range(1_500)]
    history = random_history(members, 2, seeded(3))
    matching = match(members, SIT_OUT, history, boundaries(2), 3)
    proper(matching, members, boundaries(2))
    assert len(matching.pairings) == 750
    assert matching.linear <= matching.bound
    assert matching.coverage.joined == matching.coverage.before + 750

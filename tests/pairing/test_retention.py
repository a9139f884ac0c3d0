from __future__ import annotations

from datetime import UTC, datetime

from pairing.retention import events_before, rounds_until

NOW = datetime(2026, 3, 31, 10, tzinfo=UTC)


def test_a_round_that_closes_keeps_its_own_notices_and_lets_those_before_it_go() -> None:
    assert rounds_until(12) == 11


def test_events_are_kept_for_thirty_days() -> None:
    assert events_before(NOW) == datetime(2026, 3, 1, 10, tzinfo=UTC)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.cast import AMARA, BEN

if TYPE_CHECKING:
    import pytest

    from tests.story import Story

MINUTE = timedelta(minutes=1)


def test_an_idle_tick_reads_neither_members_nor_pairings(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for moment in lite.wind_through():
        with monkeypatch.context() as patched:
            if moment < lite.plan().closes_at:
                patched.setattr("storage.programmes.members", None)
                patched.setattr("storage.pairings.in_round", None)
            lite.clock.wind(moment + MINUTE)
            lite.tick()


def test_who_joins_after_the_heads_up_was_told_the_date_and_is_not_told_again(lite: Story) -> None:
    lite.says(AMARA, "leave")
    lite.wind(lite.plan().heads_up_at)
    assert lite.heard(BEN) == ["You're in on Monday 19 January"]

    lite.joins(AMARA)
    assert "19 January" in str(lite.last(AMARA).message)
    lite.wind(lite.plan().heads_up_at + MINUTE)

    assert lite.heard(AMARA) == []

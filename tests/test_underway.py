"""What the log of a running bot says of a round on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms import Call, Limit
from bot.underway import SECONDS, Reporter
from tests.story import WORKSPACE

if TYPE_CHECKING:
    import pytest

    from tests.story import Story


def test_a_round_is_reported_before_it_goes_out_and_every_minute_until_it_is_out(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(lite.chat), "limits", {Call.OPEN_GROUP: Limit("open", 1)})
    said: list[str] = []
    time = [0.0]
    reporter = Reporter(lite.database, lite.clock, {WORKSPACE: lite.chat}, said.append, lambda: time[0])
    reporter.report()
    assert said == [], "nothing is on its way"

    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    for _ in range(3):
        reporter.report()
    assert said == ["Round 1: 0 of 3 introductions have gone out; about 3 minutes to go."]

    time[0] += SECONDS
    reporter.report()
    assert len(said) == 2

    monkeypatch.undo()
    lite.bot.delivery.deliver()
    time[0] += SECONDS
    reporter.report()
    assert len(said) == 2, "all of them are out"


def test_where_looking_takes_long_it_is_done_the_more_rarely(
    lite: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    time, looks = [0.0], [0]

    def slow(*_args: object) -> list[object]:
        time[0] += 2
        looks[0] += 1
        return []

    monkeypatch.setattr("storage.outbox_books.on_its_way", slow)
    reporter = Reporter(lite.database, lite.clock, {WORKSPACE: lite.chat}, print, lambda: time[0])
    while time[0] < 420:
        reporter.report()
        time[0] += 1

    assert looks[0] == 10

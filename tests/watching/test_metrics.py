"""What Prometheus reads: scraped from the real web app, and read by Prometheus' own parser."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from httpx import ASGITransport, AsyncClient
from prometheus_client.parser import text_string_to_metric_families

from bot.delivery import Delivery
from bot.pacing import Pacer
from bot.platforms import Call, DeliveryError, Limit
from bot.watching import metrics as metrics_module
from bot.watching.health import Health
from bot.watching.metrics import Metrics
from bot.watching.signs import Loop, Signs
from bot.web.app import web_app
from scheduler.tick import tick
from tests.cast import AMARA, BEN
from tests.story import SIX, WORKSPACE, Story

if TYPE_CHECKING:
    from collections.abc import Mapping


class Seen:
    """A story whose figures somebody scrapes."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.seconds = 0.0
        self.signs = Signs(lambda: self.seconds)
        self.metrics = Metrics(story.database, story.clock, self.signs, [WORKSPACE])
        self.delivery = Delivery(
            story.database,
            story.clock,
            {WORKSPACE: story.chat},
            pacer=Pacer(story.clock, on_shut=self.metrics.gate_shut),
            on_end=self.metrics.ended,
        )

    def tick(self) -> None:
        self.metrics.ticked(tick(self.story.database, self.story.clock.now()))

    def text(self) -> str:
        health = Health(self.story.database, self.story.clock, self.signs, lambda: True)
        web = web_app(health, self.metrics)

        async def scraped() -> str:
            async with AsyncClient(transport=ASGITransport(web), base_url="http://bot") as client:
                answer = await client.get("/metrics")
                assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
                return answer.text

        return asyncio.run(scraped())

    def scrape(self) -> dict[str, float]:
        """Every sample by its name and labels."""
        return {
            sample.name + told(sample.labels): sample.value
            for family in text_string_to_metric_families(self.text())
            for sample in family.samples
        }


def told(labels: Mapping[str, str]) -> str:
    return "".join(f" {name}={value}" for name, value in labels.items())


@pytest.fixture
def seen(story: Story) -> Seen:
    return Seen(story)


@pytest.fixture
def seen_lite(lite: Story) -> Seen:
    return Seen(lite)


def test_a_new_bot_owes_nothing_and_has_counted_nothing(seen: Seen) -> None:
    found = seen.scrape()

    assert found["crossbrew_database_up"] == 1
    for state in ("owed", "sending", "dead"):
        assert found[f"crossbrew_outbox_notices state={state}"] == 0
    assert found["crossbrew_outbox_oldest_due_seconds"] == 0
    assert found["crossbrew_rounds_late"] == 0
    assert found["crossbrew_notices_total result=sent"] == 0
    assert "crossbrew_pairing_gap_ratio" not in found
    assert [name for name in found if name.startswith("crossbrew_build_info python=3.")]
    assert found["process_resident_memory_bytes"] > 0


def test_a_round_is_seen_from_being_late_to_being_sent(seen: Seen) -> None:
    story = seen.story
    story.clock.wind(story.plan().starts_at + timedelta(minutes=15))
    assert seen.scrape()["crossbrew_rounds_late"] == 1

    seen.tick()
    opened = seen.scrape()

    assert opened["crossbrew_rounds_late"] == 0
    assert opened["crossbrew_ticks_total result=ok"] == 1
    assert opened["crossbrew_pairing_seconds_count"] == 1
    assert opened["crossbrew_pairing_seconds_sum"] > 0
    assert opened["crossbrew_pairing_gap_ratio"] == 0
    introductions = opened["crossbrew_outbox_notices state=owed"]
    assert introductions >= len(SIX) // 2

    story.clock.wind(story.clock.now() + timedelta(minutes=7))
    assert seen.scrape()["crossbrew_outbox_oldest_due_seconds"] >= 7 * 60
    seen.delivery.deliver()
    sent = seen.scrape()

    assert sent["crossbrew_notices_total result=sent"] == introductions
    assert sent["crossbrew_outbox_notices state=owed"] == 0
    assert sent["crossbrew_outbox_oldest_due_seconds"] == 0


def test_a_dead_notice_and_a_gate_that_shut_are_seen(
    seen_lite: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = seen_lite.story
    monkeypatch.setattr(type(story.chat), "limits", {Call.POST: Limit("chat.postMessage", 6000)})
    story.clock.wind(story.plan().starts_at)
    seen_lite.tick()
    story.chat.faults = [
        DeliveryError("invalid_blocks", permanent=True),
        DeliveryError("ratelimited", retry_after=600, method="chat.postMessage"),
    ]

    seen_lite.delivery.deliver()
    found = seen_lite.scrape()

    assert found["crossbrew_outbox_notices state=dead"] == found["crossbrew_notices_total result=dead"] == 1
    assert found["crossbrew_gate_closures_total method=chat.postMessage"] == 1
    assert found["crossbrew_gates_shut method=chat.postMessage"] == 1
    assert found["crossbrew_notices_total result=held_back"] == 1
    story.clock.wind(story.clock.now() + timedelta(minutes=11))
    assert not [name for name in seen_lite.scrape() if name.startswith("crossbrew_gates_shut")]


def test_the_age_of_each_loop_is_told(seen_lite: Seen) -> None:
    seen_lite.seconds = 40
    seen_lite.signs.came_round(Loop.DELIVERY)
    seen_lite.seconds = 45

    found = seen_lite.scrape()

    assert found["crossbrew_loop_age_seconds loop=tick"] == 45
    assert found["crossbrew_loop_age_seconds loop=delivery"] == 5


def test_a_failed_tick_is_counted_as_one(seen_lite: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object) -> None:
        raise LookupError("the fault")

    monkeypatch.setattr("scheduler.tick.programmes.find", trip)

    seen_lite.tick()

    assert seen_lite.scrape()["crossbrew_ticks_total result=failed"] == 1


def test_what_this_process_counted_is_told_without_the_database(
    seen_lite: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics_module, "PATIENCE", 0.05)
    hung, free = Seen(seen_lite.story), threading.Event()
    monkeypatch.setattr("bot.watching.metrics.vitals.shut_gates", lambda *_: free.wait() and [])

    found = hung.scrape()
    free.set()

    assert found["crossbrew_database_up"] == 0
    assert "crossbrew_notices_total result=sent" in found
    assert not [name for name in found if name.startswith("crossbrew_outbox")]


def test_no_label_and_no_figure_says_who_or_where(seen_lite: Seen) -> None:
    story = seen_lite.story
    for _ in story.wind_through():
        seen_lite.tick()
        seen_lite.delivery.deliver()
    text = seen_lite.text()

    for who in SIX:
        assert story.id_of(who) not in text
        assert who.name not in text
    assert f'"{WORKSPACE}"' not in text
    assert not [who for who in (AMARA, BEN) if who.department in text]
    labels = {
        name
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for name in sample.labels
    }
    assert labels == {"state", "result", "loop", "version", "python"}


def test_two_bots_in_one_process_count_apart(seen_lite: Seen) -> None:
    other = Seen(seen_lite.story)
    seen_lite.metrics.gate_shut("chat.postMessage")

    assert "crossbrew_gate_closures_total method=chat.postMessage" in seen_lite.scrape()
    assert "crossbrew_gate_closures_total method=chat.postMessage" not in other.scrape()

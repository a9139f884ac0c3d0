"""The fake Slack on a bad day: as bad as it was asked to be, and the same each time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.platforms import DeliveryError
from tests.fake_slack.hostility import Hostility, SlidingMinute
from tests.slack.conftest import ASK

if TYPE_CHECKING:
    from bot.slack import SlackPlatform
    from tests.fake_slack import FakeSlack

POST = "chat.postMessage"


def fates(seed: int, method: str = POST, calls: int = 5_000) -> list[str]:
    day = Hostility(seed)
    return [str(day.fault(method)) for _ in range(calls)]


def test_a_seed_gives_each_method_the_same_fates_each_time_however_they_are_mixed() -> None:
    mixed = Hostility(7)
    posts = []
    for _ in range(5_000):
        mixed.fault("conversations.open")
        posts.append(str(mixed.fault(POST)))

    assert posts == fates(7)
    assert fates(7) != fates(8)
    assert fates(7) != fates(7, "conversations.open")


def test_every_kind_of_fate_has_its_share() -> None:
    counted = Counter(fates(7))
    shares = {
        "drop": 0.05,
        "accept 500": 0.03,
        "refuse 500": 0.03,
        "refuse 429": 0.05,
        "late": 0.01,
        "None": 0.83,
    }

    assert counted.keys() == shares.keys()
    for fate, share in shares.items():
        assert abs(counted[fate] / 5_000 - share) < 0.015


def test_a_process_may_always_start() -> None:
    assert set(fates(7, "auth.test")) == {"None"}


def test_any_minute_holds_the_limit_and_no_more() -> None:
    minute = SlidingMinute({POST: 3})
    let_through = [now for now in range(0, 200, 7) if minute.refusal(POST, now) is None]

    assert let_through == [0, 7, 14, 63, 70, 77, 126, 133, 140, 189, 196]


def test_a_call_too_many_is_told_when_to_come_back() -> None:
    minute = SlidingMinute({POST: 1})
    assert minute.refusal(POST, 10) is None

    refused = minute.refusal(POST, 30)

    assert refused is not None
    assert (refused.status, refused.seconds) == (429, 41)
    assert minute.refusal(POST, 30 + refused.seconds) is None
    assert minute.refusal("users.info", 30) is None, "each method has a limit of its own"


def test_a_late_call_is_accepted_after_its_caller_gave_up(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara = fake.user("Amara")
    fake.late(POST, seconds=1.5)

    with pytest.raises(DeliveryError) as caught:
        sender.send(f"T1/{amara.id}", ASK)

    assert caught.value.unknown
    assert fake.messages_for(amara) == [], "not there yet"
    assert fake.eventually(lambda: fake.messages_for(amara))


def test_poison_is_refused_for_good_wherever_they_are(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara, ben = (fake.user(name) for name in ("Amara", "Ben"))
    group = sender.open_group([f"T1/{amara.id}", f"T1/{ben.id}"])
    assert group is not None
    fake.poison([ben.id])

    with pytest.raises(DeliveryError) as caught:
        sender.send(group, ASK)
    sender.send(f"T1/{amara.id}", ASK)

    assert caught.value.permanent
    assert caught.value.unreachable == ()
    assert fake.accepted() == {ASK.reference: 1}


def test_it_tells_afterwards_what_it_accepted_and_what_befell(fake: FakeSlack, sender: SlackPlatform) -> None:
    control = fake.api_url.replace("/api/", "/_control/")
    (person,) = httpx.post(f"{control}crowd", json={"number": 1}).json()
    fake.drop_reply(POST)
    with pytest.raises(DeliveryError):
        sender.send(f"T1/{person['id']}", ASK)
    sender.send(f"T1/{person['id']}", ASK)
    httpx.post(f"{control}poison", json={"users": [person["id"]]}).raise_for_status()

    assert httpx.get(f"{control}tally").json() == {
        "accepted": {ASK.reference: 2},
        "calls": {POST: 2},
        "befallen": {f"{POST} drop": 1},
    }
    assert fake.workspace.poison == {person["id"]}

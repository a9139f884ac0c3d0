"""What the outbox learns of each message it hands to Slack."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.message import Button, Message
from bot.platforms import DeliveryError, Profile
from bot.slack import Mode, SlackPlatform, SlackSettings
from bot.slack.errors import APP_REFUSED
from bot.slack.history import PAGE
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN
from tests.slack.conftest import ASK, JOIN, THANKS, settings

if TYPE_CHECKING:
    from tests.fake_slack import FakeSlack


def failure(sender: SlackPlatform, address: str, message: Message = ASK) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        sender.send(address, message)
    return caught.value


def test_a_notice_carries_its_reference_in_metadata_and_the_same_id_each_time(
    fake: FakeSlack, sender: SlackPlatform
) -> None:
    amara = fake.user("Amara")

    receipt = sender.send(f"T1/{amara.id}", ASK)
    sender.send(f"T1/{amara.id}", ASK)

    first, second = fake.messages_for(amara)
    assert (receipt.address, receipt.id) == (f"T1/{first.channel}", first.ts)
    assert first.metadata["event_payload"] == {"notice": ASK.reference}
    assert first.client_msg_id == second.client_msg_id != ""


def test_a_sent_message_can_be_replaced(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara = fake.user("Amara")
    receipt = sender.send(f"T1/{amara.id}", ASK)

    sender.update(receipt, THANKS)

    (message,) = fake.messages_for(amara)
    assert message.text == THANKS.title


def test_of_two_messages_for_one_notice_the_first_is_found_and_the_second_can_be_taken_back(
    sender: SlackPlatform, fake: FakeSlack
) -> None:
    fake.workspace.scopes |= {"im:history", "mpim:history"}
    amara = f"T1/{fake.user('Amara').id}"
    since = datetime.now(UTC) - timedelta(minutes=10)
    assert sender.find(amara, ASK.reference, since) is None

    first, second = sender.send(amara, ASK), sender.send(amara, ASK)
    for _ in range(PAGE):
        sender.send(amara, THANKS)

    assert sender.find(amara, ASK.reference, since) == first, "two pages back"
    sender.retract(second)
    assert fake.accepted() == {ASK.reference: 1}
    with pytest.raises(DeliveryError, match="message_not_found"):
        sender.retract(second)


def test_a_rate_limit_says_for_how_long_and_for_which_method(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara = fake.user("Amara")
    fake.rate_limit("chat.postMessage", retry_after=7)

    error = failure(sender, f"T1/{amara.id}")

    assert (error.retry_after, error.method) == (7, "chat.postMessage")
    assert not error.permanent
    assert not error.unknown
    assert fake.messages_for(amara) == []


@pytest.mark.parametrize("fault", ["drop", "slow", "error accepted", "error refused"])
def test_an_outcome_that_nobody_knows_is_unknown_and_sent_only_once(
    fake: FakeSlack, sender: SlackPlatform, fault: str
) -> None:
    amara = fake.user("Amara")
    match fault:
        case "drop":
            fake.drop_reply("chat.postMessage")
        case "slow":
            fake.slow("chat.postMessage", seconds=1.5)
        case _:
            fake.server_error("chat.postMessage", accepted=fault.endswith("accepted"))

    error = failure(sender, f"T1/{amara.id}")

    assert error.unknown
    assert not error.permanent
    assert len(fake.calls_of("chat.postMessage")) == 1
    assert len(fake.messages_for(amara)) == (0 if fault == "error refused" else 1)


def test_a_slack_that_cannot_be_reached_has_certainly_not_accepted() -> None:
    nowhere = SlackPlatform(SlackSettings(BOT_TOKEN, APP_TOKEN, api_url="http://127.0.0.1:9/api/"))

    error = failure(nowhere, "T1/U1")

    assert not error.unknown
    assert not error.permanent


def test_a_person_who_is_gone_is_unreachable(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara = fake.user("Amara", deleted=True)

    error = failure(sender, f"T1/{amara.id}")

    assert error.permanent
    assert error.unreachable == (f"T1/{amara.id}",)


def test_a_group_that_is_gone_is_nobodys_fault(sender: SlackPlatform) -> None:
    error = failure(sender, "T1/G404")

    assert error.permanent
    assert error.unreachable == ()


@pytest.mark.parametrize(
    ("code", "hope"),
    [
        ("invalid_blocks", "never"),
        ("is_archived", "never"),
        ("accesslimited", "later"),
    ],
)
def test_only_what_can_never_succeed_is_permanent(
    fake: FakeSlack, sender: SlackPlatform, code: str, hope: str
) -> None:
    fake.refuse("chat.postMessage", code)

    error = failure(sender, f"T1/{fake.user('Amara').id}")

    assert (error.reason, error.permanent, error.unknown) == (code, hope == "never", False)


@pytest.mark.parametrize("code", sorted(APP_REFUSED))
def test_an_app_that_is_refused_leaves_slack_alone_for_a_while_and_gives_no_message_up(
    fake: FakeSlack, sender: SlackPlatform, code: str
) -> None:
    fake.refuse("chat.postMessage", code)

    error = failure(sender, f"T1/{fake.user('Amara').id}")

    assert (error.reason, error.permanent, error.unknown, error.retry_after) == (code, False, False, 30)


def test_what_slack_would_refuse_is_never_sent(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara = f"T1/{fake.user('Amara').id}"

    assert failure(sender, amara, JOIN).permanent
    assert failure(sender, amara, Message("Hi", actions=(Button("x", "X", {"k": "v" * 2000}),))).permanent
    assert failure(sender, "T2/U1").permanent
    assert failure(sender, "nonsense").permanent
    assert fake.calls == []


def test_the_same_people_always_share_one_group(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara, ben = (f"T1/{fake.user(name).id}" for name in ("Amara", "Ben"))

    group = sender.open_group([amara, ben])

    assert group is not None
    assert sender.open_group([ben, amara]) == group


def test_a_group_with_somebody_who_is_gone_says_who(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara, ben = fake.user("Amara"), fake.user("Ben", deleted=True)

    with pytest.raises(DeliveryError) as caught:
        sender.open_group([f"T1/{amara.id}", f"T1/{ben.id}"])

    assert caught.value.permanent
    assert caught.value.unreachable == (f"T1/{ben.id}",)


def test_a_group_of_nine_is_refused_for_good(fake: FakeSlack, sender: SlackPlatform) -> None:
    with pytest.raises(DeliveryError, match="too_many_users") as caught:
        sender.open_group([f"T1/{fake.user(f'Person {number}').id}" for number in range(9)])

    assert caught.value.permanent
    assert caught.value.unreachable == ()


def test_a_profile_is_what_slack_knows(fake: FakeSlack, sender: SlackPlatform) -> None:
    dana = fake.user("Dana", email="dana@trust.test", title="Finance partner", is_admin=True)

    assert sender.profile(f"T1/{dana.id}") == Profile(
        "Dana", "dana@trust.test", "Finance partner", "Europe/London", is_owner=True
    )


def test_admins_are_not_owners_where_the_settings_say_so(fake: FakeSlack) -> None:
    dana = fake.user("Dana", is_admin=True)
    platform = SlackPlatform(
        SlackSettings(BOT_TOKEN, APP_TOKEN, api_url=fake.api_url, admins_are_owners=False)
    )

    assert not platform.profile(f"T1/{dana.id}").is_owner


def test_a_profile_that_does_not_come_in_time_is_empty(fake: FakeSlack) -> None:
    amara = fake.user("Amara")
    fake.slow("users.info", seconds=1.5)
    patient = SlackPlatform(settings(fake, Mode.SOCKET))

    assert patient.profile(f"T1/{amara.id}") == Profile()
    assert patient.profile("T1/U404") == Profile()
    assert patient.profile(f"T1/{amara.id}").name == "Amara"

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from bot.message import Action, Message
from bot.platforms import DeliveryError, Platform, Profile, Receipt
from bot.playground.platform import PlaygroundError
from tests.playground.actors import AMARA, BEN, CHIDI, FORM, NOW, Bot, group_of, opened, titles

if TYPE_CHECKING:
    from bot.playground.platform import PlaygroundPlatform


def test_it_is_a_platform(place: PlaygroundPlatform) -> None:
    platform: Platform = place

    assert platform.name == "playground"
    assert platform.profile(AMARA) == Profile(name="amara")
    assert platform.profile("playground/p/nobody") == Profile()


def test_an_address_is_made_from_a_person(place: PlaygroundPlatform) -> None:
    assert place.address_of("amara") == AMARA


def test_what_is_sent_is_read_by_its_reader_and_stamped(place: PlaygroundPlatform) -> None:
    receipt = place.send(AMARA, Message("Hello"))

    (said,) = place.transcript(AMARA, AMARA)
    assert (said.id, said.message.title, said.at, said.address) == (receipt.id, "Hello", NOW, AMARA)
    assert (said.author, said.ephemeral_for) == ("", "")


def test_a_message_can_be_replaced_after_it_was_sent(place: PlaygroundPlatform) -> None:
    receipt = place.send(AMARA, Message("Hello"))

    place.update(receipt, Message("Hello again"))

    assert titles(place, AMARA, AMARA) == ["Hello again"]


def test_sending_to_nobody_can_never_help(place: PlaygroundPlatform) -> None:
    with pytest.raises(DeliveryError) as lost:
        place.send("playground/p/gone", Message("Hello"))
    with pytest.raises(DeliveryError) as stale:
        place.update(Receipt("playground/p/gone", "1"), Message("Hello"))

    assert lost.value.permanent
    assert lost.value.unreachable == ("playground/p/gone",)
    assert stale.value.permanent


def test_the_same_people_share_one_group_whatever_their_order(place: PlaygroundPlatform) -> None:
    assert group_of(place, AMARA, BEN) == group_of(place, BEN, AMARA)
    assert group_of(place, AMARA, BEN) != group_of(place, AMARA, CHIDI)


def test_a_group_with_a_stranger_is_refused_and_says_who(place: PlaygroundPlatform) -> None:
    with pytest.raises(DeliveryError) as refused:
        place.open_group([AMARA, "playground/p/gone"])

    assert refused.value.permanent
    assert refused.value.unreachable == ("playground/p/gone",)


def test_chats_are_the_private_one_then_the_liveliest_group(place: PlaygroundPlatform) -> None:
    first, second = group_of(place, AMARA, BEN), group_of(place, AMARA, CHIDI)
    place.send(second, Message("Two"))
    place.send(first, Message("One"))

    assert [chat.address for chat in place.chats(AMARA)] == [AMARA, first, second]
    assert [chat.is_group for chat in place.chats(BEN)] == [False, True]


def test_somebody_else_s_chat_cannot_be_read_or_pressed_in(place: PlaygroundPlatform, bot: Bot) -> None:
    group = group_of(place, AMARA, BEN)

    with pytest.raises(PlaygroundError, match="not in this chat"):
        place.press(group, CHIDI, "1", "met", {})
    with pytest.raises(PlaygroundError, match="not in this chat"):
        place.transcript(AMARA, BEN)
    with pytest.raises(PlaygroundError, match="Nobody here has that address"):
        place.type("playground/p/gone", "hello")
    assert bot.heard == []


def test_before_it_starts_and_after_it_stops_the_bot_hears_nothing(
    place: PlaygroundPlatform, bot: Bot
) -> None:
    place.stop()

    with pytest.raises(PlaygroundError, match="not listening"):
        place.type(AMARA, "hello")
    assert bot.heard == []


def test_what_is_new_is_unread_until_it_is_looked_at(place: PlaygroundPlatform) -> None:
    group = group_of(place, AMARA, BEN)
    place.type(AMARA, "Thursday?", group)

    assert place.has_unread(group, BEN)
    assert not place.has_unread(group, AMARA)
    place.mark_read(group, BEN)
    assert not place.has_unread(group, BEN)


def test_the_version_grows_with_every_change(place: PlaygroundPlatform, bot: Bot) -> None:
    bot.answer = FORM
    steps = [place.version]
    receipt = place.send(AMARA, Message("Hello"))
    steps.append(place.version)
    place.update(receipt, Message("Hello again"))
    steps.append(place.version)
    group_of(place, AMARA, BEN)
    steps.append(place.version)
    place.type(AMARA, "join")
    steps.append(place.version)
    place.dismiss(AMARA, AMARA, place.transcript(AMARA, AMARA)[-1].id)
    steps.append(place.version)

    assert steps == sorted(set(steps))


def test_a_chat_keeps_its_last_messages_and_lets_the_oldest_go(bot: Bot) -> None:
    place = opened(bot, keep=3)
    receipts = [place.send(AMARA, Message(str(number))) for number in range(10)]

    place.update(receipts[0], Message("too late"))

    assert titles(place, AMARA, AMARA) == ["7", "8", "9"]


def test_many_people_at_once_lose_nothing(bot: Bot) -> None:
    place = opened(bot, keep=10_000)
    group = group_of(place, AMARA, BEN)

    def busy(number: int) -> None:
        place.send(group, Message(str(number)))
        place.type((AMARA, BEN)[number % 2], "hello", group)
        place.open_group([AMARA, BEN, CHIDI])

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(busy, range(400)))

    everything = place.transcript(group, AMARA)
    assert len({said.id for said in everything}) == 800
    assert len(place.chats(CHIDI)) == 2


def test_a_bot_that_sends_while_it_answers_does_not_block(place: PlaygroundPlatform) -> None:
    def answer(action: Action) -> Message:
        place.send(BEN, Message("News"))
        return Message(action.name)

    place.start(answer)
    place.type(AMARA, "hello")

    assert titles(place, BEN, BEN) == ["News"]

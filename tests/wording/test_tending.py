from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outcomes import FAULT, UNKNOWN
from bot.sending import NOT_THERE
from bot.wording.tending import (
    MESSAGES,
    REASONS,
    NotSent,
    OutboxState,
    Underway,
    because,
    outbox,
    progress,
    time_left,
)
from pairing.notices import Kind
from tests.wording.plain import plain
from tests.wording.test_every_message import AMERICAN, MARKUP, UNKIND


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "less than a minute"),
        (0, "less than a minute"),
        (59, "less than a minute"),
        (60, "about 1 minute"),
        (490, "about 8 minutes"),
        (7_199, "about 120 minutes"),
        (7_200, "about 2 hours"),
        (86_400, "about 24 hours"),
        (200_000, "about 2 days"),
    ],
)
def test_a_time_to_wait_is_said_as_roughly_as_it_is_known(seconds: float, said: str) -> None:
    assert time_left(timedelta(seconds=seconds)) == said


def test_how_far_a_round_has_come_is_one_sentence() -> None:
    underway = Underway(12, 500, 120, timedelta(minutes=8))

    assert progress(underway) == "Round 12: 120 of 500 introductions have gone out; about 8 minutes to go."
    assert progress(Underway(1, 1, 0, timedelta())) == (
        "Round 1: 0 of 1 introduction have gone out; less than a minute to go."
    )


def test_every_kind_of_message_has_a_name_for_one_and_for_many() -> None:
    assert MESSAGES.keys() == set(Kind)
    assert len({name for names in MESSAGES.values() for name in names}) == 2 * len(Kind)


@pytest.mark.parametrize("words", sorted({*REASONS.values(), *(m for ms in MESSAGES.values() for m in ms)}))
def test_reasons_and_names_are_plain_and_kind(words: str) -> None:
    assert not UNKIND.search(words)
    assert not AMERICAN.search(words)
    assert not MARKUP.search(words)


def test_our_own_reasons_are_known_by_the_words_that_the_outbox_keeps() -> None:
    assert {UNKNOWN, FAULT, NOT_THERE} <= REASONS.keys()


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("user_disabled", "the account was deactivated"),
        ("http_502", "something that was not the chat itself answered with 502"),
        ("missing_scope", "the app was not granted what this takes; crossbrew doctor says what"),
        ("ekm_access_denied", 'the chat answered "ekm access denied"'),
        ("", "nobody knows why"),
        ("_", "nobody knows why"),
        ("x" * 300, f'the chat answered "{"x" * 99}…"'),
    ],
)
def test_a_reason_is_in_plain_words_or_in_the_chats_own(reason: str, said: str) -> None:
    assert because(reason) == said


def test_what_belongs_to_no_round_is_told_without_one() -> None:
    page = outbox(OutboxState(not_sent=(NotSent(Kind.ANNOUNCEMENT, 0, "not_in_channel", 1),), until="x"))

    assert "- 1 post in a channel: we are not in that group or channel" in plain(page)

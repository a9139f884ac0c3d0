"""Whom somebody names after a command, as Slack writes it with and without a name beside the id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.mentions import read_words
from bot.slack.payloads import command_action

BODY = {"team_id": "T1", "user_id": "U1", "trigger_id": "1.2"}


@pytest.mark.parametrize(
    ("typed", "words", "people"),
    [
        ("introduce <@U2|ben> <@W3>", "introduce", ("T1/U2", "T1/W3")),
        ("introduce <@U2|ben>and<@U2>", "introduce and", ("T1/U2",)),
        ("met <@U2|Ben &amp; co>!", "met !", ("T1/U2",)),
        ("met <#C1|general> <!subteam^S1|@porters>", "met general @porters", ()),
        ("met @ben", "met @ben", ()),
        ("pause until 3 Jan", "pause until 3 Jan", ()),
        ("tea &amp; cake &lt;3", "tea & cake <3", ()),
        ("&lt;@U2&gt;", "<@U2>", ()),
        ("<@U2", "<@U2", ()),
        ("<@U2/../U3>", "<@U2/../U3>", ()),
        ("<!channel>", "<!channel>", ()),
    ],
)
def test_people_are_told_apart_from_words(typed: str, words: str, people: tuple[str, ...]) -> None:
    assert read_words(typed, "T1") == (words, people)


def test_a_command_carries_whom_it_names() -> None:
    assert command_action(BODY | {"text": "introduce <@U2|ben> <@U3|chidi>"}).data == {
        "text": "introduce",
        "people": "T1/U2\nT1/U3",
    }
    assert command_action(BODY | {"text": None}).data == {"text": ""}


@given(st.text(alphabet="<@#!|>U2W3 &;ab", max_size=40))
def test_nobody_is_named_who_is_not_an_id_of_this_workspace(typed: str) -> None:
    _, people = read_words(typed, "T1")

    assert all(address.removeprefix("T1/").isalnum() for address in people)

"""Reading what somebody typed after `/coffee`: what can be told apart is understood, the rest gets help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.commands import COMMANDS, NEVER_GUESSED, PHRASES, SYNONYMS, read


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", "home"),
        ("  ", "home"),
        ("!!!", "home"),
        ("coffee", "home"),
        ("/coffee", "home"),
        ("meet", "home"),
        ("/coffee status", "status"),
        ("STATUS", "status"),
        ("Status?", "status"),
        ("'status'", "status"),
        ("status please!", "status"),
        ("please, skip", "skip"),
        ("Skip this one", "skip"),
        ("presences", "preferences"),
        ("preferencs", "preferences"),
        ("prefs", "preferences"),
        ("settings", "preferences"),
        ("puase", "pause.typed"),
        ("pause", "pause.typed"),
        ("Rest!", "pause.typed"),
        ("resume", "back"),
        ("I'm back", "back"),
        ("I\u2019m back!", "back"),
        ("stop", "leave"),
        ("Leave.", "leave"),
        ("opt out", "leave"),
        ("people", "people"),
        ("my data", "data"),
        ("Give me my data", "data"),
        ("erase me", "erase"),
        ("Delete my data", "erase"),
        ("forget me", "erase"),
        ("met", "just_met"),
        ("we just met", "just_met"),
        ("introduce", "introduce"),
        ("hlep", "unknown"),
        ("cofee", "unknown"),
        ("leav", "unknown"),
        ("erse", "unknown"),
        ("<!channel>", "unknown"),
        ("x" * 10_000, "unknown"),
    ],
)
def test_a_command_is_known_by_what_was_surely_meant(typed: str, name: str) -> None:
    assert read(typed)[0] == name


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("pause until 3 Jan", "until 3 Jan"),
        ("Pause: for 4 weeks.", "for 4 weeks"),
        ("until 3 Jan", "until 3 Jan"),
        ("for 4 weeks", "for 4 weeks"),
        ("next month", "next month"),
        ("rest till Monday", "till Monday"),
        ("away 3 Feb", "3 Feb"),
        ("stop until March", "until March"),
        ("skip for 4 weeks", "for 4 weeks"),
        ("back on 2 March", "on 2 March"),
        ("pause smarch please", "smarch"),
    ],
)
def test_a_rest_is_known_by_its_length_whatever_stands_before_it(typed: str, until: str) -> None:
    assert read(typed) == ("pause.save", {"until": until})


def test_what_would_end_something_is_never_guessed() -> None:
    ends = {"leave", "erase"}
    assert {word for word, name in SYNONYMS.items() if name in ends} | ends == NEVER_GUESSED

    for word in NEVER_GUESSED:
        near = {word[:-1], f"{word}x", word[1:], f"{word[1]}{word[0]}{word[2:]}"}
        assert not {read(typed)[0] for typed in near - NEVER_GUESSED} & ends


def test_every_synonym_and_phrase_stands_for_a_command() -> None:
    assert {*SYNONYMS.values(), *PHRASES.values()} <= COMMANDS.keys()
    assert not SYNONYMS.keys() & COMMANDS.keys()


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_as_something(typed: str) -> None:
    name, data = read(typed)

    assert name in {*COMMANDS.values(), "pause.save", "unknown"}
    assert data.keys() in ({"text"}, {"until"})

"""What must hold of every word the bot says. A message without an example fails the first test."""

from __future__ import annotations

import inspect
import pkgutil
import re
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING

import pytest

import bot.wording
from bot.message import FIELDS, Button, Choose, Facts, Message, Pick, Row, Text
from tests.wording.examples import EXAMPLES
from tests.wording.plain import plain, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.message import Link
    from tests.golden import Golden

UNKIND = re.compile(
    r"\b(fail(ed|ure|s)?|ghost\w*|ignor\w*|late|overlooked|blame\w*|fault|missed|must|should have|excuse|"
    r"reminder|no-show|unresponsive|engag\w+|synerg\w+|leverag\w+|stakeholder\w*|onboard\w*|opt(ed)?[ -]in|"
    r"opt(ed)?[ -]out|pair(ed|ing|s)?|match(ed|ing|es)?|user|algorithm|cohort|database|workspace|cadence|"
    r"invalid|error|oops|whoops|sorry)\b",
    re.IGNORECASE,
)
AMERICAN = re.compile(r"\b(\w+iz(e|ed|ing|ation)|program|color|center|favorite)\b", re.IGNORECASE)
MARKUP = re.compile(r"[<>*`_~|\\{}]|\]\(|&\w+;|:\w+:")
CUPS = "☕"
PAUSES = r"[.?!:](?:\s|$)"

every_message = pytest.mark.parametrize("message", EXAMPLES.values(), ids=EXAMPLES.keys())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_message_reads_as_agreed(name: str, golden: Golden) -> None:
    golden(f"plain/{name}.txt", plain(EXAMPLES[name]))


def test_every_function_that_makes_a_message_has_an_example() -> None:
    shown = {name.partition("-")[0] for name in EXAMPLES}

    assert set(_functions_that_make_messages()) == shown


def _functions_that_make_messages() -> Iterator[str]:
    for module in pkgutil.iter_modules(bot.wording.__path__):
        loaded = import_module(f"bot.wording.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            is_own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if is_own and inspect.signature(function).return_annotation == "Message":
                yield f"{module.name}.{name}"


@every_message
def test_titles_and_labels_fit_where_they_are_shown(message: Message) -> None:
    assert 0 < len(message.title) <= (24 if message.is_form else 60)
    assert len(message.actions) <= 5
    for actions in _rows(message):
        assert len(actions) <= 6
        assert all(0 < len(action.label) <= 24 for action in actions)
        assert all(len(action.confirm) <= 300 for action in actions if isinstance(action, Button))


@every_message
def test_a_summary_is_one_finished_line(message: Message) -> None:
    assert message.summary
    assert "\n" not in message.summary
    assert len(message.summary) <= 120
    assert message.summary[-1] in ".?"


@every_message
def test_a_form_can_be_sent_and_its_names_are_told_apart(message: Message) -> None:
    fields = [part for part in message.body if isinstance(part, FIELDS)]

    assert not fields or any(isinstance(action, Button) for action in message.actions)
    assert len({field.name for field in fields}) == len(fields)
    for actions in _rows(message):
        buttons = [action for action in actions if isinstance(action, Button)]
        assert len({button.name for button in buttons}) == len(buttons)
        assert sum(button.primary for button in buttons) <= 1


@every_message
def test_nothing_is_shouted_shaming_or_jargon(message: Message) -> None:
    said = "\n".join(_all_words(message))

    assert said.count("!") <= 1
    assert UNKIND.findall(said) == []
    assert AMERICAN.findall(said) == []


@every_message
def test_there_is_no_markup_and_at_most_a_cup_in_a_title(message: Message) -> None:
    below = "\n".join(_all_words(message)[1:])

    assert MARKUP.findall("\n".join(_all_words(message))) == []
    assert CUPS not in below
    assert message.title.count(CUPS) <= 1
    assert all(ord(letter) < 0x2500 for letter in below)


@every_message
def test_paragraphs_are_whole_short_sentences(message: Message) -> None:
    paragraphs = [words(part) for part in message.body if isinstance(part, Text) and not part.heading]
    sentences = [each for paragraph in paragraphs for each in re.split(PAUSES, paragraph) if each.strip()]
    lengths = [len(sentence.split()) for sentence in sentences]

    assert all(paragraph[-1] in ".?" for paragraph in paragraphs)
    assert sum(lengths) <= 18 * len(lengths)
    assert max(lengths, default=0) <= 26


def _all_words(message: Message) -> list[str]:
    """Everything that somebody reads, the title first."""
    said = [message.title, message.summary]
    for part in message.body:
        if isinstance(part, Text):
            said.append(words(part))
        elif isinstance(part, Facts):
            said += [word for row in part.rows for word in row]
        elif isinstance(part, FIELDS):
            options = [label for _, label in part.options] if isinstance(part, Choose | Pick) else []
            said += [part.label, part.hint, part.error, *options]
    for action in chain.from_iterable(_rows(message)):
        said += [action.label, action.confirm if isinstance(action, Button) else ""]
    return said


def _rows(message: Message) -> list[tuple[Button | Link, ...]]:
    """The buttons below the message, and those in the middle of it."""
    return [message.actions, *(part.actions for part in message.body if isinstance(part, Row))]

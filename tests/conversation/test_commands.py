"""Every command and button, and who may do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.conversation.commands import COMMANDS
from bot.conversation.router import LONG, READS, WRITES
from bot.message import Action, Button, Input, Row
from bot.platforms import Profile
from bot.wording.helping import COMMANDS as TOLD
from bot.wording.rounds import heads_up
from pairing.people import Status
from storage import people, programmes
from tests.cast import AMARA, BEN, DANA, EFUA, person
from tests.story import WORKSPACE, Story
from tests.wording.examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.message import Message

NEW = person("Gita Rao", "Stores", "Band 4")


def buttons_of(message: Message) -> Iterator[Button]:
    """All that can be pressed, below the message and in the middle of it, or goes on by itself."""
    yield from (message.then,) if message.then else ()
    rows = (message.actions, *(part.actions for part in message.body if isinstance(part, Row)))
    yield from (action for actions in rows for action in actions if isinstance(action, Button))


BUTTONS = {button.name for message in EXAMPLES.values() for button in buttons_of(message)}


def test_every_button_that_is_ever_shown_does_something() -> None:
    assert READS.keys() | WRITES.keys() | LONG.keys() >= BUTTONS


def test_everything_that_can_be_done_is_behind_a_button_or_a_command() -> None:
    assert READS.keys() | WRITES.keys() | LONG.keys() == BUTTONS | set(COMMANDS.values()) | {
        "unknown",
        "file",
    }


def test_what_reads_and_what_writes_are_told_apart() -> None:
    assert not READS.keys() & WRITES.keys()
    assert not LONG.keys() & (READS.keys() | WRITES.keys())


def test_help_tells_of_commands_that_there_are() -> None:
    assert {word for word, _ in TOLD} <= COMMANDS.keys()


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("", "Hello Amara ☕"),
        ("home", "Hello Amara ☕"),
        ("join", "Your details"),
        ("preferences", "What suits you"),
        ("details", "Your details"),
        ("apart", "Between us"),
        ("introduce", "Bring two together"),
        ("met", "We just met"),
        ("data", "Everything we keep about you"),
        ("erase", "Shall we erase you?"),
        ("skip", "That's fine, you're skipping one"),
        ("pause", "Your coffees are paused"),
        ("pause until 3 February", "Your coffees are paused"),
        ("pause smarch", "Pause for a while"),
        ("back", "Good to have you back ☕"),
        ("resume", "Good to have you back ☕"),
        ("status", "Where you stand"),
        ("leave", "You've left, and thank you for coming"),
        ("report", "This part is for owners"),
        ("help", "How the coffees work ☕"),
        ("cofee", "That is new to us"),
        ("pasue", "Your coffees are paused"),
        ("until 3 February", "Your coffees are paused"),
        ("<!channel>", "That is new to us"),
        ("x" * 10_000, "That is new to us"),
        ("  LEAVE  ", "You've left, and thank you for coming"),
        ("Skip this one", "That's fine, you're skipping one"),
        ("Pause\tuntil \u00a0 3  FEBRUARY", "Your coffees are paused"),
        ("\u200bstatus\n", "Where you stand"),
    ],
)
def test_a_member_types_a_command(lite: Story, words: str, title: str) -> None:
    assert lite.says(AMARA, words).title == title


@pytest.mark.parametrize(
    "words", ["leave", "skip", "pause", "pause 3 February", "back", "preferences", "introduce", "met"]
)
def test_somebody_who_has_not_joined_is_shown_how(lite: Story, words: str) -> None:
    lite.chat.register(lite.address(NEW), Profile(NEW.name))

    assert lite.says(NEW, words).title == "You haven't joined yet"


@pytest.mark.parametrize("words", ["skip", "pause", "back", "pause until 3 February"])
def test_somebody_who_has_left_is_asked_to_join_again(lite: Story, words: str) -> None:
    lite.says(AMARA, "leave")

    assert lite.says(AMARA, words).title == "You haven't joined yet"
    assert lite.says(AMARA, "leave").title == "You have left already"
    assert lite.member(AMARA).status is Status.LEFT


def test_a_pause_ends_on_the_day_that_was_named(lite: Story) -> None:
    lite.says(AMARA, "pause until 3 February")
    assert (lite.member(AMARA).status, lite.member(AMARA).paused_until) == (Status.PAUSED, date(2026, 2, 3))

    lite.wind(lite.plan(2).starts_at + timedelta(days=1))

    assert "You're in" in lite.says(AMARA, "status").summary


def test_pausing_again_does_not_take_the_end_off_a_pause(lite: Story) -> None:
    lite.says(AMARA, "pause until 3 February")

    assert lite.says(AMARA, "pause").title == "You are resting already"
    form = lite.does(AMARA, "pause")
    assert form is not None
    typed = [part.value for part in form.body if isinstance(part, Input)]
    assert typed == ["3 February 2026"]
    lite.does(AMARA, "pause.save", until=typed[0])

    assert lite.member(AMARA).paused_until == date(2026, 2, 3)
    lite.presses(AMARA, "Until I say")
    assert (lite.member(AMARA).status, lite.member(AMARA).paused_until) == (Status.PAUSED, None)


def test_a_skip_is_for_the_round_that_its_button_named(lite: Story) -> None:
    lite.wind(lite.plan().starts_at + timedelta(hours=1))

    answer = lite.does(AMARA, "skip", round="1")

    assert answer is not None
    assert answer.title == "There is nothing to skip"
    assert lite.member(AMARA).skips_round is None


@pytest.mark.parametrize("number", ["", "-1", "two", "9" * 10_000, "٢", "<!channel>", "\x00", "\ud800"])
def test_a_skip_that_names_rubbish_is_for_the_next_round(lite: Story, number: str) -> None:
    assert lite.does(AMARA, "skip", round=number) is not None
    assert lite.member(AMARA).skips_round == 1


def test_the_heads_up_names_its_round(lite: Story) -> None:
    lite.wind(lite.plan().heads_up_at)

    here = heads_up(lite.plan().starts_at, "UTC", "", 1).carrying({"programme": "main"})
    assert lite.last(AMARA).message.actions == here.actions


def test_an_event_that_comes_twice_is_heard_once(lite: Story) -> None:
    assert lite.does(AMARA, "leave", "event-1") is not None
    assert lite.does(AMARA, "join.save", "event-2", department="Nursing") is not None

    assert lite.does(AMARA, "leave", "event-1") is None
    assert lite.member(AMARA).status is Status.ACTIVE


def test_the_same_key_in_another_workspace_is_another_event(lite: Story) -> None:
    elsewhere = in_another_workspace(lite)
    lite.does(AMARA, "leave", "event-1")

    assert elsewhere("leave", "event-1") is not None


def test_reading_is_answered_however_often_it_is_asked(lite: Story) -> None:
    assert lite.does(AMARA, "home", "event-1") == lite.does(AMARA, "home", "event-1") is not None


def test_a_form_that_was_refused_can_be_sent_again(lite: Story) -> None:
    first = lite.does(AMARA, "join.save", "event-1", department="Nowhere")
    assert first is not None
    assert first.has_errors

    second = lite.does(AMARA, "join.save", "event-1", department="Nursing")
    assert second is not None
    assert second.title == "Your details are saved"


def test_a_press_that_nobody_knows_gets_help_and_changes_nothing(lite: Story) -> None:
    before = lite.seen_by(AMARA)

    answer = lite.does(AMARA, "drop table", "event-1", pairing="1")

    assert answer is not None
    assert answer.title == "We didn't follow that"
    assert lite.seen_by(AMARA) == before


def test_only_owners_see_the_report(lite: Story) -> None:
    assert lite.says(EFUA, "report").title == "This part is for owners"
    assert lite.says(DANA, "report").title == "How the coffees are going"
    for message in (lite.does(BEN, "report"), lite.does(BEN, "home")):
        assert message is not None
        assert not {"report", "admin", "outbox"} & {button.name for button in buttons_of(message)}


def test_one_person_in_two_workspaces_is_two_people(lite: Story) -> None:
    elsewhere = in_another_workspace(lite)
    assert title_of(elsewhere("status")) == "Where you stand"
    elsewhere("join.save", department="Somewhere else")

    lite.says(AMARA, "leave")

    here = elsewhere("status")
    assert here is not None
    assert "You're in" in here.summary
    assert "left" in lite.says(AMARA, "status").summary


class Elsewhere:
    """Amara's address in a second workspace of the same database."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def __call__(self, name: str, key: str = "", **data: str) -> Message | None:
        action = Action("T2", self.story.address(AMARA), name, data, key)
        return self.story.bot.conversation.handle(action)


def in_another_workspace(story: Story) -> Elsewhere:
    with story.database.change() as connection:
        people.ensure_workspace(connection, "T2", "playground", story.clock.now())
        main = programmes.programmes(connection, WORKSPACE)[0]
        programmes.add_programme(connection, replace(main, workspace="T2"))
    assert isinstance(story.bot.platforms, dict)
    story.bot.platforms["T2"] = story.chat
    return Elsewhere(story)


def title_of(message: Message | None) -> str:
    assert message is not None
    return message.title

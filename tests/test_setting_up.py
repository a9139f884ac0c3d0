"""An owner sets everything up by chat alone, and the first round runs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.message import Button
from bot.playground.platform import CHANNEL
from pairing.rounds import timetable
from storage import tables
from storage.database import Database
from tests.cast import BEN, DANA
from tests.conversation.setting_up import buttons, main
from tests.story import SIX, WORKSPACE, Story, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.message import Message

EVERYBODY = f"{WORKSPACE}/c/{CHANNEL}"
ANSWERS = (
    {
        "days": "7",
        "first": "2026-01-26",
        "at": "11:00",
        "timezone": "new york",
        "together": "2",
        "odd_pool": "sit_out",
    },
    {"holidays": "GB-ENG", "elsewhere": "", "dates": "9-11 February\n3 March 2026, 5 March"},
    {"department": "csv", "grade": "typed", "wins": "directory"},
    {"ladder": "Band 3\nBand 4\nBand 5\nBand 6\nBand 7\nBand 8a"},
    {"whom": "staff_list", "departments": "", "grades": "", "sites": ""},
)


@pytest.fixture
def new(engine_url: str) -> Iterator[Story]:
    """Six people in the staff list, of whom nobody has said a word, in a workspace that is not set up."""
    database = Database(engine_url)
    yield Story(database, SIX, is_set_up=False)
    database.close()


def submits(story: Story, **values: str) -> Message:
    """Dana fills in the form that she has open, and sends it in."""
    me, form = story.address(DANA), story.last(DANA)
    [button] = [one for one in form.message.actions if isinstance(one, Button)]
    story.chat.submit(me, me, form.id, button.name, {**button.data, **values})
    return story.last(DANA).message


def test_an_owner_sets_everything_up_by_chat_alone_and_the_first_round_runs(new: Story) -> None:
    assert buttons(new.says(DANA, ""))["Set up Crossbrew"].primary
    new.wind(new.clock.now() + timedelta(minutes=1))
    assert new.heard(DANA) == ["Welcome to Crossbrew ☕"]

    new.presses(DANA, "Set up Crossbrew")
    titles = [new.last(DANA).message.title, *(submits(new, **values).title for values in ANSWERS)]
    assert titles == [
        "Rhythm",
        "Quiet days",
        "Department and grade",
        "Grades in order",
        "Who may join",
        "Crossbrew is set up ☕",
    ]
    assert "Set up Crossbrew" not in buttons(new.says(DANA, ""))

    new.says(DANA, "admin")
    new.does(DANA, "announce.save", channel=EVERYBODY, invitation="Have a coffee with us.")
    new.wind(new.clock.now() + timedelta(minutes=1))
    [post] = new.chat.transcript(EVERYBODY, new.address(BEN))
    assert "Have a coffee with us." in str(post.message)
    for who in SIX:
        me = new.address(who)
        new.chat.press(EVERYBODY, me, post.id, "join", buttons(post.message)["Join"].data)
        assert new.chat.transcript(EVERYBODY, me)[-1].is_form_of(me)
        new.joins(who)

    plan = timetable(main(new).cadence, 1)
    assert plan.starts_at == at(2026, 1, 26, 16)
    assert plan.closes_at == at(2026, 2, 2, 16)
    for moment in plan.instants[:4]:
        new.wind(moment)
    assert len(new.group_titles()) == 3 + 3
    assert len(new.pairings()) == 3


def test_all_that_an_owner_does_stands_in_the_audit_trail_without_a_name(new: Story) -> None:
    page = new.says(DANA, "")
    me, button = new.address(DANA), buttons(page)["Set up Crossbrew"]
    new.chat.press(me, me, new.last(DANA).id, button.name, button.data)
    for values in ANSWERS:
        submits(new, **values)
    new.does(DANA, "announce.save", channel=EVERYBODY, invitation="Have a coffee with us.")

    with new.database.read() as connection:
        trail = connection.execute(tables.audit.select()).all()
    assert {row.actor for row in trail} == {new.id_of(DANA)}
    assert {row.action: row.about for row in trail} == {
        "set-up: rhythm": "every 7 days, 2 together",
        "set-up: quiet": "holidays GB-ENG, 5 own days",
        "set-up: sources": "department from csv, grade from typed",
        "set-up: ladder": "6 grades",
        "set-up: open_to": "1 of staff_list",
        "set up": "main",
        "announced": EVERYBODY,
    }


def test_members_may_join_and_rounds_run_before_anybody_has_set_it_up(new: Story) -> None:
    new.everybody_joins()

    new.wind(timetable(main(new).cadence, 1).starts_at)

    assert len(new.group_titles()) == 3

"""After "We met": two taps, a line for oneself, thanks; what is kept of it, and who sees any of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.message import Choose, Day, Input
from pairing.notices import Kind
from storage import follow_ups, tables
from storage.database import Database
from storage.follow_ups import FollowUp
from tests.cast import AMARA, BEN, CHIDI, DANA
from tests.story import SIX, WORKSPACE, Story

if TYPE_CHECKING:
    from pathlib import Path

    from bot.message import Message
    from pairing.people import Person

AFTER_MEETING = ["helped.yes", "knew.no", "next", "next.save", "thank"]


@pytest.fixture
def introduced(lite: Story) -> Story:
    """Six people just introduced, in three pairs."""
    lite.wind(lite.plan().starts_at)
    return lite


def says(story: Story, who: Person, what: str, number: int = 1, **data: str) -> Message:
    answer = story.does(who, what, pairing=story.pairing_of(who, number).id, **data)
    assert answer is not None
    return answer


def rows(story: Story, table: Any, *columns: str) -> list[tuple[Any, ...]]:
    with story.database.read() as connection:
        return [tuple(one) for one in connection.execute(select(*(table.c[name] for name in columns)))]


def feedback(story: Story) -> list[tuple[Any, ...]]:
    return rows(story, tables.feedback, "person", "helped", "knew_before")


def follow_up(story: Story, who: Person, about: Person) -> FollowUp:
    with story.database.read() as connection:
        return follow_ups.find(connection, WORKSPACE, story.id_of(who), story.id_of(about))


def thanks_to(story: Story, who: Person) -> int:
    return story.heard(who).count("A thank you ☕")


def test_two_taps_in_the_same_place_and_then_what_next(introduced: Story) -> None:
    introduced.wind(introduced.plan().ask_at)
    me = introduced.address(AMARA)
    asked = next(
        post for post in introduced.chat.transcript(me, me) if post.message.title.startswith("Did you and ")
    )
    before = len(introduced.chat.transcript(me, me))

    titles = []
    for label in ("We met", "A little", "First time we met"):
        introduced.presses(AMARA, label)
        shown = {post.id: post.message.title for post in introduced.chat.transcript(me, me)}
        titles.append(shown[asked.id])

    assert titles[0].startswith("Lovely that you met ")
    assert titles[1:] == ["And before this coffee?", "What will you do next?"]
    assert len(introduced.chat.transcript(me, me)) == before, "each took the place of the one before"
    assert feedback(introduced) == [(introduced.id_of(AMARA), "a_little", False)]


def test_the_last_tap_counts_and_the_other_is_left_alone(introduced: Story) -> None:
    says(introduced, AMARA, "met")
    says(introduced, AMARA, "helped.no")
    says(introduced, AMARA, "knew.yes")
    says(introduced, AMARA, "helped.yes")

    assert feedback(introduced) == [(introduced.id_of(AMARA), "yes", True)]


def test_contradictory_answers_are_kept_as_they_are_and_shown_to_nobody(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)
    for who in (AMARA, partner):
        says(introduced, who, "met")
    before = introduced.seen_by(partner)
    says(introduced, AMARA, "helped.no")
    says(introduced, AMARA, "knew.no")
    assert introduced.seen_by(partner) == before

    says(introduced, partner, "helped.yes")
    says(introduced, partner, "knew.yes")

    kept = {who: (helped, knew) for who, helped, knew in feedback(introduced)}
    assert kept == {introduced.id_of(AMARA): ("no", False), introduced.id_of(partner): ("yes", True)}


@pytest.mark.parametrize("what", AFTER_MEETING)
def test_whoever_did_not_say_that_they_met_is_asked_nothing_more(introduced: Story, what: str) -> None:
    assert says(introduced, AMARA, what, next_step="x").title == "That message is out of date"
    says(introduced, AMARA, "met")
    says(introduced, AMARA, "not_met")

    assert says(introduced, AMARA, what, next_step="x").title == "That message is out of date"
    assert feedback(introduced) == []


@pytest.mark.parametrize("what", AFTER_MEETING)
def test_it_is_between_the_two_and_for_one_more_round(introduced: Story, what: str) -> None:
    says(introduced, AMARA, "met")
    ours = {AMARA.id, introduced.partner_of(AMARA).id}
    stranger = next(who for who in SIX if who.id not in ours)

    answer = introduced.does(stranger, what, pairing=introduced.pairing_of(AMARA).id)
    assert answer is not None
    assert answer.title == "That one is for somebody else"

    introduced.wind(introduced.plan(3).starts_at + timedelta(minutes=1))
    assert says(introduced, AMARA, what).title == "This introduction has ended"


def test_a_line_and_a_day_are_kept_for_oneself(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)
    says(introduced, AMARA, "met")
    assert says(introduced, AMARA, "next").is_form

    answer = says(introduced, AMARA, "next.save", next_step="Send the rota", remind_on="2026-01-29")

    assert answer.title == "Kept, for you alone"
    assert "Thursday 29 January" in str(answer)
    assert follow_up(introduced, AMARA, partner) == FollowUp("", "Send the rota", date(2026, 1, 29))
    assert "Send the rota" not in introduced.seen_by(partner)
    form = says(introduced, AMARA, "next")
    assert [part.value for part in form.body if isinstance(part, Input | Day)] == [
        "Send the rota",
        date(2026, 1, 29),
    ]


def test_an_empty_line_changes_nothing(introduced: Story) -> None:
    says(introduced, AMARA, "met")

    assert says(introduced, AMARA, "next.save").title == "Kept, for you alone"
    assert rows(introduced, tables.follow_up, "person") == []


@pytest.mark.parametrize(
    ("step", "day", "why"),
    [
        ("x", "2026-01-18", "has passed"),
        ("x", "2027-02-01", "within the coming year"),
        ("x", "soon", "could not read"),
        ("x", "\ud800=1", "could not read"),
        ("x" * 301, "", "longer than 300"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(
    introduced: Story, step: str, day: str, why: str
) -> None:
    says(introduced, AMARA, "met")

    answer = says(introduced, AMARA, "next.save", next_step=step, remind_on=day)

    told = [part.error for part in answer.body if isinstance(part, Input | Day) and part.error]
    assert len(told) == 1
    assert why in told[0]
    assert rows(introduced, tables.follow_up, "person") == []


def test_of_two_others_one_says_about_whom(tmp_path: Path) -> None:
    story = Story(Database(f"sqlite:///{tmp_path / 'trio.db'}"), (AMARA, CHIDI, DANA))
    story.everybody_joins()
    story.wind(story.plan().starts_at)
    says(story, AMARA, "met")

    form = says(story, AMARA, "next")
    choose = next(part for part in form.body if isinstance(part, Choose))
    assert {label for _, label in choose.options} == {"Chidi", "Dana"}
    assert says(story, AMARA, "next.save", next_step="x", about=story.id_of(BEN)).title.startswith("That")
    says(story, AMARA, "next.save", next_step="Ask about solar", about=story.id_of(CHIDI))
    assert follow_up(story, AMARA, CHIDI).next_step == "Ask about solar"

    says(story, AMARA, "thank")
    story.wind(story.clock.now())
    assert [thanks_to(story, who) for who in (AMARA, CHIDI, DANA)] == [0, 1, 1]
    story.database.close()


def test_thanks_are_passed_on_once_however_often_they_are_pressed(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)
    says(introduced, AMARA, "met")

    for _ in range(3):
        assert says(introduced, AMARA, "thank").title == "Passed on"
        introduced.wind(introduced.clock.now() + timedelta(minutes=1))

    assert thanks_to(introduced, partner) == 1
    said = introduced.last(partner).message
    assert str(said).count("Amara says thank you for the coffee.") == 2, "in the text and in its summary"
    assert len(said.body) == 1
    assert said.actions == ()


def test_thanks_reach_the_partner_after_the_round_and_not_in_a_pause(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)
    says(introduced, AMARA, "met")
    says(introduced, partner, "met")
    introduced.wind(introduced.plan(2).starts_at + timedelta(hours=1))
    says(introduced, AMARA, "thank")
    introduced.says(AMARA, "pause")
    says(introduced, partner, "thank")
    introduced.wind(introduced.clock.now())

    assert thanks_to(introduced, partner) == 1
    assert thanks_to(introduced, AMARA) == 0


def test_no_word_of_a_note_or_a_thank_you_rests_in_the_outbox(introduced: Story) -> None:
    says(introduced, AMARA, "met")
    says(introduced, AMARA, "next.save", next_step="Send the rota", remind_on="2026-01-20")
    says(introduced, AMARA, "thank")
    introduced.wind(introduced.plan().starts_at + timedelta(days=1))

    names = [column.name for column in tables.notice.c]
    kept = [one for one in rows(introduced, tables.notice, *names) if one[names.index("kind")] in THESE]
    assert {one[names.index("kind")] for one in kept} == THESE
    assert "rota" not in str(kept)
    assert "Amara" not in str(kept)


THESE = {Kind.THANKS.value, Kind.FOLLOW_UP.value}

"""What people and platforms may send: nothing of it formats a message, breaks a page or is lost.

On both engines, for PostgreSQL refuses what SQLite takes: text too long for its column, NUL, half a
surrogate pair.
"""

from __future__ import annotations

import dataclasses
import json

import pytest

from bot.conversation.router import LONG, READS, WRITES
from bot.message import Choose, File, Input, Message
from bot.platforms import Profile
from bot.playground.render import Setting, render
from bot.slack.blocks import fallback, message_blocks
from bot.slack.views import answer_view, form_view, home_view
from bot.wording.joining import LONGEST
from bot.wording.preferences import Draft
from storage import people
from storage.database import Database
from tests.cast import AMARA, BEN, CAST, person
from tests.fake_slack import block_kit
from tests.playground.forms import Page
from tests.story import WORKSPACE, Story

DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = [
    "<!channel>",
    '=HYPERLINK("https://example.org/x","Payslip")',
    "\u202enimdA \u2066\u2069",
    "<script>alert(1)</script>",
    "*bold* _it_ `code` @here :tada:",
    "Robert'); DROP TABLE person;--",
    "A\x00B\x1b[31m\x07",
    "half \ud83d a pair",
    "x" * 10_000,
    "word " * 2_000,
    "\n\n\n",
    "😀" * 300,
]
GUEST = person("Guest", "", "")


def shown(message: Message) -> str:
    """The message on both platforms, refused by neither; what a reader sees of it, and what Slack parses.

    A file goes by itself, to the reader's own chat.
    """
    message = dataclasses.replace(message, body=tuple(p for p in message.body if not isinstance(p, File)))
    if message.is_form:
        views = [form_view(message)]
    else:
        views = [answer_view(message), home_view(message)]
        assert block_kit.problems(message_blocks(message), block_kit.MESSAGE) == []
    assert [each for view in views for each in block_kit.view_problems(view)] == []
    assert not set("<") & set(fallback(message).replace("<!date", "")), "nothing in it mentions anybody"
    page = Page(render(message, Setting("m1", "Europe/London")))
    assert page.tags.isdisjoint({"script", "img"})
    told = page.words + json.dumps(views).encode().decode("unicode_escape", "replace")
    assert not set(DIRECTION) & set(told)
    return page.words


def everything_shown_to(story: Story, who: str) -> list[str]:
    """Every message in the chats of somebody, as both platforms show it."""
    return [
        shown(post.message)
        for chat in story.chat.chats(who)
        for post in story.chat.transcript(chat.address, who)
        if not post.author
    ]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_goes_through_a_whole_round(engine_url: str, name: str) -> None:
    story = Story(Database(engine_url), CAST[:1])
    guest = story.address(GUEST)
    story.chat.register(guest, Profile(name, f"{name}@example.org", job_title=name, timezone=name))
    story.joins(AMARA)
    story.joins(GUEST, department="Nursing", offer=name[:150], curiosity=name[:150], job_title=name[:90])

    for _ in story.wind_through():
        story.says(GUEST, "status")
    story.presses(AMARA, "We met")

    assert len(story.pairings()) == 1
    assert len(story.group_titles()) >= 1
    for reader in (guest, story.address(AMARA)):
        assert everything_shown_to(story, reader)
    story.database.close()


def test_a_name_is_cut_where_it_can_be_read_no_more(lite: Story) -> None:
    lite.chat.register(lite.address(GUEST), Profile("Gita " + "x" * 10_000))
    assert lite.says(GUEST, "").title == "Hello Gita ☕"
    lite.says(GUEST, "join")
    with lite.database.read() as connection:
        kept = people.find(connection, WORKSPACE, lite.address(GUEST))
    assert kept is not None
    assert len(kept.name) <= 200


@pytest.mark.parametrize("zone", ["Nowhere/Land", "x" * 10_000, "../../etc/passwd", "\x00", "", "\ud800"])
def test_a_time_zone_that_there_is_not_becomes_the_usual_one(story: Story, zone: str) -> None:
    story.chat.register(story.address(GUEST), Profile("Gita", timezone=zone))

    story.says(GUEST, "join")

    with story.database.read() as connection:
        kept = people.find(connection, WORKSPACE, story.address(GUEST))
    assert kept is not None
    assert kept.timezone == "Europe/London"


def form_of(message: Message | None) -> dict[str, str]:
    """The errors of a form that came back."""
    assert message is not None
    fields = [part for part in message.body if isinstance(part, Input | Choose)]
    return {part.name: part.error for part in fields if part.error}


def test_a_department_that_nobody_has_is_refused(lite: Story) -> None:
    errors = form_of(lite.does(AMARA, "join.save", department="<!channel> & co"))

    assert errors.keys() == {"department"}
    assert "<!channel> & co" in errors["department"]
    assert lite.member(AMARA).person.department == "Nursing"


def test_a_department_is_known_however_it_is_typed(lite: Story) -> None:
    assert form_of(lite.does(AMARA, "join.save", department="  pharmacy\u200b ")) == {}
    assert lite.member(AMARA).person.department == "Pharmacy"


def test_a_department_with_a_long_name_can_be_chosen(lite: Story) -> None:
    long = "Directorate of " + "Very " * 20 + "Long Names"
    with lite.database.change() as connection:
        people.change_person(connection, WORKSPACE, lite.id_of(BEN), department=long)

    assert form_of(lite.does(AMARA, "join.save", department=long)) == {}


@pytest.mark.parametrize("department", ["", "   ", "\u200b", "\x00"])
def test_a_form_without_a_department_comes_back(lite: Story, department: str) -> None:
    assert form_of(lite.does(AMARA, "join.save", department=department)).keys() == {"department"}
    assert form_of(lite.does(AMARA, "join.save")).keys() == {"department"}


@pytest.mark.parametrize("field", [name for name in LONGEST if name != "department"])
def test_a_field_that_is_far_too_long_comes_back_and_changes_nothing(lite: Story, field: str) -> None:
    before = lite.member(AMARA)

    answer = lite.does(AMARA, "join.save", **{"department": "Nursing", field: "y" * 10_000})

    assert form_of(answer).keys() == {field}
    assert lite.member(AMARA) == before


def test_what_was_typed_into_a_form_that_comes_back_is_not_lost(lite: Story) -> None:
    answer = lite.does(AMARA, "join.save", department="Nursing", job_title="y" * 10_000, offer="Bread")

    assert answer is not None
    values = {part.name: part.value for part in answer.body if isinstance(part, Input | Choose)}
    assert values["job_title"] == "y" * 10_000
    assert (values["department"], values["offer"]) == ("Nursing", "Bread")
    shown(answer)


def test_nothing_that_an_action_carries_trips_it_up(story: Story) -> None:
    story.wind(story.plan().starts_at)
    fields = (
        "text",
        "pairing",
        "why_not",
        "round",
        "until",
        "people",
        "apart",
        "shown",
        *LONGEST,
    )
    fields += tuple(field.name for field in dataclasses.fields(Draft))
    for name in [*READS, *WRITES, *LONG, "command", "", "\x00", "x" * 10_000]:
        for words in HOSTILE:
            answer = story.does(AMARA, name, **dict.fromkeys(fields, words))
            assert answer is not None
            shown(answer)
        story.does(AMARA, "join.save", department="Nursing")

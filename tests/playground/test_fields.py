"""Every kind of field, rows of buttons and files: shown, filled in without a script, and read back."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from bot.message import Action, Message, When, lines
from bot.platforms import DeliveryError, Profile
from bot.playground.render import Setting, render
from bot.playground.view import Seat, View, first_view
from tests.every_part import AT, BEN, FILE, every_field, every_part, rows_and_a_file
from tests.playground.actors import group_of
from tests.playground.forms import Page
from tests.playground.test_page import AMARA, press, say, see
from tests.playground.test_render import NASTY
from tests.playground.village import villagers

if TYPE_CHECKING:
    import httpx

    from bot.playground.platform import PlaygroundPlatform
    from tests.golden import Golden
    from tests.playground.village import Village

CHANNEL = "playground/c/everybody"
ONE = View((Seat(AMARA, AMARA),))
FACES = {face.address: face for face in villagers()[:3]}
HERE = Setting(
    "m7",
    "Europe/London",
    3,
    {"actor": AMARA, "address": AMARA, "posted": "7"},
    FACES,
    ((CHANNEL, "#everybody"),),
)


@pytest.fixture
def heard(village: Village) -> list[Action]:
    """What a bot hears that answers everything with a form of every part."""
    actions: list[Action] = []

    def handle(action: Action) -> Message:
        if action.name == "home":
            return Message("Home")
        actions.append(action)
        return every_part() if action.name == "command" else rows_and_a_file()

    village.platform.start(handle)
    return actions


def test_every_field_reads_as_agreed(golden: Golden) -> None:
    golden("playground/fields.html", render(every_part(), HERE))
    golden("playground/rows.html", render(rows_and_a_file(), HERE))


@pytest.mark.parametrize("words", [*NASTY, "x" * 10_000, "</select><script>", "a & b"])
def test_nothing_in_a_field_is_ever_markup(words: str) -> None:
    page = Page(render(every_part(words), HERE))

    assert page.words.count(words) >= 12
    assert page.tags.isdisjoint({"script", "img"})


def test_a_form_sent_as_it_came_brings_back_what_stood_in_it(page: httpx.Client, heard: list[Action]) -> None:
    seen = say(page, see(page, ONE), AMARA, "/coffee everything")

    press(page, seen, "Save it all", AMARA)

    data = heard[-1].data
    assert data["until"] == "2026-12-24"
    assert data["at"] == "2026-12-01T10:30:00+00:00"
    assert lines(data["ways"]) == ("walk",)
    assert lines(data["people"]) == (BEN,)
    assert data["where"] == data["person"] == ""


def test_several_values_come_back_as_lines_and_an_instant_with_its_zone(
    page: httpx.Client, heard: list[Action], village: Village
) -> None:
    village.platform.register(AMARA, Profile("Amara Obi", timezone="America/New_York"))
    seen = say(page, see(page, ONE), AMARA, "/coffee everything")
    assert "America/New_York time" in seen.words
    action, data = seen.press("Save it all", AMARA)
    assert data["when.at"] == "2026-12-01T05:30"
    filled: dict[str, str | list[str]] = {
        **data,
        "field.ways": ["", "walk", "call"],
        "field.people": ["", AMARA, BEN],
        "field.where": CHANNEL,
        "when.at": "2026-12-03T14:00",
    }

    page.post(action, data=filled)

    data = dict(heard[-1].data)
    assert (data["ways"], data["people"], data["where"]) == ("walk\ncall", f"{AMARA}\n{BEN}", CHANNEL)
    assert data["at"] == "2026-12-03T14:00:00-05:00"


@pytest.mark.parametrize("typed", ["", "soon", "2026-13-45T99:99", "x" * 10_000])
def test_what_is_no_moment_is_left_for_the_bot_to_refuse(
    page: httpx.Client, heard: list[Action], typed: str
) -> None:
    action, data = say(page, see(page, ONE), AMARA, "/coffee everything").press("Save it all", AMARA)

    page.post(action, data=data | {"when.at": typed})

    assert heard[-1].data["at"] == typed


def test_emptied_boxes_come_back_empty(page: httpx.Client, heard: list[Action]) -> None:
    action, data = say(page, see(page, ONE), AMARA, "/coffee everything").press("Save it all", AMARA)

    page.post(action, data=data | {"field.ways": "", "field.people": ""})

    assert (heard[-1].data["ways"], heard[-1].data["people"]) == ("", "")


def test_a_row_within_a_form_presses_its_own_button(page: httpx.Client, heard: list[Action]) -> None:
    seen = say(page, see(page, ONE), AMARA, "/coffee everything")

    press(page, seen, "About Ben", AMARA)

    assert (heard[-1].name, heard[-1].data) == ("about", {"person": "2"})


def test_rows_of_one_name_each_carry_their_own() -> None:
    rendered = Page(render(rows_and_a_file(), HERE))

    told = [form.values.get("data.person") for form in rendered.forms]
    assert told == ["Ben", None, "Chidi", None]
    assert len(rendered.ids) == len(set(rendered.ids))


def test_no_two_elements_share_an_id() -> None:
    ids = Page(render(every_part(), HERE)).ids

    assert len(ids) == len(set(ids))


def test_a_file_is_there_to_be_saved() -> None:
    rendered = render(rows_and_a_file(), HERE)

    assert f'download="people.csv" href="data:text/csv;base64,{b64encode(FILE.content).decode()}"' in rendered


def test_a_file_is_not_sent_to_anybody_unasked(place: PlaygroundPlatform) -> None:
    with pytest.raises(DeliveryError) as refused:
        place.send(AMARA, rows_and_a_file())

    assert refused.value.permanent


def test_a_field_that_came_back_wrong_says_so_beside_itself() -> None:
    page = Page(render(Message("Again", every_field(error="Choose another.")), HERE))

    assert page.words.count("Choose another.") == 5


def test_an_instant_is_chosen_in_the_field_s_zone_where_the_reader_s_is_not_known() -> None:
    rendered = render(Message("", (When("at", "When", "Europe/Paris", AT),)), Setting("m1"))

    assert "Europe/Paris time" in rendered
    assert 'value="2026-12-01T11:30"' in rendered


def test_what_is_posted_in_the_channel_is_in_everybody_s_list(place: PlaygroundPlatform) -> None:
    assert [chat.address for chat in place.chats(AMARA)] == [AMARA]
    ((address, name),) = place.channels()

    place.send(address, Message("Coffee is here"))

    assert (address, name) == (CHANNEL, "#everybody")
    for person in (AMARA, BEN):
        assert [chat.name for chat in place.chats(person)] == ["", "#everybody"]
        assert [said.message.title for said in place.transcript(CHANNEL, person)] == ["Coffee is here"]


def test_an_answer_to_a_press_in_the_channel_is_seen_by_its_reader_alone(place: PlaygroundPlatform) -> None:
    said = place.send(CHANNEL, Message("Coffee is here"))

    place.press(CHANNEL, AMARA, said.id, "join", {})

    assert [each.message.title for each in place.transcript(CHANNEL, AMARA)] == ["Coffee is here", "Heard"]
    assert len(place.transcript(CHANNEL, BEN)) == 1


def test_the_channel_is_shown_beside_groups_and_is_never_taken_for_one(village: Village) -> None:
    village.platform.send(CHANNEL, Message("Coffee is here"))
    people = list(village.faces.values())
    before = first_view(village.platform, people)
    group = group_of(village.platform, AMARA, BEN)

    after = first_view(village.platform, people)

    assert CHANNEL not in {seat.chat for seat in before.seats}
    assert [seat.chat for seat in after.seats[:2]] == [group, group]


def test_a_channel_is_a_chat_to_open(page: httpx.Client, village: Village) -> None:
    village.platform.send(CHANNEL, Message("Coffee is here"))

    seen = see(page, View((Seat(AMARA, CHANNEL),)))

    assert "#everybody" in seen.words
    assert "Coffee is here" in seen.words

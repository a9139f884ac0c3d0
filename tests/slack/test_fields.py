"""Every kind of field and rows of buttons in Slack: what is shown, what is refused, what comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import (
    Button,
    Channel,
    Colleagues,
    Day,
    Field,
    Message,
    Part,
    Pick,
    Row,
    When,
    lines,
    text,
)
from bot.platforms import DeliveryError
from bot.slack.blocks import message_blocks
from bot.slack.buttons import pressed_name
from bot.slack.fields import read_values
from bot.slack.text import ELLIPSIS
from bot.slack.views import form_view, home_view, view_of
from tests.every_part import every_part, rows_and_a_file
from tests.fake_slack import block_kit
from tests.slack.test_rendering import HOSTILE, buttons, labels, options, words

if TYPE_CHECKING:
    from tests.golden import Golden

FORM = every_part(chosen="T1/U2")
ROWS = replace(rows_and_a_file(), body=rows_and_a_file().body[:-1])
names = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=20)
days = st.none() | st.dates(date(2020, 1, 1), date(2090, 1, 1))
instants = st.none() | st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - made aware next
    datetime(2090, 1, 1),  # noqa: DTZ001 - made aware next
    timezones=st.just(UTC),
)
most = st.integers(1, 20)
fields: st.SearchStrategy[Field] = st.one_of(
    st.builds(Pick, names, labels, options, st.lists(words, max_size=1).map(tuple), words, most),
    st.builds(Day, names, labels, days, words, error=words),
    st.builds(When, names, labels, st.just("Europe/London"), instants, words, error=words),
    st.builds(Colleagues, names, labels, st.just(("T1/U2",)), words, most, error=words),
    st.builds(Channel, names, labels, words, error=words),
)
any_row = st.builds(Row, st.lists(buttons, max_size=7).map(tuple))


def element_of(part: Field) -> dict[str, Any]:
    (block,) = form_view(Message("", (part,), (Button("save", "Save"),)))["blocks"]
    element: dict[str, Any] = block["element"]
    return element


def test_every_field_and_row_looks_as_agreed(golden: Golden) -> None:
    shown = {"form": form_view(FORM), "home": home_view(ROWS), "message": message_blocks(ROWS)}

    assert block_kit.view_problems(form_view(FORM)) + block_kit.view_problems(home_view(ROWS)) == []
    golden("slack/fields.json", json.dumps(shown, indent=2, ensure_ascii=True))


@pytest.mark.parametrize("typed", ["", HOSTILE, "x" * 10_000, "\u202e" * 10_000 + "x", "\U0001f600" * 10_000])
def test_slack_takes_every_field_whatever_was_typed_into_it(typed: str) -> None:
    view = form_view(every_part(typed, chosen="T1/U2"))

    assert block_kit.view_problems(view) == []
    assert block_kit.size(view) <= block_kit.LARGEST_VIEW
    assert "mrkdwn" not in str(view)


@given(
    st.lists(fields, min_size=1, max_size=5, unique_by=lambda part: part.name),
    st.lists(any_row, max_size=3),
    st.lists(buttons, min_size=1, max_size=3),
)
def test_slack_takes_any_field_and_any_row(
    asked: list[Field], between: list[Row], actions: list[Button]
) -> None:
    body: tuple[Part, ...] = (*between, *asked, *between)

    assert block_kit.view_problems(view_of(Message("Form", body, tuple(actions)))) == []


def test_buttons_of_one_name_are_told_apart_on_the_whole_page() -> None:
    ids = [
        each["action_id"]
        for row in message_blocks(ROWS)
        if row["type"] == "actions"
        for each in row["elements"]
    ]

    assert ids == ["about", "thank", "about#2", "thank#2"]
    assert [pressed_name(each) for each in ids] == ["about", "thank", "about", "thank"]


def test_of_more_than_may_be_chosen_the_first_are_shown_as_chosen() -> None:
    ten = tuple((str(number), f"Topic {number}") for number in range(11))
    three = tuple(f"T1/U{number}" for number in range(3))

    assert element_of(Colleagues("people", "Who?", three, most=2))["initial_users"] == ["U0", "U1"]
    assert len(element_of(Pick("topics", "Topics", ten, ("1", "2", "3"), most=2))["initial_options"]) == 2


def test_few_options_are_boxes_and_many_are_a_menu_that_counts() -> None:
    ten = tuple((str(number), f"Topic {number}") for number in range(10))
    chosen = Pick("topics", "Topics", ten, ("3", "7", "gone"))
    eleven = replace(chosen, options=(*ten, ("10", "Topic 10")))

    assert element_of(chosen)["type"] == "checkboxes"
    assert [each["value"] for each in element_of(chosen)["initial_options"]] == ["3", "7"]
    assert element_of(eleven)["type"] == "multi_static_select"
    assert element_of(eleven)["max_selected_items"] == 10
    assert element_of(replace(chosen, most=3))["type"] == "multi_static_select", "boxes cannot count"


def test_a_channel_is_one_of_this_organisation_alone() -> None:
    assert element_of(Channel("where", "Where"))["filter"] == {
        "include": ["public", "private"],
        "exclude_bot_users": True,
        "exclude_external_shared_channels": True,
    }


def test_what_was_chosen_is_read_back_as_text() -> None:
    state = {
        "ways": {"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]},
        "none": {"type": "multi_static_select", "selected_options": []},
        "until": {"type": "datepicker", "selected_date": "2026-12-24"},
        "at": {"type": "datetimepicker", "selected_date_time": 1_796_121_000},
        "people": {"type": "multi_users_select", "selected_users": ["U2", "U3"]},
        "where": {"type": "conversations_select", "selected_conversation": "C9"},
        "empty day": {"type": "datepicker", "selected_date": None},
        "empty moment": {"type": "datetimepicker", "selected_date_time": None},
        "nobody": {"type": "multi_users_select", "selected_users": None},
        "nowhere": {"type": "conversations_select", "selected_conversation": None},
    }

    values = read_values({"values": {name: {name: field} for name, field in state.items()}}, "T1")

    assert values == {
        "ways": "a\nb",
        "none": "",
        "until": "2026-12-24",
        "at": "2026-12-01T10:30:00+00:00",
        "people": "T1/U2\nT1/U3",
        "where": "T1/C9",
        **dict.fromkeys(["empty day", "empty moment", "nobody", "nowhere"], ""),
    }
    assert lines(values["people"]) == ("T1/U2", "T1/U3")


def test_a_file_is_not_sent_to_anybody_unasked() -> None:
    with pytest.raises(DeliveryError) as refused:
        message_blocks(rows_and_a_file())

    assert refused.value.permanent


def test_a_message_is_cut_where_slack_would_refuse_it() -> None:
    long = Message("Long", tuple(text("word " * 500) for _ in range(20)), (Button("ok", "OK"),))

    blocks = message_blocks(long)

    assert block_kit.size(blocks) <= block_kit.LONGEST_BLOCKS
    assert len(blocks) > 5
    assert blocks[-2]["elements"][0]["text"] == ELLIPSIS
    assert blocks[-1]["type"] == "actions"


def test_a_view_is_cut_where_slack_would_refuse_it() -> None:
    view = home_view(Message("Long", tuple(text("\U0001f600" * 3000) for _ in range(99))))

    assert block_kit.size(view) <= block_kit.LARGEST_VIEW
    assert block_kit.view_problems(view) == []

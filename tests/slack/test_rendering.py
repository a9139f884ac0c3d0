"""How each part of a message looks in Slack, and that nothing typed by anybody can format or break it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import (
    Button,
    Choose,
    Facts,
    Image,
    Input,
    Link,
    Message,
    Moment,
    Part,
    Table,
    Text,
    heading,
    quiet,
    text,
)
from bot.platforms import DeliveryError
from bot.slack.blocks import fallback, message_blocks
from bot.slack.text import ELLIPSIS, mrkdwn
from bot.slack.views import answer_view, form_view, home_view, view_of
from tests.fake_slack import block_kit

if TYPE_CHECKING:
    from tests.golden import Golden

TEN = Moment(datetime(2026, 12, 1, 10, 0, tzinfo=UTC), "Europe/London")
HOSTILE = "<!channel> *Bold* _it_ ~no~ `code` & <@U1|x> @here \u202egpj.exe :tada:\x00\n> quoted"
MESSAGES = {
    "table": Message(
        "Who met whom",
        (
            Table(
                "Connections", ("", "Nursing", "Pharmacy"), (("Nursing", "10", "15"), ("Pharmacy", "", "5"))
            ),
            Image(b"", "A chart: connections grew from 10 to 30 in six rounds."),
        ),
        (Link("Open the report", "https://crossbrew.test/report"),),
    ),
    "hostile": Message(
        HOSTILE,
        (
            text(HOSTILE),
            text("At ", TEN, HOSTILE),
            heading(HOSTILE),
            quiet(HOSTILE),
            Facts(((HOSTILE, HOSTILE), ("", HOSTILE), ("Empty", ""))),
            Table(HOSTILE, (HOSTILE,), ((HOSTILE,),)),
            Image(b"", HOSTILE),
        ),
        (Button("answer.met", HOSTILE, {"name": HOSTILE}, confirm=HOSTILE), Button("answer.met", "Again")),
        summary=HOSTILE,
    ),
}
FORM = Message(
    "Join the next round of coffees",
    (
        text("Three questions, and you are in."),
        Choose("department", "Department", (("", "Prefer not to say"), ("Nursing", "Nursing")), "Nursing"),
        Choose("grade", "Grade", (("Band 5", "Band 5"),), hint="As on your payslip", required=True),
        Input("job", "Job title", "Staff nurse", longest=60, error="Please shorten this."),
        Input("offer", "What could you tell others about?", longest=500),
    ),
    (Button("join.save", "Join", {"programme": "main"}), Button("join.later", "Not now")),
)

words = st.text(max_size=400)
labels = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=100)
moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2090, 1, 1)).map(  # noqa: DTZ001 - made aware next
    lambda naive: Moment(naive.replace(tzinfo=UTC), "Europe/London")
)
rows = st.lists(st.tuples(words, words), max_size=12).map(tuple)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(
        Text, st.lists(words | moments, max_size=4).map(tuple), quiet=st.booleans(), heading=st.booleans()
    ),
    st.builds(Facts, rows),
    st.builds(Table, words, st.tuples(words, words), rows),
    st.builds(Image, st.just(b""), words),
)
buttons = st.builds(
    Button,
    st.sampled_from(["answer.met", "answer.why"]),
    labels,
    st.dictionaries(st.text(max_size=9), st.text(max_size=50), max_size=3),
    st.booleans(),
    st.just("") | labels,
)
options = st.builds(
    lambda few, times: tuple(few) * times,
    st.lists(st.tuples(words, labels), min_size=1, max_size=5),
    st.sampled_from([1, 20, 50]),
)
fields = st.lists(
    st.builds(Input, labels, labels, words, words, longest=st.integers(1, 5000), error=words)
    | st.builds(Choose, labels, labels, options, words),
    min_size=1,
    max_size=4,
    unique_by=lambda part: part.name,
)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_looks_as_agreed(golden: Golden, name: str) -> None:
    shown = {"text": fallback(MESSAGES[name]), "blocks": message_blocks(MESSAGES[name])}

    assert block_kit.problems(message_blocks(MESSAGES[name]), block_kit.MESSAGE) == []
    golden(f"slack/{name}.json", json.dumps(shown, indent=2, ensure_ascii=True))


def test_a_form_and_a_home_page_look_as_agreed(golden: Golden) -> None:
    home = Message("Your coffees", (text("You are in."),), (Button("skip", "Skip this one"),))
    shown = {"form": form_view(FORM, from_home=True), "home": home_view(home), "window": answer_view(home)}

    assert [problem for view in shown.values() for problem in block_kit.view_problems(view)] == []
    golden("slack/views.json", json.dumps(shown, indent=2, ensure_ascii=True))


def test_nothing_typed_reaches_slacks_own_markup() -> None:
    shown = mrkdwn([HOSTILE, TEN], 3000)

    assert shown.count("<") == shown.count("<!date^") == 1
    assert not set("*_~`") & set(shown.split("<!date")[0])
    assert "@here" not in shown
    assert "\n>" not in shown
    assert "\n&gt;" not in shown
    assert "\u202e" not in shown
    assert shown.endswith("|Tuesday 1 December at 10:00 GMT>")


def test_markup_that_is_cut_is_never_cut_inside_a_date_or_an_escape() -> None:
    for limit in range(1, 120):
        shown = mrkdwn(["a & b ", TEN, " & c"], limit)
        assert len(shown) <= limit
        assert shown.count("<") == shown.count(">")
        assert shown.count("&") == shown.count("&amp;")


def test_text_beyond_slacks_limits_ends_in_an_ellipsis() -> None:
    long = Message("t" * 200, tuple(text("word " * 1000) for _ in range(60)), (Button("b", "b" * 99),) * 12)

    blocks = message_blocks(long)

    assert block_kit.problems(blocks, block_kit.MESSAGE) == []
    assert blocks[0]["text"]["text"].endswith(ELLIPSIS)
    assert blocks[1]["text"]["text"].endswith(ELLIPSIS)
    assert [len(block["elements"]) for block in blocks if block["type"] == "actions"] == [5, 5, 2]


def test_a_table_that_is_too_long_says_how_many_rows_are_left_out() -> None:
    table = Table("Long", ("Team", "Coffees"), tuple((f"Team {row}", "5") for row in range(900)))

    (block,) = message_blocks(Message("", (table,)))

    grid = block["elements"][1]["elements"][0]["text"].splitlines()
    assert grid[-1] == f"{ELLIPSIS} and {901 - len(grid) + 1} more rows"


def test_a_menu_of_more_than_a_hundred_is_grouped() -> None:
    options = tuple((f"D{number:03}", f"Department {number:03}") for number in range(250))
    form = Message("Join", (Choose("department", "Department", options, "D249"),), (Button("save", "Save"),))

    view = form_view(form)

    assert block_kit.view_problems(view) == []
    groups = view["blocks"][0]["element"]["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]
    assert groups[0]["label"]["text"] == "Department 000 \u2013 Department 099"


def test_a_form_goes_nowhere_but_into_a_window() -> None:
    for render in (message_blocks, home_view):
        with pytest.raises(DeliveryError):
            render(FORM)
    with pytest.raises(DeliveryError):
        form_view(Message("Join", (Input("job", "Job"),)))


@given(
    st.builds(
        Message,
        words,
        st.lists(parts, max_size=8).map(tuple),
        st.lists(buttons, max_size=7).map(tuple),
        words,
    )
)
def test_slack_takes_any_message(message: Message) -> None:
    blocks = message_blocks(message)

    assert block_kit.problems(blocks, block_kit.MESSAGE) == []
    assert block_kit.view_problems(answer_view(message)) == []
    assert 0 < len(fallback(message)) <= 4000
    json.dumps(blocks).encode()


@given(words, fields.map(tuple), st.lists(buttons, min_size=1, max_size=3).map(tuple))
def test_slack_takes_any_form(
    title: str, body: tuple[Input | Choose, ...], actions: tuple[Button, ...]
) -> None:
    assert block_kit.view_problems(view_of(Message(title, body, actions))) == []

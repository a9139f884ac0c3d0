from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.message import Button, Choose, Facts, Image, Input, Link, Message, Moment, Table, heading, text
from bot.playground.render import Setting, moment_in_words, render, shade
from tests.playground.forms import Page
from tests.playground.village import Village, join_form, villagers

if TYPE_CHECKING:
    from tests.golden import Golden

AMARA = villagers()[0]
HERE = Setting("m7", "Europe/London", 3, {"actor": AMARA.address, "address": AMARA.address, "posted": "7"})
NASTY = (
    "<!channel>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "\u202eevil",
)

MESSAGES = {
    "report": Village().report(),
    "hostile": Message(
        NASTY[0],
        (
            heading(NASTY[1]),
            Facts(tuple((each, each) for each in NASTY)),
            Table(NASTY[2], NASTY[:2], (NASTY[:2],)),
            Image(b"\x89PNG", NASTY[2]),
        ),
        (
            Button('a"b', NASTY[1], {'c"d': NASTY[2]}, confirm=NASTY[1]),
            Link("A trap", "javascript:alert(1)"),
            Link("Another", "data:text/html,<script>alert(1)</script>"),
        ),
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_reads_as_agreed(name: str, golden: Golden) -> None:
    golden(f"playground/{name}.html", render(MESSAGES[name], HERE))


@pytest.mark.parametrize("words", [*NASTY, "x" * 10_000, "</textarea><script>", "a & b"])
def test_what_people_write_is_read_as_they_wrote_it_and_never_as_markup(words: str) -> None:
    fields = (Input("job", words, words, words, error=words), Choose("team", words, ((words, words),), words))
    rendered = render(Message(words, (text(words), *fields), (Button("sent", words, {"k": words}),)), HERE)

    page = Page(rendered)
    assert page.words.count(words) >= 5
    assert page.tags.isdisjoint({"script", "img"})
    assert page.forms[0].values["field.job"] == words
    assert page.forms[0].values["data.k"] == words


def test_a_long_answer_comes_back_as_it_was_written() -> None:
    written = "\nTwo lines\n</textarea>"

    page = Page(render(Message("", (Input("note", "Note", written, longest=500),)), HERE))

    assert written in page.words
    assert "textarea" in page.tags


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/London", "Monday 19 October at 10:00"),
        ("America/New_York", "Monday 19 October at 05:00"),
        ("Pacific/Auckland", "Monday 19 October at 22:00"),
        ("", "Monday 19 October at 11:00"),
    ],
)
def test_a_moment_is_told_in_the_reader_s_zone_or_its_own(zone: str, words: str) -> None:
    moment = Moment(datetime(2026, 10, 19, 9, tzinfo=UTC), "Europe/Paris")

    assert moment_in_words(moment, zone) == words


def test_every_field_is_tied_to_its_label_its_hint_and_its_error() -> None:
    rendered = render(join_form(error="Say what you do."), HERE)

    assert '<label for="m7-job">' in rendered
    assert 'aria-describedby="m7-job-hint m7-job-error" aria-invalid="true"' in rendered
    assert 'id="m7-job-error"' in rendered
    assert '<a href="#m7-job">' in rendered


def test_a_form_s_other_buttons_do_not_send_the_form() -> None:
    form = join_form()
    page = Page(render(replace(form, actions=(*form.actions, Button("later", "Later"))), HERE))

    assert page.press("Join", job="Nurse")[0] == "/submit"
    action, values = page.press("Later")
    assert action == "/press"
    assert "field.job" not in values


def test_a_form_without_a_button_can_still_be_closed() -> None:
    page = Page(render(Message("Ask", (Input("job", "Job"),)), HERE))

    assert page.press("Close")[0] == "/dismiss"


def test_only_what_was_published_colours_a_matrix() -> None:
    matrix = Table("M", ("", "A", "B"), (("A", "0", "1 to 7"), ("B", "10", "40")))
    plain = Table("Rounds", ("Round", "Met"), (("1", "5"),))

    assert [shade(matrix, cell) for cell in ("0", "10", "40", "1 to 7", "")] == [
        "heat-0",
        "heat-1",
        "heat-4",
        "veiled",
        "",
    ]
    assert shade(plain, "5") == ""


def test_a_matrix_of_noughts_has_no_colour() -> None:
    assert shade(Table("M", ("", "A", "B"), (("A", "0", "0"), ("B", "0", "0"))), "0") == "heat-0"

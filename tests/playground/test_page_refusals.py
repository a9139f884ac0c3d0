"""What the page refuses, and how it says so."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

import pytest

from bot.playground.view import Seat, View, read_view
from tests.playground.test_page import AMARA, BEN, CHIDI, THREE, see, wind

if TYPE_CHECKING:
    import httpx

    from tests.playground.village import Village


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "no such page"),
        ("/press", 405, "Method Not Allowed"),
        ("/?p=playground/p/gone&c=x", 404, "Nobody here has that address"),
        ("/static/../page.py", 404, "no such page"),
        ("/static/nothing.css", 404, "no such page"),
    ],
)
def test_a_wrong_address_is_told_in_a_sentence(
    page: httpx.Client, path: str, status: int, words: str
) -> None:
    answer = page.get(path)

    assert answer.status_code == status
    assert words in answer.text


@pytest.mark.parametrize("query", ["s=9", "p=a&c=b&p=c", "s=x&p=", "p=a"])
def test_a_view_that_cannot_be_read_is_a_fresh_start(query: str) -> None:
    assert read_view(query) is None


def test_a_chat_that_is_not_theirs_gives_way_to_their_own(page: httpx.Client) -> None:
    assert see(page, View((Seat(AMARA, BEN),))).press("Send")[1]["address"] == AMARA


@pytest.mark.parametrize(
    ("path", "data", "status", "words"),
    [
        ("/press", {"view": ""}, 400, "lacks its field"),
        ("/press", {}, 400, "lacks its field"),
        ("/wind", {"view": THREE.query, "to": "400000"}, 400, "by 1 or 7 days"),
        ("/type", {"view": "", "actor": CHIDI, "address": AMARA, "words": "hi"}, 404, "not in this chat"),
    ],
)
def test_a_form_that_was_tampered_with_is_told_in_a_sentence(
    page: httpx.Client, path: str, data: dict[str, str], status: int, words: str
) -> None:
    answer = page.post(path, data=data)

    assert answer.status_code == status
    assert words in answer.text


def test_a_fault_of_the_bot_is_a_page_and_is_logged(
    page: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    data = {"view": THREE.query, "actor": AMARA, "address": AMARA, "posted": "", "name": "boom"}

    answer = page.post("/press", data=data)

    assert answer.status_code == 500
    assert "Go back and try again" in answer.text
    while "the bot broke" not in caplog.text:  # the log follows the answer
        sleep(0.01)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"host": "evil.example", "origin": "http://evil.example"},
    ],
)
def test_no_other_site_can_do_anything_here(
    page: httpx.Client, village: Village, headers: dict[str, str]
) -> None:
    data = {"view": THREE.query, "actor": AMARA, "address": AMARA, "words": "hi", "to": "7", "name": "x"}

    for path in ("/press", "/submit", "/dismiss", "/type", "/wind", "/others"):
        answer = page.post(path, data=data, headers=headers)
        assert answer.status_code == 403

    assert village.heard == []
    assert village.winds == []


def test_a_form_can_only_lead_back_to_the_playground(page: httpx.Client) -> None:
    data = {"view": "//evil.example", "answer": "yes"}

    answer = page.post("/others", data=data, follow_redirects=False)

    assert answer.headers["location"] == "/"


def test_every_answer_is_strict_with_the_browser(page: httpx.Client) -> None:
    for path in ("/people", "/report", "/report.csv", "/state", "/static/base.css", "/nowhere"):
        headers = page.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert headers["x-content-type-options"] == "nosniff"


def test_no_page_carries_a_script_or_a_style_of_its_own(page: httpx.Client, village: Village) -> None:
    wind(page)
    group = village.platform.chats(AMARA)[1].address
    for path in (THREE.seated(0, AMARA, group).url, "/report", "/people", "/nowhere"):
        html = page.get(path).text
        assert " style=" not in html
        assert "<style" not in html
        assert html.count("<script") == html.count('<script src="/static/')
        assert "http://" not in html.replace(village.timezone, "")

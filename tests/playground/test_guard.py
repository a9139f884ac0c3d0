from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from bot.playground.guard import refusal

HERE = {"host": "127.0.0.1:8000", "content-length": "10"}


@pytest.mark.parametrize(
    "sent",
    [
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://127.0.0.1:8000"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
    ],
)
def test_a_change_from_the_page_itself_is_let_through(sent: dict[str, str]) -> None:
    assert refusal("POST", Headers(HERE | sent)) == ""


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_change_from_anywhere_else_is_refused(method: str, sent: dict[str, str]) -> None:
    assert "did not come from the playground" in refusal(method, Headers(HERE | sent))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST"])
def test_it_answers_to_this_machine_s_own_names(host: str) -> None:
    assert refusal("GET", Headers({"host": host})) == ""


@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "[::1", "localhost:x"]
)
def test_it_does_not_answer_to_a_name_that_another_site_pointed_here(host: str) -> None:
    assert "this machine alone" in refusal("GET", Headers({"host": host}))


@pytest.mark.parametrize("length", ["10500001", "-1", "many", ""])
def test_more_than_any_form_holds_is_refused(length: str) -> None:
    sent = {**HERE, "sec-fetch-site": "same-origin", "content-length": length}

    assert "shorter" in refusal("POST", Headers(sent))

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.masking import Mask

SECRETS = {
    "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy": "xoxb-…",
    "xoxp-1-2": "xoxp-…",
    "xapp-1-A0-42-9f8e": "xapp-…",
    "xoxe.xoxb-1-MS0yLTEx": "xoxe.xoxb-…",
    "xoxe-1-My0xLTEx": "xoxe-…",
    "{'Authorization': 'Bearer eyJhbGciOi.J9'}": "{'Authorization': '…'}",
    "Authorization: Bearer abc.def-ghi": "Authorization: Bearer …",
    "authorization: basic dXNlcjpwYXNz": "authorization: basic …",
    "postgresql://brew:hunter2@db/brew": "postgresql://brew:…@db/brew",
    "postgresql+psycopg://brew:p@ss:w/rd@db:5432/brew": "postgresql+psycopg://brew:…@db:5432/brew",
    "https://:hunter2@proxy": "https://:…@proxy",
    "host=db user=brew password=hunter2 dbname=x": "host=db user=brew password=… dbname=x",
    "password='hunter 2' host=db": "password=… host=db",
    "GET /slack/install?code=12.34.56&state=ab-cd HTTP": "GET /slack/install?code=…&state=… HTTP",
    "https://hooks.slack.com/actions/T1/2/3 failed": "https://hooks.slack.com/… failed",
    "wss://wss.slack.com/link/?ticket=abc-def&app_id=1": "wss://wss.slack.com/link/?ticket=…&app_id=1",
    "client_secret=abcdef&x=1": "client_secret=…&x=1",
    '{"access_token": "abcdef", "ok": true}': '{"access_token": "…", "ok": true}',
    "first line\nxoxb-1-2\nlast line": "first line\nxoxb-…\nlast line",
    "token=xoxb-12&foo": "token=…&foo",
}

HARMLESS = [
    "DATABASE_URL must begin with sqlite:///, such as postgresql://user:password@host/name.",
    "SLACK_BOT_TOKEN must begin with xoxb-; the value given is another kind of token.",
    "notice main:round:12:intro:pair:main.12.345 was not delivered: HTTP 500",
    "https://slack.com/api/ and http://127.0.0.1:3000/readyz",
    "in state owed, key 12, code 7, state=owed",
]


@pytest.mark.parametrize(("line", "masked"), SECRETS.items())
def test_what_looks_like_a_secret_is_masked_and_the_rest_stays(line: str, masked: str) -> None:
    assert Mask()(line) == masked


@pytest.mark.parametrize("line", HARMLESS)
def test_what_is_no_secret_stays(line: str) -> None:
    assert Mask()(line) == line


def test_what_is_known_to_be_secret_is_masked_wherever_it_stands() -> None:
    mask = Mask(["8f742231b10e8888", "8f742231b10e8888abcd", "short", ""])

    assert mask("a 8f742231b10e8888abcd b8f742231b10e8888c, short") == "a … b…c, short"


@given(st.text(), st.sampled_from([*SECRETS]), st.text())
@example("xoxb-", "xapp-1-A0-42-9f8e", "xoxb-")
def test_a_token_shows_in_no_surroundings(before: str, secret: str, after: str) -> None:
    hidden = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy"

    assert "pdFZKVeTuE8sk7oOcHrzqqgy" not in Mask()(f"{before} {hidden} {secret}{after}")


@given(st.text())
def test_masking_twice_is_masking_once(text: str) -> None:
    mask = Mask(["8f742231b10e8888"])

    assert mask(mask(text)) == mask(text)

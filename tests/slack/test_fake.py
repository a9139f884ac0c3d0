"""The fake Slack itself: as strict as the real one where the bot could get it wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.slack.blocks import message_blocks
from bot.slack.views import form_view
from tests.fake_slack import FakeSlack
from tests.fake_slack.filling import FormError
from tests.fake_slack.workspace import BOT_TOKEN, SCOPES, SlackError
from tests.slack.conftest import ASK, JOIN

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = {"Authorization": f"Bearer {BOT_TOKEN}"}


@pytest.fixture
def strict() -> Iterator[FakeSlack]:
    with FakeSlack(SCOPES - {"users:read"}) as server:
        yield server


def post(fake: FakeSlack, method: str, **arguments: Any) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.post(f"{fake.api_url}{method}", json=arguments, headers=TOKEN).json()
    return answer


def test_it_takes_query_form_and_json_by_get_and_by_post(fake: FakeSlack) -> None:
    url, user = f"{fake.api_url}users.info", {"user": fake.user("Amara").id}

    answers = [
        httpx.get(url, params=user, headers=TOKEN),
        httpx.post(url, params=user, headers=TOKEN),
        httpx.post(url, data=user, headers=TOKEN),
        httpx.post(url, json=user, headers=TOKEN),
        httpx.post(url, data={**user, "token": BOT_TOKEN}),
    ]

    assert [answer.json()["user"]["real_name"] for answer in answers] == ["Amara"] * 5


def test_it_refuses_what_slack_refuses(fake: FakeSlack, strict: FakeSlack) -> None:
    amara = fake.user("Amara").id
    blocks = message_blocks(ASK)

    assert httpx.post(f"{fake.api_url}auth.test").json()["error"] == "not_authed"
    assert post(fake, "chat.nothing")["error"] == "unknown_method"
    assert post(fake, "chat.postMessage", chanel=amara, text="x")["response_metadata"]["messages"] == [
        "missing channel",
        "unknown chanel",
    ]
    assert post(fake, "chat.postMessage", channel="C404", text="x")["error"] == "channel_not_found"
    assert post(fake, "chat.postMessage", channel=amara)["error"] == "no_text"
    assert post(fake, "chat.postMessage", channel=amara, blocks=blocks * 20)["error"] == "invalid_blocks"
    assert post(fake, "chat.update", channel=amara, ts="1", text="x" * 4001)["error"] == "msg_too_long"
    missing = post(strict, "users.info", user=amara)
    assert (missing["error"], missing["needed"]) == ("missing_scope", "users:read")


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "header must be plain_text"),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}, "header of 151 characters"),
        ({"type": "section"}, "a section without text"),
        ({"type": "section", "txet": {}}, "unknown txet in section"),
        ({"type": "actions", "elements": []}, "0 items in actions"),
        ({"type": "alert"}, "block type alert"),
        ({"type": "context", "elements": [{"type": "mrkdwn", "text": ""}]}, "context of 0 characters"),
    ],
)
def test_it_says_what_is_wrong_with_a_block(fake: FakeSlack, block: dict[str, Any], problem: str) -> None:
    answer = post(fake, "chat.postMessage", channel=fake.user("Amara").id, blocks=[block], text="x")

    assert problem in answer["response_metadata"]["messages"]


def test_a_trigger_opens_one_form_within_three_seconds(fake: FakeSlack) -> None:
    amara = fake.user("Amara").id
    view = form_view(JOIN)
    early, late = (fake.workspace.new_trigger(amara) for _ in range(2))

    assert post(fake, "views.open", trigger_id=early, view=view)["ok"]
    assert post(fake, "views.open", trigger_id=early, view=view)["error"] == "exchanged_trigger_id"
    fake.advance(3.5)
    assert post(fake, "views.open", trigger_id=late, view=view)["error"] == "expired_trigger_id"


def test_a_response_url_answers_five_times_in_half_an_hour(fake: FakeSlack) -> None:
    amara = fake.user("Amara").id
    names = [fake.workspace.new_response_url(amara, "C0GENERAL", None) for _ in range(2)]
    often, late = (fake.api_url.replace("api/", f"response/{name}") for name in names)

    assert [httpx.post(often, json={"text": "x"}).status_code for _ in range(6)] == [200] * 5 + [404]
    fake.advance(31 * 60)
    assert httpx.post(late, json={"text": "x"}).json()["error"] == "expired_url"


def test_a_person_cannot_type_what_slacks_own_form_would_not_let_them(fake: FakeSlack) -> None:
    amara = fake.user("Amara")
    form = fake.workspace.open_modal(amara.id, form_view(JOIN))

    for values in ({}, {"department": "Nowhere"}, {"department": "Nursing", "job": "x" * 41}, {"other": "x"}):
        with pytest.raises(FormError):
            fake.submit(amara, form, values)


def test_an_unknown_trigger_or_view_is_an_error(fake: FakeSlack) -> None:
    with pytest.raises(SlackError, match="invalid_trigger_id"):
        fake.workspace.use_trigger("nonsense")
    with pytest.raises(SlackError, match="not_found"):
        fake.workspace.view("V404")


def test_it_runs_by_hand_and_is_driven_over_http() -> None:
    command = [sys.executable, "-m", "tests.fake_slack", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            api_url = next(line for line in lines if "SLACK_API_URL=" in line).strip().partition("=")[2]
            control = api_url.replace("/api/", "/_control/")
            sent = httpx.post(
                f"{api_url}chat.postMessage",
                json={"channel": "U0001", "text": "Hello", "blocks": message_blocks(ASK)},
                headers=TOKEN,
            )
            seen = httpx.get(f"{control}see", params={"user": "Amara"}).json()
            unknown = httpx.post(f"{control}press", json={"user": "Amara", "action": "nothing"})
            calls = httpx.get(f"{control}calls").json()
            assert "/_control/press" in httpx.get(control).text
        finally:
            process.terminate()
    assert sent.json()["ok"]
    assert [message["text"] for message in seen["messages"]] == ["Hello"]
    assert (unknown.status_code, list(unknown.json())) == (400, ["problem"])
    assert [call["method"] for call in calls] == ["chat.postMessage"]
    assert json.dumps(seen["home"]) == "null"


def test_the_controls_do_what_a_person_would(fake: FakeSlack, over_http: object) -> None:
    assert over_http is not None
    control = fake.api_url.replace("/api/", "/_control/")

    def act(verb: str, **ask: Any) -> httpx.Response:
        return httpx.post(f"{control}{verb}", json=ask, timeout=20)

    assert act("user", name="Amara").json()["name"] == "Amara"
    amara = next(iter(fake.workspace.users.values()))
    assert act("command", user="Amara", text="join").json()["status"] == 200
    fake.wait_for_modal(amara)
    assert act("submit", user="Amara", values={"department": "Nursing"}).json()["status"] == 200
    fake.wait_for_message(amara, "Noted")
    assert act("home", user="Amara").json()["status"] == 200
    fake.wait_for_home(amara)
    assert act("press", user="Amara", action="home.skip", **{"in": "home"}).json()["status"] == 200
    fake.wait_for_modal(amara)
    assert act("fault", method="chat.postMessage", kind="rate_limit", seconds=3).status_code == 200
    assert post(fake, "chat.postMessage", channel=amara.id, text="x")["error"] == "ratelimited"
    assert act("again").json()["status"] == 200
    assert act("leave", user="Amara").json()["status"] == 200
    assert act("dance").status_code == 404
    assert act("command", user="Nobody").status_code == 400

"""The fake's methods by family: what they answer, and that each refuses what Slack's own would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.platforms import DeliveryError
from tests.fake_slack import FakeSlack
from tests.fake_slack.workspace import BOT_USER, SCOPES
from tests.slack.conftest import HOME
from tests.slack.test_fake import TOKEN, post

if TYPE_CHECKING:
    from bot.slack import SlackPlatform

SECTION = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}


def names(answer: dict[str, Any]) -> list[str]:
    return [member["real_name"] for member in answer["members"]]


def test_everybody_is_listed_a_page_at_a_time_with_those_who_are_no_members(fake: FakeSlack) -> None:
    fake.user("Amara", fields={"Xf1": "Nursing"})
    fake.user("Ben", deleted=True)
    fake.user("Chidi", guest="single")
    fake.user("Webhook", is_bot=True)

    first = post(fake, "users.list", limit=4)
    last = post(fake, "users.list", limit=4, cursor=first["response_metadata"]["next_cursor"])

    assert names(first) + names(last) == ["Slackbot", "Crossbrew", "Amara", "Ben", "Chidi", "Webhook"]
    assert last["response_metadata"]["next_cursor"] == ""
    members = {member["real_name"]: member for member in first["members"] + last["members"]}
    assert members["Ben"]["deleted"]
    assert members["Chidi"]["is_restricted"]
    assert members["Chidi"]["is_ultra_restricted"]
    assert members["Webhook"]["is_bot"]
    assert (members["Slackbot"]["is_bot"], members["Crossbrew"]["id"]) == (False, BOT_USER)
    assert "fields" not in members["Amara"]["profile"], "custom fields are told one person at a time"


def test_a_large_workspace_must_be_asked_a_page_at_a_time(fake: FakeSlack) -> None:
    fake.crowd(200)

    assert post(fake, "users.list")["error"] == "limit_required"
    assert post(fake, "users.list", limit=200, cursor="elsewhere")["error"] == "invalid_cursor"
    assert len(post(fake, "users.list", limit=5_000)["members"]) == 202


def test_profiles_tell_custom_fields_by_id_and_labels_come_once_for_all(fake: FakeSlack) -> None:
    grade = fake.ask_in_profiles("Grade", kind="options_list", possible_values=("Band 5", "Band 6"))
    amara = fake.user("Amara", email="amara@trust.test", fields={grade.id: "Band 5"})
    ben = fake.user("Ben")

    told = post(fake, "users.profile.get", user=amara.id)["profile"]
    (asked,) = post(fake, "team.profile.get")["profile"]["fields"]

    assert told["fields"] == {grade.id: {"value": "Band 5", "alt": ""}}
    assert told["email"] == "amara@trust.test"
    assert (asked["id"], asked["label"], asked["possible_values"]) == (
        grade.id,
        "Grade",
        ["Band 5", "Band 6"],
    )
    assert post(fake, "users.profile.get", user=ben.id)["profile"]["fields"] == []
    assert post(fake, "users.profile.get", user="U404")["error"] == "user_not_found"
    dear = post(fake, "users.profile.get", user=amara.id, include_labels=True)
    assert "rate-limited" in str(dear["response_metadata"])


@pytest.mark.parametrize(
    ("method", "arguments", "scope"),
    [
        ("users.list", {"limit": 5}, "users:read"),
        ("users.profile.get", {"user": "U1"}, "users.profile:read"),
        ("team.profile.get", {}, "users.profile:read"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 1}, "files:write"),
        ("files.completeUploadExternal", {"files": []}, "files:write"),
        ("conversations.open", {"users": "U1"}, "im:write"),
        ("conversations.open", {"users": "U1,U2"}, "mpim:write"),
        ("chat.postMessage", {"channel": "U1", "text": "x"}, "chat:write"),
    ],
)
def test_every_method_needs_its_own_scope(method: str, arguments: dict[str, Any], scope: str) -> None:
    with FakeSlack(SCOPES - {scope}) as fake:
        refused = post(fake, method, **arguments)

    assert (refused["error"], refused["needed"]) == ("missing_scope", scope)
    assert refused["provided"] == ",".join(sorted(SCOPES - {scope}))


@pytest.mark.parametrize(
    "method", ["users.list", "users.profile.get", "team.profile.get", "files.getUploadURLExternal"]
)
def test_an_argument_that_no_method_has_is_refused(fake: FakeSlack, method: str) -> None:
    assert "unknown colour" in post(fake, method, colour="red")["response_metadata"]["messages"]


def test_a_bot_and_somebody_who_is_gone_cannot_be_written_to(fake: FakeSlack) -> None:
    robot, gone = fake.user("Robot", is_bot=True), fake.user("Gone", deleted=True)

    assert post(fake, "conversations.open", users=robot.id)["error"] == "cannot_dm_bot"
    assert post(fake, "conversations.open", users=gone.id)["error"] == "user_disabled"
    assert post(fake, "conversations.open", users=fake.user("Guest", guest="multi").id)["ok"]


def test_a_channel_takes_what_slack_would_let_the_bot_post(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara, public = fake.user("Amara"), fake.channel("general")
    invited, closed = (
        fake.channel("owners", is_private=True, has_bot=True),
        fake.channel("no", is_private=True),
    )
    old = fake.channel("old", is_archived=True)

    receipts = [sender.send(f"T1/{channel.id}", HOME) for channel in (public, invited)]

    assert [receipt.address for receipt in receipts] == [f"T1/{public.id}", f"T1/{invited.id}"]
    assert [message.channel for message in fake.messages_for(amara)] == [public.id, invited.id]
    for channel, reason in ((closed, "channel_not_found"), (old, "is_archived")):
        with pytest.raises(DeliveryError) as refused:
            sender.send(f"T1/{channel.id}", HOME)
        assert (refused.value.reason, refused.value.permanent) == (reason, True)


def test_without_the_optional_scope_the_bot_must_be_invited_first() -> None:
    with FakeSlack(SCOPES - {"chat:write.public"}) as fake:
        stranger, guest = fake.channel("general"), fake.channel("coffee", has_bot=True)

        assert post(fake, "chat.postMessage", channel=stranger.id, text="x")["error"] == "not_in_channel"
        assert post(fake, "chat.postMessage", channel=guest.id, text="x")["ok"]


def test_what_is_too_long_in_all_is_refused_however_it_is_cut_up(fake: FakeSlack) -> None:
    amara = fake.user("Amara").id

    assert post(fake, "chat.postMessage", channel=amara, blocks=[SECTION] * 4)["ok"]
    assert (
        post(fake, "chat.postMessage", channel=amara, blocks=[SECTION] * 5)["error"] == "msg_blocks_too_long"
    )
    home = {"type": "home", "blocks": [SECTION] * 81}
    assert post(fake, "views.publish", user_id=amara, view={**home, "blocks": [SECTION] * 80})["ok"]
    wide = {"type": "section", "text": {"type": "plain_text", "text": "\u00e9" * 3000}}
    refused = post(fake, "views.publish", user_id=amara, view={**home, "blocks": [wide] * 50})
    assert refused["error"] == "view_too_large"


def test_a_file_must_arrive_whole_before_it_is_shared(fake: FakeSlack) -> None:
    amara = fake.user("Amara")
    channel = post(fake, "conversations.open", users=amara.id)["channel"]["id"]
    asked = post(fake, "files.getUploadURLExternal", filename="a.csv", length=3)
    share = {"files": [{"id": asked["file_id"], "title": "A"}], "channel_id": channel}

    assert post(fake, "files.completeUploadExternal", **share)["error"] == "file_not_found"
    assert httpx.post(asked["upload_url"], content=b"ab", headers=TOKEN).status_code == 400
    assert httpx.post(asked["upload_url"], content=b"abc").status_code == 200
    assert post(fake, "files.completeUploadExternal", **{**share, "channel_id": "C404"})["error"] == (
        "channel_not_found"
    )
    assert fake.files_for(amara) == []
    assert post(fake, "files.completeUploadExternal", **share)["ok"]
    assert [file.content for file in fake.files_for(amara)] == [b"abc"]
    assert (
        post(fake, "files.getUploadURLExternal", filename="b.csv", length=0)["error"] == "invalid_arguments"
    )

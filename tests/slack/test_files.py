"""Files in Slack: into their reader's own conversation with the bot, or an honest word about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Button, File, Message, text
from bot.platforms import DeliveryError
from bot.slack import Mode
from tests.fake_slack import FakeSlack
from tests.fake_slack.uploads import UPLOAD
from tests.fake_slack.workspace import SCOPES
from tests.slack.conftest import Talk, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack import SlackPlatform

CSV = File("people.csv", "Your people", b"name,team\r\nBen,Pharmacy\r\n", "text/csv")
ANSWER = Message("My people", (text("Everybody you have met."), CSV))
THERE = "is in your chat with Crossbrew."


class Keeper(Talk):
    """A conversation in which ``/coffee file`` gives a file, and Home has a button for it."""

    def __call__(self, action: object) -> Message | None:
        said = super().__call__(action)  # type: ignore[arg-type]  # an Action; Talk tells
        last = self.heard[-1]
        if last.name == "home":
            return Message("Home", (), (Button("file", "My people"),))
        return ANSWER if last.name == "file" or last.data.get("text") == "file" else said


@pytest.fixture
def over_socket(fake: FakeSlack) -> Iterator[SlackPlatform]:
    with listening(fake, Keeper(), Mode.SOCKET) as started:
        yield started


@pytest.fixture
def without_scope() -> Iterator[FakeSlack]:
    with FakeSlack(SCOPES - {"files:write"}) as server, listening(server, Keeper(), Mode.SOCKET):
        yield server


@pytest.mark.usefixtures("over_socket")
def test_a_file_is_put_into_its_reader_s_own_conversation(fake: FakeSlack) -> None:
    amara, ben = fake.user("Amara"), fake.user("Ben")

    fake.command(amara, "file")

    (file,) = fake.eventually(lambda: fake.files_for(amara))
    assert (file.name, file.title, file.content) == (CSV.name, CSV.title, CSV.content)
    assert THERE in str(fake.wait_for_message(amara, "My people"))
    assert fake.files_for(ben) == []
    assert len(fake.messages_for(amara)) == 1


@pytest.mark.usefixtures("over_socket")
def test_a_file_asked_for_on_home_arrives_too(fake: FakeSlack) -> None:
    amara = fake.user("Amara")
    fake.open_home(amara)

    fake.press_in(amara, fake.wait_for_home(amara), "file")

    assert THERE in str(fake.wait_for_modal(amara).content)
    assert fake.eventually(lambda: fake.files_for(amara))


def test_without_the_scope_one_is_told_what_to_do(without_scope: FakeSlack) -> None:
    amara = without_scope.user("Amara")

    without_scope.command(amara, "file")

    told = str(without_scope.wait_for_message(amara, "could not be sent"))
    assert "ask whoever installed it to allow it files:write" in told
    assert without_scope.files_for(amara) == []


@pytest.mark.usefixtures("over_socket")
@pytest.mark.parametrize(
    "method", ["conversations.open", "files.getUploadURLExternal", UPLOAD, "files.completeUploadExternal"]
)
def test_an_upload_that_fails_is_tried_once_and_told_of(fake: FakeSlack, method: str) -> None:
    amara = fake.user("Amara")
    fake.server_error(method)

    fake.command(amara, "file")

    told = str(fake.wait_for_message(amara, "may not have arrived"))
    assert "ask for it again in a few minutes" in told
    assert "Ben" not in told
    assert len(fake.calls_of(method)) == 1


def test_delivery_never_sends_a_file(fake: FakeSlack, sender: SlackPlatform) -> None:
    with pytest.raises(DeliveryError) as refused:
        sender.send(f"T1/{fake.user('Amara').id}", ANSWER)

    assert refused.value.permanent
    assert fake.calls == []

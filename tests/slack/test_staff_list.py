"""A staff list that an owner drops into Slack, from the file to the directory, over the wire."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.slack import Mode
from bot.wiring import build, settle_in
from scheduler.clock import HandClock
from storage import people
from storage.database import Database, migrate
from tests.fake_slack.uploads import DOWNLOAD
from tests.fake_slack.workspace import BOT_USER, GENERAL, SCOPES, TEAM
from tests.slack.conftest import listening
from tests.story import at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.message import Action, Message
    from bot.wiring import Bot
    from tests.fake_slack import FakeSlack
    from tests.fake_slack.workspace import User

TEN = "\n".join(f"S{n},Person {n},p{n}@example.org,Department {n % 3}" for n in range(10))
LIST = f"staff_id,name,email,department\n{TEN}\n".encode()
SHORTER = LIST.rpartition(b"\nS7")[0]


@pytest.fixture(params=[Mode.SOCKET, Mode.HTTP])
def bot(request: pytest.FixtureRequest, fake: FakeSlack, tmp_path: Path) -> Iterator[Bot]:
    """A bot whose workspace's admins are its owners, over either wire."""
    database, clock = Database(f"sqlite:///{tmp_path / 'slack.db'}"), HandClock(at(2026, 1, 14, 9))
    migrate(database)
    with database.change() as connection:
        settle_in(connection, TEAM, "slack", clock.now(), frozenset())
    made: list[Bot] = []

    def handle(action: Action) -> Message | None:
        return made[0].conversation.handle(action)

    with listening(fake, handle, request.param) as platform:
        made.append(build(database, clock, {TEAM: platform}))
        yield made[0]
    database.close()


@pytest.fixture
def dana(fake: FakeSlack) -> User:
    return fake.user("Dana", is_admin=True)


def directory(bot: Bot) -> dict[str, str]:
    with bot.database.read() as connection:
        return {id_: facts["name"] for id_, facts in people.directory(connection, TEAM).items()}


def presses(fake: FakeSlack, dana: User, words: str, label: str) -> None:
    """Press what is called so, in the newest message that says these words."""
    message = fake.wait_for_message(dana, words)
    rows = [block for block in message.blocks if block["type"] == "actions"]
    (button,) = [one for row in rows for one in row["elements"] if one["text"]["text"] == label]
    fake.press_button(dana, message, button)


def test_a_list_is_looked_into_and_imported_on_a_press(fake: FakeSlack, bot: Bot, dana: User) -> None:
    assert fake.drop_file(dana, "staff.csv", LIST).status == 200
    fake.wait_for_message(dana, "10 people in 3 departments")
    assert directory(bot) == {}

    presses(fake, dana, "10 people in 3 departments", "Import it")

    fake.wait_for_message(dana, "The staff list is imported: 10 new")
    assert len(directory(bot)) == 10
    assert all(message.only_for in ("", dana.id) for message in fake.messages_for(dana))


def test_a_list_that_misses_many_asks_once_more(fake: FakeSlack, bot: Bot, dana: User) -> None:
    fake.drop_file(dana, "staff.csv", LIST)
    presses(fake, dana, "10 people in", "Import it")
    fake.wait_for_message(dana, "is imported")

    fake.drop_file(dana, "staff.csv", SHORTER)
    presses(fake, dana, "more than a fifth", "Import it all the same")

    fake.wait_for_message(dana, "3 gone")
    assert len(directory(bot)) == 7


@pytest.mark.usefixtures("bot")
def test_a_file_that_is_told_of_twice_is_answered_once(fake: FakeSlack, dana: User) -> None:
    fake.drop_file(dana, "staff.csv", LIST)
    fake.wait_for_message(dana, "10 people in")
    seen = len(fake.messages_for(dana))

    fake.deliver_again()

    fake.command(dana, "help")
    fake.wait_for_message(dana, "/coffee join")
    assert len([one for one in fake.messages_for(dana) if "10 people in" in str(one)]) == 1
    assert len(fake.calls_of(DOWNLOAD)) == 1
    assert len(fake.messages_for(dana)) == seen + 1


@pytest.mark.usefixtures("bot")
def test_nobody_else_s_file_and_no_file_elsewhere_is_opened(fake: FakeSlack, dana: User) -> None:
    ben = fake.user("Ben")
    fake.drop_file(dana, "plan.csv", LIST, channel=GENERAL)
    fake.drop_file(dana, "own.csv", LIST, user=BOT_USER)
    fake.drop_file(ben, "staff.csv", LIST)

    fake.wait_for_message(ben, "files are of no use here")
    assert fake.calls_of("files.info") == fake.calls_of(DOWNLOAD) == []
    assert fake.messages_for(dana) == []


@pytest.mark.usefixtures("bot")
def test_without_the_scope_an_owner_is_told_what_to_do(fake: FakeSlack, dana: User) -> None:
    fake.workspace.scopes = SCOPES - {"files:read"}
    fake.drop_file(dana, "staff.csv", LIST)

    assert "files:read" in str(fake.wait_for_message(dana, "not allowed to read files"))


def test_nothing_of_the_list_is_written_down_before_it_is_imported(
    fake: FakeSlack, bot: Bot, dana: User
) -> None:
    fake.drop_file(dana, "staff.csv", LIST)
    fake.wait_for_message(dana, "10 people in")

    with bot.database.read() as connection:
        dump = "\n".join(connection.connection.dbapi_connection.iterdump())  # type: ignore[union-attr]
    assert "Person 7" not in dump
    assert "Person 7" not in json.dumps([call.arguments for call in fake.calls], default=str)

"""An owner sets Crossbrew up in Slack: one window after another, and a post in a channel with its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack import Mode
from bot.wiring import build, settle_in
from scheduler.clock import HandClock
from storage import programmes, workspaces
from storage.database import Database, migrate
from tests.fake_slack.workspace import TEAM
from tests.slack.conftest import listening
from tests.story import at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.message import Action, Message
    from bot.wiring import Bot
    from tests.fake_slack import FakeSlack

FORMS = (
    ("Rhythm", {"days": "7", "first": "2026-01-26", "at": "11:00", "timezone": "Paris"}),
    ("Quiet days", {"holidays": "GB-ENG", "dates": "24 December to 2 January\n3 March"}),
    ("Department and grade", {"department": "typed", "grade": "typed", "wins": "typed"}),
    ("Grades in order", {"ladder": "Band 2\nBand 3"}),
    ("Who may join", {"whom": "everybody"}),
)


@pytest.fixture
def bot(fake: FakeSlack, tmp_path: Path) -> Iterator[Bot]:
    """A bot in a workspace that nobody has set up, whose admins are its owners."""
    database, clock = Database(f"sqlite:///{tmp_path / 'slack.db'}"), HandClock(at(2026, 1, 14, 9))
    migrate(database)
    with database.change() as connection:
        settle_in(connection, TEAM, "slack", clock.now(), frozenset())
    made: list[Bot] = []

    def handle(action: Action) -> Message | None:
        return made[0].conversation.handle(action)

    with listening(fake, handle, Mode.HTTP) as platform:
        made.append(build(database, clock, {TEAM: platform}))
        yield made[0]
    database.close()


def test_an_owner_sets_it_up_in_windows_and_tells_a_channel(fake: FakeSlack, bot: Bot) -> None:
    dana, ben = fake.user("Dana", is_admin=True), fake.user("Ben")
    fake.command(dana, "admin")
    fake.press(dana, fake.wait_for_message(dana, "Looking after"), "setup")
    for title, values in FORMS:
        view = fake.wait_for_modal(dana)
        assert view.content["title"]["text"] == title
        fake.submit(dana, view, dict(values))
    assert fake.modal_of(dana) is None
    done = fake.wait_for_message(dana, "Crossbrew is set up")
    with bot.database.read() as connection:
        assert workspaces.set_up_of(connection, TEAM).is_done
        assert programmes.programmes(connection, TEAM)[0].ladder.grades == ("Band 2", "Band 3")

    channel = fake.channel("coffee", is_private=True)
    fake.press(dana, done, "announce")
    fake.submit(dana, fake.wait_for_modal(dana), {"channel": channel.id, "invitation": "Join *us*, <!here>"})
    bot.beat()
    told = fake.wait_for_message(dana, "We could not post in the channel yet")
    channel.has_bot = True
    fake.press(dana, told, "announce.again")
    bot.beat()

    fake.press(ben, fake.wait_for_message(ben, "Join *us*"), "join")
    assert fake.wait_for_modal(ben).content["title"]["text"] == "Join the coffees ☕"
    assert fake.modal_of(dana) is None


def test_a_mistake_stays_in_its_window_beside_its_field(fake: FakeSlack, bot: Bot) -> None:
    dana = fake.user("Dana", is_admin=True)
    fake.command(dana, "admin")
    fake.press(dana, fake.wait_for_message(dana, "Looking after"), "setup.rhythm")
    view = fake.wait_for_modal(dana)

    ack = fake.submit(dana, view, {"timezone": "Narnia", "first": "2026-01-27"})

    assert ack.body["response_action"] == "errors"
    assert ack.body["errors"].keys() == {"timezone", "first"}
    assert fake.modal_of(dana) is view
    with bot.database.read() as connection:
        assert workspaces.set_up_of(connection, TEAM).parts == ()

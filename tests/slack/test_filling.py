"""A form of every field, filled in by somebody in Slack, and what the bot hears of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.message import Action, Message, lines
from bot.slack import Mode
from tests.every_part import every_part, rows_and_a_file
from tests.fake_slack.filling import FormError
from tests.slack.conftest import Talk, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fake_slack import FakeSlack, User, View

AT = int(datetime(2026, 12, 3, 14, tzinfo=UTC).timestamp())
ROWS = Message("My people", rows_and_a_file().body[:-1])


class Asker(Talk):
    """A conversation that asks everything, and shows rows on Home."""

    colleague: str = ""

    def __call__(self, action: Action) -> Message | None:
        self.heard.append(action)
        if action.name == "home":
            return ROWS
        return every_part(chosen=self.colleague) if action.name == "command" else ROWS


@pytest.fixture
def asker(fake: FakeSlack) -> Iterator[Asker]:
    talk = Asker()
    with listening(fake, talk, Mode.SOCKET):
        yield talk


@pytest.fixture
def people(fake: FakeSlack, asker: Asker) -> tuple[User, User]:
    amara, ben = fake.user("Amara"), fake.user("Ben")
    asker.colleague = f"T1/{ben.id}"
    return amara, ben


def opened(fake: FakeSlack, amara: User) -> View:
    fake.command(amara, "everything")
    return fake.wait_for_modal(amara)


def test_what_stood_in_the_fields_comes_back(
    fake: FakeSlack, asker: Asker, people: tuple[User, User]
) -> None:
    amara, ben = people

    fake.submit(amara, opened(fake, amara), {"person": [ben.id]})

    data = asker.named("sent")[0].data
    assert (data["team"], lines(data["ways"]), data["until"]) == ("p", ("walk",), "2026-12-24")
    assert (data["at"], lines(data["people"])) == ("2026-12-01T10:30:00+00:00", (f"T1/{ben.id}",))
    assert (data["person"], data["where"], data["job"]) == (f"T1/{ben.id}", "", "")


def test_whatever_is_filled_in_is_heard(fake: FakeSlack, asker: Asker, people: tuple[User, User]) -> None:
    amara, ben = people
    general = fake.channel("general")
    filled = {
        "job": "x" * 200,
        "ways": ["canteen", "call"],
        "until": "2027-01-31",
        "at": AT,
        "people": [amara.id, ben.id],
        "person": [ben.id],
        "where": general.id,
    }

    fake.submit(amara, opened(fake, amara), filled)

    data = asker.named("sent")[0].data
    assert (lines(data["ways"]), data["until"], data["job"]) == (("canteen", "call"), "2027-01-31", "x" * 200)
    assert lines(data["people"]) == (f"T1/{amara.id}", f"T1/{ben.id}")
    assert (data["at"], data["where"]) == ("2026-12-03T14:00:00+00:00", f"T1/{general.id}")


def test_what_is_taken_out_is_gone(fake: FakeSlack, asker: Asker, people: tuple[User, User]) -> None:
    amara, ben = people
    emptied = {"ways": [], "until": "", "people": [], "person": [ben.id]}

    fake.submit(amara, opened(fake, amara), emptied)

    data = asker.named("sent")[0].data
    assert data["ways"] == data["until"] == data["people"] == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"ways": ["nowhere"]},
        {"at": 0},
        {"at": "soon"},
        {"person": []},
        {"person": ["U404"]},
        {"where": "C404"},
        {"job": "x" * 201},
    ],
)
def test_the_client_lets_nobody_send_what_slack_would_not(
    fake: FakeSlack, asker: Asker, people: tuple[User, User], wrong: dict[str, Any]
) -> None:
    amara, ben = people

    with pytest.raises(FormError):
        fake.submit(amara, opened(fake, amara), {"person": [ben.id], **wrong})

    assert asker.named("sent") == []


def test_one_person_is_one_person(fake: FakeSlack, people: tuple[User, User]) -> None:
    amara, ben = people

    with pytest.raises(FormError, match="at most 1"):
        fake.submit(amara, opened(fake, amara), {"person": [ben.id, amara.id]})


def test_every_button_in_every_row_is_its_own(
    fake: FakeSlack, asker: Asker, people: tuple[User, User]
) -> None:
    amara, _ = people
    fake.open_home(amara)
    home = fake.wait_for_home(amara)

    for action_id in ("about", "about#2", "thank#2"):
        fake.press_in(amara, home, action_id)

    pressed = [action for action in asker.heard if action.name in {"about", "thank"}]
    assert [(action.name, dict(action.data)) for action in pressed] == [
        ("about", {"person": "Ben"}),
        ("about", {"person": "Chidi"}),
        ("thank", {}),
    ]


def test_a_button_in_a_form_is_pressed_without_sending_it(
    fake: FakeSlack, asker: Asker, people: tuple[User, User]
) -> None:
    amara, _ = people

    fake.press_in(amara, opened(fake, amara), "about#2")

    assert [action.name for action in asker.heard] == ["command", "about"]
    assert asker.heard[-1].data == {"person": "3"}

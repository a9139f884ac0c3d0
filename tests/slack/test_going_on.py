"""What takes longer than Slack waits: heard at once, and what comes of it shown in the place of the wait."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.message import Action, Button, Input, Message, text
from bot.slack import Mode
from bot.slack.listeners import NOT_DONE
from tests.slack.conftest import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fake_slack import FakeSlack

LOOK = Button("look", "Look", {"round": "3"})
PAGE = Message("The coming round", (text("It opens by itself."),), (LOOK, Button("weigh", "Weigh")))
WAIT = Message(
    "Working it out…", (text("This takes a moment."),), then=Button("look.now", "Look", {"round": "3"})
)
FORM = Message("Weigh", (Input("much", "How much"),), (Button("try", "See what changes"),))
FIGURES = Message("Figures", (text("About 45 people."),), (Button("admin", "Back"),))


class Slow:
    """A conversation in which looking takes until it is let."""

    def __init__(self) -> None:
        self.heard: list[Action] = []
        self.may_end = threading.Event()
        self.breaks = False

    def __call__(self, action: Action) -> Message | None:
        self.heard.append(action)
        if action.name == "look.now":
            self.may_end.wait(10)
            if self.breaks:
                raise RuntimeError("the matcher broke")
            return FIGURES
        return {"look": WAIT, "try": WAIT, "weigh": FORM}.get(action.name, PAGE)


@pytest.fixture(params=[Mode.SOCKET, Mode.HTTP])
def slow(request: pytest.FixtureRequest, fake: FakeSlack) -> Iterator[Slow]:
    talk = Slow()
    with listening(fake, talk, request.param):
        yield talk
        talk.may_end.set()


def test_a_press_is_heard_at_once_and_its_figures_replace_the_wait(fake: FakeSlack, slow: Slow) -> None:
    dana = fake.user("Dana")
    fake.command(dana, "admin")
    page = fake.wait_for_message(dana, "The coming round")

    fake.press(dana, page, "look")
    fake.eventually(lambda: "Working it out" in str(page.blocks))
    slow.may_end.set()

    fake.eventually(lambda: "Figures" in str(page.blocks))
    asked = slow.heard[-1]
    assert (asked.name, asked.data, asked.actor) == ("look.now", {"round": "3"}, f"T1/{dana.id}")


def test_from_home_the_wait_and_the_figures_share_a_window(fake: FakeSlack, slow: Slow) -> None:
    dana = fake.user("Dana")
    fake.open_home(dana)
    fake.press_in(dana, fake.wait_for_home(dana, "The coming round"), "look")
    window = fake.wait_for_modal(dana)
    slow.may_end.set()

    fake.eventually(lambda: "About 45 people" in str(window.content))
    assert fake.modal_of(dana) is window


def test_after_a_form_they_take_its_place(fake: FakeSlack, slow: Slow) -> None:
    dana = fake.user("Dana")
    fake.command(dana, "admin")
    fake.press(dana, fake.wait_for_message(dana, "The coming round"), "weigh")
    form = fake.wait_for_modal(dana)
    fake.submit(dana, form, {"much": "more"})
    fake.eventually(lambda: "This takes a moment" in str(form.content))
    slow.may_end.set()

    fake.eventually(lambda: "About 45 people" in str(form.content))


def test_where_it_breaks_its_reader_is_told_that_nothing_was_done(fake: FakeSlack, slow: Slow) -> None:
    dana = fake.user("Dana")
    slow.breaks = True
    slow.may_end.set()
    fake.command(dana, "admin")
    fake.press(dana, fake.wait_for_message(dana, "The coming round"), "look")

    fake.wait_for_message(dana, NOT_DONE)

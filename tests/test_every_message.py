"""Every message that the bot can say, as each platform shows it. One without a golden file fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.message import Button
from bot.playground.render import Setting, render
from bot.slack.blocks import fallback, message_blocks
from bot.slack.files import without_files
from bot.slack.views import answer_view, form_view, home_view
from tests.fake_slack import block_kit
from tests.golden import FOLDER
from tests.playground.forms import Page
from tests.wording.examples import EXAMPLES

if TYPE_CHECKING:
    from bot.message import Message
    from tests.golden import Golden

HERE = Setting("m7", "Europe/London", 3, {"posted": "7"})
SLACK, PLAYGROUND, PLAIN = Path("slack/messages"), Path("playground/messages"), Path("plain")

every_example = pytest.mark.parametrize("name", EXAMPLES)


def in_slack(name: str) -> dict[str, Any]:
    """As it is shown: a form in a window, the home page on Home, all else in a chat."""
    message = without_files(EXAMPLES[name])
    if message.is_form:
        return form_view(message)
    if name.startswith("home.home"):
        return home_view(message)
    return {"text": fallback(message), "blocks": message_blocks(message)}


def refusals(message: Message) -> list[str]:
    """Why Slack would refuse it, wherever it may be shown there."""
    message = without_files(message)
    if message.is_form:
        return block_kit.view_problems(form_view(message))
    return [
        *block_kit.problems(message_blocks(message), block_kit.MESSAGE),
        *block_kit.view_problems(home_view(message)),
        *block_kit.view_problems(answer_view(message)),
    ]


@every_example
def test_a_message_looks_as_agreed_in_slack(name: str, golden: Golden) -> None:
    golden(str(SLACK / f"{name}.json"), json.dumps(in_slack(name), indent=2, ensure_ascii=False))


@every_example
def test_slack_takes_a_message_wherever_it_may_be_shown(name: str) -> None:
    assert refusals(EXAMPLES[name]) == []


@every_example
def test_a_message_looks_as_agreed_in_the_playground(name: str, golden: Golden) -> None:
    golden(str(PLAYGROUND / f"{name}.html"), render(EXAMPLES[name], HERE))


@every_example
def test_every_button_of_a_message_can_be_pressed_in_the_playground(name: str) -> None:
    page = Page(render(EXAMPLES[name], HERE))

    for action in EXAMPLES[name].actions:
        if isinstance(action, Button):
            label = f"Yes: {action.label}" if action.confirm else action.label
            assert page.press(label)[1]["name"] == action.name


@pytest.mark.parametrize(("folder", "suffix"), [(SLACK, "json"), (PLAYGROUND, "html"), (PLAIN, "txt")])
def test_no_golden_file_is_left_of_a_message_that_is_no_more(folder: Path, suffix: str) -> None:
    assert {file.name for file in (FOLDER / folder).iterdir()} == {f"{name}.{suffix}" for name in EXAMPLES}

"""Modal and Home views. Pure.

What a submitted form must bring back travels in its ``private_metadata``, and the name of its
submit button in its ``callback_id``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Button
from bot.platforms import DeliveryError
from bot.slack.blocks import VIEW, body_blocks, header, page_blocks
from bot.slack.buttons import action_blocks, carried, numbered
from bot.slack.text import plain, plain_text

if TYPE_CHECKING:
    from bot.message import Message
    from bot.slack.text import Block

FROM_HOME = "from home"
"""The key in ``private_metadata`` that remembers that a form was opened on the Home page."""

_TITLE = 24
_METADATA = 3000


def home_view(message: Message) -> Block:
    """The Home page.

    Raises:
        DeliveryError: the message is a form; Home shows buttons that open one.

    """
    if message.is_form:
        raise DeliveryError("Home cannot be a form: show a button that opens it.", permanent=True)
    return {"type": "home", "blocks": page_blocks(message, VIEW)}


def answer_view(message: Message) -> Block:
    """A small window that only tells something."""
    return _modal(message, action_blocks(message.actions)) | {"close": plain_text("Close")}


def form_view(message: Message, *, from_home: bool = False) -> Block:
    """A form, submitted by its first `Button`; its other buttons stand below the fields.

    Raises:
        DeliveryError: it has no button to submit it.

    """
    submit = next((action for action in message.actions if isinstance(action, Button)), None)
    if submit is None:
        raise DeliveryError("A form needs a button that submits it.", permanent=True)
    others = [action for action in message.actions if action is not submit]
    data = {**submit.data, FROM_HOME: "yes"} if from_home else submit.data
    return _modal(message, action_blocks(others)) | {
        "callback_id": submit.name,
        "private_metadata": carried(data, _METADATA),
        "submit": plain_text(plain(submit.label, _TITLE)),
        "close": plain_text("Cancel"),
    }


def view_of(message: Message, *, from_home: bool = False) -> Block:
    """The modal for a message: a form, or a window that only tells."""
    return form_view(message, from_home=from_home) if message.is_form else answer_view(message)


def form_errors(message: Message) -> dict[str, str]:
    """What is wrong with each field of a form that came back, by the field's name."""
    errors = {getattr(part, "name", ""): getattr(part, "error", "") for part in message.body}
    return {name: plain(error, _METADATA) for name, error in errors.items() if error}


def _modal(message: Message, actions: list[Block]) -> Block:
    whole = [] if len(message.title) <= _TITLE else header(message.title)
    body = body_blocks(message.body, VIEW.without([*whole, *actions]))
    return {
        "type": "modal",
        "title": plain_text(plain(message.title, _TITLE) or "Crossbrew"),
        "blocks": numbered([*whole, *body, *actions]) or header("Done"),
    }

"""Showing an answer to the one person it is for, where they are looking."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from slack_sdk.webhook import WebhookClient

from bot.message import Message, text
from bot.platforms import DeliveryError
from bot.slack.blocks import fallback, message_blocks
from bot.slack.errors import CALL_ERRORS, code_of
from bot.slack.files import not_sent, send_file, without_files
from bot.slack.logs import masked_logger
from bot.slack.payloads import Surface
from bot.slack.views import home_view, view_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk import WebClient

    from bot.message import File
    from bot.slack.payloads import Origin
    from bot.slack.text import Block

TOO_SLOW = Message(
    "That took a moment too long",
    body=(text("Slack did not wait for the form. Please try once more."),),
)

_LOG = logging.getLogger(__name__)
_OK = 200
_TRIGGER_ENDED = frozenset({"expired_trigger_id", "trigger_expired"})


class Answers:
    """Puts messages in front of an actor. An answer that cannot be shown is logged, never raised.

    What the actor did is already remembered by then, so there is nothing to take back or repeat.
    ``client_of`` gives the client of a workspace, or raises a `DeliveryError`.
    """

    def __init__(self, client_of: Callable[[str], WebClient]) -> None:
        self._client_of = client_of

    def show(self, origin: Origin, message: Message) -> Origin:
        """Show ``message`` where ``origin`` says that the actor is looking, and send its files.

        They look at it from the origin that is returned: what is shown from there takes its place, or
        stands below it where Slack does not let it.
        """
        seen_from = self._show(origin, without_files(message))
        self._send_files(origin, message)
        return seen_from

    def _show(self, origin: Origin, message: Message) -> Origin:
        if origin.surface is Surface.MODAL:
            self._try("views.update", lambda: self._replace_modal(origin, message))
        elif origin.surface is Surface.HOME or message.is_form:
            return self._open_modal(origin, message)
        elif not origin.response_url:
            self._tell(origin, message)
        else:
            replaces = origin.surface is Surface.OWN_MESSAGE
            self._try("response_url", lambda: self._respond(origin, message, replaces=replaces))
        return origin

    def publish_home(self, origin: Origin, message: Message) -> None:
        """Show ``message`` as the actor's Home page."""
        self._try(
            "views.publish",
            lambda: self._client_of(origin.workspace).views_publish(
                user_id=origin.user, view=home_view(message)
            ),
        )

    def tell(self, origin: Origin, message: Message) -> None:
        """Tell the actor something outside any modal: in place if possible, else in their private chat."""
        self._tell(origin, without_files(message))
        self._send_files(origin, message)

    def _tell(self, origin: Origin, message: Message) -> None:
        if origin.response_url:
            self._try("response_url", lambda: self._respond(origin, message, replaces=False))
        else:
            self._try("chat.postMessage", lambda: self._write_privately(origin, message))

    def _open_modal(self, origin: Origin, message: Message) -> Origin:
        view = view_of(message, from_home=origin.surface is Surface.HOME)
        opened: list[str] = []
        code = self._try("views.open", lambda: opened.append(self._opened(origin, view)))
        if code in _TRIGGER_ENDED:
            self._tell(origin, TOO_SLOW if message.is_form else message)
        return replace(origin, surface=Surface.MODAL, view=opened[0]) if opened else origin

    def _opened(self, origin: Origin, view: Block) -> str:
        """The id of the window that a view was opened in."""
        told = self._client_of(origin.workspace).views_open(trigger_id=origin.trigger, view=view)
        return str(told["view"]["id"])

    def _send_files(self, origin: Origin, message: Message) -> None:
        for file in message.files:
            code = self._try("the upload of a file", partial(self._send_file, origin, file))
            if code:
                self._tell(origin, not_sent(file, code))

    def _send_file(self, origin: Origin, file: File) -> None:
        send_file(self._client_of(origin.workspace), origin.user, file)

    def _replace_modal(self, origin: Origin, message: Message) -> None:
        self._client_of(origin.workspace).views_update(view_id=origin.view, view=view_of(message))

    def _write_privately(self, origin: Origin, message: Message) -> None:
        self._client_of(origin.workspace).chat_postMessage(
            channel=origin.user,
            text=fallback(message),
            blocks=message_blocks(message),
            unfurl_links=False,
            unfurl_media=False,
        )

    def _respond(self, origin: Origin, message: Message, *, replaces: bool) -> None:
        timeout = self._client_of(origin.workspace).timeout
        webhook = WebhookClient(
            origin.response_url, timeout=timeout, logger=masked_logger(), retry_handlers=[]
        )
        # The defaults of the last two differ from place to place, so both are always said.
        response = webhook.send(
            text=fallback(message),
            blocks=message_blocks(message),
            response_type="ephemeral",
            replace_original=replaces,
        )
        if response.status_code != _OK:
            raise DeliveryError(f"http_{response.status_code}")

    def _try(self, method: str, call: Callable[[], object]) -> str:
        """Make the call; the code of what went wrong, or nothing."""
        try:
            call()
        except DeliveryError as error:
            code = error.reason
        except CALL_ERRORS as error:
            code = code_of(error)
        else:
            return ""
        _LOG.warning("An answer could not be shown: %s said %s.", method, code)
        return code

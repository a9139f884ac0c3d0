"""What the bot listens to, in either mode: each payload becomes an `Action`, its answer is shown.

The core remembers first and the request is acknowledged after, so that a crash in between makes Slack
or the person try again. Answers are shown last, for by then nothing can be lost, and in threads of their
own: Slack hears that it was heard when the listener ends.
"""

from __future__ import annotations

import logging
import re
import traceback
from typing import TYPE_CHECKING, Any, TypeAlias

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot.message import Action, Message, text
from bot.slack import payloads
from bot.slack.payloads import GarbledError, Surface
from bot.slack.views import form_errors, view_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from slack_bolt import Ack, App

    from bot.platforms import Handle
    from bot.slack.answers import Answers
    from bot.slack.payloads import Origin

Body: TypeAlias = dict[str, Any]

COMMAND = "/coffee"
NOT_DONE = "Something went wrong on our side. Nothing was changed; please try again in a minute."
NOT_SHOWN = (
    "What you did was saved, but the answer could not be shown. Please open Home to see where you are."
)
UNREADABLE = "That button is from another time and cannot be read. Please use the newest message, or /coffee."

_LOG = logging.getLogger(__name__)
_ANY = re.compile(".*", re.DOTALL)


class Listeners:
    """The listeners of one workspace, as methods that `register` hands to Bolt.

    Whatever is shown is shown by ``later``, once the request is acknowledged.
    """

    def __init__(self, handle: Handle, answers: Answers, later: Executor) -> None:
        self._handle = handle
        self._answers = answers
        self._later = later
        self.events = {
            "app_home_opened": self.on_home,
            "app_uninstalled": self.on_uninstalled,
            "file_shared": self.on_file,
            "team_join": self.on_person,
            "tokens_revoked": self.on_uninstalled,
            "user_change": self.on_person,
        }

    def register(self, app: App) -> None:
        """Listen to everything that ``manifest.yml`` subscribes to."""
        app.action(_ANY)(self.on_press)  # looked for first, as most requests are presses
        app.command(COMMAND)(self.on_command)
        app.view(_ANY)(self.on_submit)
        for event, listener in self.events.items():
            app.event(event)(listener)
        app.error(self.on_error)

    def on_command(self, ack: Ack, body: Body) -> None:
        """``/coffee`` with whatever follows it."""
        answer = self._handle(payloads.command_action(body))
        ack()
        if answer is not None:
            self._afterwards(body, lambda: self._show(body, payloads.command_origin(body), answer))

    def on_press(self, ack: Ack, body: Body) -> None:
        """A button, in a message, a modal or on Home."""
        origin = payloads.interaction_origin(body)
        answer = None if payloads.is_link(body) else self._answer_to_press(origin, body)
        ack()
        if answer is not None:
            self._afterwards(body, lambda: self._show(body, origin, answer))
        if origin.surface is Surface.HOME and not (answer and answer.is_form):
            self._afterwards(body, lambda: self._refresh_home(origin))

    def on_submit(self, ack: Ack, body: Body) -> None:
        """A form: its mistakes beside its fields, a next form in its place, or an answer in private."""
        origin = payloads.interaction_origin(body)
        answer = self._handle(payloads.submit_action(body))
        from_home = payloads.is_from_home(body)
        if answer is not None and answer.has_errors:
            ack(response_action="errors", errors=form_errors(answer))
            return
        if answer is not None and (answer.is_form or answer.then):
            ack(response_action="update", view=view_of(answer, from_home=from_home))
            self._afterwards(body, lambda: self._go_on(body, origin, answer))
            return
        ack()
        if answer is not None:
            self._afterwards(body, lambda: self._answers.tell(origin, answer))
        if from_home:
            self._afterwards(body, lambda: self._refresh_home(origin))

    def on_home(self, body: Body) -> None:
        """Somebody opened the bot's page: fresh from the store each time."""
        if body["event"].get("tab") == "home":
            self._afterwards(body, lambda: self._refresh_home(payloads.home_origin(body)))

    def on_person(self, body: Body) -> None:
        """Somebody joined the workspace, changed, or was deactivated."""
        if action := payloads.person_action(body):
            self._handle(action)

    def on_file(self, body: Body) -> None:
        """Somebody put a file somewhere: one in their own conversation with the bot is looked into."""
        if action := payloads.file_action(body):
            self._afterwards(body, lambda: self._look_into(body, payloads.file_origin(body), action))

    def on_uninstalled(self, body: Body) -> None:
        """The workspace removed the app."""
        if action := payloads.uninstalled_action(body):
            self._handle(action)

    def on_error(self, error: Exception, body: Body) -> BoltResponse:
        """Nothing that fails is lost: it is logged without its payload, and the actor is told."""
        if isinstance(error, BoltUnhandledRequestError):
            _LOG.info("Slack sent something that this app does not listen to (%s).", body.get("type"))
            return BoltResponse(status=404, body='{"error": "unhandled request"}')
        _log(error)
        if body.get("type") == "view_submission":
            return _beside_first_field(body)
        self._apologise(body, NOT_DONE)
        return BoltResponse(status=200)

    def _afterwards(self, body: Body, show: Callable[[], None]) -> None:
        self._later.submit(self._shown, body, show)

    def _shown(self, body: Body, show: Callable[[], None]) -> None:
        try:
            show()
        except Exception as error:  # noqa: BLE001 - whatever it is, the actor is told that it is saved
            _log(error)
            self._apologise(body, NOT_SHOWN)

    def _show(self, body: Body, origin: Origin, answer: Message) -> None:
        seen_from = self._answers.show(origin, answer)
        self._go_on(body, seen_from, answer)

    def _go_on(self, body: Body, origin: Origin, answer: Message) -> None:
        """Do what an answer announced, now that it is shown; nobody waits for it but its reader."""
        if answer.then is None:
            return
        asked = Action(origin.workspace, origin.actor, answer.then.name, answer.then.data)
        try:
            brought = self._handle(asked)
        except Exception as error:  # noqa: BLE001 - whatever it is, the actor is told that it was not done
            _log(error)
            self._apologise(body, NOT_DONE)
            return
        if brought is not None:
            self._answers.show(origin, brought)

    def _answer_to_press(self, origin: Origin, body: Body) -> Message | None:
        try:
            action = payloads.press_action(body)
        except GarbledError as error:
            _LOG.warning("%s Ignored.", error)
            self._answers.tell(origin, _note(UNREADABLE))
            return None
        return self._handle(action)

    def _look_into(self, body: Body, origin: Origin, action: Action) -> None:
        answer = self._handle(action)
        if answer is not None:
            self._show(body, origin, answer)

    def _refresh_home(self, origin: Origin) -> None:
        page = self._handle(payloads.home_action(origin))
        if page is not None:
            self._answers.publish_home(origin, page)

    def _apologise(self, body: Body, words: str) -> None:
        if "command" in body:
            self._answers.tell(payloads.command_origin(body), _note(words))
        elif body.get("event", {}).get("type") == "file_shared":
            self._answers.tell(payloads.file_origin(body), _note(words))
        elif body.get("type") in {"block_actions", "view_submission"}:
            self._answers.tell(payloads.interaction_origin(body), _note(words))


def _log(error: Exception) -> None:
    """The frames without the error's own words, which may quote what somebody typed."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("A request from Slack failed with %s.\n%s", type(error).__name__, frames)


def _note(words: str) -> Message:
    return Message("", body=(text(words),), summary=words)


def _beside_first_field(body: Body) -> BoltResponse:
    """Keep the form open with what was typed, and say beside its first field what happened."""
    fields = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
    answer = {"response_action": "errors", "errors": {fields[0]: NOT_DONE}}
    return BoltResponse(status=200, body=answer)

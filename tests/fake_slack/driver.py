"""What people do in Slack, as plain calls: type a command, press a button, send a form, open Home.

The server runs on a thread of its own, so a test needs no ``await``. Each verb returns once the bot has
acknowledged; what the bot does after that is waited for with `FakeSlack.eventually` and the verbs that
look.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Self, TypeVar

from tests.fake_slack import payloads
from tests.fake_slack.control import add_control
from tests.fake_slack.faults import Faults
from tests.fake_slack.methods import check_view, view_json
from tests.fake_slack.news import News
from tests.fake_slack.server import Ack, Server
from tests.fake_slack.things import Channel, ProfileField
from tests.fake_slack.workspace import (
    BOT_USER,
    SCOPES,
    SIGNING_SECRET,
    Json,
    Message,
    User,
    View,
    Workspace,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from tests.fake_slack.things import StoredFile
    from tests.fake_slack.workspace import Call

Found = TypeVar("Found")


class FakeSlack(Faults, News):
    """A workspace to talk to. Point the bot's API URL at `api_url`; for HTTP mode, set `deliver_to`.

    More workspaces come `beside` it. They share its port, and their ids are the same throughout.
    """

    def __init__(self, scopes: Iterable[str] = SCOPES, ack_timeout: float = 10) -> None:
        self.workspace = Workspace(scopes)
        self._server = Server(self.workspace, SIGNING_SECRET, ack_timeout)
        add_control(self._server.web, self)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-slack", daemon=True)
        self._last: Json = {}
        self._attempts = 0

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, port: int = 0) -> Self:
        """Listen on ``port``, or on a free one."""
        self._thread.start()
        self._await(self._server.start(port))
        return self

    def beside(self, team: str) -> FakeSlack:
        """One more workspace, into which the app is not installed yet. The first starts and stops it."""
        other = FakeSlack.__new__(FakeSlack)
        other.__dict__ |= self.__dict__ | {"workspace": Workspace(SCOPES, team, token="")}
        self._server.workspaces[team] = other.workspace
        return other

    def uninstall(self) -> None:
        """Take the app out of the workspace: its token is dead, and the bot is told of it twice."""
        with self.workspace.lock:
            self.workspace.dead.add(self.workspace.token)
            self.workspace.token = ""
        self.event({"type": "tokens_revoked", "tokens": {"bot": [BOT_USER]}})
        self.event({"type": "app_uninstalled"})

    def stop(self) -> None:
        """Close the port and end the thread."""
        self._await(self._server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def api_url(self) -> str:
        """What the bot's ``SLACK_API_URL`` must be."""
        return f"{self._server.base_url}api/"

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot so far, in order."""
        with self.workspace.lock:
            return list(self.workspace.calls)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method, or of ``response_url``."""
        return [call for call in self.calls if call.method == method]

    def deliver_to(self, url: str) -> None:
        """Post to this address, signed, from now on; with an empty one, use the bot's socket."""
        self._server.events_url = url

    @property
    def delivery_address(self) -> str:
        """Where payloads are posted; empty while they go over a socket."""
        return self._server.events_url

    def advance(self, seconds: float) -> None:
        """Let time pass for triggers and response_urls."""
        self.workspace.ahead += seconds

    def user(self, name: str, **facts: Any) -> User:
        """Somebody new in the workspace."""
        user = User(self.workspace.new_id("U"), name, **facts)
        self.workspace.users[user.id] = user
        return user

    def channel(self, name: str, **facts: Any) -> Channel:
        """A channel; the bot is in it with ``has_bot``."""
        channel = Channel(self.workspace.new_id("C"), name, **facts)
        self.workspace.channels[channel.id] = channel
        return channel

    def ask_in_profiles(self, label: str, **facts: Any) -> ProfileField:
        """A custom field in everybody's profile; fill it in under its id in `User.fields`."""
        field = ProfileField(self.workspace.new_id("Xf"), label, **facts)
        self.workspace.profile_fields.append(field)
        return field

    def files_for(self, user: User) -> list[StoredFile]:
        """Every file that ``user`` finds in their direct conversation with the bot."""
        with self.workspace.lock:
            private = self.workspace.private_channel(user.id)
            return [file for file in self.workspace.files.values() if file.channel == private]

    def crowd(self, number: int) -> list[User]:
        """So many people at once."""
        return [self.user(f"Person {count}") for count in range(1, number + 1)]

    def accepted(self) -> dict[str, int]:
        """How often each notice was accepted, by the reference in the metadata of its messages."""
        with self.workspace.lock:
            payloads_ = [message.metadata.get("event_payload", {}) for message in self.workspace.messages]
        return dict(Counter(payload["notice"] for payload in payloads_ if "notice" in payload))

    def command(self, user: User, words: str = "") -> Ack:
        """Type ``/coffee`` and ``words`` in #general."""
        return self.deliver(payloads.command(self.workspace, user, words, self._server.base_url))

    def command_then_cut(self, user: User, words: str) -> Ack:
        """Type a command, and cut the bot's sockets before it can acknowledge."""
        payload = payloads.command(self.workspace, user, words, self._server.base_url)
        delivery = asyncio.run_coroutine_threadsafe(self._server.deliver(payload), self._loop)
        time.sleep(0.1)
        self.drop_sockets()
        return delivery.result()

    def press(self, user: User, message: Message, action_id: str) -> Ack:
        """Press a button of a message."""
        return self.press_button(user, message, payloads.button_called(message.blocks, action_id))

    def press_button(self, user: User, message: Message, button: Json) -> Ack:
        """Press any button, even one that the message does not have."""
        base_url = self._server.base_url
        return self.deliver(payloads.press_in_message(self.workspace, user, message, button, base_url))

    def press_in(self, user: User, view: View, action_id: str) -> Ack:
        """Press a button of a modal or of Home."""
        button = payloads.button_called(view.content["blocks"], action_id)
        return self.deliver(payloads.press_in_view(self.workspace, user, view, button))

    def submit(self, user: User, view: View, values: dict[str, Any] | None = None) -> Ack:
        """Send a form, and let Slack's client do what the bot answers."""
        ack = self.deliver(payloads.submission(self.workspace, user, view, values or {}))
        with self.workspace.lock:
            _after_submission(self.workspace, view, ack)
        return ack

    def close(self, view: View) -> None:
        """Close a modal."""
        view.is_open = False

    def open_home(self, user: User) -> Ack:
        """Look at the bot's Home tab."""
        kept = self.workspace.homes.get(user.id)
        seen = {"view": view_json(kept)} if kept else {}
        return self.event({"type": "app_home_opened", "user": user.id, "tab": "home", **seen})

    def event(self, content: Json) -> Ack:
        """Send any event."""
        return self.deliver(payloads.event(self.workspace, content))

    def deliver(self, payload: Json) -> Ack:
        """Send any payload."""
        self._last, self._attempts = payload, 0
        return self._await(self._server.deliver(payload))

    def last_payload(self) -> Json:
        """What was sent last."""
        return dict(self._last)

    def deliver_again(self) -> Ack:
        """Send the last payload once more, as Slack does when it saw no answer."""
        self._attempts += 1
        return self._await(self._server.deliver(self._last, attempt=self._attempts))

    def replay(self, *, age: int = 0, secret: str = "") -> Ack:
        """Send the last payload with an old timestamp, or signed with somebody else's secret."""
        return self._await(self._server.deliver(self._last, age=age, secret=secret))

    def messages_for(self, user: User) -> list[Message]:
        """Every message that ``user`` can see, oldest first."""
        with self.workspace.lock:
            return [item for item in self.workspace.messages if user.id in self.workspace.who_sees(item)]

    def modal_of(self, user: User) -> View | None:
        """The modal that ``user`` has in front of them."""
        with self.workspace.lock:
            mine = [view for view in self.workspace.modals if view.user == user.id and view.is_open]
        return mine[-1] if mine else None

    def home_of(self, user: User) -> View | None:
        """The Home page as ``user`` last saw it."""
        return self.workspace.homes.get(user.id)

    def wait_for_message(self, user: User, words: str = "") -> Message:
        """The newest message for ``user`` that contains ``words``, once there is one."""
        return self.eventually(
            lambda: next((item for item in reversed(self.messages_for(user)) if words in str(item)), None)
        )

    def wait_for_modal(self, user: User) -> View:
        """The modal that opens for ``user``."""
        return self.eventually(lambda: self.modal_of(user))

    def wait_for_home(self, user: User, words: str = "") -> View:
        """The Home page of ``user`` once it contains ``words``."""
        return self.eventually(
            lambda: view if (view := self.home_of(user)) is not None and words in str(view.content) else None
        )

    def eventually(self, look: Callable[[], Found | None], seconds: float = 10) -> Found:
        """What ``look`` finds, as soon as it finds something."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := look():
                return found
            time.sleep(0.01)
        last = [
            f"{call.method} → {call.status} {call.answer.get('error', 'ok')}" for call in self.calls[-10:]
        ]
        raise AssertionError(f"nothing came within {seconds} s; the last calls were {last}")

    def is_connected(self) -> bool:
        """Whether the bot holds a socket open."""
        return self._server.is_connected()

    def ask_to_reconnect(self) -> None:
        """Tell the bot's sockets that they will end soon."""
        self._await(self._server.ask_to_reconnect())

    def drop_sockets(self) -> None:
        """Cut the bot's sockets."""
        self._await(self._server.close_sockets())

    def _await(self, work: Coroutine[Any, Any, Found]) -> Found:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def _after_submission(workspace: Workspace, view: View, ack: Ack) -> None:
    """What Slack's client does with a modal once the bot has answered its form."""
    response = ack.body.get("response_action", "")
    view.errors = ack.body.get("errors", {}) if response == "errors" else {}
    if response == "update":
        check_view(ack.body["view"], "modal")
        view.content, view.hash = ack.body["view"], workspace.new_hash()
    elif ack.status == 200 and not response:
        view.is_open = False

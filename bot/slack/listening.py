"""The two ways in which what people do reaches the listeners: a socket, or the bot's web address."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult

from bot.slack.logs import masked_logger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_bolt import BoltRequest, BoltResponse
    from slack_sdk import WebClient

    Authorize: TypeAlias = Callable[..., AuthorizeResult | None]

NOT_HERE = "Crossbrew is not set up for this workspace: ask whoever runs it to install it here."

AT_ONCE = 16
"""As many requests are seen to side by side, and as many answers shown: what waits for the store or for
Slack waits in a thread, and more threads than this would only be in each other's way."""
_SECONDS_TO_STOP = 10
# The SDK looks this often whether its socket is still open: until then a cut leaves the bot deaf.
_PING_SECONDS = 3
_LOG = logging.getLogger(__name__)


class Listening(Protocol):
    """Something that passes requests to a Bolt app until it is stopped."""

    @property
    def connected(self) -> bool:
        """Whether requests can arrive."""

    def stop(self) -> None:
        """Take no more requests, and let those in flight end."""


class HttpListening:
    """Requests come through the web server."""

    def __init__(self, app: App, workers: ThreadPoolExecutor) -> None:
        self._app = app
        self._workers = workers
        self.connected = True

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        """The answer to one request."""
        return self._app.dispatch(request)

    def stop(self) -> None:
        """Let the answers in flight end."""
        self.connected = False
        _within_time(self._workers.shutdown)


class SocketListening:
    """Requests come over a WebSocket that is kept open from here.

    Raises:
        SlackApiError, OSError: the first connection could not be made. Later ones are made again.

    """

    def __init__(self, app: App, workers: ThreadPoolExecutor, app_token: str) -> None:
        self._workers = workers
        self._handler = SocketModeHandler(app, app_token, ping_interval=_PING_SECONDS, concurrency=AT_ONCE)
        try:
            self._handler.client.connect()
        except BaseException:
            self.stop()
            raise

    @property
    def connected(self) -> bool:
        """Whether the socket is open just now."""
        return bool(self._handler.client.is_connected())

    def stop(self) -> None:
        """Close the socket."""
        _within_time(self._close)

    def _close(self) -> None:
        try:
            self._handler.client.close()
        except AttributeError:
            # The SDK looks for its socket before it takes the lock to close it: where Slack hung up just
            # then, the socket is gone. By now there is none to close, and the rest still has to be.
            self._handler.client.close()
        self._workers.shutdown()


def listener_workers() -> ThreadPoolExecutor:
    """The threads that answers are shown in, where Slack may be slow to take them."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="slack-answer")


def only(identity: Mapping[str, str], bot_token: str) -> Authorize:
    """Who is let in where one workspace is served: whoever is of that one."""
    team = identity["team_id"]
    known = AuthorizeResult(
        enterprise_id=identity.get("enterprise_id"),
        team_id=team,
        bot_id=identity.get("bot_id"),
        bot_user_id=identity.get("user_id"),
        bot_token=bot_token,
    )

    def authorize(team_id: str | None) -> AuthorizeResult | None:
        return known if team_id == team else None

    return authorize


def bolt_app(
    signing_secret: str, client: WebClient, authorize: Authorize, workers: ThreadPoolExecutor
) -> App:
    """A Bolt app that takes the word of ``authorize``, so that no request waits for an ``auth.test``."""
    allowed: Callable[..., Any] = authorize  # Bolt's own type forgets that it may say no
    return App(
        name="crossbrew",
        logger=masked_logger(),
        client=client,
        authorize=allowed,
        signing_secret=signing_secret,
        user_facing_authorize_error_message=NOT_HERE,
        token_verification_enabled=False,
        # Otherwise Bolt logs the whole payload of what nobody listens to.
        raise_error_for_unhandled_request=True,
        listener_executor=workers,
        # Otherwise Bolt hands each listener to a second thread, and looks every 10 ms whether it has ended.
        process_before_response=True,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )


def _within_time(close: Callable[[], None]) -> None:
    closing = threading.Thread(target=close, name="slack-stop", daemon=True)
    closing.start()
    closing.join(_SECONDS_TO_STOP)
    if closing.is_alive():
        _LOG.warning("Slack did not stop within %d seconds; leaving it behind.", _SECONDS_TO_STOP)

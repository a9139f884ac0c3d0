"""The Slack workspace as a `bot.platforms.Platform`.

An address is ``team/user`` for a private chat and ``team/conversation`` for a group, such as
``T024BE7LD/U02A1B2C3``.
"""

from __future__ import annotations

import logging
import uuid
from typing import TYPE_CHECKING, Any, NoReturn

from slack_bolt import BoltResponse

from bot.platforms import DeliveryError, Handle, Page, Profile, Receipt
from bot.slack import directory
from bot.slack.answers import Answers
from bot.slack.blocks import fallback, message_blocks
from bot.slack.client import web_client
from bot.slack.errors import APP_REFUSED, CALL_ERRORS, code_of, delivery_error
from bot.slack.history import HISTORY_SCOPES, NOTICE_EVENT, find_message
from bot.slack.http import events_route
from bot.slack.limits import LIMITS
from bot.slack.listeners import Listeners
from bot.slack.listening import HttpListening, Listening, SocketListening, bolt_app, listener_workers, only
from bot.slack.settings import Mode, SlackSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from slack_bolt import BoltRequest
    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse
    from starlette.routing import Route

    from bot.message import Message

_PROFILE_TIMEOUT = 1
_PERSON = ("U", "W")
_LOG = logging.getLogger(__name__)


class SlackPlatform:
    """One Slack workspace, over Socket Mode or HTTP.

    ``handle`` is called from several threads at once. `send`, `update`, `open_group` and `profile`
    work without `start`. ``scopes`` are those that are known to be granted, before Slack is asked.
    """

    name = "slack"
    limits = LIMITS

    def __init__(self, settings: SlackSettings, scopes: frozenset[str] = frozenset()) -> None:
        self._settings = settings
        self._client = web_client(settings.base_url, settings.bot_token, settings.timeout)
        self._profiles = web_client(settings.base_url, settings.bot_token, _PROFILE_TIMEOUT)
        self._workspace = settings.workspace
        self._listening: Listening | None = None
        self.scopes = scopes
        """What the token may do, as Slack said when it was last asked who it belongs to."""

    @property
    def client(self) -> WebClient:
        """The client that writes here."""
        return self._client

    @property
    def connected(self) -> bool:
        """Whether what people do in Slack reaches the bot just now."""
        return self._listening is not None and self._listening.connected

    @property
    def can_look(self) -> bool:
        """Whether the optional history scopes were granted."""
        return self.scopes >= HISTORY_SCOPES

    def routes(self) -> list[Route]:
        """What the web server must serve: the events address in HTTP mode, nothing in Socket Mode."""
        return [events_route(self._dispatch)] if self._settings.mode is Mode.HTTP else []

    def identify(self) -> str:
        """The workspace that the token belongs to.

        Raises:
            DeliveryError: the token is refused, belongs elsewhere, or Slack cannot be reached.

        """
        return self._identity()["team_id"]

    def start(self, handle: Handle) -> None:
        """Begin to listen.

        Raises:
            DeliveryError: the tokens are refused, belong elsewhere, or Slack cannot be reached.

        """
        identity = self._identity()
        workers = listener_workers()
        # Bolt gives each request a client with the token that `bolt_app` knows; its own needs none.
        client = web_client(self._settings.base_url, None, self._settings.timeout)
        authorize = only(identity, self._settings.bot_token)
        app = bolt_app(self._settings.signing_secret, client, authorize, workers)
        Listeners(handle, Answers(lambda _: self._client), workers).register(app)
        if self._settings.mode is Mode.HTTP:
            self._listening = HttpListening(app, workers)
            return
        try:
            self._listening = SocketListening(app, workers, self._settings.app_token)
        except CALL_ERRORS as error:
            _explain(error, "SLACK_APP_TOKEN", "apps.connections.open")

    def stop(self) -> None:
        """Stop listening; answers in flight have ten seconds to end."""
        if self._listening is not None:
            self._listening.stop()

    def send(self, address: str, message: Message) -> Receipt:
        """Send ``message``; its reference travels in the metadata and names the message to Slack."""
        channel = self._local(address)
        words, blocks = fallback(message), message_blocks(message)
        sent = self._call(
            "chat.postMessage",
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=words,
                blocks=blocks,
                unfurl_links=False,
                unfurl_media=False,
                **_reference(address, message.reference),
            ),
            address if channel.startswith(_PERSON) else "",
        )
        return Receipt(f"{_workspace_of(address)}/{sent['channel']}", str(sent["ts"]))

    def find(self, address: str, reference: str, since: datetime) -> Receipt | None:
        """The first message with this reference that was sent there since then, if one arrived."""
        channel = self._local(address)
        if channel.startswith(_PERSON):
            opened = self._call(
                "conversations.open", lambda: self._client.conversations_open(users=[channel])
            )
            channel = opened["channel"]["id"]
        try:
            ts = find_message(self._client, channel, reference, since)
        except CALL_ERRORS as error:
            raise delivery_error(error, "conversations.history") from error
        return None if ts is None else Receipt(f"{_workspace_of(address)}/{channel}", ts)

    def update(self, receipt: Receipt, message: Message) -> None:
        """Replace a message that was sent."""
        channel = self._local(receipt.address)
        self._call(
            "chat.update",
            lambda: self._client.chat_update(
                channel=channel, ts=receipt.id, text=fallback(message), blocks=message_blocks(message)
            ),
        )

    def retract(self, receipt: Receipt) -> None:
        """Take back a message that was sent."""
        channel = self._local(receipt.address)
        self._call("chat.delete", lambda: self._client.chat_delete(channel=channel, ts=receipt.id))

    def open_group(self, addresses: Sequence[str]) -> str | None:
        """The group conversation of these people and the bot; the same people always share one.

        Raises:
            DeliveryError: with ``unreachable`` naming who can no longer be written to.

        """
        users = [self._local(address) for address in addresses]
        try:
            opened = self._call("conversations.open", lambda: self._client.conversations_open(users=users))
        except DeliveryError as error:
            if not error.permanent:
                raise
            gone = [address for address in addresses if self._is_gone(address)]
            raise DeliveryError(
                error.reason, permanent=True, method=error.method, unreachable=gone
            ) from error
        return f"{_workspace_of(addresses[0])}/{opened['channel']['id']}"

    def profile(self, address: str) -> Profile:
        """What Slack knows of somebody, if it says so within a second."""
        try:
            user = self._profiles.users_info(user=self._local(address))["user"]
        except CALL_ERRORS as error:
            _LOG.warning("A profile could not be read: users.info said %s.", code_of(error))
            return Profile()
        return directory.profile_of(user, admins_are_owners=self._settings.admins_are_owners)

    def profile_fields(self) -> Sequence[tuple[str, str]]:
        """The custom fields of the workspace's profiles; none where Slack does not say within a second."""
        try:
            return directory.profile_fields(self._profiles)
        except DeliveryError as error:
            _LOG.warning("The fields of profiles could not be read: %s said %s.", error.method, error.reason)
            return ()

    def read_profile(self, address: str) -> Profile:
        """Somebody's profile with its fields."""
        return directory.read_profile(self._client, self._local(address), address)

    def list_people(self, cursor: str) -> Page:
        """Everybody whom the workspace knows, gone or not, a page at a time."""
        return directory.list_people(self._client, self._workspace, cursor)

    def fetch(self, address: str, file: str) -> bytes:
        """What is in a file that this person sent, a list of at most 10 MB."""
        return directory.fetch_file(self._client, self._local(address), file)

    def _dispatch(self, request: BoltRequest) -> BoltResponse:
        if isinstance(self._listening, HttpListening) and self._listening.connected:
            return self._listening.dispatch(request)
        return BoltResponse(status=503, body="The bot is starting or stopping: try again in a moment.")

    def _identity(self) -> dict[str, str]:
        try:
            answer = self._client.auth_test()
        except CALL_ERRORS as error:
            _explain(error, "SLACK_BOT_TOKEN", "auth.test")
        identity: dict[str, str] = dict(answer.data)  # type: ignore[arg-type]  # JSON here
        self.scopes = scopes_of(answer)
        expected = self._settings.workspace
        if expected and expected != identity["team_id"]:
            raise DeliveryError(
                f"SLACK_BOT_TOKEN belongs to the workspace {identity['team_id']}, not to {expected}: "
                "use that workspace's token.",
                permanent=True,
                method="auth.test",
            )
        self._workspace = identity["team_id"]
        return identity

    def _local(self, address: str) -> str:
        """The user or conversation in an address of this workspace."""
        workspace, _, local = address.partition("/")
        if not local or (self._workspace and workspace != self._workspace):
            raise DeliveryError("That address is not in this Slack workspace.", permanent=True)
        return local

    def _is_gone(self, address: str) -> bool:
        try:
            user = self._client.users_info(user=self._local(address))["user"]
        except CALL_ERRORS as error:
            return bool(delivery_error(error, "users.info", address).unreachable)
        return bool(user.get("deleted"))

    def _call(self, method: str, call: Callable[[], SlackResponse], person: str = "") -> SlackResponse:
        try:
            return call()
        except CALL_ERRORS as error:
            raise delivery_error(error, method, person) from error


def scopes_of(answer: SlackResponse) -> frozenset[str]:
    """The scopes of the token, which Slack names in the headers of every answer."""
    headers = {name.casefold(): value for name, value in answer.headers.items()}
    return frozenset(scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip())


def _workspace_of(address: str) -> str:
    return address.partition("/")[0]


def _reference(address: str, reference: str) -> dict[str, Any]:
    """Metadata to look for after an unknown outcome, and an id by which Slack may drop a repeat."""
    if not reference:
        return {}
    return {
        "metadata": {"event_type": NOTICE_EVENT, "event_payload": {"notice": reference}},
        "client_msg_id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"crossbrew {address} {reference}")),
    }


def _explain(error: Exception, setting: str, method: str) -> NoReturn:
    """One sentence that says what to do about a start that failed."""
    refused = delivery_error(error, method)
    is_busy = refused.retry_after is not None and refused.reason not in APP_REFUSED
    if refused.unknown or is_busy or isinstance(error, OSError):
        raise DeliveryError(
            f"Slack cannot be reached ({refused.reason}): check the network and SLACK_API_URL, "
            "then start again.",
            unknown=refused.unknown,
            retry_after=refused.retry_after,
            method=method,
        ) from error
    raise DeliveryError(
        f"Slack refused {setting} ({refused.reason}): copy the token again from the app's page at "
        "https://api.slack.com/apps.",
        permanent=True,
        method=method,
    ) from error

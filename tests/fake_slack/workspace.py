"""What the fake workspace remembers: people, conversations, messages, views, and every call made."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.fake_slack.things import Channel, ProfileField, StoredFile

Json: TypeAlias = dict[str, Any]

TEAM = "T1"
APP = "A0CROSSBREW"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
BOT_TOKEN = "xoxb-fake-bot"
APP_TOKEN = "xapp-fake-app"
SIGNING_SECRET = "fake-signing-secret"
CLIENT_ID, CLIENT_SECRET = "111.222", "fake-client-secret"
GENERAL = "C0GENERAL"
SCOPES = frozenset(
    {
        *("chat:write", "chat:write.public", "commands", "files:read", "files:write", "im:write"),
        *("mpim:write", "users.profile:read", "users:read", "users:read.email"),
    }
)
TRIGGER_SECONDS = 3
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5
OK = 200


class SlackError(Exception):
    """Slack's answer ``{"ok": false, "error": code}``."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


@dataclass(slots=True)
class User:
    """Somebody in the workspace; ``guest`` is ``single`` or ``multi`` for a guest in one or more channels."""

    id: str
    name: str
    email: str = ""
    title: str = ""
    tz: str = "Europe/London"
    is_admin: bool = False
    deleted: bool = False
    is_bot: bool = False
    guest: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Message:
    """A message as it reads now. ``only_for`` is the one person who sees an ephemeral one."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    metadata: Json = field(default_factory=dict)
    client_msg_id: str = ""
    only_for: str = ""
    edits: int = 0


@dataclass(slots=True)
class View:
    """An open or closed modal, or a Home page. ``errors`` is what stands beside its fields."""

    id: str
    user: str
    content: Json
    hash: str
    is_open: bool = True
    team: str = TEAM
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Call:
    """One call of the bot: the method, what it said, and what it was answered."""

    method: str
    arguments: Json
    answer: Json
    status: int = 200


@dataclass(slots=True)
class Trigger:
    """Opens one modal, once, within three seconds."""

    user: str
    made: float
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Answers one interaction: five times, for half an hour."""

    user: str
    channel: str
    message: Message | None
    made: float
    uses: int = 0


@dataclass(slots=True)
class Fault:
    """What befalls one call: a refusal before it is accepted, or a reply that is lost or late after.

    Kinds are ``refuse``, ``accept`` (with a status that does not say so), ``drop``, ``slow`` (accepted,
    and answered late) and ``late`` (accepted late).
    """

    kind: str
    error: str = ""
    seconds: float = 0
    status: int = 200

    def __str__(self) -> str:
        """Such as ``drop`` or ``accept 500``."""
        return self.kind if self.status == OK else f"{self.kind} {self.status}"


class Fates(Protocol):
    """What decides how the calls of a whole run fare."""

    def fault(self, method: str) -> Fault | None:
        """The fate of the next call of ``method``."""


class Limiter(Protocol):
    """What refuses calls that come too often."""

    def refusal(self, method: str, now: float) -> Fault | None:
        """The refusal of a call at ``now``; one that is let through counts."""


class Workspace:
    """All the state, behind one lock. People who are ``poison`` refuse whatever is posted to them.

    ``token`` is what the app has there now, nothing where it is not installed; ``dead`` are those that it
    had before. A workspace may belong to an organisation, its ``enterprise``, that has the app for all.
    """

    def __init__(self, scopes: Iterable[str] = SCOPES, team: str = TEAM, token: str = BOT_TOKEN) -> None:
        self.lock = threading.RLock()
        self.team = team
        self.token = token
        self.dead: set[str] = set()
        self.enterprise = ""
        self.is_organisations = False
        self.scopes = frozenset(scopes)
        self.users: dict[str, User] = {}
        self.groups: dict[frozenset[str], str] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, StoredFile] = {}
        self.profile_fields: list[ProfileField] = []
        self.base_url = ""
        self.messages: list[Message] = []
        self.modals: list[View] = []
        self.homes: dict[str, View] = {}
        self.calls: list[Call] = []
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.fates: Fates | None = None
        self.limiter: Limiter | None = None
        self.poison: set[str] = set()
        self.befallen: Counter[str] = Counter()
        self.ahead = 0.0
        self._numbers = itertools.count(1)

    def now(self) -> float:
        """Seconds since 1970, moved on by `FakeSlack.advance`."""
        return time.time() + self.ahead

    def number(self) -> int:
        """A number never given before."""
        return next(self._numbers)

    def new_id(self, letter: str) -> str:
        """An id such as ``U0007``."""
        return f"{letter}{self.number():04d}"

    def new_ts(self) -> str:
        """The id of a message: its time, made unique by a counter."""
        return f"{int(self.now())}.{self.number():06d}"

    def new_trigger(self, user: str) -> str:
        """A trigger id for ``user``."""
        name = f"{self.number()}.{self.team}.trigger"
        self.triggers[name] = Trigger(user, self.now())
        return name

    def use_trigger(self, name: str) -> str:
        """Whose trigger it is; each can be used once and soon."""
        trigger = self.triggers.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.now() - trigger.made > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def new_response_url(self, user: str, channel: str, message: Message | None) -> str:
        """The last part of a response_url."""
        name = f"R{self.number():04d}" if self.team == TEAM else f"{self.team}-R{self.number():04d}"
        self.response_urls[name] = ResponseUrl(user, channel, message, self.now())
        return name

    def use_response_url(self, name: str) -> ResponseUrl:
        """What a response_url answers; each can be used five times in half an hour."""
        response_url = self.response_urls.get(name)
        if response_url is None or self.now() - response_url.made > RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        response_url.uses += 1
        if response_url.uses > RESPONSE_URL_USES:
            raise SlackError("used_url")
        return response_url

    def delete(self, channel: str, ts: str) -> dict[str, Any]:
        """Take a message out of a conversation."""
        kept = [one for one in self.messages if (one.channel, one.ts) != (channel, ts)]
        if len(kept) == len(self.messages):
            raise SlackError("message_not_found")
        self.messages = kept
        return {"channel": channel, "ts": ts}

    def private_channel(self, user: str) -> str:
        """The direct conversation of ``user`` with the bot."""
        return f"D{user[1:]}"

    def who_sees(self, message: Message) -> set[str]:
        """The people who can read a message."""
        return {message.only_for} if message.only_for else self.people_in(message.channel)

    def people_in(self, channel: str) -> set[str]:
        """The people in a conversation: one, those of a group, or everybody."""
        if channel.startswith("D"):
            return {f"U{channel[1:]}"}
        members = [people for people, name in self.groups.items() if name == channel]
        return set(members[0]) if members else set(self.users)

    def view(self, view_id: str) -> View:
        """A modal that is still open, or a Home page."""
        for view in (*self.modals, *self.homes.values()):
            if view.id == view_id and view.is_open:
                return view
        raise SlackError("not_found")

    def open_modal(self, user: str, content: Json) -> View:
        """Show a modal on top of whatever ``user`` has open."""
        view = View(self.new_id("V"), user, content, self.new_hash(), team=self.team)
        self.modals.append(view)
        return view

    def show_home(self, user: str, content: Json) -> View:
        """Put a Home page in the place of the one before."""
        kept = self.homes.get(user)
        view_id = kept.id if kept else self.new_id("V")
        self.homes[user] = View(view_id, user, content, self.new_hash(), team=self.team)
        return self.homes[user]

    def new_hash(self) -> str:
        """What tells one state of a view from the next."""
        return f"{self.number()}.hash"

    def next_fault(self, method: str) -> Fault | None:
        """The fault that the next call of ``method`` is to meet: one that was ordered, or the day's."""
        fault = self._next_fault(method)
        if fault is not None:
            self.befallen[f"{method} {fault}"] += 1
        return fault

    def _next_fault(self, method: str) -> Fault | None:
        if waiting := self.faults[method]:
            return waiting.popleft()
        if self.limiter is not None and (refusal := self.limiter.refusal(method, self.now())):
            return refusal
        return self.fates.fault(method) if self.fates is not None else None

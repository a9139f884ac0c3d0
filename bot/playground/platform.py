"""The playground as a place where people read and answer: a platform of its own, in memory.

It behaves as a chat service does. An answer is seen by its reader alone; a press in a private chat
puts the answer in the pressed message's place; a form opens in the chat, and stays open, with its
errors, until it can be read. It is light without a page: thousands of people, a hundred thousand
messages.
"""

from __future__ import annotations

import re
import secrets
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.message import Action, File, Message, text
from bot.platforms import DeliveryError, Page, Profile, Receipt
from bot.playground.chats import Chats

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.platforms import Call, Handle, Limit
    from bot.playground.chats import Chat, Posted

COMMAND = re.compile(r"^\s*/coffee(?:\s+|$)", re.IGNORECASE)
"""The slash command, as somebody types it before its words."""


CHANNEL = "everybody"
"""The one channel here, made up: it stands for wherever an organisation announces things."""


class PlaygroundError(LookupError):
    """Somebody did something where they are not, or before anybody listens; the message says what to do."""


class PlaygroundPlatform:
    """Implements `bot.platforms.Platform` for people who are registered by hand.

    ``now`` stamps what is said. ``keep`` is how many messages each chat holds on to.
    """

    name = "playground"
    limits: Mapping[Call, Limit] = MappingProxyType({})
    can_look = False

    def __init__(
        self, workspace: str = "playground", *, now: Callable[[], datetime], keep: int = 200
    ) -> None:
        self.workspace = workspace
        self._now = now
        self._profiles: dict[str, Profile] = {}
        self._chats = Chats(workspace, keep)
        self._chats.add_channel(CHANNEL)
        self._files: dict[str, tuple[str, bytes]] = {}
        self._handle: Handle | None = None
        # A store outlives the process, so a run's event keys must not be those of the run before.
        self._run = secrets.token_hex(8)
        self._events = count(1)

    # What the bot asks of a platform.

    def start(self, handle: Handle) -> None:
        """Begin to listen; every action goes to ``handle``."""
        self._handle = handle

    def stop(self) -> None:
        """Stop listening."""
        self._handle = None

    def send(self, address: str, message: Message) -> Receipt:
        """Send ``message`` to a private chat, a group or the channel."""
        if any(isinstance(part, File) for part in message.body):
            raise DeliveryError("A file can only be part of an answer to somebody.", permanent=True)
        if self._chats.find(address) is None:
            raise DeliveryError("chat_not_found", permanent=True, method="send", unreachable=[address])
        said = self._chats.post(address, message, self._now())
        return Receipt(address, said.id)

    def find(self, address: str, reference: str, since: datetime) -> Receipt | None:
        """The message with this reference, if it was sent there."""
        del since
        said = self._chats.with_reference(address, reference)
        return None if said is None else Receipt(address, said.id)

    def update(self, receipt: Receipt, message: Message) -> None:
        """Replace a message that was sent. One that is no longer kept is past changing, and is left."""
        if self._chats.find(receipt.address) is None:
            raise DeliveryError("chat_not_found", permanent=True, method="update")
        self._chats.replace(receipt.address, receipt.id, message)

    def retract(self, receipt: Receipt) -> None:
        """Take back a message that was sent."""
        self._chats.remove(receipt.address, receipt.id)

    def open_group(self, addresses: Sequence[str]) -> str | None:
        """The group of these people and the bot: the same people always share the same group."""
        strangers = [address for address in addresses if address not in self._profiles]
        if strangers:
            raise DeliveryError(
                "person_not_found", permanent=True, method="open_group", unreachable=strangers
            )
        return self._chats.add_group(addresses).address

    def profile(self, address: str) -> Profile:
        """What was registered of somebody; an empty profile for a stranger."""
        return self._profiles.get(address, Profile())

    def profile_fields(self) -> Sequence[tuple[str, str]]:
        """None: what the playground knows of somebody comes from its staff list."""
        return ()

    def read_profile(self, address: str) -> Profile:
        """What was registered of somebody."""
        return self.profile(address)

    def list_people(self, cursor: str) -> Page:
        """Nobody: people here do not come and go, so there is nothing to tell of them."""
        del cursor
        return Page({})

    def fetch(self, address: str, file: str) -> bytes:
        """The file that this person sent last; of each, no other is kept."""
        name, content = self._files.get(address, ("", b""))
        if not name or name != file:
            raise DeliveryError("file_not_found", permanent=True, method="fetch")
        return content

    # Who is here.

    def address_of(self, person: str) -> str:
        """The address of the private chat of the person with that id."""
        return f"{self.workspace}/p/{person}"

    def register(self, address: str, profile: Profile) -> None:
        """Let the person at ``address`` in, or change what is known of them."""
        self._profiles[address] = profile
        self._chats.add_person(address)

    # What people do. Each waits until the bot has answered.

    def type(self, actor: str, words: str, address: str = "") -> None:
        """Write ``words`` in a chat, the private one unless ``address`` says otherwise.

        In private everything is for the bot. In a group only ``/coffee …`` is, and nobody else sees it;
        the rest is said to the group, and the bot does not hear it.
        """
        chat = self._chat(actor, address or actor)
        is_command = not chat.is_group or COMMAND.match(words) is not None
        alone = actor if chat.is_group and is_command else ""
        said = Message("", (text(words),))
        self._chats.post(chat.address, said, self._now(), ephemeral_for=alone, author=actor)
        if is_command:
            answer = self._tell(actor, "command", {"text": COMMAND.sub("", words).strip()})
            self._answer(chat, actor, answer)

    def press(self, address: str, actor: str, posted_id: str, name: str, data: Mapping[str, str]) -> None:
        """Press a button called ``name`` on a message, which may have gone meanwhile.

        The answer takes the place of the pressed message where the actor alone saw it; otherwise, or
        when it is a form, it is added for the actor alone. ``posted_id`` is empty for the home page.
        """
        chat = self._chat(actor, address)
        pressed = self._chats.get(address, posted_id)
        answer = self._tell(actor, name, data)
        if answer and not answer.is_form and pressed and actor in (address, pressed.ephemeral_for):
            self._chats.replace(address, posted_id, answer)
        else:
            self._answer(chat, actor, answer)

    def submit(self, address: str, actor: str, posted_id: str, name: str, data: Mapping[str, str]) -> None:
        """Send an open form in, with its values in ``data``; the answer takes the form's place."""
        chat = self._chat(actor, address)
        answer = self._tell(actor, name, data)
        if answer is None:
            self._chats.remove(address, posted_id)
        elif not self._chats.replace(address, posted_id, answer):
            self._answer(chat, actor, answer)

    def drop(self, actor: str, name: str, content: bytes) -> None:
        """Send a file to the bot, in private."""
        chat = self._chat(actor, actor)
        self._chats.post(chat.address, Message("", (text(name),)), self._now(), author=actor)
        id_ = f"file-{next(self._events)}"
        self._files[actor] = id_, content
        self._answer(chat, actor, self._tell(actor, "file", {"file": id_, "name": name}))

    def dismiss(self, address: str, actor: str, posted_id: str) -> None:
        """Close a form without sending it, or put away an answer in a group; the bot hears nothing."""
        self._chat(actor, address)
        said = self._chats.get(address, posted_id)
        if said and said.ephemeral_for == actor:
            self._chats.remove(address, posted_id)

    def home(self, actor: str) -> Message | None:
        """Open the bot's home page as ``actor``. It changes nothing, so it has no key to remember."""
        self._chat(actor, actor)
        return self._listener()(Action(self.workspace, actor, "home"))

    # What people see.

    def chats(self, actor: str) -> Sequence[Chat]:
        """The private chat, the groups that ``actor`` is in, the liveliest first, and channels in use."""
        self._chat(actor, actor)
        return self._chats.of(actor)

    def channels(self) -> Sequence[tuple[str, str]]:
        """Where something can be announced: addresses and names."""
        return [(chat.address, chat.name) for chat in self._chats.channels()]

    def transcript(self, address: str, reader: str) -> Sequence[Posted]:
        """What ``reader`` sees in a chat of theirs, oldest first."""
        self._chat(reader, address)
        return self._chats.seen_by(reader, address)

    def mark_read(self, address: str, reader: str) -> None:
        """Remember that ``reader`` has seen all there is in a chat."""
        self._chats.mark_read(reader, address)

    def has_unread(self, address: str, reader: str) -> bool:
        """Whether there is something in a chat that ``reader`` has not seen."""
        return self._chats.has_unread(reader, address)

    @property
    def version(self) -> int:
        """Grows with every change to any chat."""
        return self._chats.version

    def _chat(self, actor: str, address: str) -> Chat:
        if actor not in self._profiles:
            raise PlaygroundError("Nobody here has that address: choose somebody from the list of people.")
        chat = self._chats.find(address)
        if chat is None or not chat.holds(actor):
            raise PlaygroundError("That person is not in this chat: choose one of their own chats.")
        return chat

    def _tell(self, actor: str, name: str, data: Mapping[str, str]) -> Message | None:
        """What the bot answers; where that takes a while and goes on by itself, what comes of it."""
        key = f"{self._run}:{next(self._events)}"
        answer = self._listener()(Action(self.workspace, actor, name, dict(data), key))
        if answer is None or answer.then is None:
            return answer
        return self._listener()(Action(self.workspace, actor, answer.then.name, answer.then.data))

    def _listener(self) -> Handle:
        if self._handle is None:
            raise PlaygroundError("The bot is not listening: start it first.")
        return self._handle

    def _answer(self, chat: Chat, actor: str, answer: Message | None) -> None:
        """Add ``answer`` for ``actor`` alone. One form at a time: a new one closes the one before."""
        if answer is None:
            return
        if answer.is_form:
            self._close_forms(chat, actor)
        alone = actor if chat.is_group or answer.is_form else ""
        self._chats.post(chat.address, answer, self._now(), ephemeral_for=alone)

    def _close_forms(self, chat: Chat, actor: str) -> None:
        for said in self._chats.seen_by(actor, chat.address):
            if said.is_form_of(actor):
                self._chats.remove(chat.address, said.id)
